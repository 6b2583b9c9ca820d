"""
The steps of a proposal whatever it is a version of: asked for, sent back, given up, published by a second person.

Each deed locks what it is about and calls these inside its own transaction.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from practice import journal
from practice.actors import Actor
from practice.errors import Refusal, WorldMoved
from practice.models import User
from practice.office import local_date, main_office
from practice.services.tasks import give_task, settle_tasks
from wording import changes
from wording.changes import ChangeStage, NotFit, Step, StepNotAllowed
from wording.models import Proposed
from wording.proposals import authors_of, may_withdraw, publishers, second_people
from wording.rules import Problem


class DraftMoved(WorldMoved):
    """Somebody saved, published or gave up this proposal since the page was drawn."""

    code = "draft_moved"


class NoComment(Refusal):
    """A proposal is sent back with a comment, so that its writer knows what to do."""

    code = "no_comment"


class NotTheirs(Refusal):
    """Only whoever wrote a proposal, or may publish it, gives it up."""

    code = "not_theirs"


def check_seen(draft: Proposed, *, seen: int) -> None:
    """:raises DraftMoved: if it was saved again since"""
    if draft.is_open and draft.draft_version != seen:
        raise DraftMoved("Somebody saved something else since you opened this. Look at it first.")


def check_fit(problems: Sequence[Problem]) -> None:
    """:raises changes.NotFit: if it would fail in a letter"""
    if problems:
        raise NotFit(" ".join(problem.sentence for problem in problems))


def ask(draft: Proposed, *, by: User, now: datetime) -> None:
    """Ask those who may publish; each gets the task, and whoever does it first settles it for all."""
    draft.stage = changes.next_stage(ChangeStage(draft.stage), Step.ASK)
    draft.asked_at, draft.comment, draft.comment_by = now, "", None
    draft.save(update_fields=["stage", "asked_at", "comment", "comment_by"])
    for person in second_people(draft) or publishers():
        _give(draft, person, f"Publish the {draft.noun} “{draft.subject_title}”, or send it back", now=now)
    record(draft, "publication_asked", by=by, now=now)


def send_back(draft: Proposed, *, comment: str, by: User, now: datetime) -> None:
    """
    Send it back to whoever wrote it.

    :raises NoComment: without one
    :raises changes.StepNotAllowed: for what came with the product: nobody here could change it
    """
    draft.stage = changes.next_stage(ChangeStage(draft.stage), Step.SEND_BACK)
    if draft.written_by is None:
        raise StepNotAllowed("This came with ClientCare. Publish it, or keep your own.")
    if not comment.strip():
        raise NoComment("Say what has to change.")
    draft.asked_at, draft.comment, draft.comment_by = None, comment.strip(), by
    draft.save(update_fields=["stage", "asked_at", "comment", "comment_by"])
    settle(draft, by=by, now=now)
    _give(draft, draft.written_by, f"Sent back: the {draft.noun} “{draft.subject_title}”", now=now)
    record(draft, "sent_back", by=by, now=now, comment=draft.comment)


def give_up(draft: Proposed, *, by: User, now: datetime) -> None:
    """:raises NotTheirs: if they neither wrote it nor may publish it"""
    draft.stage, draft.ended_at = changes.next_stage(ChangeStage(draft.stage), Step.WITHDRAW), now
    if not may_withdraw(draft, by):
        raise NotTheirs("Whoever wrote it, or may publish it, gives it up.")
    draft.save(update_fields=["stage", "ended_at"])
    settle(draft, by=by, now=now)
    record(draft, "given_up", by=by, now=now)


def publisher(draft: Proposed, *, alone_because: str, by: User) -> str:
    """
    Move it to published and return why its author does it alone, or "".

    :raises changes.NotYourOwn: if its author publishes it although somebody else could
    """
    draft.stage = changes.next_stage(ChangeStage(draft.stage), Step.PUBLISH)
    return changes.check_publisher(
        by.pk,
        authors=authors_of(draft),
        others={person.pk for person in second_people(draft)},
        alone_because=alone_because,
    )


def begins(on: date | None, *, now: datetime) -> datetime:
    """Return when what is for a day takes over: as the day begins; None or today is now."""
    if on is None or on <= today(now):
        return now
    return datetime.combine(on, time(), tzinfo=ZoneInfo(main_office().zone))


def record(draft: Proposed, event: str, *, by: Actor, now: datetime, **facts: Any) -> None:
    journal.record(subject=draft, event=f"{draft.noun}.{event}", by=by, at=now, code=draft.subject_code, **facts)


def settle(draft: Proposed, *, by: User, now: datetime) -> None:
    settle_tasks(prefix=_tasks(draft), by=by, now=now)


def today(now: datetime) -> date:
    return local_date(main_office(), now)


def _give(draft: Proposed, owner: User, title: str, *, now: datetime) -> None:
    give_task(
        key=f"{_tasks(draft)}{draft.draft_version}:{draft.stage}:{now:%Y%m%dT%H%M%S}:{owner.pk}",
        owner=owner,
        title=title,
        url=reverse(draft.page, args=[draft.pk]),
        due_on=today(now),
        now=now,
    )


def _tasks(draft: Proposed) -> str:
    return f"{draft.noun}_draft:{draft.pk}:"
