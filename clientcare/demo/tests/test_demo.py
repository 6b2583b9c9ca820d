"""The demo firm: as it is after loading, and then after it was left alone for three weeks. It is loaded once."""

from collections import Counter
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Q
from django.test import Client, override_settings

from callbacks.models import CallbackStage, Promise
from clientcare.demo.start import CHOSEN, QUIET
from complaints.models import Complaint, Deadline, DeadlineStage, Response
from complaints.rules import Stage
from engagement.models import CostUpdate, Letter, LetterCopy
from outbox.models import Channel, Message, MessageState
from practice.models import (
    ContactKind,
    ContactPoint,
    EarlierLetter,
    GateKind,
    JournalEntry,
    Matter,
    Office,
    Party,
    User,
)
from practice.office import load_calendar
from wording.models import IssuedLetter

pytestmark = pytest.mark.usefixtures("loaded_at")
_OURS = ("hartleyvane.example", "mail.example")


def test_the_firm_is_as_large_as_it_says() -> None:
    rows = (User, Party, Matter, Complaint)

    assert [model.objects.count() for model in rows] == [14, 417, 307, 30]


def test_calls_were_kept_and_missed_and_some_are_still_to_come() -> None:
    found = dict(Promise.objects.values_list("outcome").annotate(Count("pk")).order_by())

    assert {"kept": found["kept"] > 150, "missed": found["missed"] > 10, "open": found["open"] > 15} == {
        "kept": True,
        "missed": True,
        "open": True,
    }


def test_complaints_stand_at_every_stage_that_the_page_draws() -> None:
    found = Counter(Complaint.objects.values_list("stage", flat=True))

    assert found == {
        Stage.DRAFT: 1,
        Stage.LOGGED: 3,
        Stage.EARLY_RESOLUTION: 1,
        Stage.STAGE1_INVESTIGATING: 2,
        Stage.STAGE1_OUTCOME_SENT: 1,
        Stage.REVIEW_REQUESTED: 1,
        Stage.STAGE2_REVIEWING: 1,
        Stage.REDRESS_OPEN: 1,
        Stage.CLOSED: 13,
        Stage.WITHDRAWN: 2,
        Stage.NOT_A_COMPLAINT: 4,
    }


def test_closed_complaints_say_what_was_learnt() -> None:
    closed = Complaint.objects.filter(stage=Stage.CLOSED)

    assert closed.filter(Q(root_cause="") | Q(learning="")).count() == 0


def test_one_complaint_is_in_the_property_division_and_names_its_own_ombudsman() -> None:
    letters = Response.objects.filter(complaint__department__code="PD", code="L3")
    snapshots = IssuedLetter.objects.filter(document__in=letters.values("document")).values_list(
        "snapshot__content", flat=True
    )

    assert ["The Property Ombudsman" in str(facts) for facts in snapshots] == [True] * len(letters)


def test_letters_are_issued_drafted_and_waiting_for_approval() -> None:
    found = Counter(Letter.objects.values_list("stage", flat=True))

    assert found == {"issued": 20, "draft": 6, "to_approve": 2}


def test_a_handful_of_letters_is_to_be_written_and_two_of_them_are_a_few_days_late(loaded_at: datetime) -> None:
    calendar = load_calendar(Office.objects.get())
    today = calendar.local_date(loaded_at)

    owed = Matter.objects.owed_a_letter().filter(stage="open", care_letters=None, earlier_letter=None)
    began = sorted(calendar.working_days_between(one.instructed_on, today) for one in owed if one.instructed_on)

    newest = calendar.local_date(loaded_at - timedelta(minutes=30))  # just after midnight that is the day before
    assert began == [calendar.working_days_between(newest, today), 1, 1, 1, *began[-2:]]
    assert 2 <= began[-2] <= began[-1] <= 6


def test_no_letter_and_no_acceptance_is_said_to_be_there_that_is_not(loaded_at: datetime) -> None:
    with_letter, accepted = set(), set()
    for matter in Matter.objects.open():
        with_letter |= {matter.pk} if matter.may(GateKind.LETTER, loaded_at) else set()
        accepted |= {matter.pk} if matter.may(GateKind.ACCEPTANCE, loaded_at) else set()

    issued, earlier = Letter.objects.filter(stage="issued"), EarlierLetter.objects.filter(matter__stage="open")
    assert with_letter == {*issued.values_list("matter", flat=True), *earlier.values_list("matter", flat=True)}
    assert accepted == {
        *issued.exclude(accepted_on=None).values_list("matter", flat=True),
        *earlier.exclude(accepted_on=None).values_list("matter", flat=True),
    }
    assert len(accepted) > 150


def test_it_shows_an_agreement_an_order_of_signers_other_shapes_a_clause_of_its_own_and_closed_matters() -> None:
    copies = LetterCopy.objects.filter(letter__stage="issued")

    assert {
        "paid by result": copies.filter(letter__agreements__kind="cfa").exists(),
        "one after the other": copies.exclude(letter__sign_order=[]).count(),
        "plain text": copies.filter(message__attachments__document__media_type__startswith="text/plain").exists(),
        "large print": copies.exclude(own_terms=None).exists(),
        "its own clause": copies.filter(issued__clauses__contains=[{"code": "own_the_day_you_move"}]).exists(),
        "cost update": CostUpdate.objects.filter(stage="issued").count(),
        "closed": IssuedLetter.objects.filter(kind="closing_letter.standard").count(),
    } == {
        "paid by result": True,
        "one after the other": 2,
        "plain text": True,
        "large print": True,
        "its own clause": True,
        "cost update": 1,
        "closed": 2,
    }


def test_two_letters_wait_in_the_post_tray_and_nothing_waits_in_the_outbox() -> None:
    waiting = Counter(Message.objects.filter(state=MessageState.PENDING).values_list("channel", flat=True))

    assert waiting == {Channel.PRINT: 2}


def test_no_address_lies_outside_the_domains_of_examples() -> None:
    mailboxes = {
        *User.objects.values_list("email", flat=True),
        *ContactPoint.objects.filter(kind=ContactKind.EMAIL).values_list("text", flat=True),
        *Message.objects.filter(channel=Channel.EMAIL).values_list("to_address", flat=True),
        *Complaint.objects.exclude(wrote_from="").values_list("wrote_from", flat=True),
    }

    assert [mailbox for mailbox in mailboxes if not mailbox.endswith(".example")] == []


def test_twelve_stages_of_the_past_are_left_to_the_first_sweep(loaded_at: datetime) -> None:
    left = CallbackStage.objects.due(loaded_at).count() + DeadlineStage.objects.due(loaded_at).count()

    assert left == CHOSEN


def test_nothing_else_that_tells_anybody_is_planned_for_the_first_minutes(loaded_at: datetime) -> None:
    soon = Q(fire_at__gt=loaded_at, fire_at__lte=loaded_at + QUIET, outcome="")
    calls = CallbackStage.objects.filter(soon).exclude(kind__in=("due", "missed", "settle"))

    assert (calls.count(), DeadlineStage.objects.filter(soon).count()) == (0, 0)


def test_no_deed_is_dated_later_than_the_load(loaded_at: datetime) -> None:
    assert JournalEntry.objects.filter(at__gt=loaded_at).count() == 0


def test_every_past_answer_has_left(loaded_at: datetime) -> None:
    unsettled = Deadline.objects.running().exclude(response=None)

    assert unsettled.count() == 0


@pytest.mark.parametrize(
    ("person", "path", "words"),
    [
        pytest.param("solicitor", "/my-day/", "Calls to return", id="my day"),
        pytest.param("solicitor", "/letters/", "Purchase of", id="letters"),
        pytest.param("secretary", "/outbox/post/", "Tobias Zaman", id="post tray"),
    ],
)
def test_the_pages_have_something_to_show(person: str, path: str, words: str) -> None:
    browser = Client()
    browser.force_login(User.objects.get(email=f"{person}@hartleyvane.example"))

    page = browser.get(path)

    assert (page.status_code, words in page.content.decode()) == (200, True)


def test_the_board_of_complaints_lists_the_one_whose_eight_weeks_are_near() -> None:
    browser = Client()
    browser.force_login(User.objects.get(email="compliance@hartleyvane.example"))

    page = browser.get("/complaints/").content.decode()

    assert Complaint.objects.get(stage=Stage.STAGE2_REVIEWING).reference in page


def test_a_second_run_loads_nothing() -> None:
    said = StringIO()
    before = Party.objects.count()

    call_command("demo", stdout=said)

    assert said.getvalue() == "There is a firm in this database already; nothing was loaded.\n"
    assert Party.objects.count() == before


def test_production_refuses_demo_data() -> None:
    with override_settings(MODE="production"), pytest.raises(CommandError, match="Demo data does not belong"):
        call_command("demo")
