"""What will be written about promised calls, if nobody does anything before: the sweep's own code, nothing saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from callbacks import notices
from callbacks.models import Callback, CallbackStage, Promise
from callbacks.services.ending import TO_CALLER, Run, end_stage, key_of, prepare, share_rows, with_all_it_takes
from callbacks.services.lists import Lists
from outbox.coming import FATES, About, Coming, Fate
from practice.models import Outcome, User
from practice.permissions import Permission

_MARKS = ("due", "missed", "settle")  # shown on a page, written to nobody
_WORDS = {
    "owner_list": "List of calls to return",
    "owner_start": "Call due now, to whoever rings",
    "morning_list": "Morning list of calls",
    "evening_list": "Evening list of calls not made",
    "supervisor_list": "Evening list of a supervisor",
    "reception_end": "Call not made yet, to whoever took it",
    "unfinished": "Urgent call not made yet",
    "missed_owner": "Urgent call missed, to whoever was to ring",
    "missed_supervisor": "Urgent call missed, to their supervisor",
    "client_confirmation": "Confirmation of a call to the caller",
    "client_reminder": "Reminder of a call to the caller",
}


@dataclass(frozen=True)
class _Reader:
    """Which calls somebody may see, and whether they may open one."""

    visible: frozenset[int]
    may_open: bool
    may_hold: bool

    def hold_url(self, promises: Sequence[Promise]) -> str:
        """Return where these messages are held or let go: only by whoever sees every call that they name."""
        sees_all = all(promise.callback_id in self.visible for promise in promises)
        return notices.path("forecast_hold") if self.may_hold and sees_all else ""

    def about(self, promises: Sequence[Promise]) -> tuple[About, ...]:
        calls = (promise.callback for promise in promises if promise.callback_id in self.visible)
        return tuple(
            About(text=call.reference, url=notices.path("callbacks:detail", call.pk) if self.may_open else "")
            for call in calls
        )


def messages_to_come(*, reader: User, now: datetime, until: datetime) -> list[Coming]:
    """
    Return what the sweeps will queue until then about calls this person may see, as things stand now.

    A list of calls is one message however many it names; only the calls that the reader may see are linked.
    """
    stages = list(with_all_it_takes(CallbackStage.objects.due(until).exclude(kind__in=_MARKS)))
    if not stages:
        return []
    share_rows(stages)
    run = prepare(stages, now=now)
    calls = {stage.promise.callback_id for stage in stages}
    visible = Callback.objects.visible_to(reader).filter(pk__in=calls).values_list("pk", flat=True)
    eyes = _Reader(frozenset(visible), reader.may(Permission.CALLBACK_RECORD), reader.may(Permission.OUTBOX_VIEW))
    free = [stage for stage in stages if stage.held_by_id is None]
    held = [stage for stage in stages if stage.held_by_id is not None]
    found = [*_free(free, run, eyes, now=now), *_held(held, run.like(), eyes, now=now)]
    return [one for one in found if one.about]


def _free(stages: Sequence[CallbackStage], run: Run, eyes: _Reader, *, now: datetime) -> Iterator[Coming]:
    for stage in stages:
        end_stage(stage, run, at=max(stage.fire_at, now))
    for stage in stages:
        yield from _one(stage, run, eyes, now=now)
    for found in run.lists:
        at, about = max(found.fire_at, now), eyes.about(found.promises)
        seen = [promise for promise in found.promises if promise.callback_id in eyes.visible]
        notice = found.notice(seen or None)  # its subject counts: not what the reader may not see
        yield Coming.of(
            notice,
            key=found.key,
            at=at,
            kind=found.kind,
            words=_WORDS[found.kind],
            about=about,
            stages=tuple(found.stages),
            hold_url=eyes.hold_url(found.promises),
        )


def _held(stages: Sequence[CallbackStage], run: Run, eyes: _Reader, *, now: datetime) -> Iterator[Coming]:
    """Say what would go if nobody held it."""
    for stage in stages:
        because, stage.held_by = f"by {stage.held_by}", None
        end_stage(stage, run, at=max(stage.fire_at, now))
        for alone in run.lists:
            run.notices[key_of(stage)] = alone.notice()
        run.lists = Lists()
        yield from _one(stage, run, eyes, now=now, fate=Fate.HELD, because=because)


def _one(
    stage: CallbackStage, run: Run, eyes: _Reader, *, now: datetime, fate: Fate | None = None, because: str = ""
) -> Iterator[Coming]:
    """Give the message of one stage, if its end leaves one that a reader could be shown."""
    at, words, about = max(stage.fire_at, now), _WORDS[stage.kind], eyes.about([stage.promise])
    key, callback = key_of(stage), stage.promise.callback
    if key in run.notices:
        notice = run.notices[key]
        yield Coming.of(
            notice,
            key=key,
            at=at,
            kind=stage.kind,
            words=words,
            about=about,
            fate=fate or Fate.GOES,
            because=because,
            stages=(stage.pk,),
            hold_url=eyes.hold_url([stage.promise]),
        )
    elif stage.kind in TO_CALLER and stage.outcome in FATES:
        yield Coming(
            key=key,
            at=at,
            kind=stage.kind,
            words=words,
            message_kind=TO_CALLER[stage.kind],
            subject=notices.TO_CALLER_SUBJECT,
            to_name=callback.caller_name,
            to_address="",
            about=about,
            fate=FATES[Outcome(stage.outcome)],
        )
