from django.urls import path

from clientcare.barriers import views

urlpatterns = [
    path("barriers/", views.barriers, name="barriers"),
    path("barriers/glass/<int:pk>/", views.glass, name="glass"),
    path("barriers/glass/<int:pk>/end/", views.end_glass, name="glass_end"),
    path("matters/<int:pk>/barrier/", views.barrier, name="matter_barrier"),
    path("matters/<int:pk>/barrier/end/", views.end, name="matter_barrier_end"),
    path("matters/<int:pk>/barrier/glass/", views.break_glass, name="matter_glass"),
]
