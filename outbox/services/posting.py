"""The post tray: what was printed of it, what was posted, and who is told of what was not (decisions 20)."""

import logging
import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from outbox.leaving import hindrances
from outbox.models import Channel, Message, MessageState, PostClass, PostPrint, PrintedLetter
from practice import journal, receipts
from practice.actors import SYSTEM
from practice.errors import Refusal, WorldMoved
from practice.models import FirmProfile, Task, User
from practice.office import load_calendar, main_office
from practice.permissions import Role
from practice.phrases import hhmm
from practice.receipts import FormKey
from practice.services.tasks import give_task, settle_tasks

_UNPOSTED = "unposted"
_log = logging.getLogger(__name__)


class NotInTray(WorldMoved):
    """Somebody else posted it, or it was withdrawn."""

    code = "letter_not_in_tray"


class NotYetPosted(Refusal):
    """A letter cannot have been posted at a time that is still to come."""

    code = "letter_not_yet_posted"


class NothingToPrint(WorldMoved):
    """Every letter that was chosen has left the tray, must not go, or cannot be printed."""

    code = "nothing_to_print"


@transaction.atomic(durable=True)
def record_print(
    *,
    letter_ids: Sequence[uuid.UUID],
    left_out: Mapping[uuid.UUID, str],
    both_sides: bool,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> PostPrint:
    """
    Write down which letters a print of the tray holds, in order, and why others are not in it.

    :raises NothingToPrint: if none of them waits any more
    """
    if (done := receipts.earlier(form_key, PostPrint)) is not None:
        return done
    waiting = set(Message.objects.to_print().filter(pk__in=letter_ids).values_list("pk", flat=True))
    printed = [pk for pk in letter_ids if pk in waiting]
    if not printed and not left_out:
        raise NothingToPrint("There is nothing to print: the tray has changed. Look at it again.")
    made = PostPrint.objects.create(
        printed_at=now,
        printed_by=by,
        both_sides=both_sides,
        left_out={str(pk): because for pk, because in left_out.items()},
    )
    PrintedLetter.objects.bulk_create(
        PrintedLetter(post_print=made, message_id=pk, position=position) for position, pk in enumerate(printed, start=1)
    )
    journal.record(
        subject=made,
        event="post.printed",
        by=by,
        at=now,
        letters=[str(pk) for pk in printed],
        left_out=[str(pk) for pk in left_out],
    )
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def record_posting(
    *,
    letter_ids: Collection[uuid.UUID],
    posted_at: datetime,
    posted_class: PostClass,
    by: User,
    now: datetime,
) -> list[Message]:
    """
    Record that printed letters were posted: their dispatch time is when they were posted (decisions B6, 20).

    One that was taken out of the tray may have gone before, or all the same: what happened is recorded. All of them
    or none.

    :raises NotYetPosted: if that time is still to come
    :raises NotInTray: if one is no longer waiting to be posted; it says which
    """
    if posted_at > now:
        raise NotYetPosted("That time is still to come. Record the posting when the letter has gone.")
    found = Message.objects.filter(pk__in=letter_ids, channel=Channel.PRINT)
    letters = list(found.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    gone = [one for one in letters if one.state not in (MessageState.PENDING, MessageState.FAILED)]
    if gone or not letters:
        named = ", ".join(f"{one.to_name} ({one.subject})" for one in gone) or "What was chosen"
        raise NotInTray(f"No longer waiting in the post tray: {named}. Nothing was recorded.")
    for letter in letters:
        letter.state, letter.sent_at, letter.last_error = MessageState.SENT, posted_at, ""
        letter.posted_by, letter.posted_class = by, posted_class
        letter.save(update_fields=["state", "sent_at", "posted_by", "posted_class", "last_error"])
        settle_tasks(prefix=f"message:{letter.pk}:", by=by, now=now)
        journal.record(
            subject=letter,
            event="letter.posted",
            by=by,
            at=now,
            posted_at=posted_at.isoformat(),
            posted_class=posted_class,
        )
    return letters


def warn_of_unposted(*, now: datetime) -> int:
    """
    Ask about letters that are still in the tray when the post has gone, once a day each; return of how many.

    Whoever owns the letter is asked, and whoever printed it, who may hold the pile; of one with neither, compliance. It
    looks back without limit, and ticks off what was asked about a letter that waits no longer.
    """
    _settle_what_left(now=now)
    calendar = load_calendar(main_office())
    today = calendar.local_date(now)
    goes_at = calendar.at(today, FirmProfile.objects.get().post_goes_at)
    if now < goes_at or not calendar.is_working_day(today):
        return 0
    letters = list(Message.objects.to_print().filter(next_attempt_at__lt=goes_at))
    hindered = hindrances(letters, now=now)
    told = 0
    for letter in letters:
        if letter.pk in hindered:
            continue
        try:
            told += _warn_of(letter.pk, at=hhmm(calendar.local(goes_at)), key=f"{today:%Y%m%d}", now=now)
        except Exception:
            _log.exception("Nobody could be told that letter %s was not posted", letter.pk)
    return told


@transaction.atomic(durable=True)
def _warn_of(message_id: uuid.UUID, *, at: str, key: str, now: datetime) -> bool:
    letter = Message.objects.select_for_update(no_key=True, of=("self",)).select_related("owner").get(pk=message_id)
    asked = f"message:{letter.pk}:{_UNPOSTED}:"
    if letter.state != MessageState.PENDING or Task.objects.filter(key__startswith=f"{asked}{key}").exists():
        return False
    settle_tasks(prefix=asked, by=None, now=now)  # what was asked yesterday is asked anew
    printers = User.objects.filter(pk__in=letter.prints.values("printed_by"), is_active=True)
    people = {one.pk: one for one in (letter.owner, *printers) if one is not None}
    people = people or {one.pk: one for one in User.objects.with_role(Role.COMPLIANCE)}
    for person in people.values():
        give_task(
            key=f"{asked}{key}:{person.pk}",
            owner=person,
            title=f"Not posted by {at}: {letter.subject}",
            url=reverse("outbox:message", args=[letter.pk]),
            due_on=load_calendar(main_office()).local_date(now),
            now=now,
            matter=letter.matter_id,
        )
    journal.record(subject=letter, event="letter.unposted", by=SYSTEM, at=now, told=sorted(people))
    return True


@transaction.atomic(durable=True)
def _settle_what_left(*, now: datetime) -> None:
    asked = Task.objects.filter(key__startswith="message:", key__contains=f":{_UNPOSTED}:", done_at=None)
    numbers = {key.split(":")[1] for key in asked.values_list("key", flat=True)}
    waiting = {str(pk) for pk in Message.objects.to_print().filter(pk__in=numbers).values_list("pk", flat=True)}
    for number in numbers - waiting:
        settle_tasks(prefix=f"message:{number}:{_UNPOSTED}:", by=None, now=now)
