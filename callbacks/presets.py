"""The firm's first call policy and reminders, read from data. Rows of the database start from these."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from callbacks.rules import (
    CallPolicyValue,
    CheckInPolicy,
    PhraseBook,
    ReminderPolicy,
    SelfService,
    UrgentReason,
    VisitPolicy,
)
from practice.models import CallPolicy

_FILE = Path(__file__).parent / "data" / "call_policy.yaml"
_WORDS = _FILE.parent / "reminder_words.yaml"


def preset_mappings() -> dict[str, dict[str, Any]]:
    """Return the file as it is, by its parts."""
    data: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return data


@cache
def call_policy_preset() -> CallPolicyValue:
    """Return the default policy. :raises ValueError: if the data is no policy"""
    return CallPolicyValue.from_mapping(preset_mappings()["call_policy"])


@cache
def urgent_reasons() -> tuple[UrgentReason, ...]:
    """Return for what a call is urgent, with the definitions that the desk reads."""
    return tuple(UrgentReason(**row) for row in yaml.safe_load(_FILE.read_text(encoding="utf-8"))["urgent_reasons"])


@cache
def help_topics() -> dict[str, str]:
    """Return what whoever answers may help with: what each topic is called, by its code."""
    return {row["code"]: row["label"] for row in yaml.safe_load(_FILE.read_text(encoding="utf-8"))["help_topics"]}


def policy_row_preset() -> CallPolicy:
    """Return the default policy as a row, unsaved: where somebody starts who sets the first."""
    policy = call_policy_preset()
    first = policy.windows[0]
    return CallPolicy(
        weekdays=[one.weekday for one in policy.windows if (one.starts, one.ends) == (first.starts, first.ends)],
        window_starts_at=first.starts,
        window_ends_at=first.ends,
        slot_minutes=policy.slot_minutes,
        buffer_minutes=policy.buffer_minutes,
        notice_minutes=policy.notice_minutes,
        tolerance_minutes=policy.tolerance_minutes,
        max_attempts=policy.max_attempts,
        attempt_days=policy.attempt_days,
        search_days=policy.search_days,
        most_a_day=policy.most_a_day,
        standards={str(kind): one.as_mapping() for kind, one in policy.standards.items()},
    )


@cache
def reminder_preset() -> ReminderPolicy:
    """Return the default reminders. :raises ValueError: if the data is no set of reminders"""
    return ReminderPolicy.from_mapping(preset_mappings()["reminders"])


@cache
def self_service_preset() -> SelfService:
    """Return the limits for clients who act by their link. :raises TypeError: if the data is no set of limits"""
    return SelfService.from_mapping(preset_mappings()["self_service"])


@cache
def phrase_book() -> PhraseBook:
    """Return what callers say for a part of the day. :raises ValueError: if the data is no such book"""
    return PhraseBook.from_mapping(preset_mappings()["phrases"])


@dataclass(frozen=True, slots=True)
class ReminderWords:
    """What one rule is called, does, and is good for."""

    key: str
    title: str
    says: str
    why: str


@cache
def reminder_words() -> tuple[ReminderWords, ...]:
    """Return the words of every reminder that a firm may change, in the order of the page."""
    return tuple(ReminderWords(**row) for row in yaml.safe_load(_WORDS.read_text(encoding="utf-8")))


@cache
def visit_preset() -> VisitPolicy:
    """Return how long meetings take. :raises ValueError: if a kind has no length"""
    return VisitPolicy.from_mapping(preset_mappings()["appointments"])


@cache
def check_in_preset() -> CheckInPolicy:
    """Return the numbers of weekly check-ins. :raises TypeError: if the data is no such policy"""
    return CheckInPolicy.from_mapping(preset_mappings()["check_ins"])
