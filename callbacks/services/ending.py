"""
How one planned stage of a promise ends: in a message, a mark, or the reason why not (decisions B8).

Everything is collected and nothing is written, so that the sweep and the forecast of what will leave ask the same code.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from callbacks import client_notices, notices
from callbacks.models import Callback, CallbackStage, Promise
from callbacks.models.promises import CallbackStageQuerySet
from callbacks.policies import office_of, policies_for
from callbacks.rules import Audience, CallPolicyValue, Judgement, Stage, Step, StepNotAllowed, next_stage, settles_at
from callbacks.services.lists import LISTS, Lists
from callbacks.services.promising import SETTLED, end_of, finish_stage, judge_promise, plan_settling
from callbacks.services.reaching import Way, ways_to, why_no_way
from callbacks.services.whom import owner_of, supervisor_of
from outbox.services import Notice
from practice import journal
from practice.actors import SYSTEM
from practice.automatic import mode_of
from practice.calendar import LatePolicy, WorkingCalendar
from practice.declining import declined_notices
from practice.models import FirmProfile, JournalEntry, Outcome, SendMode, Task, User
from practice.office import load_calendar, local_date

TO_CALLER = {"client_confirmation": notices.CONFIRMATION, "client_reminder": notices.REMINDER}
LATER_DUE = "A later message about the same call was due"


@dataclass
class Run:
    """What one transaction has found and will write."""

    now: datetime
    policies: dict[int, CallPolicyValue]
    calendars: dict[int, WorkingCalendar]
    firm: FirmProfile | None
    modes: dict[str, SendMode]
    ways: dict[int, Way]
    declined: frozenset[tuple[int, str]]
    notices: dict[str, Notice] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    entries: list[JournalEntry] = field(default_factory=list)
    lists: Lists = field(default_factory=Lists)
    judged: dict[int, Promise] = field(default_factory=dict)
    moved: dict[int, Callback] = field(default_factory=dict)
    planned: list[CallbackStage] = field(default_factory=list)
    confirmed: dict[int, CallbackStage] = field(default_factory=dict)

    def calendar(self, user: User) -> WorkingCalendar:
        return self.calendars[office_of(user).pk]

    def like(self) -> "Run":
        """Return a run with the same facts that has found nothing yet."""
        return Run(self.now, self.policies, self.calendars, self.firm, self.modes, self.ways, self.declined)


def with_all_it_takes(stages: CallbackStageQuerySet) -> CallbackStageQuerySet:
    """Fetch with the stages what deciding about them reads."""
    return stages.select_related(
        "held_by",
        "promise__adviser__department__office",
        "promise__adviser__department__head",
        "promise__callback__matter__supervisor",
        "promise__callback__matter__fee_earner",
        "promise__callback__caller__only_number",
        "promise__replaced_by",
    ).prefetch_related("promise__callback__attempts", "promise__callback__promises")


def share_rows(stages: Sequence[CallbackStage]) -> None:
    """Let stages of one promise see what an earlier one did to it, and to its call."""
    promises: dict[int, Promise] = {}
    callbacks: dict[int, Callback] = {}
    for stage in stages:
        stage.promise = promises.setdefault(stage.promise_id, stage.promise)
        callback_id = stage.promise.callback_id
        stage.promise.callback = callbacks.setdefault(callback_id, stage.promise.callback)


def prepare(stages: Sequence[CallbackStage], *, now: datetime) -> Run:
    """Read what all these stages need, in as many queries for one as for a thousand."""
    advisers = {stage.promise.adviser_id: stage.promise.adviser for stage in stages}
    offices = {office.pk: office for office in (office_of(adviser) for adviser in advisers.values())}
    callers = [stage.promise.callback.caller_id for stage in stages if stage.kind in TO_CALLER]
    ways: dict[int, Way] = {}
    if callers:
        ways = ways_to(callers, on=local_date(next(iter(offices.values())), now))
    return Run(
        now=now,
        policies=policies_for(advisers.values()),
        calendars={number: load_calendar(office) for number, office in offices.items()},
        firm=FirmProfile.objects.first() if callers else None,
        modes={kind: mode_of(kind) for kind in TO_CALLER.values()} if callers else {},
        ways=ways,
        declined=declined_notices(),
    )


def end_stage(stage: CallbackStage, run: Run, *, at: datetime) -> None:
    """Decide how one stage ends and collect what follows from it."""
    promise = stage.promise
    if stage.held_by_id is not None:
        finish_stage(stage, Outcome.HELD, at=at, because=f"Held by {stage.held_by}")
    elif stage.kind in ("missed", "settle"):
        _judge(stage, run, at=at)
    elif promise.outcome in SETTLED or not promise.callback.is_open:
        finish_stage(stage, Outcome.SETTLED, at=at, because=Judgement(promise.outcome).label)
    elif not _is_useful(stage, run, at=at):
        finish_stage(stage, Outcome.TOO_LATE, at=at, because="The time for it was over when it could be told")
    elif stage.kind in TO_CALLER:
        _tell_caller(stage, run, at=at)
    elif stage.kind == "due":
        _mark_due(promise, run)
        finish_stage(stage, Outcome.FIRED, at=at)
    else:
        _tell_staff(stage, run, at=at)


def _is_useful(stage: CallbackStage, run: Run, *, at: datetime) -> bool:
    """What tells of a promise that is over is of use on that day; everything else as its policy says."""
    promise, ends_at = stage.promise, stage.promise.ends_at
    if stage.fire_at >= ends_at:
        calendar = run.calendar(promise.adviser)
        ends_at = calendar.end_of_day(calendar.local_date(stage.fire_at))
    return LatePolicy(stage.late_policy).is_useful(now=at, starts_at=promise.starts_at, ends_at=ends_at)


def _judge(stage: CallbackStage, run: Run, *, at: datetime) -> None:
    promise, callback = stage.promise, stage.promise.callback
    policy, calendar = run.policies[promise.adviser_id], run.calendar(promise.adviser)
    attempts = sorted(callback.attempts.all(), key=lambda one: (one.at, one.pk))
    if judge_promise(promise, callback, attempts, policy=policy, calendar=calendar, now=run.now):
        run.judged[promise.pk] = promise
        run.entries.append(
            journal.entry(
                subject=callback,
                event="promise.judged",
                by=SYSTEM,
                at=at,
                matter=callback.matter_id,
                party=callback.caller_id,
                promise=promise.pk,
                outcome=promise.outcome,
            )
        )
    if promise.outcome in SETTLED:
        finish_stage(stage, Outcome.SETTLED, at=at, because=Judgement(promise.outcome).label)
        return
    finish_stage(stage, Outcome.FIRED, at=at)
    if stage.kind == "missed":
        _take_as_missed(promise, run)
    if promise.is_provisional:
        final_at = settles_at(promise.value(), policy=policy, calendar=calendar, day_record_at=None)
        run.planned.append(plan_settling(promise, at=max(final_at, end_of(promise, policy))))


def _take_as_missed(promise: Promise, run: Run) -> None:
    """Put the miss on the lists of owner and supervisor, once each; the apology is a person's (decisions 33)."""
    callback, calendar = promise.callback, run.calendar(promise.adviser)
    is_current = not hasattr(promise, "replaced_by")
    if is_current and callback.is_open:
        try:
            callback.stage = next_stage(callback.stage, Step.MISS)
        except StepNotAllowed:
            pass  # it was missed before: two promises of one call can be
        else:
            run.moved[callback.pk] = callback
    said = notices.when(promise, calendar)
    people = [(owner_of(promise), f"Ring {callback.caller_name} and say sorry: promised {said}")]
    if (supervisor := supervisor_of(promise)) is not None:
        words = f"A call by {promise.adviser.name} was not made: {callback.reference}, promised {said}"
        people.append((supervisor, words))
    for person, title in people:
        run.tasks.append(
            Task(
                key=f"callback:{callback.pk}:missed:{promise.pk}:{person.pk}",
                owner=person,
                title=title[:200],
                url=notices.path("callbacks:detail", callback.pk),
                due_on=calendar.local_date(run.now),
                created_at=run.now,
                matter=callback.matter,
            )
        )


def _mark_due(promise: Promise, run: Run) -> None:
    if not hasattr(promise, "replaced_by") and promise.callback.stage in (Stage.PROMISED, Stage.RE_PROMISED):
        promise.callback.stage = next_stage(promise.callback.stage, Step.FALL_DUE)
        run.moved[promise.callback_id] = promise.callback


def reader_of(stage: CallbackStage) -> User | None:
    """Return the member of staff whom a stage tells; None if there is nobody."""
    if stage.audience == Audience.SUPERVISOR:
        return supervisor_of(stage.promise)
    if stage.audience == Audience.RECEPTION:
        return stage.promise.callback.taken_by
    return owner_of(stage.promise)


def _tell_staff(stage: CallbackStage, run: Run, *, at: datetime) -> None:
    promise, reader = stage.promise, reader_of(stage)
    calendar = run.calendar(promise.adviser)
    if reader is None:
        finish_stage(stage, Outcome.SETTLED, at=at, because="Nobody looks after whoever rings")
        return
    if (reader.pk, stage.kind) in run.declined:
        finish_stage(stage, Outcome.SWITCHED_OFF, at=at, because=f"{reader} reads it on the page"[:200])
        return
    if stage.kind in LISTS:
        run.lists.add(stage, reader, calendar=calendar)
    elif stage.kind in ("unfinished", "owner_start", "reception_end"):
        run.notices[key_of(stage)] = notices.unfinished(promise, reader, calendar=calendar)
    else:
        run.notices[key_of(stage)] = notices.missed(promise, reader, calendar=calendar)
    finish_stage(stage, Outcome.FIRED, at=at)


def _tell_caller(stage: CallbackStage, run: Run, *, at: datetime) -> None:
    """Write to the caller only by a confirmed mailbox that is safe, and only as far as the firm has released it."""
    callback, kind = stage.promise.callback, TO_CALLER[stage.kind]
    way = run.ways.get(callback.caller_id or 0)
    if run.modes[kind] == SendMode.OFF:
        finish_stage(stage, Outcome.SWITCHED_OFF, at=at)
    elif way is None or run.firm is None:
        finish_stage(stage, Outcome.UNSAFE_CHANNEL, at=at, because=why_no_way(callback.caller))
        if run.modes[kind] == SendMode.ON:
            _say_that_nothing_goes(stage, run)
    elif run.modes[kind] == SendMode.REHEARSE:
        finish_stage(stage, Outcome.REHEARSED, at=at)
    else:
        calendar = run.calendar(stage.promise.adviser)
        notice = notices.to_caller(kind, callback, stage.promise, way, firm=run.firm, calendar=calendar)
        if kind == notices.CONFIRMATION:
            notice = client_notices.with_calendar_file(notice, stage.promise, firm=run.firm, now=run.now)
        run.notices[key_of(stage)] = notice
        finish_stage(stage, Outcome.FIRED, at=at)
        _fold(stage, run, at=at)


def _say_that_nothing_goes(stage: CallbackStage, run: Run) -> None:
    """Tell whoever rings, once a promise: the caller was told that a message would come."""
    promise, callback = stage.promise, stage.promise.callback
    owner = owner_of(promise)
    run.tasks.append(
        Task(
            key=f"callback:{callback.pk}:not_written:{promise.pk}",
            owner=owner,
            title=f"No message went to {callback.caller_name} about the promised call. {stage.because}"[:200],
            url=notices.path("callbacks:detail", callback.pk),
            due_on=run.calendar(promise.adviser).local_date(run.now),
            created_at=run.now,
            matter=callback.matter,
        )
    )


def _fold(stage: CallbackStage, run: Run, *, at: datetime) -> None:
    """Of a confirmation and a reminder that would reach the caller together only the later is of use."""
    if stage.kind == "client_confirmation":
        run.confirmed[stage.promise_id] = stage
        return
    earlier = run.confirmed.get(stage.promise_id)
    if earlier is not None and earlier.fired_at == at:
        del run.notices[key_of(earlier)]
        finish_stage(earlier, Outcome.TOO_LATE, at=at, because=LATER_DUE)


def key_of(stage: CallbackStage) -> str:
    """Return the outbox key of the message that a stage leads to."""
    again = f":{stage.occurrence}" if stage.occurrence > 1 else ""
    return f"callback:{stage.promise.callback_id}:{stage.kind}:{stage.promise_id}{again}"
