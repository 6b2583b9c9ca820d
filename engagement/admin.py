"""Client care letters are read here; they move by deeds only."""

from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from engagement.models import Letter
from practice.models import User


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin[Letter]):
    list_display = ["matter", "version", "stage", "due_on", "issued_at"]
    list_filter = ["stage"]
    ordering = ["-started_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        return Letter.objects.visible_to(cast("User", request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
