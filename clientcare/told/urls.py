from django.urls import path

from clientcare.told import views

urlpatterns = [path("", views.told, name="told")]
