"""Enhanced measures, owners and another look: who does them, who approves, what stays shut until then."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from intake import services
from intake.models import CddCheck, CddEnhanced, CddLook, CddOwner, CddStage
from intake.rules import CddRisk, CddState, Control, EnhancedState, Exposure, ScreeningStatus
from intake.screening import Found
from intake.services import Diligence, OwnerFacts
from intake.tests.factories import NOON
from practice.errors import Refusal
from practice.models import GateKind, JournalEntry, Matter, Outcome, Party, PartyKind, RelationKind, Task, User
from practice.permissions import Role
from practice.services.relations import record_relation
from practice.tests import factories

pytestmark = pytest.mark.django_db
HIGH = Diligence(risk=CddRisk.HIGH)


@pytest.fixture
def matter() -> Matter:
    return factories.matter(client=factories.party("Joseph Adeyemi"))


@pytest.fixture
def company() -> Matter:
    return factories.matter(client=factories.party("Alder Ltd", kind=PartyKind.ORGANISATION))


@pytest.fixture
def head() -> User:
    return factories.user(Role.HEAD)


def _ids(matter: Matter) -> dict[str, Any]:
    return {"matter_id": matter.pk, "party_id": matter.clients().get().pk, "now": NOON}


def _record(matter: Matter, state: CddState = CddState.VERIFIED, **facts: Any) -> CddCheck:
    return services.record_identity(
        **_ids(matter) | {"papers": "Passport", "by": matter.fee_earner, **facts}, state=state
    )


def _ask(matter: Matter, by: User | None = None, measures: str = "Two years of accounts") -> CddEnhanced:
    return services.ask_enhanced(**_ids(matter), measures=measures, by=by or matter.fee_earner)


def _decide(asked: CddEnhanced, by: User, *, approves: bool = True, words: str = "") -> CddEnhanced:
    return services.decide_enhanced(enhanced_id=asked.pk, approves=approves, words=words, by=by, now=NOON)


def _search(matter: Matter, *, status: str = "clear", exposure: str = "none") -> None:
    found = Found("manual", ScreeningStatus(status), exposure=Exposure(exposure))
    services.record_screening(**_ids(matter), found=found, by=matter.fee_earner)


def _code(deed: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(Refusal) as refused:
        deed(*args, **facts)
    return refused.value.code


def test_a_high_risk_is_verified_only_once_somebody_else_approved_what_was_done(matter: Matter, head: User) -> None:
    _record(matter, CddState.RECEIVED, diligence=HIGH)
    before = _code(_record, matter, diligence=HIGH)
    asked = _ask(matter)
    still = _code(_record, matter, diligence=HIGH)
    _decide(asked, head, words="Seen the accounts.")

    assert (before, still) == ("enhanced_not_approved", "enhanced_not_approved")
    assert _record(matter, diligence=HIGH).state == CddState.VERIFIED
    assert matter.may(GateKind.IDENTITY, NOON)
    assert list(Task.objects.filter(key__startswith="enhanced:").order_by("pk").values_list("owner", "done_by")) == [
        (head.pk, head.pk),
        (matter.fee_earner_id, None),
    ]


def test_nobody_approves_their_own_measures_nor_those_on_their_own_work(matter: Matter, head: User) -> None:
    mine = factories.matter(client=factories.party("Nkechi Adeyemi"), fee_earner=head)
    for one in (matter, mine):
        _record(one, CddState.RECEIVED, diligence=HIGH)
    by_head, for_head = _ask(matter, by=head), _ask(mine, by=factories.user(Role.SECRETARY))

    assert (_code(_decide, by_head, head), _code(_decide, for_head, head)) == ("own_approval", "own_approval")
    assert {one.state for one in CddEnhanced.objects.all()} == {EnhancedState.ASKED}


def test_a_sole_practitioner_approves_alone_for_a_reason_on_record_as_soon_as_there_is_nobody_else(
    matter: Matter,
) -> None:
    _record(matter, CddState.RECEIVED, diligence=HIGH)
    lawyer, other = matter.fee_earner, factories.user()
    User.objects.exclude(pk__in=[lawyer.pk, other.pk]).update(is_active=False)
    User.objects.filter(pk=lawyer.pk).update(roles=[Role.MANAGING_PARTNER])
    lawyer = User.objects.get(pk=lawyer.pk)
    asked = _ask(matter, by=lawyer)
    codes = [_code(_decide, asked, lawyer)]
    User.objects.filter(pk=other.pk).update(roles=[Role.SECRETARY])
    codes.append(_code(_decide, asked, lawyer))

    made = _decide(asked, lawyer, words="Nobody else practises here.")

    assert (codes, made.decided_alone) == (["own_approval", "no_measures"], True)
    assert JournalEntry.objects.get(event="identity.enhanced_approved").facts["alone"] is True


def test_what_is_sent_back_says_why_and_is_asked_again(matter: Matter, head: User) -> None:
    early = _code(_ask, matter)
    _record(matter, CddState.RECEIVED, diligence=HIGH)
    empty = _code(_ask, matter, measures=" ")
    asked = _ask(matter)
    twice = _code(_ask, matter)
    wordless = _code(_decide, asked, head, approves=False)
    _decide(asked, head, approves=False, words="Where is the money from?")
    again = _code(_decide, asked, head)

    assert (early, empty, twice, wordless, again) == (
        "nothing_to_enhance",
        "no_measures",
        "approval_asked",
        "no_measures",
        "enhanced_decided",
    )
    assert _decide(_ask(matter), head).state == EnhancedState.APPROVED


@pytest.mark.parametrize(("status", "exposure"), [("clear", "exposed"), ("clear", "near"), ("potential", "none")])
def test_what_a_later_search_finds_takes_a_verification_back_and_shuts_the_gate(
    matter: Matter, status: str, exposure: str
) -> None:
    _search(matter)
    seen = _record(matter, expires_on=date(2027, 3, 31)).version

    _search(matter, status=status, exposure=exposure)

    check = CddCheck.objects.get()
    assert (check.state, check.version, check.expires_on) == (CddState.RECEIVED, seen + 1, None)
    assert not matter.may(GateKind.IDENTITY, NOON)
    assert set(check.stages.values_list("outcome", flat=True)) == {Outcome.WITHDRAWN}


def test_an_approval_ends_with_the_verification_that_it_was_for(matter: Matter, head: User) -> None:
    _record(matter, CddState.RECEIVED, diligence=HIGH)
    _decide(_ask(matter), head)
    _record(matter, diligence=HIGH, expires_on=date(2026, 12, 1))

    services.sweep_expiries(now=datetime(2026, 12, 2, 9, tzinfo=UTC))

    assert _code(_record, matter, diligence=HIGH, now=datetime(2026, 12, 2, 10, tzinfo=UTC)) == "enhanced_not_approved"


# --- Owners


def test_a_body_is_verified_once_an_owner_is_and_goes_back_when_the_last_one_ends(company: Matter) -> None:
    client, by = company.clients().get(), company.fee_earner
    ann = factories.party("Ann Lee")
    record_relation(party_id=ann.pk, kind=RelationKind.BENEFICIAL_OWNER, other_id=client.pk, by=by, now=NOON)
    facts = OwnerFacts(party_id=ann.pk, control=Control.SHARES, share="60 %", verified_how="Passport")
    without = _code(_record, company)
    owner = services.record_owner(**_ids(company), facts=facts, by=by)
    twice = _code(services.record_owner, **_ids(company), facts=facts, by=by)
    verified = _record(company).state

    for _ in range(2):
        services.end_owner(owner_id=owner.pk, by=by, now=NOON)

    assert (without, twice, verified) == ("owners_missing", "owner_known", CddState.VERIFIED)
    assert (CddCheck.objects.get().state, company.may(GateKind.IDENTITY, NOON)) == (CddState.RECEIVED, False)
    assert services.owners_on_record(client.pk, by) == [ann]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": "Ann Lee", "verified_how": " "}, "owner_incomplete"),
        ({"name": " ", "verified_how": "Passport"}, "owner_incomplete"),
        ({"party_id": 0, "verified_how": "Passport"}, "owner_not_related"),
    ],
)
def test_an_owner_is_somebody_related_or_a_name_and_verified_somehow(
    company: Matter, facts: dict[str, Any], code: str
) -> None:
    known: Party = factories.party("A Stranger")
    given = facts | ({"party_id": known.pk} if "party_id" in facts else {})
    made = OwnerFacts(control=Control.VOTES, **given)

    assert _code(services.record_owner, **_ids(company), facts=made, by=company.fee_earner) == code
    assert CddOwner.objects.count() == 0


# --- Another look


def test_the_fee_earner_is_asked_to_look_again_and_a_look_plans_the_next(matter: Matter) -> None:
    check = _record(matter, diligence=Diligence(risk=CddRisk.LOW), reverify_on=date(2029, 1, 8))
    assert (check.monitor_on, check.reverify_on) == (date(2028, 11, 24), date(2029, 1, 8))
    due = datetime(2028, 11, 24, 9, tzinfo=UTC)

    services.sweep_expiries(now=due)
    asked = Task.objects.get()
    services.record_look(**_ids(matter) | {"now": due}, words="Nothing changed", next_on=None, by=matter.fee_earner)

    asked.refresh_from_db()
    check.refresh_from_db()
    assert (asked.owner, asked.title, asked.done_by) == (
        matter.fee_earner,
        f"Does what we know of Mr Joseph Adeyemi still hold? Look again, {matter.reference}",
        matter.fee_earner,
    )
    assert (check.state, check.verified_at, check.monitor_on) == (CddState.VERIFIED, NOON, date(2030, 11, 24))
    planned = CddStage.objects.waiting().order_by("fire_at").values_list("kind", flat=True)
    assert list(planned) == [CddStage.REVERIFY, CddStage.MONITOR]


def test_only_what_stands_is_looked_at_again_and_a_look_says_what(matter: Matter) -> None:
    facts = {**_ids(matter), "by": matter.fee_earner}
    early = _code(services.record_look, **facts, words="All", next_on=None)
    _record(matter)

    assert (
        early,
        _code(services.record_look, **facts, words=" ", next_on=None),
        _code(services.record_look, **facts, words="All", next_on=NOON.date() - timedelta(days=1)),
    ) == ("not_verified_now", "nothing_looked_at", "day_passed")
    assert CddLook.objects.count() == 0
