"""Many rows that are due at once, and many who sweep them at once, each on its own connection (decisions B29)."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from django.db import connections, transaction

from callbacks.models import Callback, CallbackStage, Promise
from callbacks.services import sweep_stages
from callbacks.tests.factories import NOON, at, book
from complaints.models import Complaint, Deadline, DeadlineStage
from complaints.services.sweep import sweep
from complaints.tests import factories as complaints
from outbox import services as outbox
from outbox.models import Message
from outbox.tests import factories as messages
from practice.tests import factories
from practice.tests.calendars import local

CALLS_DUE = at(14, 31)
BREACH = local("2026-11-28T00:00")  # received Tue 24 Nov, noon: due by the end of Fri 27 Nov
STAGES_OF_ONE = 3  # of a complaint, all due at the breach


def at_once(work: Callable[[], object], *, times: int) -> None:
    """Do the same in several threads that start together; the first error of any is raised."""
    gate, errors = threading.Barrier(times), list[BaseException]()

    def one() -> None:
        try:
            gate.wait(30)
            work()
        except BaseException as problem:
            errors.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def told() -> Counter[tuple[str, str, int | None]]:
    """Count what each member of staff was told: every message names the row it is about."""
    return Counter((one.subject, one.body, one.staff_id) for one in Message.objects.all())


# --- urgent calls that are not made yet: one stage each


def urgent_calls(number: int) -> int:
    """Promise that many urgent calls for one hour; return how many stages are due."""
    advisers = [factories.user() for _ in range(3)]
    known = book(advisers[0], starts_at=at(14, 0)).promises.get()
    CallbackStage.objects.all().delete()
    Message.objects.all().delete()
    calls = Callback.objects.bulk_create(
        Callback(
            caller_name=f"Caller {n}",
            number="07700 900 142",
            for_staff=advisers[n % 3],
            adviser=advisers[n % 3],
            taken_at=NOON,
            last_called_at=NOON,
            recorded_at=NOON,
            taken_by=advisers[0],
            stage="promised",
            urgency="hour",
            urgent_because="Deadline today",
        )
        for n in range(number)
    )
    promises = Promise.objects.bulk_create(
        Promise(
            callback=call,
            adviser=call.adviser,
            type="window",
            starts_at=known.starts_at,
            ends_at=known.ends_at + timedelta(hours=1),
            tolerance_minutes=0,
            made_at=NOON,
            made_by=advisers[0],
        )
        for call in calls
    )
    CallbackStage.objects.bulk_create(
        CallbackStage(promise=one, kind="unfinished", audience="owner", fire_at=at(14, 30), late_policy="until_end")
        for one in promises
    )
    return CallbackStage.objects.due(CALLS_DUE).count()


def sweep_calls() -> None:
    sweep_stages(now=CALLS_DUE)


# --- complaints whose day is over: three stages each


def late_complaints(number: int) -> int:
    """Log a complaint and copy it until that many stages are due; return how many are."""
    people = complaints.cast()
    model = complaints.complaint(people, matter=None, party=None, subjects=())
    deadline = Deadline.objects.get(complaint=model, kind="ack")
    Deadline.objects.exclude(pk=deadline.pk).update(status="not_applicable")
    DeadlineStage.objects.update(outcome="withdrawn", fired_at=NOON)
    copies = []
    for n in range(-(-number // STAGES_OF_ONE)):
        copy = Complaint.objects.get(pk=model.pk)
        copy.pk, copy.reference = None, f"C-26-{n + 2:04d}"
        copies.append(copy)
    Complaint.objects.bulk_create(copies)
    deadlines = Deadline.objects.bulk_create(Deadline.of(copy, deadline.promise()) for copy in copies)
    DeadlineStage.objects.bulk_create(
        DeadlineStage(deadline=row, kind=kind, fire_at=row.due_before, late_policy="always")
        for row in deadlines
        for kind in ("breached", "draft_apology", "escalate_head")
    )
    Message.objects.all().delete()
    return DeadlineStage.objects.due(BREACH).count()


def sweep_deadlines() -> None:
    sweep(now=BREACH)


# --- messages that several deeds ask for at once


def ask_for_messages(number: int) -> None:
    """Queue that many messages, as a sweep would; a second asking by the same keys asks for the same ones."""
    with transaction.atomic():
        outbox.queue_all(
            [(f"test:{n}:notice", messages.notice(subject=f"Our reference {n}")) for n in range(number)], now=NOON
        )


def deliver_all() -> None:
    while outbox.deliver_next(clock=lambda: NOON):
        pass
