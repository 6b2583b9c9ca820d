"""What settings refuse, each with a sentence and exit code 1."""

import os
import subprocess
import sys

import pytest

from clientcare import embedded

PRODUCTION = {
    "MODE": "production",
    "SECRET_KEY": "a-secret-of-the-firm-" + "9f" * 30,
    "DATABASE_URL": "postgres://app@127.0.0.1:1/care",
}


def _check(environment: dict[str, str], *command: str) -> tuple[int, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    done = subprocess.run(  # noqa: S603 our own command
        [sys.executable, "manage.py", *(command or ("check",))],
        cwd=embedded.CLONE,
        env=kept | {"CLIENTCARE_HOME": "/nonexistent"} | environment,
        text=True,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stderr.strip()


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        pytest.param(
            PRODUCTION | {"SECRET_KEY": ""},
            "SECRET_KEY is not set. Production needs it: see docs/deploy.md.",
            id="no secret",
        ),
        pytest.param(
            {name: value for name, value in PRODUCTION.items() if name != "DATABASE_URL"},
            "DATABASE_URL is not set. Production needs its own PostgreSQL: see docs/deploy.md.",
            id="no database",
        ),
        pytest.param({"MODE": "debug"}, 'MODE is "debug". Use demo, production or test.', id="unknown mode"),
        pytest.param(
            PRODUCTION | {"CLOCK_OFFSET_SECONDS": "60"},
            "CLOCK_OFFSET_SECONDS moves the clock and is for tests only. Unset it.",
            id="moved clock",
        ),
        pytest.param(
            PRODUCTION | {"TIMETABLE_SPEED": "5"},
            "TIMETABLE_SPEED makes beat run faster and is for tests only. Unset it.",
            id="hurried timetable",
        ),
        pytest.param(
            {"MODE": "demo", "EMAIL_URL": "smtp://mail.example.com:25"},
            "The demo would send mail through EMAIL_URL to whoever is in its data."
            " Unset EMAIL_URL to keep mail in .local/mail, or set DEMO_MAY_SEND_MAIL=yes as well.",
            id="demo mail to the world",
        ),
        pytest.param(
            {"MODE": "demo", "SMS_URL": "https://sms.example.com/?from=HV"},
            "The demo would send texts through SMS_URL to whoever is in its data."
            " Unset SMS_URL to keep texts in .local/mail, or set DEMO_MAY_SEND_TEXTS=yes as well.",
            id="demo texts to the world",
        ),
    ],
)
def test_a_wrong_environment_is_refused_in_a_sentence(environment: dict[str, str], sentence: str) -> None:
    assert _check(environment) == (1, f"ClientCare cannot start: {sentence}")


def test_the_demo_sends_mail_elsewhere_when_told_twice() -> None:
    told_twice = {"MODE": "demo", "EMAIL_URL": "smtp://mail.example.com:25", "DEMO_MAY_SEND_MAIL": "yes"}

    assert _check(told_twice)[0] == 0


def test_an_unreachable_database_is_one_sentence() -> None:
    code, said = _check(PRODUCTION, "migrate")

    assert (code, said.count("\n")) == (1, 0)
    assert said.startswith("The database at 127.0.0.1 does not answer: ")
    assert said.endswith("Start it, or correct DATABASE_URL.")
