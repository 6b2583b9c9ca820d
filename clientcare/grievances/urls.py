from django.urls import path

from clientcare.grievances import views

urlpatterns = [
    path("disagreements/", views.grievances, name="grievances"),
    path("disagreements/<int:pk>/settle/", views.settle, name="grievance_settle"),
    path("clients/<int:pk>/disagreement/", views.of_client, name="client_grievance"),
]
