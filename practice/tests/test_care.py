"""The template filters: what they add to the phrases is the zone, and silence about what is absent."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template

SUMMER_NIGHT = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # 00:30 on Wednesday 1 July in London


@pytest.mark.parametrize(
    ("template", "value", "said"),
    [
        pytest.param("{{ value|weekday:today }}", date(2026, 11, 24), "Tue 24 Nov", id="date, this year"),
        pytest.param("{{ value|weekday }}", date(2026, 11, 24), "Tue 24 Nov 2026", id="date, year not known"),
        pytest.param("{{ value|weekday:today }}", SUMMER_NIGHT, "Wed 1 Jul", id="a moment is a local date"),
        pytest.param("{{ value|long_date }}", SUMMER_NIGHT, "Wednesday 1 July 2026", id="long, local"),
        pytest.param("{{ value|hhmm }}", SUMMER_NIGHT, "00:30", id="time, local"),
        pytest.param("{{ value|hhmm }}", time(0, 0), "00:00", id="midnight is a time"),
        pytest.param("{{ value|ago:now }}", datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "today, 09:00", id="ago"),
        pytest.param("{{ value|money }}", Decimal("1740.50"), "£1,740.50", id="money"),
        pytest.param("{{ value|money }}", Decimal("0"), "£0", id="nothing owed is an amount"),
        pytest.param("{{ value|phone_groups }}", "+447700900142", "07700 900 142", id="number"),
    ],
)
def test_filters_say_values_in_uk_time(template: str, value: Any, said: str) -> None:
    context = Context({"value": value, "today": date(2026, 11, 24), "now": datetime(2026, 11, 24, 12, 0, tzinfo=UTC)})

    assert Template("{% load care %}" + template).render(context) == said


@pytest.mark.parametrize("use", ["weekday", "weekday:today", "long_date", "hhmm", "ago:now", "money", "phone_groups"])
def test_filters_show_nothing_for_what_is_absent(use: str) -> None:
    context = Context({"today": date(2026, 11, 24), "now": datetime(2026, 11, 24, 12, 0, tzinfo=UTC)})

    assert Template("{% load care %}[{{ value|" + use + " }}][{{ nothing|" + use + " }}]").render(context) == "[][]"
