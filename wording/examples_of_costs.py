"""Examples of cost updates, to the client of a care letter."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from wording.facts import CareLetter, CostUpdateLetter, PastEstimate


def of_purchase(first: CareLetter) -> CostUpdateLetter:
    fee, *rest = first.cost_lines
    return CostUpdateLetter(
        sheet=replace(first.sheet, notes=(), date_on=date(2027, 1, 18)),
        about="the purchase of 27 Quarry Mount",
        lawyer=first.lead,
        past=(
            PastEstimate(
                1, date(2026, 11, 24), "Our first estimate, in the client care letter", Decimal(7893), Decimal(7893)
            ),
            PastEstimate(2, date(2026, 12, 14), "A second lender joined", Decimal(8103), Decimal(8253)),
        ),
        lines=(replace(fee, net=Decimal(1850), high=Decimal(2200), certainty="estimate"), *rest),
        was={line.label: "£1,740" for line in first.cost_lines},
        changed="The title is defective: nobody can show the right of way.\n\nThe seller’s insurer wants our report.",
        because="The survey found a track that is in no deed.",
        options=("Go on as this letter says", "Ask the seller to pay for it", "Stop here"),
        time_effect="Exchange moves by three to five weeks, not promised",
        scope_in=("write to the owner of the track",),
        scope_out=("report on the garage",),
        billed=Decimal(3100),
        unbilled=Decimal("412.50"),
        unbilled_on=date(2027, 1, 14),
        asks=True,
    )


def that_is_less(full: CostUpdateLetter) -> CostUpdateLetter:
    """Return one after which the work costs less, with nothing billed and the lines before not known."""
    return replace(
        full,
        lines=full.lines[1:],
        was={},
        past=full.past[:1],
        scope_in=(),
        scope_out=(),
        billed=Decimal(0),
        unbilled=Decimal(0),
        unbilled_on=None,
        asks=False,
    )
