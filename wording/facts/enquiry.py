"""Facts of the letter to somebody who enquired and for whom we do not act (domain.md 4.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wording.facts.common import Sheet
from wording.facts.plain import Context, day


@dataclass(frozen=True)
class NonEngagement:
    """What the letter may say. There is no reason in it, on purpose; `key_date_on` is a date they told us of."""

    sheet: Sheet
    enquired_on: date
    key_date_on: date | None = None
    key_date_label: str = ""

    def has_estimate(self) -> bool:
        return True

    def triggers(self) -> Mapping[str, bool | str]:
        return {"always": True, "has_key_date": self.key_date_on is not None}

    def context(self) -> Context:
        return {
            **self.sheet.context(),
            "enquiry": {
                "on": day(self.enquired_on, "enquired_on"),
                "key_date": day(self.key_date_on, "key_date") if self.key_date_on else "",
                "key_date_label": self.key_date_label or "A date you told us of",
            },
        }
