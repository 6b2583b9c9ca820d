"""What must be true before a step, each refusal with its code and its sentence."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from complaints import rules
from complaints.presets import procedure_presets
from complaints.rules import DeadlineKind
from practice.errors import Refusal
from practice.tests.calendars import calendar_of, local

STANDARD = procedure_presets()["standard"]


# --- before a step

RUNNING = rules.deadline(
    DeadlineKind.STAGE1_OUTCOME, local("2026-11-03T10:00"), procedure=STANDARD, calendar=calendar_of()
)
NOTICE = local("2026-11-13T10:00")


def extend(**changed: Any) -> None:
    facts: dict[str, Any] = {
        "rule": STANDARD.rule(DeadlineKind.STAGE1_OUTCOME),
        "running": RUNNING,
        "new_due_on": date(2026, 11, 26),
        "notice_sent_at": NOTICE,
        "times_extended": 0,
        "eight_weeks_on": date(2026, 12, 29),
    }
    rules.check_extension(**facts | changed)


@pytest.mark.parametrize(
    ("changed", "code", "sentence"),
    [
        pytest.param(
            {"notice_sent_at": local("2026-11-18T00:00")},
            "extension_after_due",
            "This was due by the end of Tue 17 November 2026. Notice has to leave before a date passes.",
            id="notice at midnight",
        ),
        pytest.param(
            {"times_extended": 1},
            "extension_limit",
            "This date has been extended already; 1 is the most.",
            id="a second time",
        ),
        pytest.param(
            {"new_due_on": date(2026, 11, 17)},
            "extension_limit",
            "An extension needs a date after Tue 17 November 2026.",
            id="to no later day",
        ),
        pytest.param(
            {"new_due_on": date(2026, 12, 30)},
            "extension_limit",
            "The eight weeks end on Tue 29 December 2026; choose a date up to then.",
            id="beyond the eight weeks",
        ),
        pytest.param(
            {"rule": STANDARD.rule(DeadlineKind.EIGHT_WEEK)},
            "extension_limit",
            "This date cannot be extended.",
            id="the eight weeks themselves",
        ),
    ],
)
def test_no_extension_without_notice_in_time(changed: dict[str, Any], code: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refusal:
        extend(**changed)

    assert (refusal.value.code, str(refusal.value)) == (code, sentence)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({}, id="in time"),
        pytest.param({"notice_sent_at": local("2026-11-17T23:59:59")}, id="in the last second"),
        pytest.param({"new_due_on": date(2026, 12, 29)}, id="to the last day of the eight weeks"),
        pytest.param({"new_due_on": date(2027, 1, 5), "beyond_eight_weeks": True}, id="beyond them, entitled"),
    ],
)
def test_an_extension_with_notice_in_time_is_allowed(changed: dict[str, Any]) -> None:
    extend(**changed)


VERIFIED = date(2025, 11, 2)


def block(last_verified_on: date | None, today: date) -> None:
    rules.check_redress_block(
        name="Legal Ombudsman", last_verified_on=last_verified_on, stale_after_days=365, today=today
    )


@pytest.mark.parametrize(
    ("check", "code", "sentence"),
    [
        pytest.param(
            lambda: rules.check_acknowledged(None),
            "no_ack_letter",
            "The complaint has not been acknowledged yet. Send the acknowledgement first.",
            id="not acknowledged",
        ),
        pytest.param(
            lambda: rules.check_dispatched(None),
            "letter_not_dispatched",
            "The letter has not left yet. This step follows when it has been sent or posted.",
            id="not dispatched",
        ),
        pytest.param(
            lambda: rules.check_findings({"The bill": ("upheld", "over the estimate"), "Calls": ("upheld", " ")}),
            "head_without_finding",
            "“Calls” needs a finding and a reason.",
            id="no reason",
        ),
        pytest.param(
            lambda: rules.check_findings({"The bill": ("", "over the estimate")}),
            "head_without_finding",
            "“The bill” needs a finding and a reason.",
            id="no finding",
        ),
        pytest.param(
            lambda: rules.check_findings({}),
            "head_without_finding",
            "The complaint has no heads yet. Enter what is alleged, point by point.",
            id="no head",
        ),
        pytest.param(
            lambda: block(VERIFIED, VERIFIED + timedelta(days=366)),
            "redress_block_stale",
            "The contact details of the Legal Ombudsman were last checked on Sun 2 November 2025. "
            "Compliance has to confirm them first.",
            id="stale block",
        ),
        pytest.param(
            lambda: block(None, VERIFIED),
            "redress_block_stale",
            "The contact details of the Legal Ombudsman were never checked. Compliance has to confirm them first.",
            id="block never checked",
        ),
        pytest.param(
            lambda: rules.check_closing(root_cause="delay", learning="chase weekly", remedies_outstanding=1),
            "remedy_outstanding",
            "A remedy is neither delivered nor dated. Deliver it, or enter its date, first.",
            id="remedy open",
        ),
        pytest.param(
            lambda: rules.check_closing(root_cause="", learning="chase weekly", remedies_outstanding=0),
            "no_root_cause",
            "Say why it went wrong and what we learn from it, then close.",
            id="no cause",
        ),
        pytest.param(
            lambda: rules.check_closing(root_cause="delay", learning=" ", remedies_outstanding=0),
            "no_root_cause",
            "Say why it went wrong and what we learn from it, then close.",
            id="nothing learnt",
        ),
        pytest.param(
            lambda: rules.check_approval(
                offered=Decimal("1000.01"), limit=Decimal("1000.00"), approved_by_second=False
            ),
            "approval_limit_exceeded",
            "£1,000.01 is over the handler's limit of £1,000.00: it needs approval.",
            id="a penny over the limit",
        ),
    ],
)
def test_what_must_be_true_first(check: Callable[[], None], code: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refusal:
        check()

    assert (refusal.value.code, str(refusal.value)) == (code, sentence)


def test_with_everything_in_place_nothing_is_refused() -> None:
    rules.check_acknowledged(NOTICE)
    rules.check_dispatched(NOTICE)
    rules.check_findings({"The bill": ("upheld", "over the estimate")})
    block(VERIFIED, VERIFIED + timedelta(days=365))
    rules.check_closing(root_cause="delay", learning="chase weekly", remedies_outstanding=0)
    rules.check_approval(offered=Decimal("1000.00"), limit=Decimal("1000.00"), approved_by_second=False)
    rules.check_approval(offered=Decimal("5000.00"), limit=Decimal("1000.00"), approved_by_second=True)
