"""The letter about a conflict: who may be told what, that what was read is what goes, and what the answer does."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake import services
from intake.affected import affected_by
from intake.models import ConflictHit, ConflictReport, Consent, Disclosure, Face, Scan
from intake.rules import (
    Advice,
    Answer,
    AnswerGiven,
    ConsentForm,
    HitDecision,
    HitsOpen,
    NotToBeTold,
    NoWaiver,
    Outcome,
    SelfCleared,
    Side,
    Told,
)
from intake.services import DisclosureFacts, DisclosureMoved, NotTheirs, Reply
from intake.tests.factories import MET, NOON, TUESDAY, check, compliance, enquiry
from outbox.models import CONFLICT_LETTER, Message
from outbox.reading import text_of
from practice.models import JournalEntry, MatterRole, Party, Task, User, WorkType
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
FACTS = DisclosureFacts(
    capacity="our client",
    disclosed="We act for somebody else who wants to buy the same plot.",
    risks="We cannot tell you what they bid, nor them what you bid.",
    safeguards="Two teams work on it. Neither sees the papers of the other.",
    told=Told.NOBODYS,
)
AGREED: dict[str, Any] = {
    "told": Told.AGREED,
    "agreed_by": "Ann Vale, director",
    "agreed_on": TUESDAY,
    "agreed_how": "Her e-mail",
}
YES = Reply(
    answer=Answer.CONSENTED,
    answered_on=TUESDAY,
    note="Her e-mail of today",
    form=ConsentForm.EMAIL,
    advice=Advice.TAKEN,
)
NO = Reply(answer=Answer.REFUSED, answered_on=TUESDAY, note="His call of today", form=ConsentForm.NOTED)
NOTHING = Reply(answer=Answer.SILENT, answered_on=TUESDAY, note="Rang twice")
SCAN = b"%PDF-1.7 signed by both"


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)
    factories.firm()


@pytest.fixture
def helen() -> User:
    return compliance()


@pytest.fixture
def hit(helen: User) -> ConflictHit:
    """Two clients who want one plot, found to be a conflict that consent may cure."""
    vale = factories.party("Calder Vale Homes Ltd", title="")
    theirs = factories.matter(client=vale, title="Plot at Kiln Street, for Calder Vale")
    made = check(enquiry(work_type=WorkType.RESIDENTIAL_PURCHASE), title="Plot at Kiln Street, for Brightwater")
    found = made.hits.above_line().get(matter=theirs)
    services.decide_hit(hit_id=found.pk, decision=HitDecision.CONFLICT, reason="The same plot", by=helen, now=NOON)
    services.record_waiver(hit_id=found.pk, gateway="same_objective", met=MET, by=helen, now=NOON)
    return ConflictHit.objects.select_related("check_of__matter", "matter", "party").get(pk=found.pk)


def _clients(hit: ConflictHit) -> dict[Side, Party]:
    return dict(services.recipients_of(hit))


def _prepare(hit: ConflictHit, side: Side, by: User, facts: DisclosureFacts = FACTS) -> Disclosure:
    party = _clients(hit)[side]
    return services.prepare_disclosure(hit_id=hit.pk, side=side, party_id=party.pk, facts=facts, by=by, now=NOON)


def _sent(hit: ConflictHit, side: Side, by: User) -> Disclosure:
    made = _prepare(hit, side, by)
    return services.issue_disclosure(disclosure_id=made.pk, letter=_read(made, hit, by), by=by, now=NOON)


def _read(made: Disclosure, hit: ConflictHit, by: User) -> services.PrintedDisclosure:
    composed = services.compose_disclosure(made, hit, by=by, now=NOON)
    seen = services.stamp_of(made, hit, composed, now=NOON)
    return services.print_disclosure(made, hit, seen=seen, by=by, now=NOON)


def _reply(made: Disclosure, by: User, reply: Reply) -> Disclosure:
    return services.record_reply(disclosure_id=made.pk, reply=reply, by=by, now=NOON)


def _clear(hit: ConflictHit, by: User) -> None:
    services.decide_check(
        check_id=hit.check_of_id,
        outcome=Outcome.CLEAR_WITH_CONDITIONS,
        reason="Two teams",
        interests={one.key: f"{one.name} knows and agreed" for one in affected_by(hit.check_of, reader=by)},
        by=by,
        now=NOON,
    )


def _browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _typed(hit: ConflictHit, side: Side, facts: DisclosureFacts = FACTS) -> dict[str, Any]:
    said = {name: getattr(facts, name) for name in ("capacity", "disclosed", "risks", "safeguards", "told")}
    return said | {"to": f"{side}-{_clients(hit)[side].pk}"}


def test_a_letter_is_written_read_sent_and_answered_with_a_scan_and_the_check_is_cleared(
    hit: ConflictHit, helen: User
) -> None:
    browser, consent_page = _browser(helen), reverse("conflict_waiver", args=[hit.pk])
    to_write = reverse("conflict_letter_write", args=[hit.pk])
    empty = browser.post(to_write, {"capacity": "our client"})
    [written, other] = [browser.post(to_write, _typed(hit, side)) for side in (Side.THERE, Side.HERE)]
    path = written["Location"]
    read = browser.get(path)
    stale = browser.post(path, {"seen": "another letter"})
    sent = [
        browser.post(one["Location"], {"seen": browser.get(one["Location"]).context["seen"]})
        for one in (written, other)
    ]
    again = browser.post(path, {"seen": read.context["seen"]})
    there, here = Disclosure.objects.order_by("pk")
    shown = browser.get(consent_page).content.decode()

    def answered(made: Disclosure, **typed: Any) -> Any:
        day = {"answered_on_day": "24", "answered_on_month": "11", "answered_on_year": "2026"}
        given = {"answer": "consented", "form": "letter", "advice": "declined", **day, **typed}
        at = reverse("conflict_letter_answer", args=[made.pk])
        return browser.post(at, {f"answer-{name}": value for name, value in given.items()})

    no_scan = answered(there, scan=SimpleUploadedFile("signed.pdf", b"PK a document"))
    yes = [answered(one, scan=SimpleUploadedFile("signed.pdf", SCAN)) for one in (there, here)]
    twice = answered(there, note="Again")
    _clear(hit, helen)

    assert [one.status_code for one in (empty, written, other, stale, *sent, again)] == [
        422,
        303,
        303,
        409,
        303,
        303,
        409,
    ]
    assert "There is a conflict of interest." in read.content.decode()
    assert "read this letter. Read it again" in stale.content.decode()
    assert shown.count("No answer yet. Until there is a yes") == 2
    assert [one.status_code for one in (no_scan, *yes, twice)] == [422, 303, 303, 409]
    assert "This is no PDF, JPEG or PNG" in no_scan.content.decode()
    assert there.document is not None
    words = text_of(bytes(there.document.content))
    assert "Plot at Kiln Street, for Calder Vale" in words
    assert "Brightwater" not in words
    message = Message.objects.get(kind=CONFLICT_LETTER, party=there.party)
    assert (message.subject, "conflict" in message.body) == (f"Our reference {hit.check_of.reference}", False)
    assert [one.document for one in message.attachments.all()] == [there.document]
    assert there.went_as == "By e-mail"
    assert here.went_as.startswith("To hand over: No mailbox or address")
    assert Task.objects.get(key=f"disclosure:{here.pk}:hand").owner == helen
    consent = Consent.objects.get(disclosure=there)
    assert (consent.who, consent.disclosed, consent.evidence) == (
        there.party.full_name,
        FACTS.disclosed,
        "Scan: signed.pdf",
    )
    scan = browser.get(reverse("conflict_scan", args=[consent.scan_id]))
    assert (b"".join(scan), scan["Content-Type"]) == (SCAN, "application/pdf")
    assert Scan.objects.values_list("sha256", flat=True).distinct().count() == 1
    events = ("conflict.letter_prepared", "conflict.letter_issued", "conflict.letter_answered")
    assert [JournalEntry.objects.filter(event=event).count() for event in events] == [2, 2, 2]
    kept = ConflictReport.objects.get(check_of=hit.check_of, face=Face.COMPLIANCE).html
    assert f"Letter to <b>{there.party.full_name}</b>" in kept
    assert consent.scan is not None
    assert f"Scan: signed.pdf, {consent.scan.sha256}" in kept


def test_a_letter_that_names_the_other_client_takes_their_agreement(hit: ConflictHit, helen: User) -> None:
    naming = replace(FACTS, disclosed="Calder Vale Homes wants\nthe same plot.")
    with pytest.raises(NotToBeTold, match="names Calder Vale Homes Ltd"):
        _prepare(hit, Side.HERE, helen, naming)
    with pytest.raises(NotToBeTold, match="Say who agreed"):
        _prepare(hit, Side.HERE, helen, replace(naming, told=Told.AGREED))
    with pytest.raises(NotToBeTold, match="still to come"):
        _prepare(hit, Side.HERE, helen, replace(naming, **AGREED | {"agreed_on": date(2026, 11, 25)}))

    _prepare(hit, Side.HERE, helen)
    made = _prepare(hit, Side.HERE, helen, replace(naming, **AGREED))

    assert [(one.pk, one.agreed_by) for one in Disclosure.objects.all()] == [(made.pk, "Ann Vale, director")]


def test_who_has_no_matter_of_their_own_is_not_told_of_the_other_clients(hit: ConflictHit, helen: User) -> None:
    ConflictHit.objects.filter(pk=hit.pk).update(matter=None)
    hit.matter = None

    made = _prepare(hit, Side.THERE, helen)
    letter = services.compose_disclosure(made, hit, by=helen, now=NOON)
    ConflictHit.objects.filter(pk=hit.pk).update(there=MatterRole.OPPONENT)

    assert "I write to you as our client. <b>There is" in " ".join(letter.html.split())
    assert "Kiln Street" not in letter.html
    with pytest.raises(NotTheirs):
        services.prepare_disclosure(
            hit_id=hit.pk, side=Side.THERE, party_id=made.party_id, facts=FACTS, by=helen, now=NOON
        )


def test_a_no_or_silence_stops_the_check_whatever_others_said_and_silence_may_be_broken(
    hit: ConflictHit, helen: User
) -> None:
    here, there = _sent(hit, Side.HERE, helen), _sent(hit, Side.THERE, helen)
    _reply(here, helen, YES)
    _reply(there, helen, NOTHING)
    by_word = services.ConsentFacts(
        side=Side.THERE,
        who="Cal",
        capacity="Their cousin",
        disclosed="All",
        risks="Some",
        advice=Advice.TAKEN,
        form=ConsentForm.NOTED,
        evidence="A call",
        consented_on=TUESDAY,
    )
    services.record_consent(hit_id=hit.pk, facts=by_word, by=helen, now=NOON)
    with pytest.raises(HitsOpen):
        _clear(hit, helen)
    _reply(there, helen, NO)
    for second in (YES, NO, NOTHING):
        with pytest.raises(AnswerGiven):
            _reply(there, helen, second)
    with pytest.raises(HitsOpen):
        _clear(hit, helen)

    _reply(_sent(hit, Side.THERE, helen), helen, replace(YES, valid_until=date(2026, 12, 31)))
    assert services.waived_hits(hit.check_of, today=TUESDAY) == {hit.pk: date(2026, 12, 31)}
    services.withdraw_consent(
        consent_id=Consent.objects.get(disclosure=here).pk, because="They fell out", by=helen, now=NOON
    )
    assert services.waived_hits(hit.check_of, today=TUESDAY) == {}


def test_no_letter_is_written_where_no_consent_helps_nor_by_whoever_wants_the_work(
    hit: ConflictHit, helen: User
) -> None:
    with pytest.raises(SelfCleared):
        _prepare(hit, Side.HERE, hit.check_of.asked_by)
    made = _prepare(hit, Side.HERE, helen)
    letter = _read(made, hit, helen)
    with pytest.raises(DisclosureMoved):
        services.issue_disclosure(
            disclosure_id=made.pk, letter=replace(letter, prepared_at=NOON - timedelta(hours=1)), by=helen, now=NOON
        )
    ConflictHit.objects.filter(pk=hit.pk).update(source="interest")

    with pytest.raises(NoWaiver, match="An own interest stops us"):
        _prepare(hit, Side.HERE, helen)
    with pytest.raises(NoWaiver):
        services.issue_disclosure(disclosure_id=made.pk, letter=letter, by=helen, now=NOON)
    page = _browser(helen).get(reverse("conflict_letter_write", args=[hit.pk])).content.decode()
    assert ("An own interest stops us" in page, "<textarea" in page) == (True, False)
