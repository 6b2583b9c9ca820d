"""Every component on one page, with sample words: to look at, to copy from and for axe. Not mounted in production."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from practice.http import StaffRequest
from practice.inputs import ClockField, DayField, MoneyField, RadioList
from practice.permissions import Permission, needs
from practice.phrases import Due

SAMPLE_DAY = date(2026, 11, 24)


class Sample(forms.Form):
    """One field of every kind, with what a person would type wrong."""

    caller = forms.CharField(label="Who is calling?", help_text="A name, a number or a reference.")
    number = forms.CharField(label="Number to ring", help_text="Grouped as you would read it aloud.", required=False)
    until = ClockField(label="Until when are you not available?")
    received_on = DayField(label="When did we receive it?", help_text="The real day, not the day it was opened.")
    fee = MoneyField(label="Fee, before VAT")
    department = forms.ChoiceField(label="Department", choices=[("", "Choose one"), ("rp", "Residential property")])
    urgency = forms.ChoiceField(
        label="How soon",
        widget=forms.RadioSelect,
        choices=[("hour", "Within the hour"), ("today", "Today"), ("free", "Next free time")],
    )
    sorting = forms.ChoiceField(
        label="What is it?",
        widget=RadioList,
        choices=[
            ("complaint", "A complaint, answered in writing"),
            ("concern", "A concern, settled at once"),
        ],
    )
    told = forms.MultipleChoiceField(
        label="Who has been told",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("handler", "The handler"), ("partner", "The complaints partner")],
    )
    words = forms.CharField(label="What did the client say?", widget=forms.Textarea(attrs={"rows": 2}))
    read_back = forms.BooleanField(label="Number read back", help_text="Ask them to say it to you.")


WRONG = {
    "number": "07700 900 142",
    "until": "half past",
    "received_on_day": "31",
    "received_on_month": "11",
    "received_on_year": "2026",
    "fee": "about 1,450",
    "told": ["handler"],
}


@dataclass(frozen=True)
class Row:
    """A line of the sample table."""

    client: str
    due: Due
    calls: int


def _due(days: int, working_days: int) -> Due:
    return Due(on=SAMPLE_DAY + timedelta(days=days), today=SAMPLE_DAY, working_days=working_days)


def _samples() -> dict[str, Any]:
    dues = [_due(-1, -1), _due(0, 0), _due(2, 2), _due(10, 8), _due(44, 30)]
    rows = [Row("Hannah Stott", dues[2], 4), Row("Margaret Ellison", dues[3], 11)]
    return {
        "dues": dues,
        "rows": rows,
        "page": Paginator(range(190), 20).page(5),
        "icons": re.findall(r'symbol id="([a-z]+)"', (settings.BASE_DIR / "static" / "icons.svg").read_text()),
        "tones": ["late", "soon", "kept", "wait", "calm", "todo", "stop", "lock"],
        "sample_day": SAMPLE_DAY,
        "sample_at": datetime(2026, 11, 24, 9, 48, tzinfo=UTC),
        "form": Sample(initial={"received_on": SAMPLE_DAY, "urgency": "today", "sorting": "complaint", "fee": 1450}),
        "wrong": Sample(WRONG, auto_id="wrong_%s"),
    }


@needs(Permission.HOME)
def gallery(request: StaffRequest) -> HttpResponse:
    """Show every component."""
    return render(request, "gallery.html", _samples())


urlpatterns = [path("", gallery, name="gallery")]
