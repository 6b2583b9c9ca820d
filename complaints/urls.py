from django.urls import path

from complaints import views

app_name = "complaints"
urlpatterns = [
    path("account/<int:pk>/", views.account, name="account"),
    path("<str:reference>/", views.detail, name="detail"),
]
