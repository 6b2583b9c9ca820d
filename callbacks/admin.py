"""Calls and what was planned about them: to read, never to edit."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from callbacks.models import Block, Callback, CallbackStage, DiaryEntry, Promise


class ReadOnly(admin.ModelAdmin[Any]):
    """A table whose rows only change by deeds."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Callback)
class CallbackAdmin(ReadOnly):
    list_display = ["pk", "taken_at", "adviser", "stage", "calls", "closed_as"]
    list_filter = ["stage"]
    fields = ["for_staff", "adviser", "urgency", "taken_at", "recorded_at", "taken_by", "stage", "calls", "closed_as"]


@admin.register(Promise)
class PromiseAdmin(ReadOnly):
    list_display = ["starts_at", "ends_at", "adviser", "type", "outcome", "judged_at"]
    list_filter = ["outcome", "type"]


@admin.register(CallbackStage)
class CallbackStageAdmin(ReadOnly):
    list_display = ["fire_at", "kind", "audience", "outcome", "because", "fired_at"]
    list_filter = ["outcome", "kind"]


@admin.register(DiaryEntry)
class DiaryEntryAdmin(ReadOnly):
    list_display = ["adviser", "span", "state", "held_until"]
    list_filter = ["state"]


@admin.register(Block)
class BlockAdmin(ReadOnly):
    list_display = ["adviser", "kind", "span", "set_by", "set_at"]
    list_filter = ["kind"]
