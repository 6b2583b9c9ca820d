"""A price at an enquiry: what it says, how it goes, that it stays, and that it goes with the matter."""

import re
import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from intake import services
from intake.models import Channel, Enquiry, EnquiryQuote
from intake.rules import Outcome
from intake.tests.factories import NOON, TUESDAY, check, compliance, enquiry, quote
from outbox.models import Message
from practice.models import Adjustment, ContactKind, JournalEntry, PriceTable, Quote, QuoteWay, Task, User, WorkType
from practice.permissions import Role
from practice.services.prices import copy_price_table, publish_price_table
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)
    factories.firm()
    factories.price_table()


@pytest.fixture
def desk() -> User:
    return factories.user(Role.RECEPTIONIST, given="Rita", family="Desk")


def _buyer(**facts: Any) -> Enquiry:
    known = {"work_type": WorkType.RESIDENTIAL_PURCHASE, "issue": "Buying a house", "others": (), **facts}
    return enquiry("Zara Webb", **{"email": "zara@webb.example", "email_is_safe": True, **known})


def _confirmed(made: Enquiry, by: User) -> Enquiry:
    return services.confirm_reach(
        enquiry_id=made.pk, kind=ContactKind.EMAIL, how="In person", may_write=True, by=by, now=NOON
    )


def _as(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _page(made: Enquiry) -> str:
    return reverse("intake:quote", args=[made.pk])


def test_a_price_by_email_says_all_that_a_price_must_and_that_we_do_not_act(desk: User) -> None:
    made = _confirmed(_buyer(channel=Channel.EMAIL), desk)

    given = quote(
        made, by=desk, way=QuoteWay.EMAIL, options=["leasehold"], people=2, tax=Decimal(5000), assumes="you own no home"
    )

    message = Message.objects.get()
    assert (message.to_address, message.subject) == ("zara@webb.example", f"Our reference {made.reference}")
    for words in (
        "Our price for this: Buying a home. Price of the property: £300,000. A flat. 2 clients.",
        "About £7,172, estimate. It holds until Thursday 24 December 2026.",
        "- Our fee, to us: £1,380 (£1,150 and VAT £230: our service). Our charge, fixed.",
        "- Identity check, to us: £24 (£20 and VAT £4: our own duty). Our charge, fixed.",
        "- Registration, to HM Land Registry: £150 (no VAT: your own fee). Paid for you, estimate.",
        "- Stamp duty land tax, to HMRC: £5,000 (no VAT: your own tax). Paid for you, assumption: you own no home.",
        "All together: about £7,172, estimate; of which VAT £337.",
        "- The title and the contract",
        "- A survey of the building",
        "What would add cost: a second lender.",
        "How long it takes: 10 to 14 weeks, usually. This is not promised. It depends on the chain.",
        "Who does the work: A solicitor, supervised by the head of department.",
        "From our price list of Wednesday 1 October 2025, version 1.",
        "We do not act for you yet, so please send no papers and tell us nothing about the matter itself.",
    ):
        assert words in message.body
    kept = given.quote
    assert (kept.total_low, kept.total_high, kept.holds_until) == (Decimal(7172), Decimal(7172), date(2026, 12, 24))
    assert (given.contact.message, given.contact.went_as) == (message, "By e-mail to zara@webb.example")


def test_a_price_read_out_is_kept_sends_nothing_and_is_a_first_answer(desk: User) -> None:
    made = _buyer(channel=Channel.WEB)

    given = quote(made, by=desk)

    made.refresh_from_db()
    assert Message.objects.count() == 0
    assert (made.answered_at, made.answered_by) == (NOON, desk)
    assert given.contact.words == (
        "About £1,860, estimate, without stamp duty land tax. It holds until Thu 24 Dec 2026."
    )
    assert "Stamp duty land tax, to HMRC: not in this price" in given.quote.words


@pytest.mark.parametrize(
    ("facts", "is_confirmed"),
    [
        pytest.param({}, False, id="nobody confirmed the mailbox"),
        pytest.param({"email_is_safe": False}, False, id="they did not say yes"),
    ],
)
def test_a_price_never_goes_to_a_mailbox_that_may_not_be_used(
    desk: User, facts: dict[str, Any], is_confirmed: bool
) -> None:
    made = _buyer(**facts)

    with pytest.raises(services.NoMailbox):
        quote(made, by=desk, way=QuoteWay.EMAIL)

    assert (Quote.objects.count(), Message.objects.count(), made.contacts.count()) == (0, 0, 0)


def test_a_quote_stays_as_it_was_given_whatever_becomes_of_the_price_list(desk: User) -> None:
    made = _buyer()
    given = quote(made, by=desk)
    draft = copy_price_table(table_id=PriceTable.objects.get().pk)
    draft.lines.filter(code="fee").update(low=2000, high=2000)
    PriceTable.objects.filter(pk=draft.pk).update(in_force_from=TUESDAY)
    publish_price_table(table_id=draft.pk, by=desk, now=NOON, today=TUESDAY)

    later = quote(made, by=desk)

    assert (given.quote.total_low, later.quote.total_low) == (Decimal(1860), Decimal(2880))
    assert (later.number, later.quote.table.version) == (2, 2)
    for change in (lambda: Quote.objects.update(total_low=1), lambda: given.quote.lines.all().delete()):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            change()


def test_a_price_that_moved_since_it_was_seen_is_not_given(desk: User) -> None:
    made = _buyer()
    shown = _as(desk).get(_page(made), {"look": "1", "table": "purchase", "value": "300000", "people": "1"})
    typed = _hidden(shown.content.decode()) | {"way": "phone"}
    PriceTable.objects.get().lines.filter(code="searches").update(low=300, high=300)

    answer = _as(desk).post(_page(made), typed)

    assert (answer.status_code, Quote.objects.count()) == (409, 0)
    page = answer.content.decode()
    assert ("The price has changed" in page, "About £1,902" in page) == (True, True)


def _hidden(page: str) -> dict[str, Any]:
    """Return what the form that gives the price would send."""
    form = next(one for one in page.split("<form")[1:] if 'name="seen"' in one).split("</form>", 1)[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', form)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_the_answers_fill_in_what_the_price_depends_on(desk: User) -> None:
    made = _buyer()
    answers = {"tenure": "flat", "price": "300000", "with_others": "yes", "co_buyer": "Ben Webb"}
    services.answer_questions(enquiry_id=made.pk, answers=answers, by=desk, now=NOON)

    answer = _as(desk).get(_page(made))

    page = answer.content.decode()
    assert "About £2,172, estimate, without stamp duty land tax" in page  # a flat, two clients
    assert 'value="300000"' in page
    done = _as(desk).post(_page(made), _hidden(page) | {"way": "phone"})
    assert (done.status_code, done["Location"]) == (303, reverse("intake:detail", args=[made.pk]))
    assert (EnquiryQuote.objects.get().quote.people, EnquiryQuote.objects.get().quote.options) == (2, ["leasehold"])


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        pytest.param({"value": "£1.2k"}, "value", "Enter an amount in pounds, such as 1,450.00.", id="1.2k"),
        pytest.param({"value": "-5"}, "value", "That is too little: the least is £1.", id="negative"),
        pytest.param({"value": "9" * 30}, "value", "That is too much", id="huge"),
        pytest.param({"value": "600,000.00"}, "value", "no band for £600,000", id="above the last band"),
        pytest.param({"value": "1250.005"}, "value", "two figures after the point", id="half a penny"),
        pytest.param({"value": ""}, "value", "The price depends on it.", id="nothing"),
        pytest.param({"value": "NaN"}, "value", "Enter an amount in pounds", id="no number"),
        pytest.param({"people": "0"}, "people", "greater than or equal to 1", id="nobody"),
        pytest.param({"tax": "5000"}, "assumes", "Say what the tax assumes.", id="a tax without its assumption"),
        pytest.param({"options": "castle"}, "options", "not one of the available choices", id="an unknown option"),
    ],
)
def test_what_cannot_be_priced_is_said_at_the_field(
    desk: User, typed: dict[str, str], field: str, sentence: str
) -> None:
    made = _buyer()
    usual = {"look": "1", "table": "purchase", "value": "300,000.00", "people": "1"}

    answer = _as(desk).get(_page(made), usual | typed)

    assert answer.status_code == 422
    assert [sentence in error for error in answer.context["form"].errors[field]] == [True]
    assert answer.context["offer"] is None


def test_a_price_on_paper_is_as_large_as_they_read_and_what_no_printer_makes_is_a_task(desk: User) -> None:
    made, lawyer = _buyer(), factories.user()
    known = factories.party("Zara Webb")
    check(made, by=lawyer, party=known)
    made.refresh_from_db()
    sheet = reverse("intake:quote_given", args=[made.pk, 1])
    quote(made, by=desk, way=QuoteWay.PAPER)
    usual = _as(desk).get(sheet).content.decode()
    for adjustment in (Adjustment.LARGE_PRINT, Adjustment.BRAILLE):
        factories.agree(known, adjustment)

    quote(made, by=desk, way=QuoteWay.PHONE)
    quote(made, by=desk, way=QuoteWay.PAPER)

    large, page = (_as(desk).get(at).content.decode() for at in (sheet, _page(made)))
    assert ['"cc-page cc-page--large"' in text for text in (usual, large)] == [False, True]
    assert "also needed:</b> in braille" in page
    assert [(task.owner, task.title) for task in Task.objects.filter(key__startswith="enquiry_also:")] == [
        (desk, "Zara Webb: the price is also needed in braille")
    ]


def test_lists_and_pages_with_prices_ask_as_often_for_thirty_as_for_one(
    desk: User, django_assert_num_queries: Any
) -> None:
    made, browser = _buyer(), _as(desk)
    counts = {"list": 0, "page": 0, "enquiry": 0, "given": 0}
    at = {
        "list": reverse("intake:enquiries"),
        "page": _page(made),
        "enquiry": reverse("intake:detail", args=[made.pk]),
        "given": reverse("intake:quote_given", args=[made.pk, 1]),
    }
    quote(made, by=desk)
    for name, address in at.items():
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        counts[name] = len(asked)
    for number in range(29):
        quote(made, by=desk)
        quote(_buyer(phone=f"0113 496 {number:04}"), by=desk)

    for name, address in at.items():
        with django_assert_num_queries(counts[name]):
            assert browser.get(address).status_code == 200
    assert (made.quotes.count(), Enquiry.objects.count()) == (30, 30)


def test_a_price_sent_twice_is_given_once(desk: User) -> None:
    made = _buyer()
    page = _as(desk).get(_page(made), {"look": "1", "table": "purchase", "value": "£300,000", "people": "1"})
    typed = _hidden(page.content.decode()) | {"way": "paper", "form_key": str(uuid.uuid4())}

    answers = [_as(desk).post(_page(made), typed) for _ in range(2)]

    kept = reverse("intake:quote_given", args=[made.pk, 1])
    assert [(one.status_code, one["Location"]) for one in answers] == [(303, kept)] * 2
    assert EnquiryQuote.objects.count() == 1
    assert "Dear Zara Webb" in _as(desk).get(kept).content.decode()
    assert (
        reverse("intake:quote_given", args=[made.pk, 1])
        in _as(desk).get(reverse("intake:detail", args=[made.pk])).content.decode()
    )


def test_quotes_go_with_the_matter_before_and_after_its_check_is_asked_for(desk: User) -> None:
    lawyer = factories.user()
    made = _buyer()
    first = quote(made, by=desk)
    asked = check(made, by=lawyer, title="Purchase of 4 Mill Row")
    made.refresh_from_db()

    second = quote(made, by=lawyer, now=NOON + timedelta(minutes=5), value=Decimal(200_000))

    assert list(Quote.objects.of(asked.matter)) == [second.quote, first.quote]
    told = JournalEntry.objects.filter(event="quote.given", matter_id=asked.matter_id)
    assert told.count() == 2
    services.decide_check(check_id=asked.pk, outcome=Outcome.CLEAR, reason="", by=compliance(), now=NOON)
    with pytest.raises(services.EnquiryAlreadyClosed):
        quote(made, by=desk)
    assert _as(desk).get(_page(made)).status_code == 303


def test_work_without_a_price_list_says_so(desk: User) -> None:
    made = enquiry("Zara Webb")

    answer = _as(desk).get(_page(made))

    assert (answer.status_code, "No price list for this work" in answer.content.decode()) == (200, True)
    assert _as(desk).post(_page(made), {"table": "purchase"}).status_code == 422
