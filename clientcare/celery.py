"""
The worker and the whole timetable (reliability.md 1.3). Celery carries hints: every promise is a row in PostgreSQL.

Losing the broker, beat or a worker delays a sweep and loses nothing. Floats only, no crontab: a clock change must not
move a deadline. No eta and no countdown anywhere: what is due later is a row with a date.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientcare.settings")

from django.conf import settings  # noqa: E402 after the line that says where they are

VISIBILITY_SECONDS = 900  # more than ten times the hard limit of a task, else a long task runs twice

app = Celery("clientcare")
app.conf.update(
    broker_url=settings.REDIS_URL,
    result_backend=None,
    task_ignore_result=True,
    accept_content=["json"],
    task_serializer="json",
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_default_queue="celery",
    worker_prefetch_multiplier=1,
    worker_eta_task_limit=10,
    task_soft_time_limit=40,
    task_time_limit=60,
    broker_transport_options={
        "visibility_timeout": VISIBILITY_SECONDS,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 3,
        "health_check_interval": 10,
        "max_retries": 1,  # for beat: the next line of the timetable is the next attempt
        "interval_start": 0,
    },
    visibility_timeout=VISIBILITY_SECONDS,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_max_tasks_per_child=200,
    worker_max_memory_per_child=350_000,
    worker_soft_shutdown_timeout=20,
    worker_send_task_events=False,
    worker_hijack_root_logger=False,
    timezone="UTC",
    enable_utc=True,
    beat_schedule={
        # A letter should be on its way within seconds of being issued.
        "deliver-outbox": {"task": "outbox.tasks.deliver_due", "schedule": 5.0, "options": {"queue": "mail"}},
        # Whoever records a death or "no post" finds the letters taken out of the post tray before it is printed.
        "hold-back": {"task": "outbox.tasks.hold_back", "schedule": 20.0, "options": {"queue": "sweep"}},
        # A letter that is still in the tray when the post has gone is asked about while somebody may run to the box.
        "warn-of-unposted": {"task": "outbox.tasks.warn_of_unposted", "schedule": 300.0, "options": {"queue": "sweep"}},
        # What a client was to acknowledge and has not is asked for again within minutes of its hour.
        "chase-acknowledgements": {
            "task": "outbox.tasks.chase_acknowledgements",
            "schedule": 300.0,
            "options": {"queue": "sweep"},
        },
        # A stage of a deadline is told within half a minute of being due.
        "sweep-deadlines": {
            "task": "complaints.tasks.sweep_deadlines",
            "schedule": 30.0,
            "options": {"queue": "sweep"},
        },
        # Whoever released a letter to many clients watches its bar: each run gives out as many rows as workers have
        # hands for, and what a dead worker had taken is given out again.
        "sweep-mailings": {"task": "engagement.tasks.sweep_mailings", "schedule": 10.0, "options": {"queue": "sweep"}},
        # The same for what was promised about a call.
        "sweep-callbacks": {
            "task": "callbacks.tasks.sweep_callback_stages",
            "schedule": 30.0,
            "options": {"queue": "sweep"},
        },
        # A weekly check-in is reminded of, and missed, to the minute; the weeks to come are planned by the way.
        "sweep-check-ins": {"task": "callbacks.tasks.sweep_check_ins", "schedule": 60.0, "options": {"queue": "sweep"}},
        # Today's list lies in reception's mailboxes before the telephones open: a quarter of an hour to print it.
        "mail-desk-lists": {
            "task": "clientcare.tasks.mail_desk_lists",
            "schedule": 60.0,
            "options": {"queue": "sweep"},
        },
        # A letter that waits for its client: the reminder of its fifth working day, the end of its link.
        "sweep-acceptance": {
            "task": "engagement.tasks.sweep_acceptance",
            "schedule": 60.0,
            "options": {"queue": "sweep"},
        },
        # An identity that runs out shuts its gate on the day: an hour is a small part of one.
        "sweep-identity": {
            "task": "intake.tasks.sweep_identity_stages",
            "schedule": 3600.0,
            "options": {"queue": "sweep"},
        },
        # A first answer that was promised for now and has not come is asked for within a minute.
        "sweep-enquiries": {"task": "intake.tasks.sweep_enquiries", "schedule": 60.0, "options": {"queue": "sweep"}},
        # Names of an imported list are compared with everybody on record within the minute, some hundreds at a time.
        "sweep-imports": {"task": "intake.tasks.sweep_imports", "schedule": 20.0, "options": {"queue": "sweep"}},
        # Whoever gave a list to check watches its bar: it moves some hundreds of rows a time, and goes on where it was
        # after a worker that died.
        "sweep-lists": {"task": "intake.tasks.sweep_lists", "schedule": 10.0, "options": {"queue": "sweep"}},
        # Whoever added a name waits for the gate: the search that it calls for is asked within a minute.
        "sweep-rechecks": {"task": "intake.tasks.sweep_rechecks", "schedule": 60.0, "options": {"queue": "sweep"}},
        # New names meet every open matter the same day, and by the morning at the latest: 500 a run, a large import in
        # its turn. An interval and no hour of the night: one that is missed costs ten minutes, not a day.
        "sweep-new-names": {"task": "intake.tasks.sweep_new_names", "schedule": 600.0, "options": {"queue": "sweep"}},
        # A decided check's report is on paper before anybody has found the page; its words were kept with the decision.
        "print-conflict-reports": {
            "task": "intake.tasks.sweep_reports",
            "schedule": 60.0,
            "options": {"queue": "celery"},
        },
        # Whoever was entered twice stands on the register's list within minutes; a long import is worked off in turns.
        "seek-pairs": {"task": "practice.tasks.seek_pairs", "schedule": 300.0, "options": {"queue": "celery"}},
        # Whether an adjustment is still right is asked on its day: an hour is a small part of one.
        "sweep-reviews": {"task": "practice.tasks.sweep_reviews", "schedule": 3600.0, "options": {"queue": "sweep"}},
        # What a client was asked for and has not brought is asked for again the day after.
        "sweep-awaited": {"task": "practice.tasks.sweep_awaited", "schedule": 3600.0, "options": {"queue": "sweep"}},
        # Whether a clause is still right is asked in the week of its day: an hour is a small part of one.
        "sweep-wording": {"task": "wording.tasks.sweep_reviews", "schedule": 3600.0, "options": {"queue": "sweep"}},
        # A half-typed form is gone within the hour after its last day, a count of tries after its hour.
        "sweep-drafts": {"task": "practice.tasks.sweep_drafts", "schedule": 3600.0, "options": {"queue": "sweep"}},
        # What is not sealed yet could be changed unseen by somebody who owns the database.
        "seal-journal": {"task": "practice.tasks.seal_journal", "schedule": 60.0, "options": {"queue": "celery"}},
        # Health calls a process stale after 90 seconds: four of these may be lost.
        "heartbeat": {"task": "practice.tasks.heartbeat", "schedule": 20.0, "options": {"queue": "sweep"}},
    },
)
for _line in app.conf.beat_schedule.values():
    _line["schedule"] /= settings.TIMETABLE_SPEED
    _line["options"] |= {"expires": _line["schedule"] * 0.8, "retry": False}  # the next one is on its way
app.autodiscover_tasks()

QUEUES = ("celery", "mail", "sweep")
SWEEPS = tuple(line["task"] for name, line in app.conf.beat_schedule.items() if name != "heartbeat")


@worker_ready.connect
def catch_up(sender: Any, **kwargs: Any) -> None:
    """Look for what became due while no worker ran, without waiting for beat."""
    for line in app.conf.beat_schedule.values():
        sender.app.send_task(line["task"], **line["options"])
