from django.urls import path

from clientcare.client_page import views

urlpatterns = [
    path("<int:pk>/", views.client, name="client"),
    path("<int:pk>/names/", views.add_name, name="client_add_name"),
    path("<int:pk>/contacts/<int:contact_id>/confirm/", views.confirm, name="confirm_contact"),
]
