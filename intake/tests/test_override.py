"""Work that cannot wait: the gate opened by a second person, for a reason, for a few days (issue 3, decisions B10)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake import services
from intake.models import ConflictCheck, ConflictHit, ConflictReport, Face, OwnInterest
from intake.rules import HitDecision, NotForOverride, Outcome, OverrideEnds, ReasonMissing, SelfCleared
from intake.tests.factories import NOON, TUESDAY, check, compliance, enquiry
from practice.models import Gate, GateKind, GateState, MatterMember, MatterRole, MatterStage, Task, User
from practice.permissions import Role
from practice.services.matters import add_party
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
WHY = "The injunction is heard tomorrow."
UNTIL = TUESDAY + timedelta(days=2)


@pytest.fixture
def helen(settings: Settings) -> User:
    set_clock(settings, NOON)
    return compliance()


def _override(made: ConflictCheck, by: User, **changes: Any) -> Gate:
    facts = {"reason": WHY, "until": UNTIL, "now": NOON, **changes}
    return services.override_gate(check_id=made.pk, by=by, **facts)


def test_it_opens_the_gate_for_its_days_with_a_number_and_shuts_by_itself(helen: User) -> None:
    made = check()

    gate = _override(made, helen)

    matter = made.matter
    matter.refresh_from_db()
    assert (gate.state, gate.second_person, gate.set_by) == (GateState.OVERRIDDEN, helen, made.asked_by)
    assert (matter.stage, matter.reference is not None) == (MatterStage.OPEN, True)
    last, after = NOON + timedelta(days=2), NOON + timedelta(days=3)
    assert [matter.may(GateKind.CONFLICT, at) for at in (NOON, last, after)] == [True, True, False]
    assert Task.objects.get(owner=helen, title__contains="your override ends today").due_on == UNTIL
    made.refresh_from_db()
    assert made.is_waiting


def test_a_new_party_ends_it_at_once(helen: User) -> None:
    made = check()
    _override(made, helen)

    add_party(matter_id=made.matter_id, party=factories.party("Elm Ltd"), role=MatterRole.OPPONENT, by=helen, now=NOON)

    assert not made.matter.may(GateKind.CONFLICT, NOON)


def test_whoever_wants_the_work_or_does_it_never_overrides(helen: User) -> None:
    asker, partner = factories.user(Role.MANAGING_PARTNER), factories.user(Role.MANAGING_PARTNER)
    made = check(by=asker)
    MatterMember.objects.create(matter=made.matter, user=partner)

    for one in (asker, partner):
        with pytest.raises(SelfCleared):
            _override(made, one)

    assert not made.matter.may(GateKind.CONFLICT, NOON)


def test_a_sole_practitioner_overrides_alone_and_it_says_so(helen: User) -> None:
    lawyer = factories.user(Role.MANAGING_PARTNER)
    made = check(enquiry(), by=lawyer)
    User.objects.exclude(pk=lawyer.pk).update(is_active=False)

    gate = _override(made, lawyer)

    assert (gate.set_by, gate.second_person) == (lawyer, lawyer)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        pytest.param({"reason": " "}, ReasonMissing, id="no reason"),
        pytest.param({"until": TUESDAY - timedelta(days=1)}, OverrideEnds, id="over already"),
        pytest.param({"until": date(2026, 11, 30)}, OverrideEnds, id="four working days"),
    ],
)
def test_it_says_why_and_lasts_a_few_days(helen: User, changes: dict[str, Any], refusal: type[Exception]) -> None:
    made = check()

    with pytest.raises(refusal):
        _override(made, helen, **changes)

    assert not Gate.objects.filter(state=GateState.OVERRIDDEN).exists()


def test_an_own_interest_is_never_overridden_unless_it_was_somebody_else(helen: User) -> None:
    holder = factories.user()
    OwnInterest.objects.create(
        staff=holder,
        name="Calder Vale Homes Ltd",
        normalised="calder vale homes",
        nature="Shares",
        declared_at=NOON,
    )
    made = check()
    hit = ConflictHit.objects.get(check_of=made, source="interest")

    with pytest.raises(NotForOverride):
        _override(made, helen)
    decision = HitDecision.FALSE_POSITIVE
    services.decide_hit(hit_id=hit.pk, decision=decision, reason="Another company", by=helen, now=NOON)

    assert _override(made, helen).state == GateState.OVERRIDDEN


def test_the_page_the_queue_and_the_report_tell_it_and_the_matter_says_until_when(client: Client, helen: User) -> None:
    made = check()
    client.force_login(helen)
    url = reverse("conflict_override", args=[made.pk])
    key = "7f0e1c7e-5d0a-4f3e-9d53-0f3d4a1c2b3a"
    sent = {"form_key": key, "reason": WHY, "until": UNTIL.isoformat()}

    answers = [client.post(url, {}), *[client.post(url, sent) for _ in "12"]]

    assert [one.status_code for one in answers] == [422, 303, 303]
    assert Gate.objects.filter(state=GateState.OVERRIDDEN).count() == 1
    page = client.get(reverse("conflict", args=[made.pk])).content.decode()
    assert "Overridden until Thu 26 Nov" in page
    assert WHY in page
    assert "Overridden until Thu 26 Nov" in client.get(reverse("conflicts")).content.decode()
    client.force_login(made.asked_by)
    asker_reads = client.get(reverse("matter", args=[made.matter_id])).content.decode()
    assert "Overridden" in asker_reads
    assert WHY not in asker_reads
    services.decide_check(check_id=made.pk, outcome=Outcome.CLEAR, reason="", by=helen, now=NOON)
    words = {one.face: one.html for one in ConflictReport.objects.filter(check_of=made)}
    assert [WHY in words[face] for face in (Face.COMPLIANCE, Face.ASKER)] == [True, False]


@pytest.mark.parametrize("role", [Role.HEAD, Role.FEE_EARNER])
def test_it_is_for_compliance_and_the_managing_partner(client: Client, role: Role, helen: User) -> None:
    client.force_login(factories.user(role))

    assert client.post(reverse("conflict_override", args=[check().pk]), {}).status_code == 403
