"""What may be done with an enquiry before its check: ask, confirm, hold, answer, decline in writing."""

from datetime import date, timedelta

import pytest

from intake import reach, services
from intake.models import Channel, Enquiry, EnquiryContact, EnquiryOutcome
from intake.rules import Outcome
from intake.tests.factories import NOON, TUESDAY, calendar, check, compliance, enquiry
from outbox.models import Channel as Way
from outbox.models import Message
from outbox.reading import text_of
from outbox.tests.sizes import sizes_of
from practice.models import Adjustment, ContactKind, JournalEntry, Task, User
from practice.permissions import Role
from practice.tests import factories
from wording.models import IssuedLetter

pytestmark = pytest.mark.django_db


@pytest.fixture
def lawyer() -> User:
    factories.firm()
    return factories.user()


def _wrote(**facts: object) -> Enquiry:
    known = {"channel": Channel.WALK_IN, "email": "zara@webb.example", "email_is_safe": True, **facts}
    return enquiry("Zara Webb", **known)  # type: ignore[arg-type]


def _confirm(made: Enquiry, by: User, kind: ContactKind = ContactKind.EMAIL, *, may_write: bool = True) -> Enquiry:
    return services.confirm_reach(enquiry_id=made.pk, kind=kind, how="In person", may_write=may_write, by=by, now=NOON)


def _decline(made: Enquiry, by: User, outcome: EnquiryOutcome = EnquiryOutcome.DECLINED_CAPACITY) -> EnquiryContact:
    letter = services.prepare_letter(made, by=by, now=NOON)
    return services.decline_enquiry(
        enquiry_id=made.pk, outcome=outcome, because="Nobody has time", letter=letter, by=by, now=NOON
    )


def test_what_was_typed_is_no_address_before_somebody_confirmed_it(lawyer: User) -> None:
    made = _wrote(address="5 Kiln Street, Leeds", post_is_safe=True)
    assert (reach.ways(made, now=NOON), reach.why_not(made)) == ([], "Nobody has confirmed their e-mail address yet.")

    made = _confirm(made, lawyer)
    assert [(way.channel, way.to) for way in reach.ways(made, now=NOON)] == [(Way.EMAIL, "zara@webb.example")]

    made = _confirm(made, lawyer, ContactKind.ADDRESS)
    assert [way.channel for way in reach.ways(made, now=NOON)] == [Way.EMAIL, Way.PRINT]

    made = _confirm(made, lawyer, may_write=False)
    assert [way.channel for way in reach.ways(made, now=NOON)] == [Way.PRINT]
    assert [entry.facts["how"] for entry in JournalEntry.objects.filter(event="enquiry.contact_confirmed")] == [
        "In person"
    ] * 3


def test_an_address_that_was_never_given_cannot_be_confirmed(lawyer: User) -> None:
    made = _wrote(email="", email_is_safe=False)

    with pytest.raises(services.NothingToConfirm):
        _confirm(made, lawyer)


def test_a_question_goes_by_e_mail_only_where_a_mailbox_is_confirmed_and_safe(lawyer: User) -> None:
    sure, unsure = _confirm(_wrote(), lawyer), _wrote()

    asked = services.ask_more(enquiry_id=sure.pk, question="Which court?", by=lawyer, now=NOON)
    rung = services.ask_more(enquiry_id=unsure.pk, question="Which court?", by=lawyer, now=NOON)

    message = Message.objects.get()
    assert (message.to_address, message.reply_to, message.subject) == (
        "zara@webb.example",
        lawyer.email,
        f"Our reference {sure.reference}",
    )
    assert "Which court?" in message.body
    assert "We do not act for you yet" in message.body
    assert (asked.message, rung.message) == (message, None)
    assert list(Task.objects.filter(owner=lawyer).values_list("title", flat=True)) == [
        "Ring Zara Webb and ask: Which court?"
    ]


def test_a_holding_call_takes_names_a_date_and_whether_time_is_running_and_is_a_first_answer(lawyer: User) -> None:
    made = enquiry(channel=Channel.EMAIL, key_date=TUESDAY + timedelta(days=20))

    services.record_enquiry_holding_call(
        enquiry_id=made.pk,
        names=("Ben Calder", "calder vale homes"),
        key_date=TUESDAY + timedelta(days=2),
        time_is_running="yes",
        said_so=True,
        by=lawyer,
        now=NOON,
        calendar=calendar(),
    )

    made.refresh_from_db()
    assert (made.key_date, made.time_is_running, made.answered_by) == (date(2026, 11, 26), "yes", lawyer)
    assert sorted(made.names.values_list("text", "role")) == [
        ("Ben Calder", "other"),
        ("Brightwater Joinery Ltd", "client"),
        ("Calder Vale Homes Ltd", "opponent"),
        ("calder vale homes", "other"),
    ]
    assert check(made, by=lawyer).answer_due_at == NOON + timedelta(hours=1)  # so it is on top of the checkers' queue


def test_a_holding_call_without_the_caution_is_none(lawyer: User) -> None:
    made = enquiry(channel=Channel.EMAIL)

    with pytest.raises(services.HoldingCallIncomplete):
        services.record_enquiry_holding_call(
            enquiry_id=made.pk, names=("Ben",), key_date=None, time_is_running="no", said_so=False,
            by=lawyer, now=NOON, calendar=calendar(),
        )  # fmt: skip

    assert (made.names.count(), EnquiryContact.objects.count()) == (2, 0)


def test_a_later_date_on_a_call_does_not_push_a_nearer_one_away(lawyer: User) -> None:
    made = enquiry(key_date=TUESDAY + timedelta(days=2))

    services.record_enquiry_holding_call(
        enquiry_id=made.pk, names=(), key_date=TUESDAY + timedelta(days=9), time_is_running="yes", said_so=True,
        by=lawyer, now=NOON, calendar=calendar(),
    )  # fmt: skip

    made.refresh_from_db()
    assert made.key_date == TUESDAY + timedelta(days=2)


def test_answers_given_later_bring_their_names_and_their_dates(lawyer: User) -> None:
    made = enquiry(others=())
    first = {"about": "money", "other_side": "Calder Vale Homes Ltd", "papers": "yes", "answer_by": "2026-11-27"}

    services.answer_questions(enquiry_id=made.pk, answers=first, by=lawyer, now=NOON)
    services.answer_questions(enquiry_id=made.pk, answers={**first, "papers": "no"}, by=lawyer, now=NOON)

    made.refresh_from_db()
    assert dict(made.answers.values_list("code", "words")) == {
        "about": "Money that is owed",
        "other_side": "Calder Vale Homes Ltd",
        "papers": "No",
    }
    assert made.names.filter(text="Calder Vale Homes Ltd", role="opponent").count() == 1
    assert (made.key_date, made.key_date_label) == (date(2026, 11, 27), "By when must you answer them?")
    with pytest.raises(services.AnswerNotPossible):
        services.answer_questions(enquiry_id=made.pk, answers={"papers": "perhaps"}, by=lawyer, now=NOON)
    check(made, by=lawyer)
    with pytest.raises(services.QuestionsOver):
        services.answer_questions(enquiry_id=made.pk, answers=first, by=lawyer, now=NOON)


def test_declining_sends_a_letter_with_the_caution_and_without_a_reason(lawyer: User) -> None:
    made = _confirm(_wrote(key_date=TUESDAY + timedelta(days=20), key_date_label="Hearing"), lawyer)

    contact = _decline(made, lawyer)

    made.refresh_from_db()
    assert (made.outcome, made.closed_by, made.closed_because) == ("declined_capacity", lawyer, "Nobody has time")
    message, letter = Message.objects.get(), IssuedLetter.objects.get()
    assert (message.channel, message.to_address, contact.message) == (Way.EMAIL, "zara@webb.example", message)
    assert [one.document for one in message.attachments.all()] == [letter.document]
    words = text_of(bytes(letter.document.content))
    for sentence in (
        "We do not act for you",
        "Time limits may be running.",
        "Please take advice from somebody else without delay",
        "Hearing, Monday 14 December 2026",
        "We will not act on it.",
        "What you told us stays confidential.",
        made.reference or "none",
    ):
        assert sentence in words
    assert ("capacity" in words, "Nobody has time" in words) == (False, False)
    entry = JournalEntry.objects.get(event="enquiry.letter_issued")
    assert (entry.facts["channel"], entry.facts["sha256"]) == ("email", letter.document.sha256)


@pytest.mark.parametrize(
    ("address", "is_confirmed", "channel"),
    [
        pytest.param("5 Kiln Street, Leeds", True, Way.PRINT, id="on paper, through the post tray"),
        pytest.param("5 Kiln Street, Leeds", False, None, id="an address nobody confirmed"),
        pytest.param("", False, None, id="no address"),
    ],
)
def test_without_a_safe_mailbox_the_letter_goes_by_post_or_by_hand(
    lawyer: User, address: str, is_confirmed: bool, channel: Way | None
) -> None:
    made = _wrote(email_is_safe=False, address=address, post_is_safe=bool(address))
    if is_confirmed:
        _confirm(made, lawyer, ContactKind.ADDRESS)
    made.refresh_from_db()

    contact = _decline(made, lawyer)

    assert [message.channel for message in Message.objects.all()] == ([channel] if channel else [])
    assert IssuedLetter.objects.count() == 1
    assert contact.document is not None
    hand_over = Task.objects.filter(key=f"enquiry_hand:{made.pk}", owner=lawyer, done_at=None)
    assert hand_over.count() == (0 if channel else 1)


def test_a_party_on_record_is_written_to_as_its_record_allows(lawyer: User) -> None:
    known = factories.party("Zara Webb", email="zara@old.example")
    made = enquiry("Zara Webb", email="zara@new.example", email_is_safe=True)
    asked = check(made, by=lawyer, party=known)
    services.decide_check(check_id=asked.pk, outcome=Outcome.DECLINED, reason="No", by=compliance(), now=NOON)
    made.refresh_from_db()

    [factories.agree(known, one) for one in (Adjustment.LARGE_PRINT, Adjustment.AUDIO)]
    letter = services.prepare_letter(made, by=lawyer, now=NOON)
    services.send_letter(enquiry_id=made.pk, letter=letter, by=lawyer, now=NOON)

    assert min(sizes_of(letter.rendered.pdf)) == 16
    also = Task.objects.get(key__startswith="enquiry_also:", owner=lawyer)
    assert also.title == "Zara Webb: the letter that we do not act is also needed as a recording"
    went_to = Message.objects.get(kind="enquiry.letter").to_address
    assert (made.outcome, went_to) == ("declined_conflict", "zara@old.example")
    assert not Task.objects.filter(key__startswith=f"matter:{asked.matter_id}:declined", done_at=None).exists()
    with pytest.raises(services.LetterAlreadyMade):
        services.send_letter(enquiry_id=made.pk, letter=letter, by=lawyer, now=NOON)


def test_a_letter_made_before_the_date_changed_is_out_of_date_and_nothing_is_declined(lawyer: User) -> None:
    made = _wrote()
    letter = services.prepare_letter(made, by=lawyer, now=NOON)
    Enquiry.objects.filter(pk=made.pk).update(key_date=TUESDAY)

    with pytest.raises(services.LetterOutOfDate):
        services.decline_enquiry(
            enquiry_id=made.pk, outcome=EnquiryOutcome.REFERRED_ON, because="", letter=letter, by=lawyer, now=NOON
        )

    made.refresh_from_db()
    assert (made.outcome, IssuedLetter.objects.count()) == ("", 0)


@pytest.mark.parametrize("outcome", [EnquiryOutcome.SPAM, EnquiryOutcome.CONVERTED, EnquiryOutcome.CLIENT_NO_REPLY])
def test_only_a_refusal_of_ours_has_this_letter(lawyer: User, outcome: EnquiryOutcome) -> None:
    with pytest.raises(services.LetterNotFor):
        _decline(_wrote(), lawyer, outcome)


def test_closing_without_the_letter_leaves_it_as_a_task_until_it_is_made(lawyer: User) -> None:
    made = _wrote()

    services.close_enquiry(enquiry_id=made.pk, outcome=EnquiryOutcome.DECLINED_NOT_OUR_WORK, by=lawyer, now=NOON)
    made.refresh_from_db()
    open_before = Task.objects.filter(key=f"enquiry_letter:{made.pk}", done_at=None).count()
    letter = services.prepare_letter(made, by=lawyer, now=NOON)
    services.send_letter(enquiry_id=made.pk, letter=letter, by=lawyer, now=NOON)

    assert open_before == 1
    assert not Task.objects.filter(key=f"enquiry_letter:{made.pk}", done_at=None).exists()


def test_the_enquiry_with_the_near_date_stands_first_then_whoever_waits_longest_for_an_answer() -> None:
    by = factories.user(Role.RECEPTIONIST)
    late = enquiry("Late", by=by, channel=Channel.EMAIL, received_at=NOON - timedelta(hours=3))
    soon = enquiry("Soon", by=by, channel=Channel.EMAIL)
    spoken = enquiry("Spoken to", by=by)
    near = enquiry("Near", by=by, key_date=TUESDAY + timedelta(days=2))
    far = enquiry("Far", by=by, key_date=TUESDAY + timedelta(days=3), received_at=NOON - timedelta(hours=1))

    order = Enquiry.objects.open().in_queue_order(urgent_until=TUESDAY + timedelta(days=2))

    assert list(order) == [near, late, soon, spoken, far]


@pytest.mark.parametrize(
    ("facts", "is_confirmed", "may_write"),
    [
        pytest.param({"channel": Channel.PHONE, "email_is_safe": False}, False, True, id="never asked"),
        pytest.param({"email_is_safe": True}, True, True, id="confirmed, and yes"),
        pytest.param({"email_is_safe": False}, True, False, id="confirmed, and no"),
    ],
)
def test_what_was_confirmed_or_forbidden_stays_so_on_the_record(
    lawyer: User, facts: dict[str, object], is_confirmed: bool, may_write: bool
) -> None:
    made = _wrote(**facts, safe_contact="Not at work", address="5 Kiln Street, Leeds")
    if is_confirmed:
        _confirm(made, lawyer, may_write=bool(facts["email_is_safe"]))

    check(made, by=lawyer)

    made.refresh_from_db()
    party = made.party
    assert party is not None
    assert (party.email_is_safe, party.safe_contact) == (may_write, "Not at work")
    points = {point.kind: point.confirmed_at is not None for point in party.contacts.all()}
    assert points == {"phone": False, "email": is_confirmed, "address": False}
