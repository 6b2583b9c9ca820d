"""The firm's numbers of intake. Enquiries, checks, hits and interests are nobody's business here (decisions 25)."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from intake.models import CddPolicy, ConflictPolicy, IntakePolicy


@admin.register(ConflictPolicy)
class ConflictPolicyAdmin(admin.ModelAdmin[ConflictPolicy]):
    fields = ["listing_line", "review_line", "word_line", "urgent_within_working_days", "urgent_answer_working_hours"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not ConflictPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(IntakePolicy)
class IntakePolicyAdmin(admin.ModelAdmin[IntakePolicy]):
    fields = [
        *("first_response_working_hours", "key_date_banner_days", "key_date_urgent_working_days"),
        *("draft_kept_days", "public_saves_per_hour", "public_sends_per_hour", "quote_holds_days", "asks"),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not IntakePolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CddPolicy)
class CddPolicyAdmin(admin.ModelAdmin[CddPolicy]):
    fields = ["kept_years", "look_again_low_months", "look_again_medium_months", "look_again_high_months"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not CddPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
