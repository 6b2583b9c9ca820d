"""Giving a matter to somebody else with what is open on it: calls, tasks and the letter in the making (A10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.urls import reverse

from callbacks.models import Callback, Promise
from callbacks.services import calls_in_hand, hand_over_calls, untimed_calls
from engagement.models import Letter
from engagement.services import hand_over_draft
from practice import journal
from practice.models import Matter, Task, User
from practice.office import local_date
from practice.services.allocation import Team, allocate, successors
from practice.services.tasks import give_task, open_tasks

#: What is asked of one person for who they are stays theirs: decisions on checks, measures and words of others.
_PERSONAL: Final = ("conflict:", "enhanced:", "letter:", "complaint:", "glass:")


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What lies with whoever the matter names now. The promised update is the matter's own and goes with it."""

    promises: Sequence[Promise]
    calls: Sequence[Callback]
    tasks: Sequence[Task]
    draft: Letter | None
    next_update_on: date | None

    @property
    def is_any(self) -> bool:
        return bool(self.promises or self.calls or self.tasks or self.draft or self.next_update_on)


@dataclass(frozen=True, slots=True)
class Given:
    """What went with the matter, in words, and the calls that did not: their time is not free, or has passed."""

    matter: Matter
    what: str
    left: Sequence[Promise]


def open_work(matter: Matter, reader: User) -> OpenWork:
    """Return what is open and in whose hands, of calls those that the reader may see; six queries at most."""
    named = [one.pk for one in (matter.fee_earner, matter.assistant, matter.supervisor) if one is not None]
    seen = Callback.objects.visible_to(reader)
    draft = Letter.objects.in_the_making().filter(matter=matter, prepared_for__in=named)
    return OpenWork(
        promises=list(calls_in_hand(matter, named).filter(callback__in=seen)),
        calls=list(untimed_calls(matter, named).filter(pk__in=seen)),
        tasks=list(open_tasks(matter=matter, owners=named, without=_PERSONAL)),
        draft=draft.select_related("prepared_for").first(),
        next_update_on=matter.next_update_on,
    )


@transaction.atomic(durable=True)
def give_matter(
    *,
    matter_id: int,
    team: Team,
    because: str,
    seen: tuple[int | None, ...],
    with_work: bool,
    by: User,
    now: datetime,
) -> Given:
    """
    Give a matter to somebody else and, ``with_work``, what is open on it to whoever goes on, as one deed.

    A call keeps its time; one at whose time the other is not free is left, listed, and a task of the new fee earner. A
    letter in the making is signed by the new one, so an approval of it ends. What waits to leave is asked again when
    it leaves, as ever.

    :raises AllocatedAlready, KeptOutside: see practice/services/allocation.py
    """
    people = ("fee_earner", "supervisor", "assistant", "department__office")
    to = successors(Matter.objects.select_related(*people).get(pk=matter_id), team)
    matter = allocate(matter_id=matter_id, team=team, because=because, seen=seen, by=by, now=now)
    if not (with_work and to):
        return Given(matter, "", [])
    calls = untimed_calls(matter, to).count()
    gone = hand_over_calls(matter=matter, to=to, by=by, now=now)
    tasks = list(open_tasks(matter=matter, owners=to, without=_PERSONAL))
    for task in tasks:
        Task.objects.filter(pk=task.pk).update(owner=to[task.owner_id])
    drafts = [
        hand_over_draft(matter=matter, was=was, to=to[was.pk], by=by, now=now)
        for was in User.objects.filter(pk__in=to).order_by("pk")
    ]
    what = _in_words(len(gone.moved) + calls, len(tasks), sum(draft is not None for draft in drafts))
    left = f"{_count(len(gone.left), 'call')} left where it was" if gone.left else ""
    journal.record(
        subject=matter,
        event="matter.work_given",
        by=by,
        at=now,
        matter=matter,
        what="; ".join(filter(None, [what or "nothing was open", left])),
        to=", ".join(sorted({one.name for one in to.values()})),
    )
    if gone.left:
        give_task(
            key=f"matter:{matter.pk}:calls_left:{now:%Y%m%dT%H%M%S}",
            owner=matter.fee_earner,
            title=f"{matter.reference_or_stage}: make or move {_count(len(gone.left), 'call')} promised by others",
            url=reverse("matter", args=[matter.pk]) + "#promises",
            due_on=local_date(matter.department.office, now),
            now=now,
            matter=matter,
        )
    return Given(matter, what, gone.left)


def _in_words(calls: int, tasks: int, drafts: int) -> str:
    """Say what went: "2 calls, 1 task and the letter in the making"; "" for nothing."""
    parts = [_count(calls, "call"), _count(tasks, "task"), "the letter in the making" if drafts else ""]
    said = [part for part in parts if part]
    return " and ".join(filter(None, [", ".join(said[:-1]), *said[-1:]]))


def _count(number: int, noun: str) -> str:
    return "" if not number else f"{number} {noun}" if number == 1 else f"{number} {noun}s"
