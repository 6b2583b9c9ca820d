"""Reference data that people edit. Nothing here has a stage; people, parties and matters change by deeds."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from practice import clock
from practice.errors import Refusal
from practice.models import (
    AutomaticMessage,
    BankHoliday,
    CalendarHorizon,
    CallPolicy,
    Closure,
    FirmProfile,
    InsurancePolicy,
    Office,
    PriceLine,
    PriceOption,
    PriceTable,
    RedressScheme,
    ServiceStandard,
    User,
)
from practice.office import local_date, main_office
from practice.services.prices import copy_price_table, next_version, publish_price_table
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


class _OfDraft(admin.TabularInline[Any, PriceTable]):
    """Rows of a price table: they may be edited while it is a draft."""

    extra = 1

    def has_add_permission(self, request: HttpRequest, obj: PriceTable | None = None) -> bool:
        return _is_draft(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: PriceTable | None = None) -> bool:
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: PriceTable | None = None) -> bool:
        return _is_draft(obj) and super().has_delete_permission(request, obj)


def _is_draft(table: PriceTable | None) -> bool:
    return table is None or not table.is_published


class PriceOptionInline(_OfDraft):
    model = PriceOption


class PriceLineInline(_OfDraft):
    model = PriceLine


@admin.register(PriceTable)
class PriceTableAdmin(admin.ModelAdmin[PriceTable]):
    """Drafts are edited here and published by an action; a published version is read, and copied to a new draft."""

    list_display = ["name", "code", "version", "work_type", "in_force_from", "published_at", "published_by"]
    list_filter = ["work_type"]
    ordering = ["code", "-version"]
    exclude = ["version"]
    inlines = [PriceOptionInline, PriceLineInline]
    actions = ["publish", "copy"]

    def has_change_permission(self, request: HttpRequest, obj: PriceTable | None = None) -> bool:
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: PriceTable | None = None) -> bool:
        return obj is not None and _is_draft(obj) and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: PriceTable, form: ModelForm[PriceTable], change: bool) -> None:
        if not change:
            obj.version = next_version(obj.code)
        super().save_model(request, obj, form, change)

    @admin.action(description="Publish: quotes are given from it from its day on")
    def publish(self, request: HttpRequest, queryset: QuerySet[PriceTable]) -> None:
        assert isinstance(request.user, User)  # the administration is behind a sign-in
        now = clock.now()
        today = local_date(main_office(), now)
        for table in queryset:
            try:
                publish_price_table(table_id=table.pk, by=request.user, now=now, today=today)
            except Refusal as refusal:
                self.message_user(request, f"{table}: {refusal}", messages.ERROR)
            else:
                self.message_user(request, f"{table} is published.")

    @admin.action(description="Copy to a new draft")
    def copy(self, request: HttpRequest, queryset: QuerySet[PriceTable]) -> None:
        for table in queryset:
            self.message_user(request, f"{copy_price_table(table_id=table.pk)} is a draft.")
