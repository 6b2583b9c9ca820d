"""Informed consent: where it helps, where nobody's does, what is recorded, and what a withdrawal stops."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake import services
from intake.affected import affected_by
from intake.models import ConflictCheck, ConflictHit, ConflictReport, Consent, Face, OwnInterest, Scan
from intake.rules import (
    Advice,
    CheckState,
    ConsentForm,
    HitDecision,
    HitsOpen,
    NoWaiver,
    Outcome,
    SelfCleared,
    Side,
)
from intake.services import ConsentDiffers, ConsentFacts
from intake.tests.factories import MET, NOON, check, compliance, enquiry, stored
from practice.models import GateKind, JournalEntry, Matter, MatterRole, MatterStage, Task, User, WorkType
from practice.tests import factories
from practice.tests.clock import set_clock
from practice.uploads import bytes_of

pytestmark = pytest.mark.django_db
CLIENT, OPPONENT = MatterRole.CLIENT, MatterRole.OPPONENT
PURCHASE, DISPUTE = WorkType.RESIDENTIAL_PURCHASE, WorkType.DISPUTES
GIVEN = ConsentFacts(
    side=Side.HERE,
    who="Brightwater Joinery Ltd",
    capacity="By Ann Bright, director",
    disclosed="That we act for Calder Vale in buying the same plot",
    risks="That we may have to stop for both",
    advice=Advice.DECLINED,
    form=ConsentForm.LETTER,
    evidence="Letter of Mon 23 Nov 2026, folder 4",
    consented_on=date(2026, 11, 23),
)
THEIRS = replace(GIVEN, side=Side.THERE, who="Calder Vale Homes Ltd")


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def helen() -> User:
    return compliance()


def _conflict(helen: User, *, work: WorkType = PURCHASE, decision: HitDecision = HitDecision.CONFLICT) -> ConflictHit:
    """A client of ours on the other side of somebody new, found by compliance to be a conflict."""
    stored("Calder Vale Homes Ltd")
    made = check(enquiry(work_type=work))
    hit = made.hits.above_line().get()
    return services.decide_hit(hit_id=hit.pk, decision=decision, reason="The same plot", by=helen, now=NOON)


def _basis(hit: ConflictHit, by: User, **changes: Any) -> None:
    values = {"gateway": "same_objective", "met": MET, **changes}
    services.record_waiver(hit_id=hit.pk, by=by, now=NOON, **values)


def _consents(hit: ConflictHit, by: User, *facts: ConsentFacts) -> list[Consent]:
    return [services.record_consent(hit_id=hit.pk, facts=one, by=by, now=NOON) for one in facts]


def _clear(hit: ConflictHit, by: User, outcome: Outcome = Outcome.CLEAR_WITH_CONDITIONS) -> ConflictCheck:
    touched = affected_by(hit.check_of, reader=by)
    return services.decide_check(
        check_id=hit.check_of_id,
        outcome=outcome,
        reason="Two teams",
        interests={one.key: f"{one.name} knows and agreed" for one in touched},
        by=by,
        now=NOON,
    )


def test_a_conflict_is_cleared_with_conditions_once_both_clients_have_consented(helen: User) -> None:
    hit = _conflict(helen)
    with pytest.raises(NoWaiver, match="Record first"):
        _consents(hit, helen, GIVEN)
    with pytest.raises(HitsOpen):
        _clear(hit, helen)
    _basis(hit, helen)
    _consents(hit, helen, GIVEN)
    with pytest.raises(HitsOpen, match="found to be a conflict"):
        _clear(hit, helen)
    _consents(hit, helen, THEIRS, THEIRS)
    with pytest.raises(HitsOpen, match="with conditions"):
        _clear(hit, helen, Outcome.CLEAR)

    made = _clear(hit, helen)

    assert (made.state, Consent.objects.count()) == (CheckState.CLEARED, 2)
    assert made.matter.may(GateKind.CONFLICT, NOON)


def test_the_report_prints_what_was_told_advised_and_proved_to_compliance_alone(helen: User) -> None:
    hit = _conflict(helen)
    _basis(hit, helen)
    _consents(hit, helen, GIVEN, replace(THEIRS, valid_until=date(2026, 12, 31)))
    made = _clear(hit, helen)

    reports = {one.face: " ".join(one.html.split()) for one in ConflictReport.objects.filter(check_of=made)}

    for said in (
        "<b>Consent</b> under SRA Code, paragraphs 6.1 to 6.5. The clients compete for the same thing",
        "What is confidential is kept safe between those who act: Two teams, two folders",
        "<b>Brightwater Joinery Ltd</b>, By Ann Bright, director (our client in this matter), consented on Mon 23 Nov",
        "until Thu 31 Dec",
        "Signed letter or form: Letter of Mon 23 Nov 2026, folder 4",
        "Told: That we act for Calder Vale in buying the same plot. Risks: That we may have to stop for both",
        "Advised to take independent advice, and went without",
    ):
        assert said in reports[Face.COMPLIANCE], said
        assert said not in reports[Face.ASKER]


@pytest.mark.parametrize("source", ["own interest", "dispute", "restricted"])
def test_no_consent_is_recorded_where_none_helps(source: str, helen: User) -> None:
    if source == "own interest":
        OwnInterest.objects.create(
            staff=factories.user(),
            name="Calder Vale Homes",
            normalised="calder vale homes",
            nature="Shares",
            declared_at=NOON,
        )
        hit = check().hits.above_line().get()
    else:
        theirs = factories.matter(client=factories.party("Quiet Zebra"), is_restricted=source == "restricted")
        stored("Calder Vale Homes Ltd", matter=theirs)
        hit = check(enquiry(work_type=DISPUTE)).hits.above_line().get()
    answers = hit.answer_by or helen
    services.decide_hit(hit_id=hit.pk, decision=HitDecision.CONFLICT, reason="It is", by=answers, now=NOON)

    for deed in (lambda: _basis(hit, helen), lambda: _consents(hit, helen, GIVEN)):
        with pytest.raises(NoWaiver):
            deed()
    with pytest.raises(HitsOpen):
        _clear(hit, helen)


def test_of_a_former_client_only_their_own_consent_is_needed(helen: User) -> None:
    hit = _conflict(helen)
    theirs = Matter.objects.filter(parties__party=hit.party)
    theirs.update(stage=MatterStage.CLOSED)
    _basis(hit, helen, gateway="", met={"safeguards": "Locked away"})
    _consents(hit, helen, THEIRS)
    theirs.update(stage=MatterStage.OPEN)
    with pytest.raises(HitsOpen):  # a client again, and the rule for clients asks for more
        _clear(hit, helen)
    theirs.update(stage=MatterStage.CLOSED)

    assert _clear(hit, helen).state == CheckState.CLEARED


def test_where_a_consent_ends_the_gate_shuts_after_that_day_and_compliance_is_told_on_it(helen: User) -> None:
    hit = _conflict(helen)
    _basis(hit, helen)
    _consents(
        hit, helen, replace(GIVEN, valid_until=date(2027, 1, 31)), replace(THEIRS, valid_until=date(2026, 12, 31))
    )

    matter = _clear(hit, helen).matter

    last, after = datetime(2026, 12, 31, 23, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    assert [matter.may(GateKind.CONFLICT, now) for now in (last, after)] == [True, False]
    assert (
        matter.gates.latest_of_each_kind()
        .get(kind=GateKind.CONFLICT)
        .because.endswith("cleared until Thu 31 December 2026")
    )
    task = Task.objects.get(key__startswith="consent:")
    assert (task.owner, task.due_on, task.done_at) == (helen, date(2026, 12, 31), None)


def test_the_same_consent_again_is_one_row_and_in_other_words_a_refusal(helen: User) -> None:
    hit = _conflict(helen)
    _basis(hit, helen)
    _consents(hit, helen, GIVEN, GIVEN)
    with pytest.raises(ConsentDiffers, match="Withdraw that one first"):
        _consents(hit, helen, replace(GIVEN, disclosed="Something else"))

    assert [one.disclosed for one in Consent.objects.all()] == [GIVEN.disclosed]


@pytest.mark.parametrize("who", ["asker", "fee earner"])
def test_whoever_wants_the_work_records_no_consent(who: str, helen: User) -> None:
    hit = _conflict(helen)
    _basis(hit, helen)
    wants = hit.check_of.asked_by if who == "asker" else hit.check_of.matter.fee_earner

    for deed in (lambda: _basis(hit, wants), lambda: _consents(hit, wants, GIVEN)):
        with pytest.raises(SelfCleared):
            deed()


def test_a_consent_taken_back_shuts_the_gate_at_once_and_calls_for_a_new_check(helen: User) -> None:
    hit = _conflict(helen)
    _basis(hit, helen)
    mine, _ = _consents(hit, helen, GIVEN, THEIRS)
    made = _clear(hit, helen)

    for _ in range(2):
        services.withdraw_consent(consent_id=mine.pk, because="They fell out", by=helen, now=NOON)

    mine.refresh_from_db()
    assert (mine.withdrawn_by, mine.withdrawn_because) == (helen, "They fell out")
    assert not made.matter.may(GateKind.CONFLICT, NOON)
    assert services.matters_to_recheck() == [made.matter_id]


def _browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _typed() -> dict[str, Any]:
    day = {"consented_on_day": "23", "consented_on_month": "11", "consented_on_year": "2026"}
    known = {name: getattr(GIVEN, name) for name in ("who", "capacity", "disclosed", "risks", "evidence")}
    chosen = {"side": "here", "advice": "declined", "form": "letter"}
    return {f"consent-{name}": value for name, value in (day | known | chosen).items()}


def test_the_page_takes_the_reason_then_each_consent_and_shows_what_is_still_to_come(helen: User) -> None:
    hit = _conflict(helen)
    browser, at = _browser(helen), reverse("conflict_waiver", args=[hit.pk])
    typed = {"gateway": "same_objective", **{f"met_{code}": words for code, words in MET.items()}}

    first = browser.get(reverse("conflict", args=[hit.check_of_id])).content.decode()
    missing = browser.post(at, typed | {"met_reasonable": ""})
    recorded = browser.post(at, typed)
    wrong = browser.post(reverse("conflict_consent", args=[hit.pk]), _typed() | {"consent-who": ""})
    late = browser.post(reverse("conflict_consent", args=[hit.pk]), _typed() | {"consent-consented_on_day": "25"})
    given = browser.post(reverse("conflict_consent", args=[hit.pk]), _typed())
    shown = browser.get(at).content.decode()
    consent = Consent.objects.get()
    back = browser.post(
        reverse("conflict_consent_withdraw", args=[consent.pk]), {f"withdraw-{consent.pk}-because": "Changed mind"}
    )

    services.decide_hit(hit_id=hit.pk, decision=HitDecision.FALSE_POSITIVE, reason="Not them", by=helen, now=NOON)
    helps_nobody = browser.post(at, typed)

    assert at in first
    assert (helps_nobody.status_code, "Decide first that this hit is" in helps_nobody.content.decode()) == (422, True)
    assert [one.status_code for one in (missing, recorded, wrong, late, given, back)] == [422, 303, 422, 422, 303, 303]
    assert "Say how this is met: it is reasonable for us" in missing.content.decode()
    assert "Two teams, two folders" in missing.content.decode()
    assert "That day is still to come" in late.content.decode()
    assert "Consent is still to come" in shown
    assert shown.count("Two teams, two folders") == 2  # as it stands, and to be changed
    assert "Letter of Mon 23 Nov 2026, folder 4" in shown
    assert "Withdrawn" in browser.get(at).content.decode()


def test_the_scan_of_a_consent_is_kept_later_and_once(helen: User) -> None:
    hit, scan = _conflict(helen), b"%PDF-1.7 signed"
    _basis(hit, helen)
    [consent] = _consents(hit, helen, GIVEN)
    browser, path = _browser(helen), reverse("conflict_consent_scan", args=[consent.pk])

    codes = [
        browser.post(path, {f"scan-{consent.pk}-scan": SimpleUploadedFile("a.pdf", content)}).status_code
        for content in (b"", scan, scan, b"%PDF-1.7 another")
    ]

    assert (codes, bytes_of(Scan.objects.get().sha256)) == ([422, 303, 303, 409], scan)
    assert JournalEntry.objects.filter(event="conflict.consent_scanned").count() == 1


def test_the_page_is_not_there_for_whoever_wants_the_work_nor_for_a_restricted_hit(helen: User) -> None:
    hit = _conflict(helen)
    secret = factories.matter(client=factories.party("Quiet Zebra"), is_restricted=True)
    stored("Pennine Timber Supplies Ltd", matter=secret)
    masked = check(enquiry(others=(("Pennine Timber Supplies Ltd", OPPONENT),))).hits.get(is_masked=True)
    assert masked.answer_by is not None

    asked = [
        _browser(who).get(reverse("conflict_waiver", args=[pk])).status_code
        for who, pk in ((hit.check_of.asked_by, hit.pk), (helen, masked.pk), (masked.answer_by, masked.pk))
    ]

    assert asked == [403, 404, 403]
