"""
While a letter or a cost update waits: one reminder to the client, one word to its owner (decisions B7, B8).

How a stage ends is decided once, for the sweep and for the forecast of what will leave.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from engagement import notices
from engagement.models import AcceptanceStage, CostStage, Letter
from engagement.notices import REMINDER_KIND
from engagement.papers import AnyStage, kind_of, page_of, reminder_key, waiting_key
from engagement.rules import LetterStage
from engagement.services.answers_awaited import REMINDER
from outbox import services as outbox
from outbox.coming import FATES, About, Coming, Fate
from outbox.models import MessageState, SecureLink
from outbox.services import Notice
from practice.automatic import mode_of
from practice.models import ContactKind, ContactPoint, Outcome, SendMode, Task, User
from practice.office import local_date, main_office
from practice.reach import why_not_written

BATCH = 500
_WORDS: dict[type[AnyStage], str] = {
    AcceptanceStage: "Reminder to accept a letter",
    CostStage: "Reminder to answer a cost update",
}
_log = logging.getLogger(__name__)


@dataclass
class _Run:
    """What one transaction has found and will write."""

    now: datetime
    mode: SendMode
    linked: frozenset[str]  # numbers of copies that have a link
    mailboxes: dict[int, ContactPoint]
    letters: dict[int, datetime]  # by matter, when its last care letter went: it may say another estimate
    notices: dict[str, Notice] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)


def sweep_acceptance(*, now: datetime, replay: bool = False) -> int:
    """
    End every stage that is due; return how many. Safe to run twice, side by side, and after any outage.

    ``replay``: history that is entered now is marked as it would have been; nobody is told (decisions B20).
    """
    return sum(_sweep_table(table, now=now, replay=replay) for table in _WORDS)


def _sweep_table(table: type[AnyStage], *, now: datetime, replay: bool) -> int:
    due = list(table.objects.due(now).values_list("pk", flat=True))
    ended = 0
    for start in range(0, len(due), BATCH):
        ids = due[start : start + BATCH]
        try:
            ended += _sweep(table, ids, now=now, replay=replay)
        except Exception:
            _log.exception("A batch of stages of letters failed; taking them one by one")
            ended += sum(_sweep_alone(table, pk, now=now, replay=replay) for pk in ids)
    return ended


def _sweep_alone(table: type[AnyStage], pk: int, *, now: datetime, replay: bool) -> int:
    """One bad row stops nobody: it is logged by its number and tried again next time."""
    try:
        return _sweep(table, [pk], now=now, replay=replay)
    except Exception:
        _log.exception("%s %s could not be swept", table.__name__, pk)
        return 0


@transaction.atomic(durable=True)
def _sweep(table: type[AnyStage], ids: Sequence[int], *, now: datetime, replay: bool) -> int:
    due = table.objects.due(now).filter(pk__in=ids)
    stages = list(due.with_all_it_takes().select_for_update(no_key=True, skip_locked=True, of=("self",)))
    run = _prepare(stages, now=now)
    for stage in stages:
        _end(stage, run, at=stage.fire_at if replay else now)
    table._base_manager.bulk_update(stages, ["outcome", "because", "fired_at"], batch_size=BATCH)
    if not replay:
        Task.objects.bulk_create(run.tasks, batch_size=BATCH, ignore_conflicts=True)
        outbox.queue_all([*run.notices.items()], now=now)
    return len(stages)


def _prepare(stages: Sequence[AnyStage], *, now: datetime) -> _Run:
    """Read what all these stages of one table need, in as many queries for one as for a thousand."""
    kinds = {stage.copy._meta.label_lower for stage in stages}
    numbers = [str(stage.copy_id) for stage in stages]
    links = SecureLink.objects.filter(subject_type__in=kinds, subject_id__in=numbers, revoked_at=None)
    mailboxes: dict[int, ContactPoint] = {}
    usable = ContactPoint.objects.usable_emails(local_date(main_office(), now))
    for mailbox in usable.filter(party__in=[stage.copy.client.pk for stage in stages]):
        mailboxes.setdefault(mailbox.party_id, mailbox)
    return _Run(
        now, mode_of(REMINDER_KIND), frozenset(links.values_list("subject_id", flat=True)), mailboxes, _letters(stages)
    )


def _letters(stages: Iterable[AnyStage]) -> dict[int, datetime]:
    matters = [stage.copy.paper.matter_id for stage in stages if isinstance(stage, CostStage)]
    issued = Letter.objects.filter(matter__in=matters, stage=LetterStage.ISSUED) if matters else Letter.objects.none()
    return dict(issued.order_by().values_list("matter").annotate(Max("issued_at")))


def _end(stage: AnyStage, run: _Run, *, at: datetime) -> None:
    """Decide how one stage ends and collect what follows from it."""
    copy, paper = stage.copy, stage.copy.paper
    if stage.held_by_id is not None:
        _finish(stage, Outcome.HELD, at, f"Held by {stage.held_by}")
    elif hasattr(copy, "acceptance") or hasattr(copy, "decline") or paper.stage != LetterStage.ISSUED:
        _finish(stage, Outcome.SETTLED, at, "Answered, or no longer in force")
    elif isinstance(stage, CostStage) and paper.issued_at is not None and _is_later(stage, run, paper.issued_at):
        _finish(stage, Outcome.SETTLED, at, "Another letter has given the estimate since")
    elif stage.kind == REMINDER:
        _remind(stage, run, at)
    else:
        _finish(stage, Outcome.FIRED, at)
        title = f"{copy.party} has not answered the {kind_of(copy).name}, and their link has ended"
        run.tasks.append(_task(stage, "expired", title, run.now))


def _is_later(stage: CostStage, run: _Run, issued_at: datetime) -> bool:
    """Say if a care letter went after a cost update."""
    letter_at = run.letters.get(stage.copy.update_of.matter_id)
    return letter_at is not None and letter_at > issued_at


def _remind(stage: AnyStage, run: _Run, at: datetime) -> None:
    """Write to the client by a mailbox that their link may use, and only as far as the firm has released it."""
    copy = stage.copy
    if run.mode == SendMode.OFF:
        _finish(stage, Outcome.SWITCHED_OFF, at)
        return
    mailbox = run.mailboxes.get(copy.client.pk) if str(copy.pk) in run.linked else None
    because = why_not_written(copy.client, ContactKind.EMAIL)
    if copy.client.is_represented_elsewhere:
        because = "Other solicitors act for them."
    if copy.message.state == MessageState.FAILED:
        because = "The letter itself was not delivered."
    if mailbox is None or because:
        _finish(stage, Outcome.UNSAFE_CHANNEL, at, because or "They have no link, or no mailbox that may be used.")
        if run.mode == SendMode.ON:
            title = f"Ring or write to {copy.party}: the {kind_of(copy).name} is not answered. {stage.because}"
            run.tasks.append(_task(stage, "unreached", title, run.now))
    elif run.mode == SendMode.REHEARSE:
        _finish(stage, Outcome.REHEARSED, at)
    else:
        run.notices[reminder_key(stage)] = notices.reminder(copy, to_address=mailbox.text)
        _finish(stage, Outcome.FIRED, at)


def _finish(stage: AnyStage, outcome: Outcome, at: datetime, because: str = "") -> None:
    stage.outcome, stage.because, stage.fired_at = outcome, because[:200], at


def _task(stage: AnyStage, what: str, title: str, now: datetime) -> Task:
    matter = stage.copy.paper.matter
    return Task(
        key=f"{waiting_key(stage.copy)}{what}",
        owner=matter.fee_earner,
        title=title[:200],
        url=page_of(stage.copy),
        due_on=local_date(matter.department.office, now),
        created_at=now,
        matter=matter,
    )


def messages_to_come(*, reader: User, now: datetime, until: datetime) -> list[Coming]:
    """Return the reminders that will be queued until then about matters this person may see, as things stand now."""
    return [one for table in _WORDS for one in _to_come(table, reader=reader, now=now, until=until)]


def _to_come(table: type[AnyStage], *, reader: User, now: datetime, until: datetime) -> list[Coming]:
    planned = table.objects.visible_to(reader).filter(kind=REMINDER).of_issued()
    stages = list(planned.due(until).with_all_it_takes())
    if not stages:
        return []
    found, run = [], _prepare(stages, now=now)
    for stage in stages:
        at = max(stage.fire_at, now)
        holder, stage.held_by = stage.held_by, None
        _end(stage, run, at=at)
        if stage.outcome not in FATES:
            continue
        matter = stage.copy.paper.matter
        notice = run.notices.get(reminder_key(stage))
        found.append(
            Coming(
                key=reminder_key(stage),
                at=at,
                kind=stage.kind,
                words=_WORDS[table],
                message_kind="engagement.reminder",
                subject=f"Our reference {matter.reference}",
                to_name=stage.copy.message.to_name,
                to_address=notice.to_address if notice else "",
                about=(About(text=f"{matter.reference}, {matter.title}", url=reverse("matter", args=[matter.pk])),),
                fate=Fate.HELD if holder is not None else FATES[Outcome(stage.outcome)],
                because=f"by {holder}" if holder is not None else stage.because,
            )
        )
    return found
