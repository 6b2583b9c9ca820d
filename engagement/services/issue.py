"""A letter goes: frozen, queued to each client, and for five minutes still to be stopped (decisions 18, B23)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from engagement import letters, notices, rules
from engagement.models import Letter, LetterCopy
from engagement.rules import STOP_WINDOW, LetterStage, Step
from engagement.rules.acceptance import Ending
from engagement.services.approval import stands_after_stop
from engagement.services.cost_warnings import look_again
from engagement.services.drafts import locked, new_version
from engagement.services.enclosing import keep_agreements, keep_text
from engagement.services.waiting import begin_waiting, end_waiting, resume_waiting
from outbox import services as outbox
from outbox.models import Message, MessageState
from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import EarlierLetter, GateKind, GateState, Party, User
from practice.office import local_date
from practice.permissions import Permission
from practice.receipts import FormKey
from practice.services.agreed import Asked, ask_again, ask_of_client, take_back
from practice.services.matters import set_gate
from practice.services.tasks import give_task, reopen_task, settle_tasks
from wording.models import IssuedLetter
from wording.services import keep_letter


class LetterStopped(Refusal):
    """Something stops the letter. `stops` says each thing, for the page."""

    code = "letter_stopped"

    def __init__(self, stops: tuple[rules.Stop, ...]) -> None:
        super().__init__(" ".join(stop.sentence for stop in stops))
        self.stops = stops


class TooLateToStop(WorldMoved):
    """A copy of the letter has left the building."""

    code = "too_late_to_stop"


@transaction.atomic(durable=True)
def issue_letter(
    *,
    letter_id: int,
    printed: letters.Printed,
    expected_version: int,
    by: User,
    now: datetime,
    replay: bool = False,
    form_key: FormKey | None = None,
) -> Letter:
    """
    Freeze a printed letter, queue each client's copy and open the letter gate.

    The letter is composed again under lock: if a draft, a fact or the day changed since it was printed, nothing is
    written. ``replay`` marks past messages as sent without ever queueing them, for demo data and imports (B20).

    :raises rules.NotTheirs: if this person may not issue letters
    :raises rules.DraftChanged: if it is no longer the letter that was printed
    :raises LetterStopped: if something stops it
    """
    if (done := receipts.earlier(form_key, Letter)) is not None:
        return done
    letter = locked(letter_id)
    if not by.may(Permission.LETTER_ISSUE):
        raise rules.NotTheirs("You may prepare letters; a lawyer has to issue them.")
    stage = rules.next_stage(LetterStage(letter.stage), Step.ISSUE)
    rules.check_draft(expected_version, letter.draft_version)
    made = letters.package(letter, now)
    if made.stops:
        raise LetterStopped(made.stops)
    if printed.hashes() != [one.html_sha256 for one in made.papers]:
        raise rules.DraftChanged("Something in this letter changed while it was being printed. Look at it again.")

    _supersede(letter, by=by, now=now)
    terms = _keep_terms(letter, printed.terms, None, by=by, now=now)
    letter.stage, letter.issued_at, letter.issued_by = stage, now, by
    letter.issued_on, letter.accept_by, letter.estimate = made.about.today, made.accept_by, made.estimate
    letter.terms, letter.estimate_low = terms, made.estimate_low
    letter.save(
        update_fields=[
            "stage",
            "issued_at",
            "issued_by",
            "issued_on",
            "accept_by",
            "estimate",
            "estimate_low",
            "terms",
        ],
    )
    agreements = keep_agreements(letter, now=now)
    hashes = {"terms": terms.document.sha256} | {f"agreement:{one.pk}": one.sha256 for one in agreements}
    for copy, paper in zip(made.copies, printed.copies, strict=True):
        issued = keep_letter(
            composition=copy.composition,
            rendered=paper.rendered,
            subject=letter,
            version=letter.version,
            by=by,
            now=now,
            matter=letter.matter,
            party=copy.to.party,
        )
        own_terms = None
        if copy.composition.is_large and printed.large_terms is not None:
            own_terms = _keep_terms(letter, printed.large_terms, copy.to.party, by=by, now=now)
            hashes[f"terms:{copy.to.party.pk}"] = own_terms.document.sha256
        also = [keep_text(one, now=now) for one in (paper, printed.terms)] if copy.goes_as_text else []
        if also:
            hashes[f"text:{copy.to.party.pk}"] = also[0].sha256
        enclosed = [one.document for one in agreements if one.document]
        papers = (issued.document, (own_terms or terms).document, *enclosed, *also)
        notice = notices.letter(letter, copy=copy, papers=papers, about=made.about)
        message = outbox.queue(
            notice, key=f"letter:{letter.pk}:copy:{copy.to.party.pk}", now=now, send_at=now + STOP_WINDOW
        )
        if message is None:
            raise RuntimeError(f"Letter {letter.pk} had a message before it was issued.")
        if replay:
            mark_sent(message, at=now + STOP_WINDOW, by=by)
        LetterCopy.objects.create(
            letter=letter,
            party=copy.to.party,
            issued=issued,
            own_terms=own_terms,
            message=message,
            channel=notice.channel,
        )
        hashes[str(copy.to.party.pk)] = issued.document.sha256
    set_gate(
        matter=letter.matter,
        kind=GateKind.LETTER,
        state=GateState.OPEN,
        because=f"Client care letter, version {letter.version}, issued",
        by=by,
        now=now,
    )
    begin_waiting(letter, calendar=made.about.calendar, by=by, now=now)
    look_again(letter.matter, today=made.about.today, now=now)
    for asked in (f"letter:{letter.pk}:", f"matter:{letter.matter_id}:letter"):  # by its writer; when the matter opened
        settle_tasks(prefix=asked, by=by, now=now)
    if not replay:
        # Only the papers: what was agreed in a meeting is on record.
        wanted = [Asked(one.short, one.by) for one in made.copies[0].facts.actions[:1] if one.by]
        ask_of_client(letter.matter, wanted, where=_place(letter), by=by, now=now)
        for copy in made.copies:
            _ask_by_hand(letter, copy, made.about, now=now)
    journal.record(
        subject=letter,
        event="letter.issued",
        by=by,
        at=now,
        matter=letter.matter,
        version=letter.version,
        draft_version=letter.draft_version,
        sha256=hashes,
        estimate=str(made.estimate),
        accept_by=made.accept_by.isoformat(),
        due_on=letter.due_on.isoformat(),
        prepared_by=letter.prepared_by.name,
        prepared_for=letter.prepared_for.name,
    )
    receipts.keep(form_key, letter, at=now)
    return letter


@transaction.atomic(durable=True)
def stop_letter(*, letter_id: int, by: User, now: datetime) -> Letter:
    """
    Stop an issued letter before any copy left, and return the draft that takes its place: approved, if it was.

    The stopped version stays as it is, with its papers; what it replaced is in force again. Without such a version
    the client has no letter, so the task to send it is open again.

    :raises TooLateToStop: if a copy has left
    :raises rules.StepNotAllowed: if the letter was never issued
    """
    letter = locked(letter_id)
    stage = rules.next_stage(LetterStage(letter.stage), Step.STOP)
    keys = list(letter.copies.order_by("pk").values_list("message__key", flat=True))
    if not all(outbox.withdraw(key=key) for key in keys):
        raise TooLateToStop("This letter has left. Write the client what has changed, or issue a new version.")
    letter.stage, letter.ended_at = stage, now
    letter.save(update_fields=["stage", "ended_at"])
    settle_tasks(prefix=f"letter:{letter.pk}:also:", by=by, now=now)
    end_waiting(letter, because=Ending.STOPPED, by=by, now=now)
    take_back(where=_place(letter), by=by, now=now)
    before = _restore(letter, by=by, now=now)
    look_again(letter.matter, today=local_date(letter.matter.department.office, now), now=now)
    earlier = None if before else EarlierLetter.objects.filter(matter=letter.matter).first()
    stands = f"; version {before.version} stands" if before else "; the letter of before stands" if earlier else ""
    if not stands:
        reopen_task(key=f"matter:{letter.matter_id}:letter")
    for kind in GateKind.LETTER, GateKind.ACCEPTANCE:
        if kind == GateKind.LETTER or (earlier and earlier.opens(kind)):
            set_gate(
                matter=letter.matter,
                kind=kind,
                state=GateState.OPEN if stands else GateState.CLOSED,
                because=f"Version {letter.version} was stopped{stands}",
                by=by,
                now=now,
            )
    draft = new_version(matter=letter.matter, before=letter, by=by, now=now)
    journal.record(
        subject=letter,
        event="letter.stopped",
        by=by,
        at=now,
        matter=letter.matter,
        version=letter.version,
        approval_stands=stands_after_stop(letter, draft, now=now),
    )
    return draft


def _keep_terms(
    letter: Letter, paper: letters.PrintedCopy, party: Party | None, *, by: User, now: datetime
) -> IssuedLetter:
    """Freeze the terms of business: for all of the letter's clients, or for one who reads another size."""
    return keep_letter(
        composition=paper.composition,
        rendered=paper.rendered,
        subject=letter,
        version=letter.version,
        by=by,
        now=now,
        matter=letter.matter,
        party=party,
    )


def _ask_by_hand(letter: Letter, copy: letters.Copy, about: letters.Background, *, now: datetime) -> None:
    """Ask whoever prepared the letter for what the printer cannot make; nobody is told that it was sent."""
    if not copy.also_needed:
        return
    give_task(
        key=f"letter:{letter.pk}:also:{copy.to.party.pk}",
        owner=letter.prepared_by,
        title=f"Letter to {copy.to.party}, also needed: {', '.join(copy.also_needed)}",
        url=reverse("engagement:letter", args=[letter.matter_id]),
        due_on=about.calendar.add_working_days(about.today, 1),
        now=now,
        matter=letter.matter,
    )


def _supersede(letter: Letter, *, by: User, now: datetime) -> None:
    """End the version in force, and take back whatever of it still waits to go."""
    before = Letter.objects.of(letter.matter).filter(stage=LetterStage.ISSUED).first()
    if before is None:
        return
    for key in before.copies.values_list("message__key", flat=True):
        outbox.withdraw(key=key)
    before.stage = rules.next_stage(LetterStage(before.stage), Step.SUPERSEDE)
    before.ended_at = now
    before.save(update_fields=["stage", "ended_at"])
    end_waiting(before, because=Ending.SUPERSEDED, by=by, now=now)
    take_back(where=_place(before), by=by, now=now)
    journal.record(
        subject=before, event="letter.superseded", by=by, at=now, matter=letter.matter, by_version=letter.version
    )


def _restore(stopped: Letter, *, by: User, now: datetime) -> Letter | None:
    """Put the version that a stopped letter replaced back in force, if every copy of it had gone."""
    before = Letter.objects.of(stopped.matter).filter(stage=LetterStage.SUPERSEDED, ended_at=stopped.issued_at).first()
    if before is None or before.copies.exclude(message__state=MessageState.SENT).exists():
        return None
    before.stage = rules.next_stage(LetterStage(before.stage), Step.RESTORE)
    before.ended_at = None
    before.save(update_fields=["stage", "ended_at"])
    before.matter = stopped.matter
    resume_waiting(before, by=by, now=now)
    ask_again(where=_place(before), struck_at=stopped.issued_at)
    return before


def _place(letter: Letter) -> str:
    """Return where the client was asked, as steps note it."""
    return f"letter:{letter.pk}"


def mark_sent(message: Message, *, at: datetime, by: User) -> None:
    """Mark a past message as sent, for demo data and imports (B20)."""
    message.state, message.sent_at = MessageState.SENT, at
    message.posted_by = by if message.channel == "print" else None
    message.save(update_fields=["state", "sent_at", "posted_by"])
