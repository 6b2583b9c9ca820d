"""The post tray as somebody sees it: what goes, what must not, what was printed and what came after (decisions 20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Max, Prefetch

from outbox.enveloping import NO_ADDRESS
from outbox.leaving import hindrances
from outbox.models import Attachment, Document, Message, PostPrint, PrintedLetter
from practice.models import FirmProfile, User
from practice.office import load_calendar, main_office

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that may go. ``printed_at``: the last print of today that holds it."""

    letter: Message
    papers: tuple[Document, ...]
    printed_at: datetime | None
    is_stoppable: bool
    problem: str
    is_late: bool

    @property
    def may_be_printed(self) -> bool:
        return not self.is_stoppable and self.problem != NO_ADDRESS


@dataclass(frozen=True)
class Tray:
    """What waits, in the order of the envelopes, and apart from it what must not go any more."""

    waiting: tuple[Waiting, ...]
    taken_out: tuple[tuple[Message, datetime | None], ...]
    own_print: PostPrint | None
    own_waiting: int  # letters of it that are still here
    goes_at: datetime

    @cached_property
    def to_print(self) -> list[Message]:
        return [one.letter for one in self.waiting if one.may_be_printed]

    @cached_property
    def not_printed(self) -> list[Message]:
        return [one.letter for one in self.waiting if one.may_be_printed and not (one.printed_at or one.problem)]

    @cached_property
    def printed(self) -> list[Message]:
        return [one.letter for one in self.waiting if one.printed_at is not None]

    @property
    def last_print_at(self) -> datetime | None:
        own = [self.own_print.printed_at] if self.own_print else []
        return max((*own, *(one.printed_at for one in self.waiting if one.printed_at)), default=None)

    @cached_property
    def to_post(self) -> list[Message]:
        """What one button records as posted: what was printed today, or all of it where nothing was."""
        return self.printed or self.to_print

    @property
    def late(self) -> int:
        return sum(one.is_late for one in self.waiting)


def tray_of(user: User, *, now: datetime) -> Tray:
    """Return the tray as this person may see it; a sweep may not have held yet what must not go."""
    calendar = load_calendar(main_office())
    today = calendar.start_of_day(calendar.local_date(now))
    on_paper = Message.objects.on_paper_for(user).select_related("matter", "party")
    papers = Attachment.objects.select_related("document").defer("document__content").order_by("position")
    letters = list(on_paper.to_print().prefetch_related(Prefetch("attachments", papers)))
    out = list(on_paper.not_to_post()[:_SHOWN])
    hindered = hindrances(letters, now=now)
    for letter in letters:
        letter.last_error = hindered.get(letter.pk, letter.last_error)
    rows = PrintedLetter.objects.filter(message__in=[*letters, *out], post_print__printed_at__gte=today)
    printed = dict(rows.values_list("message").annotate(at=Max("post_print__printed_at")))
    own = _own_print(user, today)
    goes_at = calendar.at(calendar.local_date(now), FirmProfile.objects.get().post_goes_at)
    mine = set(own.rows.values_list("message", flat=True)) if own else set()
    return Tray(
        waiting=tuple(
            Waiting(
                letter=one,
                papers=tuple(paper.document for paper in one.attachments.all()),
                printed_at=printed.get(one.pk),
                is_stoppable=one.next_attempt_at > now,
                problem=_problem(one, own),
                is_late=now >= goes_at > one.next_attempt_at,
            )
            for one in letters
            if one.pk not in hindered
        ),
        taken_out=tuple((one, printed.get(one.pk)) for one in (*(x for x in letters if x.pk in hindered), *out)),
        own_print=own,
        own_waiting=sum(one.pk in mine for one in letters if one.pk not in hindered),
        goes_at=goes_at,
    )


def letters_to_print(letters: Sequence[Message], *, now: datetime) -> list[Message]:
    """Read those letters whole, in order, that may still go at this moment."""
    found = list(Message.objects.to_print().filter(pk__in=[one.pk for one in letters]).with_papers())
    hindered = hindrances(found, now=now)
    return [one for one in found if one.pk not in hindered]


def own_printed(user: User, *, now: datetime) -> tuple[PostPrint, list[Message]] | None:
    """Return this person's last print of today with what of it still waits and may be seen by them; None if nothing."""
    calendar = load_calendar(main_office())
    made = _own_print(user, calendar.start_of_day(calendar.local_date(now)))
    if made is None:
        return None
    held = Message.objects.on_paper_for(user).filter(printed__post_print=made)
    letters = letters_to_print(list(held), now=now)
    return (made, letters) if letters else None


def _own_print(user: User, since: datetime) -> PostPrint | None:
    return PostPrint.objects.filter(printed_by=user, printed_at__gte=since).order_by("-printed_at", "pk").first()


def _problem(letter: Message, own: PostPrint | None) -> str:
    if not letter.to_address.strip():
        return NO_ADDRESS
    return own.left_out.get(str(letter.pk), "") if own else ""
