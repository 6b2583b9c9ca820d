"""Calls before the conflict check is cleared: names, a date, whether time is running, and no more (decisions 27)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from callbacks.models import Callback, Subject
from practice.errors import Refusal, WorldMoved
from practice.holding import Talk, only_about_to_be_clients, talk_with, talks
from practice.models import Matter, Party, User
from practice.phrases import weekday

_RUNNING = {"yes": "Time is running", "no": "No time is running", "unknown": "They do not know if time is running"}


class HoldingOnly(WorldMoved):
    """Nothing about the matter itself is taken down or noted before the check is cleared."""

    code = "holding_only"


class NotSaid(Refusal):
    """A holding call is only one if the caller heard that we do not act yet."""

    code = "not_said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """
    What a holding call took down.

    ``keep``: writes names and date where they are searched, in the transaction of the call; None where nothing waits.
    """

    said_so: bool
    names: tuple[str, ...] = ()
    key_date: date | None = None
    time_is_running: str = "unknown"
    keep: Callable[[], object] | None = None

    def words(self) -> str:
        """Return what the person who rings reads."""
        named = f"Names: {'; '.join(self.names)}. " if self.names else ""
        dated = f"A date: {weekday(self.key_date)}. " if self.key_date else ""
        return f"Holding call. {named}{dated}{_RUNNING[self.time_is_running]}."


def is_holding(
    *, caller: Party | None, matter: Matter | None, subject: str, now: datetime, is_enquirer: bool = False
) -> bool:
    """
    Say if a call with somebody is a holding call: their matter is not cleared, or they only ask if we can act.

    Somebody new who rings about something new asks just that.
    """
    asks = caller is None and matter is None and subject == Subject.NEW
    return is_enquirer or asks or talk_with(caller, matter, now) == Talk.HOLDING


def take_down(
    call: Callback, message: str, holding: Holding | None, *, by: User, now: datetime, is_enquirer: bool = False
) -> str:
    """
    Return the words to keep on a call, in the transaction of whoever takes it.

    :raises HoldingOnly: if there are others, and only a holding call may be taken
    :raises NotSaid: if the caller was not told that we do not act yet
    """
    only = is_holding(caller=call.caller, matter=call.matter, subject=call.subject, now=now, is_enquirer=is_enquirer)
    if only and message.strip():
        raise HoldingOnly(
            "The conflict check is not cleared: take names, a date and whether time is running, nothing else. "
            "What they said about it is not kept."
        )
    if only and (holding is None or not holding.said_so):
        raise NotSaid("Say to them that we do not act yet and that time may be running. Then save.")
    if holding is None:
        return message
    if holding.keep is not None:
        holding.keep()
    return holding.words()


def refuse_more_than_holding(call: Callback, note: str, next_update_on: date | None, *, now: datetime) -> None:
    """:raises HoldingOnly: if something was talked about or promised on a call that had to be a holding call"""
    if not note.strip() and next_update_on is None:
        return
    if is_holding(caller=call.caller, matter=call.matter, subject=call.subject, now=now):
        raise HoldingOnly(
            "The conflict check is not cleared: note and promise nothing about the matter, only names and dates."
        )


def holding_among(calls: Sequence[Callback], now: datetime) -> dict[int, Talk]:
    """Return which of these are no ordinary calls, by number; three queries at most. Fetch them with their matter."""
    of_matters = talks([call.matter for call in calls], now)
    alone = [call for call in calls if call.matter_id is None]
    waiting = only_about_to_be_clients([call.caller_id for call in alone if call.caller_id is not None], now)
    found = {call.pk: of_matters[call.matter_id] for call in calls if call.matter_id in of_matters}
    for call in alone:
        if call.caller_id in waiting or (call.caller_id is None and call.subject == Subject.NEW):
            found[call.pk] = Talk.HOLDING
    return found
