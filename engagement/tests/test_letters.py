from datetime import date, time
from decimal import Decimal

import pytest

from engagement import letters, services
from engagement.tests import factories
from practice.models import AgreedStep, CallPolicy, CheckIn, Matter, MatterParty, MatterRole, PartyKind, Side
from practice.tests import factories as firm
from practice.vat import vat_rate

pytestmark = pytest.mark.django_db
NOW = factories.NOW


def asked(matter: Matter) -> set[str]:
    letter = services.start_letter(matter_id=matter.pk, by=matter.fee_earner, now=NOW)
    return {stop.question for stop in letters.package(letter, NOW).stops}


@pytest.mark.parametrize(
    ("work_type", "questions"),
    [
        pytest.param(
            "residential_purchase", {"price", "mortgage", "costs", "assumptions", "calls_and_emails"}, id="purchase"
        ),
        pytest.param("residential_sale", {"price", "costs", "calls_and_emails"}, id="sale"),
    ],
)
def test_only_what_the_matter_cannot_answer_is_asked(work_type: str, questions: set[str]) -> None:
    title = "Sale of 4 Mill Row" if work_type == "residential_sale" else "Purchase of 4 Mill Row"

    assert asked(factories.matter(work_type=work_type, title=title)) == questions


def test_an_introducer_brings_a_question_and_a_payer_a_clause() -> None:
    matter = factories.matter()
    for role, name in ((MatterRole.INTRODUCER, "Calder Homes"), (MatterRole.PAYER, "Ada Adeyemi")):
        MatterParty.objects.create(matter=matter, party=firm.party(name, kind=PartyKind.ORGANISATION), role=role)

    assert "referral" in asked(matter)
    made = letters.package(matter.care_letters.get(), NOW)
    assert {"referral", "funding_third_party"} <= {one.code for one in made.copies[0].composition.clauses}


@pytest.mark.parametrize(
    ("starts", "ends", "weekdays", "words"),
    [
        pytest.param(time(14), time(16), [0, 1, 2, 3, 4], "between 2 and 4", id="every day"),
        pytest.param(time(9, 30), time(12), [0, 1, 2, 3, 4], "between 9.30 and 12", id="half hours and noon"),
        pytest.param(
            time(14), time(16), [4, 0, 2], "between 2 and 4 on Mondays, Wednesdays and Fridays", id="some days"
        ),
        pytest.param(time(14), time(16), [1], "between 2 and 4 on Tuesdays", id="one day"),
    ],
)
def test_the_letter_says_the_published_window(starts: time, ends: time, weekdays: list[int], words: str) -> None:
    matter = factories.matter()
    CallPolicy.objects.update(window_starts_at=starts, window_ends_at=ends, weekdays=weekdays)

    assert letters.background(matter, NOW).calls_returned() == words


def test_what_the_client_agreed_to_do_stands_in_the_letter_by_its_day_and_nothing_else_does() -> None:
    matter = factories.matter()
    friday = date(2026, 11, 27)
    for side, what, on, struck in (
        (Side.CLIENT, "Send three payslips.", friday, None),
        (Side.CLIENT, "HMRC letter to us", friday, None),
        (Side.CLIENT, "Long done", date(2026, 11, 20), None),
        (Side.CLIENT, "Noted wrongly", friday, NOW),
        (Side.US, "Order the searches", friday, None),
    ):
        AgreedStep.objects.create(
            matter=matter,
            side=side,
            what=what,
            due_on=on,
            owner=matter.fee_earner if side == Side.US else None,
            agreed_in="interview:1",
            agreed_at=NOW,
            agreed_by=matter.fee_earner,
            struck_at=struck,
        )

    copy = letters.package(factories.written(matter), NOW).copies[0]

    assert [(one.short, one.by) for one in copy.facts.actions[1:]] == [
        ("send three payslips", friday),
        ("HMRC letter to us", friday),
    ]
    assert "send three payslips" in copy.composition.html


def test_costs_carry_vat_by_treatment_and_grow_with_the_clients() -> None:
    clients = (factories.client("Joseph Adeyemi"), factories.client("Nkechi Adeyemi"))
    made = letters.package(factories.written(factories.matter(clients=clients), cost_tax="5625"), NOW)

    assert [(line.label, f"{line.net:f}", f"{line.vat:.0f}") for line in made.costs] == [
        ("Our fee", "1450", "290"),
        ("Bank transfers", "30", "6"),
        ("Searches for our advice", "265", "53"),
        ("Identity checks, two", "20", "4"),
        ("Registration", "150", "0"),
        ("Stamp duty land tax", "5625", "0"),
    ]
    assert (made.estimate, made.all_fixed, made.copies[0].facts.on_account) == (
        Decimal(7893), False, Decimal(354),
    )  # fmt: skip


def test_vat_is_the_rate_of_the_day_and_unknown_before_its_first() -> None:
    assert vat_rate(date(2026, 11, 24)) == vat_rate(date(2011, 1, 4)) == Decimal("0.20")
    with pytest.raises(ValueError, match="empty"):
        vat_rate(date(2011, 1, 3))


def test_money_on_account_of_nought_asks_for_none() -> None:
    made = letters.package(factories.written(factories.matter(), on_account="0"), NOW)

    assert made.copies[0].facts.on_account is None
    assert "money_on_account" in {one.code for one in made.copies[0].composition.left_out}


@pytest.mark.parametrize(
    ("formation", "is_in"),
    [
        pytest.param("on_premises", False, id="at our office"),
        pytest.param("distance", True, id="by phone"),
        pytest.param("unknown", True, id="in doubt"),
    ],
)
def test_the_right_to_cancel_goes_in_when_in_doubt(formation: str, is_in: bool) -> None:
    made = letters.package(factories.written(factories.matter(), formation=formation), NOW)

    assert ("cancellation" in {one.code for one in made.copies[0].composition.clauses}) is is_in


def test_where_they_first_talked_to_us_answers_where_they_instructed_us() -> None:
    about = factories.matter(formed="distance")
    draft = services.start_letter(matter_id=about.pk, by=about.fee_earner, now=NOW)

    assert letters.package(draft, NOW).answers["formation"] == "distance"


def test_the_weekly_call_of_one_client_is_printed_in_their_copy_alone_until_it_is_ended() -> None:
    one, other = factories.client("Ada Adeyemi"), factories.client("Joseph Adeyemi")
    matter = factories.matter(clients=(one, other))
    agreed = CheckIn.objects.create(
        matter=matter, party=one, host=matter.fee_earner, weekday=1, at=time(10), agreed_at=NOW,
        agreed_by=matter.fee_earner,
    )  # fmt: skip
    letter = services.start_letter(matter_id=matter.pk, by=matter.fee_earner, now=NOW)
    said = [{copy.to.party: agreed.to_client in copy.composition.html for copy in letters.package(letter, NOW).copies}]
    CheckIn.objects.update(ended_at=NOW, ended_by=matter.fee_earner, because="They asked")
    said.append(
        {copy.to.party: "Ring us every" in copy.composition.html for copy in letters.package(letter, NOW).copies}
    )

    assert said == [{one: True, other: False}, {one: False, other: False}]
