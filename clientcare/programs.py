"""The processes that make up the running house, for script/run and for the tests' stack."""

import sys

from clientcare.celery import QUEUES
from clientcare.supervisor import Program

PYTHON = sys.executable


def programs(*, port: int, sweep_every_seconds: float = 300) -> list[Program]:
    """Return everything that runs beside PostgreSQL and Valkey, web server first."""
    celery = (PYTHON, "-m", "celery", "-A", "clientcare.celery")
    return [
        Program(
            name="web",
            command=(
                *(PYTHON, "-m", "gunicorn", "clientcare.wsgi", "--bind", f"127.0.0.1:{port}"),
                *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60"),
                *("--graceful-timeout", "15", "--no-control-socket", "--log-level", "warning", "--preload"),
            ),
        ),
        Program(
            name="worker",
            command=(
                *(*celery, "worker", "--concurrency", "2", "--queues", ",".join(QUEUES), "--loglevel", "WARNING"),
                *("--without-gossip", "--without-mingle", "--hostname", f"clientcare-{port}@localhost"),
            ),
            heartbeat="worker",
        ),
        Program(
            name="beat",
            command=(
                *celery,
                "beat",
                "--scheduler",
                "clientcare.beat:HeartbeatScheduler",
                "--pidfile",
                "",
                "-l",
                "WARNING",
            ),
            heartbeat="beat",
        ),
        Program(
            name="sweep",
            command=(PYTHON, "manage.py", "sweep", "--loop", "--every", str(sweep_every_seconds)),
            heartbeat="sweep",
        ),
        Program(name="renderer", command=(PYTHON, "-m", "outbox.renderer")),
    ]


def mail_catcher() -> Program:
    return Program(name="mail", command=(PYTHON, "-m", "clientcare.mail_catcher"))
