"""What an enquirer asks for or names comes along: needs, wishes, who sent them, where it was discussed (domain 4.1)."""

from datetime import date, time

import pytest
from django.core.cache import cache
from django.urls import reverse
from pytest_django import Settings

from intake.models import Enquiry
from intake.tests.factories import NOON, check, enquiry
from intake.tests.public import filled, send
from practice.models import Adjustment, MatterRole
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


def test_what_they_typed_under_more_stands_on_the_enquiry(settings: Settings) -> None:
    cache.clear()
    set_clock(settings, NOON)
    factories.firm()
    factories.office()
    wishes = {"language": "polish", "help_large_print": "on", "help_home_visit": "on", "introducer": "Calder Homes"}
    times = {"prefers": "phone", "prefers_from": "14:00", "prefers_until": "13:00", "marketing": "yes"}
    browser = filled(None, **wishes, **times)
    wrong = browser.get(reverse("enquire_page", args=["you"])).content.decode()
    told = filled(browser, **wishes, **times | {"prefers_until": "17:00"}).get(reverse("enquire_check")).content

    send(browser)

    made = Enquiry.objects.get()
    assert ("13:00" in wrong, b"Large print" in told) == (True, True)
    assert (made.language, made.adjustments, made.marketing) == ("Polish", ["large_print", "home_visit"], True)
    assert (made.prefers, made.prefers_from, made.prefers_until) == ("phone", time(14), time(17))
    assert made.names.get(role=MatterRole.INTRODUCER).text == "Calder Homes"


def test_the_check_searches_the_introducer_and_their_record_takes_over_what_staff_confirm() -> None:
    asked = enquiry(
        introducer="Calder Homes",
        formed="distance",
        language="Polish",
        adjustments=("large_print",),
        marketing=True,
        notice_version="2026-11",
    )

    made = check(asked, needs=[Adjustment.INTERPRETER])

    client = made.matter.clients().get()
    assert ("Calder Homes", "introducer") in {(term["name"], term["role"]) for term in made.terms}
    assert made.matter.parties.get(role=MatterRole.INTRODUCER).party.name == "Calder Homes"
    assert made.matter.formed == "distance"
    assert [(one.adjustment, one.language, one.consented_on) for one in client.needs.all()] == [
        ("interpreter", "Polish", date(2026, 11, 24))
    ]
    said = client.purpose_consents.get()
    assert (said.purpose, said.is_given, said.way, said.notice_version) == ("marketing", True, "enquiry", "2026-11")
