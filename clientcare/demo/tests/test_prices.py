"""The demo firm's price list is one that the house itself would publish."""

import pytest

from clientcare.demo.load import PRICES
from practice import pricing
from practice.models import PriceTable, WorkType
from practice.services.prices import lines_in


@pytest.mark.parametrize("row", PRICES, ids=lambda row: str(row["code"]))
def test_a_price_of_the_demo_firm_contradicts_itself_nowhere(row: dict[str, object]) -> None:
    lines = [line.as_rule() for line in lines_in(row["lines"])]  # type: ignore[arg-type]  # as it was read
    options = [option["code"] for option in row.get("options", ())]  # type: ignore[attr-defined]  # the same

    assert pricing.problems(lines, options=options) == []


@pytest.mark.usefixtures("loaded_at")
def test_the_demo_firm_has_a_price_for_every_kind_of_work_but_injuries_which_are_paid_by_result() -> None:
    priced = set(PriceTable.objects.values_list("work_type", flat=True))

    assert set(WorkType) - priced == {WorkType.PERSONAL_INJURY}
