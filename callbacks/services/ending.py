"""
How one planned stage of a promise ends: in a message, a mark, or the reason why not (decisions B8).

Everything is collected and nothing is written, so that the sweep and the forecast of what will leave ask the same code.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from callbacks import notices
from callbacks.models import Callback, CallbackStage, Promise
from callbacks.models.promises import CallbackStageQuerySet
from callbacks.policies import office_of, policies_for
from callbacks.rules import Audience, CallPolicyValue, Judgement, Stage, Step, StepNotAllowed, next_stage, settles_at
from callbacks.services.promising import SETTLED, end_of, finish_stage, judge_promise, plan_settling
from callbacks.services.whom import owner_of, supervisor_of
from outbox.services import Notice
from practice import journal
from practice.actors import SYSTEM
from practice.automatic import mode_of
from practice.calendar import LatePolicy, WorkingCalendar
from practice.models import ContactKind, ContactPoint, FirmProfile, JournalEntry, Outcome, Party, SendMode, Task, User
from practice.office import load_calendar, local_date
from practice.reach import why_not_written
from practice.statuses import may_be_reached

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
    mailboxes: dict[int, ContactPoint]
    notices: dict[str, Notice] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    entries: list[JournalEntry] = field(default_factory=list)
    lists: dict[tuple[int, datetime], list[Promise]] = field(default_factory=lambda: defaultdict(list))
    judged: dict[int, Promise] = field(default_factory=dict)
    moved: dict[int, Callback] = field(default_factory=dict)
    planned: list[CallbackStage] = field(default_factory=list)
    confirmed: dict[int, CallbackStage] = field(default_factory=dict)

    def calendar(self, user: User) -> WorkingCalendar:
        return self.calendars[office_of(user).pk]

    def like(self) -> "Run":
        """Return a run with the same facts that has found nothing yet."""
        return Run(self.now, self.policies, self.calendars, self.firm, self.modes, self.mailboxes)

    def owner_lists(self) -> Iterator[tuple[str, datetime, list[Promise], Notice]]:
        """Write one list for each person and window: its key, when, of which promises, and what it says."""
        for (_, fire_at), promises in self.lists.items():
            adviser = owner_of(promises[0])
            notice = notices.owner_list(adviser, promises, calendar=self.calendar(promises[0].adviser))
            first = min(promise.pk for promise in promises)
            yield f"user:{adviser.pk}:calls:{fire_at:%Y%m%dT%H%M%S}:{first}", fire_at, promises, notice


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
    mailboxes: dict[int, ContactPoint] = {}
    if callers:
        today = local_date(next(iter(offices.values())), now)
        for mailbox in ContactPoint.objects.usable_emails(today).filter(party__in=callers).select_related("party"):
            mailboxes.setdefault(mailbox.party_id, mailbox)
    return Run(
        now=now,
        policies=policies_for(advisers.values()),
        calendars={number: load_calendar(office) for number, office in offices.items()},
        firm=FirmProfile.objects.first() if callers else None,
        modes={kind: mode_of(kind) for kind in TO_CALLER.values()} if callers else {},
        mailboxes=mailboxes,
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
    elif not LatePolicy(stage.late_policy).is_useful(now=at, starts_at=promise.starts_at, ends_at=promise.ends_at):
        finish_stage(stage, Outcome.TOO_LATE, at=at, because="The promised time was over when it could be told")
    elif stage.kind in TO_CALLER:
        _tell_caller(stage, run, at=at)
    else:
        _tell_staff(stage, run)
        finish_stage(stage, Outcome.FIRED, at=at)


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


def _tell_staff(stage: CallbackStage, run: Run) -> None:
    promise, calendar = stage.promise, run.calendar(stage.promise.adviser)
    key = key_of(stage)
    if stage.kind == "owner_list":
        run.lists[owner_of(promise).pk, stage.fire_at].append(promise)
    elif stage.kind == "due" and not hasattr(promise, "replaced_by"):
        if promise.callback.stage in (Stage.PROMISED, Stage.RE_PROMISED):
            promise.callback.stage = next_stage(promise.callback.stage, Step.FALL_DUE)
            run.moved[promise.callback_id] = promise.callback
    elif stage.audience == Audience.OWNER:
        owner = owner_of(promise)
        told = notices.unfinished(promise, owner, calendar=calendar) if stage.kind == "unfinished" else None
        run.notices[key] = told or notices.missed(promise, owner, calendar=calendar)
    elif stage.audience == Audience.SUPERVISOR and (supervisor := supervisor_of(promise)) is not None:
        run.notices[key] = notices.missed(promise, supervisor, calendar=calendar)


def _tell_caller(stage: CallbackStage, run: Run, *, at: datetime) -> None:
    """Write to the caller only by a confirmed mailbox that is safe, and only as far as the firm has released it."""
    callback, kind = stage.promise.callback, TO_CALLER[stage.kind]
    mailbox = run.mailboxes.get(callback.caller_id or 0)
    if run.modes[kind] == SendMode.OFF:
        finish_stage(stage, Outcome.SWITCHED_OFF, at=at)
    elif mailbox is None or not may_write_to(callback.caller) or run.firm is None:
        finish_stage(stage, Outcome.UNSAFE_CHANNEL, at=at, because=_no_safe_way(callback.caller))
        if run.modes[kind] == SendMode.ON:
            _say_that_nothing_goes(stage, run)
    elif run.modes[kind] == SendMode.REHEARSE:
        finish_stage(stage, Outcome.REHEARSED, at=at)
    else:
        calendar = run.calendar(stage.promise.adviser)
        notice = notices.to_caller(kind, callback, stage.promise, mailbox, firm=run.firm, calendar=calendar)
        if kind == notices.CONFIRMATION:
            notice = notices.with_calendar_file(notice, stage.promise, firm=run.firm, now=run.now)
        run.notices[key_of(stage)] = notice
        finish_stage(stage, Outcome.FIRED, at=at)
        _fold(stage, run, at=at)


def _no_safe_way(caller: Party | None) -> str:
    if caller is None:
        return "They are not on record."
    because = why_not_written(caller, ContactKind.EMAIL)
    if not because and caller.is_represented_elsewhere:
        because = "Other solicitors act for them."
    return because or "No mailbox of theirs may be used."


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
    return f"callback:{stage.promise.callback_id}:{stage.kind}:{stage.promise_id}"


def may_write_to(party: Party | None) -> bool:
    """Say if the rules allow any mail to this person at all (decisions 3, 23)."""
    return party is not None and party.email_is_safe and may_be_reached(party) and not party.is_represented_elsewhere
