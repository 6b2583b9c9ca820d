from django.urls import path

from clientcare.duplicates import views

urlpatterns = [
    path("", views.duplicates, name="duplicates"),
    path("looks-like/", views.looks_like, name="looks_like"),
    path("merges/<int:pk>/", views.merge, name="merge"),
    path("<int:kept>/<int:merged>/", views.compare, name="duplicate"),
    path("<int:kept>/<int:merged>/different/", views.different, name="duplicate_different"),
    path("<int:kept>/<int:merged>/doubt/", views.doubt, name="duplicate_doubt"),
]
