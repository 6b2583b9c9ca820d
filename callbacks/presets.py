"""The firm's first call policy and reminders, read from data. Rows of the database start from these."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from callbacks.rules import CallPolicyValue, ReminderPolicy, SelfService

_FILE = Path(__file__).parent / "data" / "call_policy.yaml"


def preset_mappings() -> dict[str, dict[str, Any]]:
    """Return the file as it is, by its parts."""
    data: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return data


@cache
def call_policy_preset() -> CallPolicyValue:
    """Return the default policy. :raises ValueError: if the data is no policy"""
    return CallPolicyValue.from_mapping(preset_mappings()["call_policy"])


@cache
def reminder_preset() -> ReminderPolicy:
    """Return the default reminders. :raises ValueError: if the data is no set of reminders"""
    return ReminderPolicy.from_mapping(preset_mappings()["reminders"])


@cache
def self_service_preset() -> SelfService:
    """Return the limits for clients who act by their link. :raises TypeError: if the data is no set of limits"""
    return SelfService.from_mapping(preset_mappings()["self_service"])
