"""Contacts with somebody who enquired, before there is a matter: answers, questions, holding calls, confirmations."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from intake import notices, reach
from intake.models import Enquiry, EnquiryContact, EnquiryContactKind, TimeRunning
from intake.rules import HoldingCallIncomplete
from intake.services.enquiries import open_enquiry
from intake.services.naming import add_names
from intake.services.promises import settle_first_answer
from outbox import services as outbox
from practice import journal, receipts
from practice.calendar import WorkingCalendar
from practice.errors import Refusal, WorldMoved
from practice.models import ContactKind, MatterRole, User
from practice.needs import by_hand
from practice.office import local_date, main_office
from practice.receipts import FormKey
from practice.services.tasks import give_task, settle_tasks


class NotYetAnswered(Refusal):
    """Nobody was answered in the future, nor before they wrote."""

    code = "not_yet_answered"


class AlreadyAnswered(WorldMoved):
    """The first answer is recorded once; later ones are contacts like any other."""

    code = "already_answered"


@transaction.atomic(durable=True)
def record_first_answer(*, enquiry_id: int, answered_at: datetime, words: str, by: User, now: datetime) -> Enquiry:
    """
    Record when somebody of ours first answered; kept or missed follows from that time (decisions 33).

    :raises NotYetAnswered: if that time is still to come, or before the enquiry came
    :raises AlreadyAnswered: if a first answer is recorded
    """
    enquiry = Enquiry.objects.select_for_update(no_key=True).get(pk=enquiry_id)
    if answered_at > now:
        raise NotYetAnswered("That time is still to come. Record the answer when you have given it.")
    if answered_at < enquiry.received_at:
        raise NotYetAnswered("That is before they reached us. Check the day and the time.")
    if enquiry.answered_at is not None or enquiry.respond_by is None:
        raise AlreadyAnswered("Somebody has recorded a first answer since you opened the page.")
    give_first_answer(enquiry, at=answered_at, by=by, now=now)
    keep_contact(enquiry, EnquiryContactKind.ANSWERED, at=answered_at, words=words, by=by, now=now)
    journal.record(
        subject=enquiry,
        event="enquiry.answered",
        by=by,
        at=now,
        answered_at=answered_at.isoformat(),
        promised_by=enquiry.respond_by.isoformat() if enquiry.respond_by else None,
        is_kept=enquiry.respond_by is None or answered_at <= enquiry.respond_by,
    )
    return enquiry


def give_first_answer(enquiry: Enquiry, *, at: datetime, by: User, now: datetime) -> None:
    """End the clock of the first answer in the caller's transaction, which holds the enquiry's row lock."""
    enquiry.answered_at, enquiry.answered_by = at, by
    enquiry.save(update_fields=["answered_at", "answered_by"])
    settle_first_answer(enquiry, because="Answered", now=now)
    settle_tasks(prefix=f"enquiry:{enquiry.pk}:answer", by=by, now=now)


@transaction.atomic(durable=True)
def ask_more(
    *, enquiry_id: int, question: str, by: User, now: datetime, form_key: FormKey | None = None
) -> EnquiryContact:
    """
    Ask the person for something: by e-mail where a mailbox is confirmed and safe, else as a task to ring them.

    The clock of a first answer goes on until somebody records that they were answered (`record_first_answer`).
    """
    if (before := receipts.earlier(form_key, EnquiryContact)) is not None:
        return before
    enquiry = open_enquiry(enquiry_id)
    occurrence = enquiry.contacts.filter(kind=EnquiryContactKind.ASKED_MORE).count() + 1
    way = reach.email_of(enquiry, now=now)
    message = None
    if way is not None:
        message = outbox.queue(
            notices.ask_more(enquiry, question=question, to=way.to, by=by),
            key=f"enquiry:{enquiry.pk}:ask:{occurrence}",
            now=now,
        )
    else:
        give_task(
            key=f"enquiry:{enquiry.pk}:ring:{occurrence}",
            owner=enquiry.for_person or by,
            title=f"Ring {enquiry.name} and ask: {question}",
            url=reverse("intake:detail", args=[enquiry.pk]),
            due_on=local_date(main_office(), now),
            now=now,
        )
    went_as = f"By e-mail to {way.to}"[:120] if way else f"By ringing: a task for {enquiry.for_person or by}"
    contact = keep_contact(
        enquiry,
        EnquiryContactKind.ASKED_MORE,
        at=now,
        words=question,
        by=by,
        now=now,
        went_as=went_as,
        message=message,
    )
    receipts.keep(form_key, contact, at=now)
    journal.record(
        subject=enquiry,
        event="enquiry.asked_more",
        by=by,
        at=now,
        channel=way.channel if way else "phone",
    )
    return contact


class NothingToConfirm(Refusal):
    """There is no such address on the enquiry."""

    code = "nothing_to_confirm"


@transaction.atomic(durable=True)
def confirm_reach(*, enquiry_id: int, kind: ContactKind, how: str, may_write: bool, by: User, now: datetime) -> Enquiry:
    """
    Confirm the mailbox or address of an enquiry, and whether we may write to it (decisions 23).

    ``how``: in person, or read back on the number they gave.

    :raises NothingToConfirm: if they gave none
    """
    enquiry = open_enquiry(enquiry_id)
    fields = {ContactKind.EMAIL: "email", ContactKind.ADDRESS: "address"}
    name = fields.get(kind, "")
    if not name or not getattr(enquiry, name):
        raise NothingToConfirm("They gave no such address.")
    safe = "email_is_safe" if kind == ContactKind.EMAIL else "post_is_safe"
    setattr(enquiry, f"{name}_confirmed_at", now)
    setattr(enquiry, safe, may_write)
    enquiry.save(update_fields=[f"{name}_confirmed_at", safe])
    words = f"{kind.label}: {how}. {'We may write to it.' if may_write else 'Do not write to it.'}"
    keep_contact(enquiry, EnquiryContactKind.CONFIRMED, at=now, words=words, by=by, now=now)
    journal.record(
        subject=enquiry, event="enquiry.contact_confirmed", by=by, at=now, kind=kind, how=how, may_write=may_write
    )
    return enquiry


@transaction.atomic(durable=True)
def record_enquiry_holding_call(
    *,
    enquiry_id: int,
    names: Sequence[str],
    key_date: date | None,
    time_is_running: str,
    said_so: bool,
    by: User,
    now: datetime,
    calendar: WorkingCalendar,
    form_key: FormKey | None = None,
) -> Enquiry:
    """
    Record a call before the check is asked for: names, a date, whether time is running, no more (decisions 27).

    :raises HoldingCallIncomplete: if it was not said that we do not act yet
    """
    if not said_so:
        raise HoldingCallIncomplete("Say to them that we do not act yet and that time may be running. Then tick it.")
    if (before := receipts.earlier(form_key, Enquiry)) is not None:
        return before
    enquiry = keep_enquiry_holding_call(
        enquiry_id=enquiry_id,
        names=names,
        key_date=key_date,
        time_is_running=time_is_running,
        by=by,
        now=now,
        calendar=calendar,
    )
    receipts.keep(form_key, enquiry, at=now)
    return enquiry


def keep_enquiry_holding_call(
    *,
    enquiry_id: int,
    names: Sequence[str],
    key_date: date | None,
    time_is_running: str,
    by: User,
    now: datetime,
    calendar: WorkingCalendar,
) -> Enquiry:
    """Keep what a holding call took down, in the caller's transaction; that we do not act yet was said."""
    enquiry = open_enquiry(enquiry_id)
    new = add_names(enquiry, [(name, MatterRole.OTHER, False) for name in names])
    today = calendar.local_date(now)
    if key_date is not None and (enquiry.key_date is None or enquiry.key_date < today or key_date < enquiry.key_date):
        enquiry.key_date = key_date
        enquiry.key_date_label = enquiry.key_date_label or "Key date given"
    enquiry.time_is_running = TimeRunning(time_is_running)
    enquiry.save(update_fields=["key_date", "key_date_label", "time_is_running"])
    words = "; ".join(names) or "No new names"
    keep_contact(enquiry, EnquiryContactKind.HOLDING_CALL, at=now, words=words, by=by, now=now)
    if enquiry.answered_at is None:
        give_first_answer(enquiry, at=now, by=by, now=now)
    journal.record(
        subject=enquiry,
        event="enquiry.holding_call",
        by=by,
        at=now,
        names=new,
        key_date=key_date.isoformat() if key_date else None,
        time_is_running=time_is_running,
    )
    return enquiry


def ask_by_hand(enquiry: Enquiry, *, what: str, key: str, by: User, now: datetime) -> None:
    """Ask whoever sends something, in the caller's transaction, for the forms of it that the printer cannot make."""
    today = local_date(main_office(), now)
    wanted = by_hand(enquiry.party, today)
    if wanted:
        give_task(
            key=f"enquiry_also:{enquiry.pk}:{key}",
            owner=by,
            title=f"{enquiry.name}: {what} is also needed {', '.join(wanted)}",
            url=reverse("intake:detail", args=[enquiry.pk]),
            due_on=today,
            now=now,
            matter=enquiry.matter_id,
        )


def keep_contact(
    enquiry: Enquiry, kind: EnquiryContactKind, *, at: datetime, words: str, by: User, now: datetime, **more: object
) -> EnquiryContact:
    """Write one contact in the caller's transaction."""
    return EnquiryContact.objects.create(
        enquiry=enquiry, kind=kind, at=at, recorded_at=now, by=by, words=words[:600], **more
    )
