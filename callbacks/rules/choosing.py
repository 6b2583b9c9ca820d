"""What a client may do with a promised call by their link: choose, change, call off (decisions 36, B12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.db.models import TextChoices

from callbacks.rules.judging import PromiseValue
from callbacks.rules.stages import Stage, Step, steps_from
from practice.errors import WorldMoved


class NotToChange(WorldMoved):
    """Not by the link any more: it is too near, done, or was called off."""

    code = "not_to_change"


class ChangedMeanwhile(WorldMoved):
    """The page showed another time than the one that stands."""

    code = "changed_meanwhile"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfService:
    """
    The limits within which a client acts for themselves.

    ``cutoff_minutes``: until so long before a promised time it can be changed. ``invite_days``: how long a link opens
    while no time is chosen. ``days_after``: how long after the promised time. ``days_shown``: days with free times on
    one page.
    """

    cutoff_minutes: int
    invite_days: int
    days_after: int
    days_shown: int

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """:raises TypeError: if a key is unknown or missing"""
        return cls(**mapping)

    @property
    def cutoff(self) -> timedelta:
        return timedelta(minutes=self.cutoff_minutes)

    def link_until(self, promised_until: datetime | None, *, now: datetime) -> datetime:
        """Return until when a link opens."""
        if promised_until is None:
            return now + timedelta(days=self.invite_days)
        return promised_until + timedelta(days=self.days_after)


class Standing(TextChoices):
    """Where a call stands for the client who looks at it."""

    FIRST = "first", "choose a time"
    CHANGE = "change", "may be changed or called off"
    NEAR = "near", "too near to be changed by the link"
    AGAIN = "again", "its time is over: choose another"
    DONE = "done", "made"
    OFF = "off", "called off"
    STAFF = "staff", "only staff can do more"

    @property
    def may_choose(self) -> bool:
        return self in (Standing.FIRST, Standing.CHANGE, Standing.AGAIN)


def standing(stage: Stage | str, promised: PromiseValue | None, *, now: datetime, limits: SelfService) -> Standing:
    """Say what a client may do: the page offers exactly this, and the deed asks again."""
    if stage in (Stage.COMPLETED, Stage.CLOSED):
        return Standing.DONE if stage == Stage.COMPLETED else Standing.OFF
    steps = steps_from(stage)
    if promised is None:
        return Standing.FIRST if Step.PROMISE in steps else Standing.STAFF
    if Step.RE_PROMISE not in steps:
        return Standing.STAFF
    if now > promised.ends_at:
        return Standing.AGAIN
    return Standing.CHANGE if now <= promised.starts_at - limits.cutoff else Standing.NEAR


_WHY = {
    Standing.NEAR: "It is too near to be changed on this page. Please ring us.",
    Standing.DONE: "This call has been made.",
    Standing.OFF: "This call has been called off.",
}


def check_choice(found: Standing, *, seen: int, now_is: int) -> None:
    """
    Refuse what the page offered when it was drawn and does not offer any more. ``seen``: how many times had been
    promised then, ``now_is``: now. Choosing is done once for each: the next promise replaces that one alone.

    :raises ChangedMeanwhile: if another time was promised since
    :raises NotToChange: if nothing can be chosen now
    """
    if seen != now_is:
        raise ChangedMeanwhile("The time has changed since you opened this page. This is how it stands now.")
    if not found.may_choose:
        raise NotToChange(_WHY.get(found, "This cannot be changed on this page. Please ring us."))


def check_calling_off(found: Standing, *, seen: int, now_is: int) -> None:
    """
    Refuse to call off what the page cannot call off.

    :raises ChangedMeanwhile, NotToChange: as check_choice
    """
    check_choice(found, seen=seen, now_is=now_is)
    if found == Standing.FIRST:
        raise NotToChange("No time has been chosen.")
