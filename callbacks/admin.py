"""Calls and what was planned about them: to read, never to edit."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from callbacks.models import Block, Callback, CallbackStage, DiaryEntry, Promise, Room
from practice.models import User


class ReadOnly(admin.ModelAdmin[Any]):
    """A table whose rows only change by deeds; calls behind a wall are not among them."""

    call: str = ""  # the way from a row to its call

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if not self.call:
            return rows
        visible = Callback.objects.visible_to(cast("User", request.user))
        return rows.filter(Q(**{f"{self.call}__in": visible}) | Q(**{self.call: None}))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Callback)
class CallbackAdmin(ReadOnly):
    call = "pk"
    list_display = ["pk", "taken_at", "adviser", "stage", "calls", "closed_as"]
    list_filter = ["stage"]
    fields = ["for_staff", "adviser", "urgency", "taken_at", "recorded_at", "taken_by", "stage", "calls", "closed_as"]


@admin.register(Promise)
class PromiseAdmin(ReadOnly):
    call = "callback"
    list_display = ["starts_at", "ends_at", "adviser", "type", "outcome", "judged_at"]
    list_filter = ["outcome", "type"]


@admin.register(CallbackStage)
class CallbackStageAdmin(ReadOnly):
    call = "promise__callback"
    list_display = ["fire_at", "kind", "audience", "outcome", "because", "fired_at"]
    list_filter = ["outcome", "kind"]


@admin.register(DiaryEntry)
class DiaryEntryAdmin(ReadOnly):
    call = "callback"
    list_display = ["adviser", "span", "state", "held_until"]
    list_filter = ["state"]


@admin.register(Block)
class BlockAdmin(ReadOnly):
    list_display = ["adviser", "kind", "span", "set_by", "set_at"]
    list_filter = ["kind"]


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin[Room]):
    list_display = ["name", "office", "is_used"]
