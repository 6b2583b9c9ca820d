"""What can be said of a letter that went before letters were written here. Pure."""

from datetime import date

from practice.errors import Refusal, WorldMoved


class NoSuchDay(Refusal):
    """A letter does not go on a day to come, and is not accepted before it went."""

    code = "no_such_day"

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class WrittenHere(WorldMoved):
    """A letter of this matter is written here: that one counts."""

    code = "written_here"


def check_days(sent_on: date, accepted_on: date | None, *, today: date) -> None:
    """
    Refuse days on which it cannot have been.

    :raises NoSuchDay: if one lies ahead, or it was accepted before it went
    """
    if sent_on > today:
        raise NoSuchDay("sent_on", "That day is to come. What has not gone yet is written here.")
    if accepted_on is not None and accepted_on > today:
        raise NoSuchDay("accepted_on", "That day is to come.")
    if accepted_on is not None and accepted_on < sent_on:
        raise NoSuchDay("accepted_on", "It cannot be accepted before it went.")
