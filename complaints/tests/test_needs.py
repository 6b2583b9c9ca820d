"""What was agreed with a complainant: on the page, on the letter, and asked of somebody where no printer makes it."""

from datetime import timedelta

import pytest

from complaints.models import LetterCode
from complaints.services import preparing
from complaints.tests import factories
from complaints.tests.browsing import page, signed_in
from complaints.tests.factories import TUESDAY, Cast
from complaints.tests.journey import acknowledge
from outbox.tests.sizes import sizes_of
from practice import clock
from practice.models import Adjustment, Task
from practice.tests import factories as firm

pytestmark = pytest.mark.django_db


def test_a_complainant_who_needs_large_print_gets_it_and_another_does_not(people: Cast) -> None:
    complaint = factories.complaint(people)
    usual = preparing.prepare_letter(complaint, LetterCode.L1, now=TUESDAY)
    firm.agree(people.client, Adjustment.LARGE_PRINT)

    large = preparing.prepare_letter(complaint, LetterCode.L1, now=TUESDAY)

    procedure = large.enclosures[0].rendered
    assert procedure is not None
    assert (min(sizes_of(large.rendered.pdf)), min(sizes_of(usual.rendered.pdf)) < 10) == (16, True)
    assert min(sizes_of(procedure.pdf)) == 16


def test_what_no_printer_makes_is_asked_of_whoever_sends_the_letter(people: Cast) -> None:
    for adjustment in (Adjustment.LARGE_PRINT, Adjustment.BRAILLE):
        firm.agree(people.client, adjustment)
    complaint = factories.complaint(people)

    acknowledge(people, complaint)

    task = Task.objects.get(key__endswith=":also")
    wanted = "in braille"
    assert (task.owner, task.title) == (people.head, f"{complaint.reference}: the letter is also needed {wanted}")


def test_nothing_is_asked_of_anybody_where_nothing_is_agreed(people: Cast) -> None:
    acknowledge(people, factories.complaint(people))

    assert not Task.objects.filter(key__endswith=":also").exists()


def test_the_complaint_and_its_letters_say_what_to_do_and_never_why(people: Cast) -> None:
    now = clock.now()
    for adjustment in (Adjustment.BREAKS, Adjustment.EASY_READ):
        firm.agree(people.client, adjustment, starts_on=now.date() - timedelta(days=1))
    firm.explain(people.client, "Dyslexia")
    complaint = factories.complaint(people, received_at=now - timedelta(minutes=5), now=now)
    browser = signed_in(people.head)

    shown = browser.get(page(people.head, complaint)).content.decode()
    letter = browser.get(page(people.head, complaint, "acknowledge")).content.decode()

    for words in (shown, letter):
        assert "Offer a break every half hour." in words
        assert "Dyslexia" not in words
    assert "<b>Also needed:</b> in easy read." in letter
