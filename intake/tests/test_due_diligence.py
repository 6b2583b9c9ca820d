"""Customer due diligence: its states, its papers, its search, and what happens by itself when it runs out."""

import html
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from intake import services
from intake.models import CddCheck, CddStage
from intake.rules import (
    CddMethod,
    CddRisk,
    CddState,
    CddStepNotAllowed,
    EnhancedNotApproved,
    ScreeningOpen,
    ScreeningStatus,
)
from intake.screening import Found, Manual, ScreeningProvider, Subject
from intake.services import Diligence, Paper
from intake.tasks import sweep_identity_stages
from intake.tests.factories import NOON, TUESDAY
from practice.errors import Refusal
from practice.models import GateKind, JournalEntry, Matter, MatterStage, NameKind, Outcome, Task, User
from practice.permissions import Role
from practice.services.naming import LegalName, take_legal_name
from practice.tests import factories

pytestmark = pytest.mark.django_db
LAST = date(2027, 3, 31)
BEFORE = datetime(2027, 3, 1, 0, 0, tzinfo=UTC)  # thirty days before the last day, at its start
AFTER = datetime(2027, 3, 31, 23, 0, tzinfo=UTC)  # midnight at the office: summer time began on Sun 28 March


@pytest.fixture
def matter() -> Matter:
    return factories.matter(client=factories.party("Joseph Adeyemi"))


def _record(matter: Matter, state: CddState = CddState.VERIFIED, *, by: User | None = None, **fields: Any) -> CddCheck:
    facts: dict[str, Any] = {"papers": "Passport", "now": NOON, **fields}
    party = matter.clients().get()
    return services.record_identity(
        matter_id=matter.pk, party_id=party.pk, state=state, by=by or matter.fee_earner, **facts
    )


def _stages(check: CddCheck) -> list[tuple[str, int, datetime, str]]:
    """Return what is planned for its end; another look is planned with it, and has tests of its own."""
    found = check.stages.exclude(kind=CddStage.MONITOR).order_by("occurrence", "fire_at")
    rows = found.values_list("kind", "occurrence", "fire_at", "outcome")
    return [(kind, number, at, outcome) for kind, number, at, outcome in rows]


def test_a_check_keeps_its_papers_and_runs_out_with_the_first_of_them(matter: Matter) -> None:
    _record(matter, CddState.RECEIVED, paper=Paper(kind="Passport", issuer="HMPO", last_four="417B", expires_on=LAST))

    check = _record(matter, diligence=Diligence(risk=CddRisk.LOW, purpose=" To buy a home "))

    assert [(one.kind, one.last_four, one.expires_on) for one in check.documents.all()] == [("Passport", "417B", LAST)]
    assert (check.expires_on, check.purpose, check.risk) == (LAST, "To buy a home", CddRisk.LOW)
    assert _stages(check) == [("expiring", 1, BEFORE, ""), ("expired", 1, AFTER, "")]


@pytest.mark.parametrize(
    ("state", "fields", "code"),
    [
        (CddState.FAILED, {}, "cdd_step_not_allowed"),
        (CddState.EXPIRED, {}, "cdd_step_not_allowed"),
        (CddState.NOT_REQUIRED, {}, "why_missing"),
        (CddState.VERIFIED, {"papers": ""}, "papers_missing"),
        (CddState.VERIFIED, {"expires_on": TUESDAY - timedelta(days=1)}, "already_expired"),
        (CddState.VERIFIED, {"diligence": Diligence(risk=CddRisk.HIGH)}, "enhanced_not_approved"),
        (CddState.VERIFIED, {"diligence": Diligence(method=CddMethod.RELIANCE)}, "reliance_incomplete"),
        (CddState.VERIFIED, {"monitor_on": TUESDAY}, "day_passed"),
        (CddState.VERIFIED, {"seen": 4}, "check_changed"),
    ],
)
def test_what_is_refused_leaves_nothing(matter: Matter, state: CddState, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        _record(matter, state, **fields)

    assert refused.value.code == code
    assert (CddCheck.objects.count(), CddStage.objects.count(), matter.gates.count()) == (0, 0, 0)


def test_a_check_that_is_not_required_opens_the_gate_and_says_why(matter: Matter) -> None:
    check = _record(matter, CddState.NOT_REQUIRED, papers="", because="Outside the regulated sector")

    assert (check.because, matter.may(GateKind.IDENTITY, NOON)) == ("Outside the regulated sector", True)


def test_a_failed_check_shuts_the_gate(matter: Matter) -> None:
    _record(matter)

    _record(matter, CddState.FAILED, because="The photograph is of somebody else")

    assert not matter.may(GateKind.IDENTITY, NOON)


# --- Searches


def test_a_possible_match_stops_verification_and_asks_the_mlro_and_a_clear_search_alone_does_not_undo_it(
    matter: Matter,
) -> None:
    mlro, party = factories.user(Role.MLRO), matter.clients().get()
    provider: ScreeningProvider = Manual(ScreeningStatus.POTENTIAL, TUESDAY, "UK-417")

    found = provider.check(Subject(party.name), now=NOON)
    services.record_screening(matter_id=matter.pk, party_id=party.pk, found=found, by=matter.fee_earner, now=NOON)

    with pytest.raises(ScreeningOpen):
        _record(matter)
    assert list(Task.objects.values_list("owner", "title")) == [
        (mlro.pk, f"A search for a client is not clear: {matter.reference}")
    ]
    clear = Found("manual", ScreeningStatus.CLEAR, TUESDAY)
    services.record_screening(matter_id=matter.pk, party_id=party.pk, found=clear, by=matter.fee_earner, now=NOON)
    with pytest.raises(EnhancedNotApproved):
        _record(matter)
    assert CddCheck.objects.get().screenings.count() == 2


# --- Running out


def test_the_fee_earner_is_reminded_once_and_the_gate_shuts_the_day_after_the_last(matter: Matter) -> None:
    check = _record(matter, expires_on=LAST)
    seen = []

    for at in (BEFORE - timedelta(seconds=1), BEFORE, BEFORE, AFTER - timedelta(seconds=1), AFTER, AFTER):
        ended = services.sweep_expiries(now=at)
        check.refresh_from_db()
        seen.append((ended, check.state, matter.may(GateKind.IDENTITY, at)))

    assert seen == [
        (0, "verified", True),
        (1, "verified", True),
        (0, "verified", True),
        (0, "verified", True),
        (1, "expired", False),
        (0, "expired", False),
    ]
    assert [(task.title, task.owner) for task in Task.objects.order_by("pk")] == [
        (f"Identity of Mr Joseph Adeyemi runs out on Wed 31 Mar 2027, {matter.reference}", matter.fee_earner),
        (f"Identity of Mr Joseph Adeyemi has run out: verify it again, {matter.reference}", matter.fee_earner),
    ]
    assert JournalEntry.objects.filter(event="identity.expired", matter_id=matter.pk).count() == 1


def test_a_sweep_that_missed_a_month_shuts_the_gate_and_says_that_the_reminder_came_too_late(matter: Matter) -> None:
    check = _record(matter, expires_on=LAST)

    services.sweep_expiries(now=AFTER + timedelta(days=30))  # a look is planned for months later

    assert [row[3] for row in _stages(check)] == [Outcome.TOO_LATE, Outcome.FIRED]
    assert Task.objects.count() == 1


def test_verifying_again_withdraws_what_was_planned_and_plans_anew(matter: Matter) -> None:
    check = _record(matter, expires_on=LAST)

    _record(matter, expires_on=LAST + timedelta(days=365))
    services.sweep_expiries(now=AFTER)

    assert [row[3] for row in _stages(check)] == [Outcome.WITHDRAWN, Outcome.WITHDRAWN, "", ""]
    assert matter.may(GateKind.IDENTITY, AFTER)


def test_nothing_is_asked_on_a_matter_that_is_over_nor_of_a_stage_that_somebody_holds(matter: Matter) -> None:
    check = _record(matter, expires_on=LAST)
    check.stages.filter(kind=CddStage.EXPIRING).update(held_by=matter.fee_earner)
    services.sweep_expiries(now=BEFORE)
    matter.stage, matter.closed_on = MatterStage.CLOSED, LAST
    matter.save(update_fields=["stage", "closed_on"])

    services.sweep_expiries(now=AFTER)

    assert [row[3] for row in _stages(check)] == [Outcome.HELD, Outcome.SETTLED]
    assert (Task.objects.count(), CddCheck.objects.get().state) == (0, CddState.VERIFIED)


def test_the_task_of_the_timetable_does_what_is_due_and_may_run_twice(matter: Matter) -> None:
    check = _record(matter, now=NOON - timedelta(days=4000), expires_on=TUESDAY - timedelta(days=3000))

    for _ in range(2):
        sweep_identity_stages()

    check.refresh_from_db()
    asked = Task.objects.values_list("title", flat=True).order_by("pk")
    assert check.state == CddState.EXPIRED
    assert [title.rpartition(",")[0] for title in asked] == [
        "Does what we know of Mr Joseph Adeyemi still hold? Look again",
        "Identity of Mr Joseph Adeyemi has run out: verify it again",
    ]


def test_a_new_legal_name_reopens_what_was_checked_in_the_old_one_until_papers_in_the_new_one_are_seen(
    matter: Matter,
) -> None:
    party, by = matter.clients().get(), matter.fee_earner
    over = factories.matter(client=party, stage=MatterStage.CLOSED, reference="RP-26-9001")
    for one in (matter, over):
        _record(one, expires_on=LAST)

    def rename(text: str) -> list[str]:
        legal = LegalName(text=text, since_on=None, before=NameKind.FORMER, title="Mr", salutation="")
        take_legal_name(party_id=party.pk, legal=legal, by=by, now=NOON)
        return [CddCheck.objects.get(matter=one).state for one in (matter, over)]

    assert rename("JOSEPH ADEYEMI") == [CddState.VERIFIED] * 2
    assert rename("Joseph Adeyemi-Cole") == [CddState.FORMER_NAME, CddState.VERIFIED]
    gate = matter.gates.filter(kind=GateKind.IDENTITY).latest_of_each_kind().get()
    assert (gate.because, matter.may(GateKind.IDENTITY, NOON)) == (
        "Joseph Adeyemi-Cole was checked in the former name",
        False,
    )
    browser = Client()
    browser.force_login(by)
    page = html.unescape(browser.get(reverse("matter", args=[matter.pk])).content.decode())
    assert "Still open: Joseph Adeyemi-Cole (checked in the former name)." in page
    identity = browser.get(reverse("intake:identity", args=[matter.pk])).content.decode()
    assert ("Checked in the former name" in identity, 'value="Passport"' in identity) == (True, False)
    assert Task.objects.filter(owner=by, done_at=None, title__contains="former name").count() == 1

    _record(matter, papers="Deed poll, passport")

    assert (matter.may(GateKind.IDENTITY, NOON), Task.objects.filter(done_at=None).count()) == (True, 0)


def test_a_person_cannot_say_that_a_check_ran_out(matter: Matter) -> None:
    _record(matter)

    with pytest.raises(CddStepNotAllowed):
        _record(matter, CddState.EXPIRED)
