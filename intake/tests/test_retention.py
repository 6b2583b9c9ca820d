"""How long identity papers are kept, who is asked when that is over, and what deleting them leaves."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from intake import services
from intake.models import CddCheck, CddPolicy
from intake.rules import CddRisk, CddState, Control, ScreeningStatus
from intake.screening import Found
from intake.services import Diligence, OwnerFacts, Paper
from intake.tests.factories import NOON
from practice.errors import Refusal
from practice.models import GateKind, JournalEntry, Matter, MatterRole, MatterStage, Outcome, Task, User
from practice.permissions import Role
from practice.services.matters import add_party
from practice.tests import factories

pytestmark = pytest.mark.django_db
CLOSED = date(2027, 3, 1)
EVE = datetime(2032, 2, 29, 12, tzinfo=UTC)
DUE = datetime(2032, 3, 1, 12, tzinfo=UTC)
SECRET = "417B99"


@pytest.fixture
def mlro() -> User:
    return factories.user(Role.MLRO)


@pytest.fixture
def check() -> CddCheck:
    """A check with everything in it, on a matter that closed."""
    matter = factories.matter(client=factories.party("Joseph Adeyemi"))
    ids: dict[str, Any] = {"matter_id": matter.pk, "party_id": matter.clients().get().pk, "now": NOON}
    ids["by"] = matter.fee_earner
    found = Found("manual", ScreeningStatus.CLEAR, reference=SECRET, raw={"number": SECRET})
    services.record_screening(**ids, found=found)
    facts = OwnerFacts(name=f"Ann {SECRET}", control=Control.TRUST, share=SECRET, verified_how=SECRET)
    services.record_owner(**ids, facts=facts)
    words = ("risk_words", "provider_reference", "relied_on", "conditions", "purpose")
    said: dict[str, Any] = dict.fromkeys((*words, "source_of_funds", "source_of_wealth", "no_owner_because"), SECRET)
    high = Diligence(risk=CddRisk.HIGH, **said)
    received = {**ids, "papers": "", "state": CddState.RECEIVED, "diligence": high}
    services.record_identity(**received)
    asked = services.ask_enhanced(**ids, measures=SECRET)
    services.decide_enhanced(enhanced_id=asked.pk, approves=True, words=SECRET, by=factories.user(Role.HEAD), now=NOON)
    paper = Paper(kind="Passport", issuer=SECRET, last_four="417B", copy_ref=SECRET)
    made = services.record_identity(**received | {"state": CddState.VERIFIED, "papers": SECRET, "paper": paper})
    services.record_look(**ids, words=SECRET, next_on=None)
    _close(matter, CLOSED)
    Task.objects.all().delete()
    return made


def _close(matter: Matter, on: date | None) -> None:
    stage = MatterStage.CLOSED if on else MatterStage.OPEN
    Matter.objects.filter(pk=matter.pk).update(stage=stage, closed_on=on)


def _redact(check: CddCheck, by: User, *, now: datetime = DUE, copies_destroyed: bool = True) -> CddCheck:
    return services.redact_identity(check_id=check.pk, copies_destroyed=copies_destroyed, by=by, now=now)


def _code(deed: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(Refusal) as refused:
        deed(*args, **facts)
    return refused.value.code


def _rows(check: CddCheck) -> str:
    names = ("documents", "screenings", "owners", "enhanced", "looks")
    rows = [CddCheck.objects.filter(pk=check.pk), *(getattr(check, name).all() for name in names)]
    return str([list(found.values()) for found in rows])


def test_the_mlro_is_asked_once_when_the_years_of_the_firms_policy_are_over(check: CddCheck, mlro: User) -> None:
    factories.user(Role.COMPLIANCE)
    asked = []

    for at in (EVE, DUE, DUE + timedelta(days=1)):
        services.sweep_retention(now=at)
        asked.append(list(Task.objects.values_list("owner", "title")))

    title = f"Identity papers are due for deletion, or a reason to keep them: {check.matter.reference}"
    assert asked == [[], [(mlro.pk, title)], [(mlro.pk, title)]]


def test_compliance_is_asked_where_there_is_no_mlro_and_the_years_are_data(check: CddCheck) -> None:
    compliance = factories.user(Role.COMPLIANCE)
    CddPolicy.objects.create(kept_years=6)

    first = services.sweep_retention(now=DUE)
    services.sweep_retention(now=DUE + timedelta(days=366))

    assert (first, [task.owner for task in Task.objects.all()]) == (0, [compliance])


def test_work_that_is_taken_up_again_stops_it_and_ticks_the_task_off(check: CddCheck, mlro: User) -> None:
    services.sweep_retention(now=DUE)
    again = factories.matter()
    add_party(matter_id=again.pk, party=check.party, role=MatterRole.CLIENT, by=mlro, now=DUE)

    refused = _code(_redact, check, mlro)
    services.sweep_retention(now=DUE)

    assert (refused, Task.objects.get().done_at, services.ended_on({check.party_id})) == (
        "not_due_for_deletion",
        DUE,
        {},
    )
    _close(again, date(2032, 6, 1))
    assert services.ended_on({check.party_id}) == {check.party_id: date(2032, 6, 1)}


def test_deleting_leaves_that_there_was_a_check_when_and_by_whom_and_no_words(check: CddCheck, mlro: User) -> None:
    assert _rows(check).count(SECRET) > 15
    copies = _code(_redact, check, mlro, copies_destroyed=False)
    early = _code(_redact, check, mlro, now=EVE)

    for _ in range(2):
        _redact(check, mlro)

    left = CddCheck.objects.get()
    journal = str(list(JournalEntry.objects.values_list("event", "facts")))
    assert (copies, early) == ("copies_still_there", "not_due_for_deletion")
    assert (_rows(check).count(SECRET), journal.count(SECRET), "417B" in _rows(check)) == (0, 0, False)
    assert (left.state, left.verified_at, left.verified_by, left.redacted_at, left.redacted_by) == (
        CddState.EXPIRED,
        NOON,
        check.matter.fee_earner,
        DUE,
        mlro,
    )
    assert not check.matter.may(GateKind.IDENTITY, DUE)
    assert set(left.stages.values_list("outcome", flat=True)) == {Outcome.WITHDRAWN}
    assert JournalEntry.objects.filter(event="identity.redacted", matter_id=check.matter_id).count() == 1
    services.sweep_retention(now=DUE)
    assert Task.objects.count() == 0


def test_papers_are_kept_for_longer_for_a_reason_and_the_question_comes_again(check: CddCheck, mlro: User) -> None:
    services.sweep_retention(now=DUE)
    facts: dict[str, Any] = {"check_id": check.pk, "by": mlro, "now": DUE}
    until = date(2033, 1, 10)
    refused = [
        _code(services.keep_identity, **facts, until=until, because=" "),
        _code(services.keep_identity, **facts, until=DUE.date(), because="A claim"),
    ]
    services.keep_identity(**facts, until=until, because="A claim is running")

    kept = services.sweep_retention(now=datetime(2033, 1, 9, 12, tzinfo=UTC))
    again = services.sweep_retention(now=datetime(2033, 1, 10, 12, tzinfo=UTC))

    assert refused == ["no_reason_to_keep", "day_passed"]
    assert (kept, again, _code(_redact, check, mlro)) == (0, 1, "not_due_for_deletion")
    assert [task.done_at for task in Task.objects.order_by("pk")] == [DUE, None]
    assert "A claim" not in str(list(JournalEntry.objects.values_list("facts")))


def test_what_is_recorded_anew_is_there_again(check: CddCheck, mlro: User) -> None:
    _redact(check, mlro)
    _close(check.matter, None)
    facts: dict[str, Any] = {"matter_id": check.matter_id, "party_id": check.party_id, "by": mlro, "now": DUE}

    anew = services.record_identity(**facts, state=CddState.RECEIVED, papers="A new passport")

    assert (anew.redacted_at, anew.papers, anew.state) == (None, "A new passport", CddState.RECEIVED)
