"""What was estimated for a matter, one estimate after the other, and what was charged against the one in force."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from textwrap import shorten

from django.db.models import Exists, OuterRef, Q

from engagement.models import Bill, CostUpdate, CostWarning, Letter, LetterCopy, UnbilledNote
from engagement.rules import LetterStage
from engagement.rules.costs import CostPolicy, Spent, still_counts
from outbox.models import MessageState
from practice.models import Matter
from practice.phrases import money

_LONGEST_WHY = 90  # letters: it stands in one cell of a table
_FIRST = "Our first estimate, in the client care letter"
_BEFORE = "Our first estimate, in our first letter"


@dataclass(frozen=True, slots=True)
class Estimate:
    """
    One estimate of a matter, with VAT, and the letter or the cost update that gave it.

    `number` counts from 1, in the order in which the client got them. One of a letter that went before letters were
    written here has neither.
    """

    number: int
    on: date
    low: Decimal
    high: Decimal
    why: str
    letter_id: int | None = None
    update_id: int | None = None

    @property
    def words(self) -> str:
        if self.low == self.high:
            return f"about {money(self.high)}"
        return f"between {money(self.low)} and {money(self.high)}"


def say(spent: Spent) -> str:
    """Say "£3,100 of about £4,200, 74 %"."""
    return f"{money(spent.total)} of about {money(spent.top)}, {spent.percent} %"


def policy_of(matter: Matter) -> CostPolicy:
    """Return when this department is warned: its standard "cost_warning", else the default."""
    standard = matter.department.standards.filter(kind="cost_warning").first()
    return CostPolicy(warn_at=standard.value) if standard else CostPolicy()


def estimates_of(matter: Matter) -> list[Estimate]:
    """
    Return what the client was told, in order; the last is in force. Two queries, and one for a letter of before.

    A later version of the care letter counts where it says another figure; one that never left does not. A cost
    update that asks for agreement counts from the day on which the last client agreed.
    """
    gone = LetterCopy.objects.filter(letter=OuterRef("pk"), message__state=MessageState.SENT)
    letters = Letter.objects.filter(
        Q(stage=LetterStage.ISSUED) | Q(Exists(gone), stage=LetterStage.SUPERSEDED), matter=matter
    )
    told: list[Letter | CostUpdate] = [*letters, *CostUpdate.objects.in_force().filter(matter=matter)]
    told.sort(key=lambda one: (_since(one), one.pk))
    found = _of_before(matter)
    for one in told:
        made = _estimate(one, number=len(found) + 1)
        if not (found and made.letter_id and (found[-1].low, found[-1].high) == (made.low, made.high)):
            found.append(made)
    return found


def _of_before(matter: Matter) -> list[Estimate]:
    """Return what the letter estimated that went before letters were written here, if that is on record."""
    letter = getattr(matter, "earlier_letter", None)
    if letter is None or letter.estimate is None:
        return []
    return [Estimate(1, letter.sent_on, letter.estimate, letter.estimate, _BEFORE)]


def _since(one: Letter | CostUpdate) -> datetime:
    """Return from when an estimate counts: its issue, or the last client's yes where they were asked for one."""
    at = one.agreed_at if isinstance(one, CostUpdate) and one.agreed_at else one.issued_at
    assert at is not None, "by constraint"
    return at


def _estimate(one: Letter | CostUpdate, *, number: int) -> Estimate:
    assert one.issued_on is not None, "by constraint"
    assert one.estimate is not None, "by constraint"
    low = one.estimate if one.estimate_low is None else one.estimate_low
    if isinstance(one, CostUpdate):
        why = shorten(one.answers.get("changed", ""), _LONGEST_WHY, placeholder=" ...")
        return Estimate(number, one.agreed_on or one.issued_on, low, one.estimate, why, update_id=one.pk)
    why = _FIRST if number == 1 else f"Client care letter, version {one.version}"
    return Estimate(number, one.issued_on, low, one.estimate, why, letter_id=one.pk)


def in_force_on(told: list[Estimate], on: date) -> Estimate | None:
    """Return the estimate that the client had on a day; before the first, that one, as it was promised then."""
    return next((one for one in reversed(told) if one.on <= on), told[0] if told else None)


@dataclass(frozen=True)
class Costs:
    """Everything that a matter's costs page tells; `spent` is None without an estimate."""

    estimates: tuple[Estimate, ...]
    bills: tuple[Bill, ...]
    unbilled: UnbilledNote | None
    unbilled_counts: bool
    warnings: tuple[CostWarning, ...]

    @property
    def in_force(self) -> Estimate | None:
        return self.estimates[-1] if self.estimates else None

    @property
    def standing(self) -> list[Bill]:
        return [bill for bill in self.bills if bill.set_aside_at is None]

    @property
    def billed(self) -> Decimal:
        return sum((bill.total for bill in self.standing), Decimal(0))

    @property
    def to_come(self) -> Decimal:
        return self.unbilled.amount if self.unbilled and self.unbilled_counts else Decimal(0)

    @property
    def spent(self) -> Spent | None:
        return Spent(self.billed, self.to_come, self.in_force.high) if self.in_force else None

    @property
    def sentence(self) -> str:
        return say(self.spent) if self.spent else ""

    @property
    def open_warnings(self) -> list[CostWarning]:
        return [one for one in self.warnings if not one.answer]


def costs_of(matter: Matter) -> Costs:
    """Read a matter's costs; five queries, however much there is."""
    bills = tuple(Bill.objects.filter(matter=matter).select_related("recorded_by", "set_aside_by").order_by("on", "pk"))
    last = max(((one.on, one.recorded_at) for one in bills if one.set_aside_at is None), default=None)
    note = (
        UnbilledNote.objects.filter(matter=matter)
        .select_related("recorded_by")
        .order_by("-as_of", "-recorded_at", "-pk")
        .first()
    )
    warnings = CostWarning.objects.standing().filter(matter=matter).select_related("answered_by", "answered_with")
    return Costs(
        estimates=tuple(estimates_of(matter)),
        bills=bills,
        unbilled=note,
        unbilled_counts=note is not None and still_counts((note.as_of, note.recorded_at), last),
        warnings=tuple(warnings.order_by("-raised_at", "-pk")),
    )
