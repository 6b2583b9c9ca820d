"""The doors of conflict checks: the two faces, the deeds, the role table."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake.models import ConflictCheck
from intake.rules import CheckState, HitDecision
from intake.services import decide_hit
from intake.tests.factories import NOON, check, compliance, enquiry, stored
from practice.models import GateKind, MatterRole, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
OPPONENT = MatterRole.OPPONENT


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _steady(page: bytes) -> str:
    """Take out what differs between any two checks: numbers, tokens, moments."""
    text = re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content)="[^"]+"', "", page.decode())
    return re.sub(
        r"CC-26-\d{4}|/(conflicts|matters)/\d+/|matter=\d+|conflicts%2F\d+|Okafor\d+|datetime=\"[^\"]+\"", "", text
    )


@pytest.fixture
def helen() -> User:
    return compliance()


def test_the_asker_reads_the_same_words_whatever_was_found(helen: User) -> None:
    pages = []
    asker = factories.user()
    for found in ("nothing", "a client", "a restricted client", "a common body"):
        if found != "nothing":
            restricted = found == "a restricted client"
            theirs = factories.matter(client=factories.party("Quiet Zebra"), is_restricted=restricted)
            stored("Calder Vale Homes Ltd", matter=theirs, is_common_body=found == "a common body")
        made = check(by=asker)
        pages.append(_steady(_as(asker).get(reverse("conflict", args=[made.pk])).content))
    hits = [made.hits.above_line().count() for made in ConflictCheck.objects.order_by("pk")]

    assert len(set(hits)) > 1
    assert len(set(pages)) == 1
    assert "With compliance. You may hold, you may not act." in pages[0]


def test_the_list_of_the_asker_shows_no_count_of_hits(helen: User) -> None:
    stored("Calder Vale Homes Ltd")
    made = check()

    page = _as(made.asked_by).get(reverse("conflicts")).content.decode()
    queue = _as(helen).get(reverse("conflicts")).content.decode()

    assert made.reference in page
    assert ("1 of 1 open" in page, "1 of 1 open" in queue) == (False, True)


def test_a_head_who_would_do_the_work_sees_the_askers_face_and_is_refused() -> None:
    head = factories.user(Role.HEAD)
    stored("Calder Vale Homes Ltd")
    made = check(by=factories.user(Role.SECRETARY), fee_earner=head)
    hit = made.hits.above_line().get()
    client = _as(head)

    page = client.get(reverse("conflict", args=[made.pk])).content.decode()
    refused = client.post(reverse("conflict_decide", args=[made.pk]), {"outcome": "declined", "reason": "No"})

    assert ("With compliance" in page, "Hits above the line" in page) == (True, False)
    assert refused.status_code == 422
    assert "somebody else decides it" in refused.content.decode()
    assert client.post(reverse("conflict_hit", args=[hit.pk]), {}).status_code == 404
    assert client.post(reverse("conflict_low", args=[made.pk]), {}).status_code == 404


def test_compliance_reads_a_verdict_a_name_and_what_was_searched(helen: User) -> None:
    bank = "Northern Counties Bank"
    stored(bank, role=MatterRole.LENDER, is_common_body=True)
    stored("Calder Vale Homes Ltd")
    made = check(enquiry(others=(("Calder Vale Homes Ltd", OPPONENT), (bank, MatterRole.LENDER))))

    page = _as(helen).get(reverse("conflict", args=[made.pk])).content.decode()

    for words in (
        "Not clear. One hit needs your decision.",
        "Against a client we act for now",
        "Nothing found",
        "1 common body",
        "Not searched:",
    ):
        assert words in page


def test_compliance_sees_that_a_hit_is_restricted_and_nothing_else(helen: User) -> None:
    secret = factories.matter(
        client=factories.party("Quiet Zebra"),
        title="Secret of Staith Street",
        is_restricted=True,
        reference="XX-26-7777",
    )
    stored("Calder Vale Homess Ltd", matter=secret)
    made = check()
    hit = made.hits.get(is_masked=True)

    page = _as(helen).get(reverse("conflict", args=[made.pk])).content.decode()
    own = _as(secret.fee_earner).get(reverse("conflict_hit", args=[hit.pk])).content.decode()

    assert "Restricted hit on Calder Vale Homes Ltd" in page
    for told in ("Secret of Staith Street", "XX-26-7777", "Homess"):
        assert (told in page, told in own) == (False, True)
    assert _as(helen).get(reverse("conflict_hit", args=[hit.pk])).status_code == 404
    assert _as(made.asked_by).get(reverse("conflict_hit", args=[hit.pk])).status_code == 404


def test_the_named_person_answers_a_restricted_hit_on_a_page_of_its_own(helen: User) -> None:
    secret = factories.matter(client=factories.party("Quiet Zebra"), is_restricted=True)
    stored("Calder Vale Homes Ltd", matter=secret)
    hit = check().hits.get(is_masked=True)
    client, url, field = _as(secret.fee_earner), reverse("conflict_hit", args=[hit.pk]), f"hit-{hit.pk}-"

    wrong = client.post(url, {field + "decision": "false_positive"})
    right = client.post(url, {field + "decision": "false_positive", field + "more": "No part in it"})

    hit.refresh_from_db()
    assert (wrong.status_code, "Say why." in wrong.content.decode()) == (422, True)
    assert (right.status_code, right["Location"]) == (303, url)
    assert (hit.decision, hit.reason, hit.decided_by) == (
        HitDecision.FALSE_POSITIVE,
        "No part in it",
        secret.fee_earner,
    )


def test_a_hit_is_decided_and_the_check_cleared_from_the_page(helen: User) -> None:
    stored("Calder Vale Homes Ltd")
    made = check()
    hit, client = made.hits.above_line().get(), _as(helen)
    field = f"hit-{hit.pk}-"

    early = client.post(reverse("conflict_decide", args=[made.pk]), {"outcome": "clear"})
    decided = client.post(
        reverse("conflict_hit", args=[hit.pk]),
        {field + "decision": "related_no_conflict", field + "reason": "Related body only", field + "more": "A sister"},
    )
    cleared = client.post(reverse("conflict_decide", args=[made.pk]), {"outcome": "clear"})

    hit.refresh_from_db()
    assert (early.status_code, "1 hit has no decision yet" in early.content.decode()) == (422, True)
    assert [decided.status_code, cleared.status_code] == [303, 303]
    assert hit.reason == "Related body only. A sister"
    assert made.matter.may(GateKind.CONFLICT, NOON.replace(year=2099))


def test_low_hits_are_closed_from_the_page(helen: User) -> None:
    stored("Pennine Timber Suppliers", role=MatterRole.PAYER)
    made = check(enquiry(others=(("Pennine Timber Supplies", MatterRole.OTHER),)))
    client, url = _as(helen), reverse("conflict_low", args=[made.pk])

    answers = [
        client.post(url, typed).status_code for typed in ({}, {"low-more": "Other towns"}, {"low-more": "Again"})
    ]

    assert answers == [422, 303, 409]
    assert {hit.reason for hit in made.hits.below_line()} == {"Other towns"}


def test_ticked_checks_are_cleared_together_and_a_refused_one_says_why(helen: User) -> None:
    plain = check()
    client = _as(helen)

    nothing = client.post(reverse("conflict_clear"), {})
    cleared = client.post(reverse("conflict_clear"), {"checks": [plain.pk]})
    stored("Calder Vale Homes Ltd")
    hit = check()
    refused = client.post(reverse("conflict_clear"), {"checks": [hit.pk]})

    assert [nothing.status_code, cleared.status_code, refused.status_code] == [422, 303, 409]
    assert "Tick the checks to clear first." in nothing.content.decode()
    assert f"{hit.reference}: It has a hit above the review line." in refused.content.decode()
    assert set(ConflictCheck.objects.values_list("pk", "state")) == {
        (plain.pk, CheckState.CLEARED),
        (hit.pk, CheckState.WITH_COMPLIANCE),
    }


def test_the_page_of_a_decided_check_is_409_to_whoever_comes_late(helen: User) -> None:
    made = check()
    client, url = _as(helen), reverse("conflict_decide", args=[made.pk])
    client.post(url, {"outcome": "clear"})

    late = client.post(url, {"outcome": "declined", "reason": "Typed at length"})

    assert (late.status_code, "since you opened the page" in late.content.decode()) == (409, True)


def test_a_holding_call_is_saved_from_the_askers_page() -> None:
    made = check()
    client, url = _as(made.asked_by), reverse("conflict_holding_call", args=[made.pk])
    typed = {"names": "Naveed Anwar", "key_date": "2026-12-18", "time_is_running": "yes"}

    unsaid = client.post(url, typed)
    said = client.post(url, {**typed, "said_so": "on"})

    made.refresh_from_db()
    assert (unsaid.status_code, said.status_code) == (422, 303)
    assert "Naveed Anwar" in unsaid.content.decode()
    assert (made.key_date, made.terms[-1]["name"]) == (date(2026, 12, 18), "Naveed Anwar")


def test_run_again_keeps_decisions(helen: User) -> None:
    stored("Calder Vale Homes Ltd")
    made = check()
    hit = made.hits.above_line().get()
    decide_hit(hit_id=hit.pk, decision=HitDecision.CONFLICT, reason="Yes", by=helen, now=NOON)

    answer = _as(helen).post(reverse("conflict_again", args=[made.pk]))

    assert answer.status_code == 303
    assert [found.decision for found in made.hits.above_line()] == [HitDecision.CONFLICT]


# --- Roles, strangers, queries

ALL = "RSFHPCAM"
PAGES = {
    "intake:enquiries": ALL,
    "intake:enquiry": ALL,
    "conflicts": "SFHPC",
}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_to_exactly_its_roles(name: str) -> None:
    letters = dict(zip("RSFHPCAMN", Role, strict=True))

    answers = {role: _as(factories.user(role)).get(reverse(name)).status_code for role in Role}

    assert answers == {role: 200 if letter in PAGES[name] else 403 for letter, role in letters.items()}


def test_deeds_are_posts_and_their_own_roles() -> None:
    made = check()
    reception, lawyer = factories.user(Role.RECEPTIONIST), factories.user()
    taken = enquiry()
    deeds = [
        ("intake:ask", taken.pk, reception, 403),
        ("conflict_decide", made.pk, lawyer, 403),
        ("conflict_low", made.pk, lawyer, 403),
        ("conflict_holding_call", made.pk, reception, 403),
        ("conflict_holding_call", made.pk, lawyer, 404),
        ("conflict_again", made.pk, lawyer, 404),
    ]

    assert [_as(user).post(reverse(name, args=[pk])).status_code for name, pk, user, _ in deeds] == [
        status for _, _, _, status in deeds
    ]
    assert {_as(lawyer).get(reverse(name, args=[pk])).status_code for name, pk, _, _ in deeds} == {405}


def test_the_queue_asks_the_database_as_often_for_one_check_as_for_thirty(
    helen: User, django_assert_num_queries: Any
) -> None:
    client = _as(helen)
    for more in (1, 29):
        for _ in range(more):
            check()
        with django_assert_num_queries(10):
            client.get(reverse("conflicts"))
