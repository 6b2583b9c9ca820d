"""One complaint as a row of the board: words, dates and the drawing of its clocks. Asks nothing of the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from complaints.clockbar import Bar, Stretch, bar
from complaints.metrics import NEAR_WORKING_DAYS
from complaints.models import Complaint, Deadline, DeadlineStage
from complaints.models.complaint import REVIEW_STAGES
from complaints.rules import DeadlineKind, DeadlineStatus, Stage, plan
from complaints.services.outlook import Forecast
from practice.calendar import WorkingCalendar
from practice.models import Outcome, SendMode
from practice.phrases import Due, Tone, hhmm, weekday

_OUR_WORK = (DeadlineKind.ACK, DeadlineKind.STAGE1_OUTCOME, DeadlineKind.STAGE2_OUTCOME)
_THEIRS = (DeadlineKind.REVIEW_REQUEST_WINDOW,)
#: Times in which the complainant may act.
_NOT_OURS = (*_THEIRS, DeadlineKind.REDRESS_REFERRAL)
_ENDED = (DeadlineStatus.MET, DeadlineStatus.LATE, DeadlineStatus.EXTENDED)
_STAGE_WORDS = {
    Stage.DRAFT: "Not yet sorted",
    Stage.LOGGED: "Logged",
    Stage.ACKNOWLEDGED: "Acknowledged",
    Stage.EARLY_RESOLUTION: "Early resolution",
    Stage.STAGE1_INVESTIGATING: "Stage 1",
    Stage.STAGE1_OUTCOME_SENT: "Outcome sent",
    Stage.REVIEW_REQUESTED: "Review, no reviewer yet",
    Stage.STAGE2_REVIEWING: "Review",
    Stage.FINAL_RESPONSE_SENT: "Final response sent",
    Stage.REDRESS_OPEN: "With the ombudsman",
    Stage.REDRESS_CLOSED: "Ombudsman decided",
    Stage.CLOSED: "Closed",
    Stage.WITHDRAWN: "Withdrawn",
    Stage.NOT_A_COMPLAINT: "Concern, settled",
}


@dataclass(frozen=True)
class Row:
    """What the board shows of one complaint. ``in_full`` False leaves reference, stage and dates."""

    complaint: Complaint
    in_full: bool
    about: str
    stage: str
    owner: str
    deadline: Deadline | None
    due: Due | None
    target: Due | None
    due_words: str
    letter: str
    tone: str
    eight_weeks: Due | None
    near: bool
    clock: Bar
    by_itself: str
    by_itself_note: str
    net: DeadlineStage | None
    forecast: Forecast | None


def row_of(
    complaint: Complaint,
    *,
    in_full: bool,
    forecast: Forecast | None,
    calendar: WorkingCalendar,
    now: datetime,
) -> Row:
    """Build the row from a complaint whose deadlines, stages, answers and people were fetched for the whole board."""
    today = calendar.local_date(now)
    deadlines = [one for one in complaint.deadlines.all() if one.status != DeadlineStatus.SUPERSEDED]
    next_one = next_deadline(deadlines)
    weeks = next((one for one in deadlines if one.kind == DeadlineKind.EIGHT_WEEK), None)
    eight = due_of(weeks.due_on, today, calendar) if weeks and weeks.status == DeadlineStatus.RUNNING else None
    due = due_of(next_one.due_on, today, calendar) if next_one else None
    headline, note = by_itself(complaint, deadlines, forecast, calendar, now=now)
    owner = complaint.reviewer if complaint.stage in REVIEW_STAGES and complaint.reviewer else complaint.handler
    return Row(
        complaint=complaint,
        in_full=in_full,
        about=about_whom(complaint),
        stage=_STAGE_WORDS[Stage(complaint.stage)]
        + (", extended" if next_one is not None and next_one.was_extended else ""),
        owner=owner.name if owner else "nobody yet",
        deadline=next_one,
        due=due,
        target=due_of(next_one.target_on, today, calendar) if next_one and next_one.kind in _OUR_WORK else None,
        due_words=_due_words(next_one, due, calendar, now),
        letter=letter_words(next_one, calendar, today) if next_one else "",
        tone=tone_of(next_one, due, now),
        eight_weeks=eight,
        near=eight is not None and eight.working_days <= NEAR_WORKING_DAYS,
        clock=clock_of(complaint, deadlines, calendar, now=now),
        by_itself=headline,
        by_itself_note=note,
        net=waiting_net_of(deadlines, now),
        forecast=forecast,
    )


def next_deadline(deadlines: Sequence[Deadline]) -> Deadline | None:
    """
    Return what is due next: our own work first, then the complainant's time to ask for a review, then the eight weeks.

    The redress limit is a date of the complainant's, long after our work is done: the case shows it, no list does.
    """
    running = [one for one in deadlines if one.status == DeadlineStatus.RUNNING]
    for kinds in (_OUR_WORK, _THEIRS, (DeadlineKind.EIGHT_WEEK,)):
        found = [one for one in running if one.kind in kinds]
        if found:
            return min(found, key=lambda one: one.due_before)
    return None


def due_of(day: date, today: date, calendar: WorkingCalendar) -> Due:
    return Due(on=day, today=today, working_days=calendar.working_days_between(today, day))


def about_whom(complaint: Complaint) -> str:
    """Name those complained of; in the person's own words until staff are named."""
    names = [user.name for user in complaint.subjects.all()]
    return " and ".join(names) or complaint.about_whom


def waiting_net_of(deadlines: Sequence[Deadline], now: datetime) -> DeadlineStage | None:
    """Return the automatic acknowledgement that may still go; once its due day is over it goes no more."""
    for deadline in deadlines:
        stage: DeadlineStage
        for stage in deadline.stages.all():
            if stage.kind == plan.SAFETY_NET and not stage.outcome and _may_go(deadline, now):
                return stage
    return None


def _may_go(deadline: Deadline, now: datetime) -> bool:
    return deadline.status == DeadlineStatus.RUNNING and now < deadline.due_before


def by_itself(
    complaint: Complaint,
    deadlines: Sequence[Deadline],
    forecast: Forecast | None,
    calendar: WorkingCalendar,
    *,
    now: datetime,
) -> tuple[str, str]:
    """Say what goes out by itself, when and where to; or that nothing does, and why."""
    today = calendar.local_date(now)
    waiting = waiting_net_of(deadlines, now)
    ended = [
        stage
        for deadline in deadlines
        for stage in deadline.stages.all()
        if stage.kind == plan.SAFETY_NET and stage.outcome and deadline.status == DeadlineStatus.RUNNING
    ]
    if waiting is not None and forecast is not None:
        local = calendar.local(waiting.fire_at)
        when = f"{weekday(local.date(), today=today)}, {hhmm(local)}"
        if forecast.mode == SendMode.OFF:
            return "Nothing", "automatic acknowledgements are switched off"
        if forecast.held_because or forecast.address is None:
            return "Held", "; ".join(forecast.held_because) or "no confirmed mailbox that may be used"
        if forecast.mode == SendMode.REHEARSE:
            return "Nothing", f"rehearsal: it would go {when}"
        return when, f"acknowledgement, to {forecast.address.why}"
    held = next((stage for stage in ended if stage.outcome in (Outcome.HELD, Outcome.UNSAFE_CHANNEL)), None)
    if held is not None:
        local = calendar.local(held.fire_at)
        return f"Held since {weekday(local.date(), today=today)}, {hhmm(local)}", f"{held.because}; print it or ring"
    if any(
        one.kind == DeadlineKind.ACK and one.status == DeadlineStatus.RUNNING and not _may_go(one, now)
        for one in deadlines
    ):
        return "Nothing", "the day it was due is over, so a person writes"
    return "Nothing", _why_nothing(complaint, deadlines)


def _why_nothing(complaint: Complaint, deadlines: Sequence[Deadline]) -> str:
    acks = [one for one in deadlines if one.kind == DeadlineKind.ACK]
    planned = any(stage.kind == plan.SAFETY_NET for one in acks for stage in one.stages.all())
    if complaint.stage == Stage.STAGE1_OUTCOME_SENT:
        return "the final letter is drafted for a person to send"
    if acks and not planned and complaint.logged_at >= acks[0].due_before:
        return "logged after the due date, so a person writes"
    return "a person sends every letter"


def clock_of(complaint: Complaint, deadlines: Sequence[Deadline], calendar: WorkingCalendar, *, now: datetime) -> Bar:
    """Draw the firm's clocks and the eight weeks."""
    today = calendar.local_date(now)
    replaced: Mapping[int, Deadline] = {one.pk: one for one in complaint.deadlines.all()}
    stretches = []
    for one in sorted(deadlines, key=lambda row: row.due_before):
        if one.kind not in (*_OUR_WORK, *_THEIRS) or one.status == DeadlineStatus.NOT_APPLICABLE:
            continue
        first = replaced.get(one.replaces_id) if one.replaces_id else None
        tone = tone_of(one, due_of(one.due_on, today, calendar), now)
        ended = calendar.local_date(one.met_at) if one.met_at and one.status in _ENDED else None
        stretches.append(
            Stretch(
                name=one.get_kind_display(),
                started_on=one.started_on,
                due_on=one.due_on,
                ended_on=ended,
                tone=tone,
                first_due_on=first.due_on if first else None,
            )
        )
    weeks = next((one for one in deadlines if one.kind == DeadlineKind.EIGHT_WEEK), None)
    return bar(
        received_on=calendar.local_date(complaint.received_at),
        today=today,
        stretches=stretches,
        eight_weeks_on=weeks.due_on if weeks else None,
    )


def letter_words(deadline: Deadline, calendar: WorkingCalendar, today: date) -> str:
    """
    Say where the letter is that settles a running deadline; "" where none is issued.

    All from the one reading of its message: the row itself runs on until the next sweep (decisions B6), and the page
    must not say "not yet sent" of a letter that has left.
    """
    if deadline.response is None or deadline.status != DeadlineStatus.RUNNING:
        return ""
    left_at = deadline.response.dispatched_at
    if left_at is not None:
        left = calendar.local(left_at)
        return f"letter left {weekday(left.date(), today=today)}, {hhmm(left)}, the deadline is being settled"
    return "the letter did not leave" if deadline.response.is_undelivered else "letter queued, not yet sent"


def _due_words(deadline: Deadline | None, due: Due | None, calendar: WorkingCalendar, now: datetime) -> str:
    if deadline is None or due is None:
        return ""
    if deadline.kind in _NOT_OURS:
        return their_words(deadline, now)
    words = [deadline.get_kind_display()]
    if _left_at(deadline) is None:
        words.append(f"{due.words[:1].lower()}{due.words[1:]}")
    return ", ".join(filter(None, [*words, letter_words(deadline, calendar, calendar.local_date(now))]))


def their_words(deadline: Deadline, now: datetime) -> str:
    """Say what a date is that the complainant may use and nobody in the firm can break."""
    if deadline.kind == DeadlineKind.REVIEW_REQUEST_WINDOW:
        return "they may ask for a review until then"
    return "their time is over" if deadline.due_before <= now else "their last day; nothing of ours is due"


def tone_of(deadline: Deadline | None, due: Due | None, now: datetime) -> str:
    """Red only once the promise has passed, amber from two working days; the complainant's own time is calm."""
    if deadline is None or due is None or deadline.kind in _NOT_OURS:
        return Tone.CALM
    if (left_at := _left_at(deadline)) is not None:
        return Tone.LATE if left_at >= deadline.due_before else Tone.KEPT
    if deadline.due_before <= now:
        return Tone.LATE
    return due.tone


def _left_at(deadline: Deadline) -> datetime | None:
    return deadline.response.dispatched_at if deadline.response else None
