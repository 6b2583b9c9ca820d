from django.urls import path

from clientcare.file_notes import views

urlpatterns = [path("new/", views.write, name="note")]
