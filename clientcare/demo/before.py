"""Letters that went before letters were written here, as the secretary took them over; two closed matters."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from clientcare.demo.firm import Firm
from engagement.letters import Typed, closing_package, print_closing
from engagement.services import record_earlier_letter
from engagement.services.closing import close_with_letter
from practice.calendar import WorkingCalendar
from practice.models import EarlierLetter, Matter, MatterStage, WorkType

SINCE = timedelta(days=42)  # letters of matters that began since then are written here
_TAKEN_OVER = 12  # working days it took the secretary
_NOT_ON_RECORD = (77, 118)  # by their place: the signed page is not on the file
_CLOSED = 2
_MOVING = (WorkType.RESIDENTIAL_PURCHASE, WorkType.RESIDENTIAL_SALE)
_LONG_AGO = timedelta(days=150)
_DONE = Typed(
    done="The home is yours, and it is registered in your name.",
    left_to_do="tell your insurer that you have moved in",
    papers="the title register and your guarantee papers",
    money="",
)


def load_letters_of_before(*, firm: Firm, matters: list[Matter], now: datetime, calendar: WorkingCalendar) -> None:
    """Record what the files say of the open matters that began before letters were written here."""
    began = calendar.local_date(now - SINCE)
    at = calendar.opening(calendar.add_working_days(began, _TAKEN_OVER))
    for number, matter in enumerate(matters):
        if matter.stage != MatterStage.OPEN or matter.instructed_on is None or matter.instructed_on > began:
            continue
        sent_on = calendar.add_working_days(matter.instructed_on, 1)
        record_earlier_letter(
            matter_id=matter.pk,
            sent_on=sent_on,
            accepted_on=None if number in _NOT_ON_RECORD else calendar.add_working_days(sent_on, 1 + number % 7),
            words=f"{matter.fee_earner.name}, by {'post' if number % 3 else 'e-mail'}; copy on the paper file",
            estimate=_estimate(number, matter),
            file=None,
            by=firm.staff["secretary"] if matter.assistant_id else matter.fee_earner,
            now=at + timedelta(minutes=2 * number),
        )


def _estimate(number: int, matter: Matter) -> Decimal | None:
    """What the letter on the file says of moving home; nobody has looked up the others yet."""
    if number in _NOT_ON_RECORD or matter.work_type not in _MOVING:
        return None
    return Decimal(1850 + 45 * (number % 14))


def load_closings(*, matters: list[Matter], now: datetime, calendar: WorkingCalendar) -> None:
    """Close two purchases with their letters, as their lawyers did some days ago."""
    today = calendar.local_date(now)
    fit = (one for one in reversed(matters) if _is_done(one, today))
    for number, matter in zip(range(_CLOSED), fit, strict=False):
        at = calendar.opening(calendar.add_working_days(today, -3 - 4 * number)) + timedelta(hours=3)
        made = closing_package(matter.pk, _DONE, at)
        close_with_letter(matter_id=matter.pk, typed=_DONE, printed=print_closing(made), by=matter.fee_earner, now=at)


def _is_done(matter: Matter, today: date) -> bool:
    return (
        matter.stage == MatterStage.OPEN
        and matter.work_type == WorkType.RESIDENTIAL_PURCHASE
        and not matter.is_restricted
        and matter.instructed_on is not None
        and matter.instructed_on < today - _LONG_AGO
        and EarlierLetter.objects.filter(matter=matter, accepted_on__isnull=False).exists()
        and all(client.contacts.usable_emails(today).exists() for client in matter.clients())
    )
