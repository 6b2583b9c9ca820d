"""What a client answers to their letter, by their link or as staff record it (product 1.4, decisions 21)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from engagement import notices
from engagement.letters import Certified, Said, has_right_to_cancel
from engagement.models import Acceptance, Decline, Letter, LetterCopy
from engagement.rules import LetterStage
from engagement.rules.acceptance import AcceptanceWay, NotWaiting, cancel_until
from engagement.services.answers_awaited import end_for
from engagement.services.answers_kept import keep_no, keep_yes
from engagement.services.drafts import locked
from engagement.services.waiting import give_next_turn, open_if_accepted
from outbox import services as outbox
from outbox.models import Channel, ClientSession, MessageState
from practice import journal
from practice.actors import Actor, ClientLink
from practice.models import User
from practice.office import load_calendar
from practice.services.tasks import give_task, settle_tasks

_NEWER = "There is a newer letter. Look for our latest message, or ring us."
_DECLINED = "You told us that you do not want to accept this letter. Ring us if that has changed."


@transaction.atomic(durable=True)
def accept_letter(
    *, copy_id: int, said: Said, certified: Certified, by: Actor, now: datetime, replay: bool = False
) -> Acceptance:
    """
    Keep one client's yes with its certificate, and open the gate once all of them have accepted.

    A repeat gives what stands. ``certified`` was printed before, for these very bytes. ``replay`` sends nothing (B20).

    :raises NotWaiting: if the letter was replaced or stopped, or the client has declined by their link
    :raises NoEvidence: if staff record it without what shows it
    """
    letter, copy = _locked_copy(copy_id)
    if (before := Acceptance.objects.filter(copy=copy).first()) is not None:
        return before
    _check_waits(letter, copy, by)
    made = keep_yes(Acceptance, copy, said, certified, now=now, terms_sha256=copy.terms.document.sha256)
    end_for(copy, because="Accepted", now=now)
    staff = by if isinstance(by, User) else None
    settle_tasks(prefix=f"letter:{letter.pk}:waiting:{copy.pk}:", by=staff, now=now)
    journal.record(
        subject=letter,
        event="letter.accepted",
        by=by,
        at=now,
        matter=letter.matter,
        party=copy.party_id,
        name=copy.party.name,
        way=str(AcceptanceWay(said.way).label),
        version=letter.version,
        accepted_at=said.accepted_at.isoformat(),
        sha256={"letter": made.letter_sha256, "terms": made.terms_sha256, "certificate": made.certificate.sha256},
        ticks=sorted(made.codes),
        code=said.session.code.way if said.session else "",
        evidence=said.evidence_sha256,
    )
    calendar = load_calendar(letter.matter.department.office)
    if open_if_accepted(letter, by=staff, now=now):
        last = max(Acceptance.objects.filter(copy__letter=letter).values_list("accepted_at", flat=True))
        letter.accepted_at, letter.accepted_on = last, calendar.local_date(last)
        letter.save(update_fields=["accepted_at", "accepted_on"])
    elif not replay:
        give_next_turn(letter, calendar=calendar, now=now)
    if copy.channel == Channel.EMAIL and not replay:
        last_day = cancel_until(calendar.local_date(said.accepted_at)) if has_right_to_cancel(copy) else None
        notice = notices.accepted(copy, made, last_day=last_day)
        outbox.queue(notice, key=f"letter:{letter.pk}:accepted:{copy.party_id}", now=now)
    return made


@transaction.atomic(durable=True)
def decline_letter(*, copy_id: int, reason: str, by: Actor, session: ClientSession | None, now: datetime) -> Decline:
    """
    Keep one client's no, and ask the fee earner to ring. A repeat gives what stands.

    :raises NoReasonGiven: without a reason
    :raises NotWaiting: if the letter was replaced, or they have accepted it
    """
    letter, copy = _locked_copy(copy_id)
    if (before := Decline.objects.filter(copy=copy).first()) is not None:
        return before
    _check_waits(letter, copy, by)
    if Acceptance.objects.filter(copy=copy).exists():
        raise NotWaiting("You have accepted this letter. To end our agreement, ring us or write to us.")
    made = keep_no(Decline, copy, reason, by=by, session=session, now=now)
    end_for(copy, because="Declined", now=now)
    title = f"{copy.party} declined the client care letter: read why, and ring"
    if letter.sign_order:
        title += ". Whoever comes after them is not asked"
    _ask_fee_earner(copy, "declined", title, now=now)
    _journal(copy, "letter.declined", by=by, now=now, words=reason.strip())
    return made


def _locked_copy(copy_id: int) -> tuple[Letter, LetterCopy]:
    copy = LetterCopy.objects.select_related(
        "party", "message", "issued__document", "issued__snapshot", "own_terms__document"
    ).get(pk=copy_id)
    letter = locked(copy.letter_id)
    copy.letter = letter
    return letter, copy


def _check_waits(letter: Letter, copy: LetterCopy, by: Actor) -> None:
    if letter.stage != LetterStage.ISSUED:
        raise NotWaiting(_NEWER)
    if isinstance(by, ClientLink) and Decline.objects.filter(copy=copy).exists():
        raise NotWaiting(_DECLINED)
    if copy.message.state == MessageState.WITHDRAWN:
        raise NotWaiting(_NEWER)


def _ask_fee_earner(copy: LetterCopy, what: str, title: str, *, now: datetime) -> None:
    matter = copy.letter.matter
    give_task(
        key=f"letter:{copy.letter_id}:waiting:{copy.pk}:{what}",
        owner=matter.fee_earner,
        title=title,
        url=reverse("engagement:letter", args=[matter.pk]),
        due_on=load_calendar(matter.department.office).local_date(now),
        now=now,
        matter=matter,
    )


def _journal(copy: LetterCopy, event: str, *, by: Actor, now: datetime, **facts: str) -> None:
    journal.record(
        subject=copy.letter,
        event=event,
        by=by,
        at=now,
        matter=copy.letter.matter_id,
        party=copy.party_id,
        name=copy.party.name,
        **facts,
    )
