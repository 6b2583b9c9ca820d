"""Reference data that people edit. Nothing here has a stage; people, parties and matters change by deeds."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from practice.models import (
    AutomaticMessage,
    BankHoliday,
    CalendarHorizon,
    CallPolicy,
    Closure,
    FirmProfile,
    InsurancePolicy,
    Office,
    RedressScheme,
    ServiceStandard,
)
from practice.services.reference import calendar_edited


@admin.register(BankHoliday)
class BankHolidayAdmin(admin.ModelAdmin[BankHoliday]):
    list_display = ["on", "name", "nation"]
    list_filter = ["nation"]
    ordering = ["-on", "nation"]

    def save_model(self, request: HttpRequest, obj: BankHoliday, form: ModelForm[BankHoliday], change: bool) -> None:
        super().save_model(request, obj, form, change)
        calendar_edited(nation=obj.nation)

    def delete_model(self, request: HttpRequest, obj: BankHoliday) -> None:
        super().delete_model(request, obj)
        calendar_edited(nation=obj.nation)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer no deletion in bulk: each edit gives the calendar a new version."""
        return {}


@admin.register(Closure)
class ClosureAdmin(admin.ModelAdmin[Closure]):
    list_display = ["on", "name", "office", "counts_as_non_working"]
    ordering = ["-on"]


@admin.register(CalendarHorizon, FirmProfile, InsurancePolicy, Office, RedressScheme, ServiceStandard, CallPolicy)
class ReferenceAdmin(admin.ModelAdmin[Any]):
    ordering = ["pk"]


@admin.register(AutomaticMessage)
class AutomaticMessageAdmin(admin.ModelAdmin[AutomaticMessage]):
    list_display = ["kind", "mode"]
    ordering = ["kind"]
