"""The firm's numbers for conflict checks. Checks, hits and interests are nobody's business here (decisions 25)."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from intake.models import ConflictPolicy


@admin.register(ConflictPolicy)
class ConflictPolicyAdmin(admin.ModelAdmin[ConflictPolicy]):
    fields = ["listing_line", "review_line", "word_line", "urgent_within_working_days", "urgent_answer_working_hours"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not ConflictPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
