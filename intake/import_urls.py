from django.urls import path

from intake.views import imports

app_name = "imports"
urlpatterns = [
    path("", imports.index, name="index"),
    path("<int:pk>/", imports.detail, name="detail"),
    path("<int:pk>/columns/", imports.columns, name="columns"),
    path("<int:pk>/run/", imports.run, name="run"),
    path("<int:pk>/undo/", imports.undo, name="undo"),
    path("<int:pk>/discard/", imports.discard, name="discard"),
    path("<int:pk>/rejects.csv", imports.rejects, name="rejects"),
]
