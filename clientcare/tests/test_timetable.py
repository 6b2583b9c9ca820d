"""The timetable: floats, expiry below the interval, nothing that waits in the broker."""

import re

import pytest
from django.conf import settings

from clientcare.celery import QUEUES, app


@pytest.mark.parametrize("name", sorted(app.conf.beat_schedule))
def test_every_line_is_an_interval_that_expires_before_the_next(name: str) -> None:
    line = app.conf.beat_schedule[name]

    assert isinstance(line["schedule"], float)
    assert 0 < line["options"]["expires"] < line["schedule"]
    assert line["options"]["queue"] in QUEUES


def test_nothing_due_later_is_left_to_the_broker() -> None:
    sources = [path for path in settings.BASE_DIR.glob("*/**/*.py") if "node_modules" not in path.parts]
    ours = [
        path for path in sources if not {".venv", ".local", "tests"} & set(path.relative_to(settings.BASE_DIR).parts)
    ]
    waiting = [str(path) for path in ours if re.search(r"\b(eta|countdown)\s*=", path.read_text())]

    assert len(ours) > 50
    assert waiting == []


def test_every_line_names_a_task_that_exists() -> None:
    app.loader.import_default_modules()

    assert [line["task"] for line in app.conf.beat_schedule.values() if line["task"] not in app.tasks] == []
