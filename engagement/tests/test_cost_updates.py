"""The letter with a new estimate: chained, approved, frozen, in force at once, and for five minutes to be stopped."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from engagement import letters, rules, services
from engagement.estimates import costs_of, estimates_of
from engagement.letters.unsent import unsent
from engagement.models import CostUpdate, CostWarning
from engagement.rules import LetterStage
from engagement.rules.costs import NoEstimate, UpdateWaits
from engagement.services import costs as deeds
from engagement.tests import cost_factories as costs
from engagement.tests import factories
from outbox.models import Message
from outbox.reading import text_of
from outbox.tests.sizes import sizes_of
from practice.models import Adjustment, ContactPoint, JournalEntry, Matter, Task
from practice.permissions import Role
from practice.tests import factories as firm
from wording.models import IssuedLetter
from wording.services import recompose

pytestmark = pytest.mark.django_db
LATER = costs.LATER


@pytest.fixture
def matter() -> Matter:
    return costs.with_estimate()


def test_an_update_starts_from_the_lines_of_the_estimate_in_force(matter: Matter) -> None:
    first = estimates_of(matter)[0]

    made = letters.update_package(costs.written(matter, cost_fee="1850", cost_fee_to="2200"), LATER)

    before = {one["code"]: one["net"] for one in made.update.before}
    assert before["fee"] == "1450"
    assert (made.estimate, made.estimate_low) == (first.high + 900, first.low + 480)
    assert made.stops == ()
    assert made.approval_reasons == ()


def test_what_nobody_answered_stops_it_and_without_an_estimate_there_is_nothing_to_update(matter: Matter) -> None:
    draft = deeds.start_update(matter_id=matter.pk, by=matter.fee_earner, now=LATER)

    assert {stop.question for stop in letters.update_package(draft, LATER).stops} == {
        "changed", "because", "time_effect"
    }  # fmt: skip
    with pytest.raises(services.LetterStopped):
        costs.issued(draft)
    with pytest.raises(NoEstimate):
        deeds.start_update(matter_id=factories.matter().pk, by=matter.fee_earner, now=LATER)


def test_issue_freezes_queues_answers_the_warning_and_is_in_force_at_once(matter: Matter) -> None:
    costs.billed(matter, 4000)
    warning = CostWarning.objects.get()

    update = costs.issued(costs.written(matter, cost_fee="3000"))

    copy = update.copies.get()
    told = estimates_of(matter)
    assert [(one.number, one.update_id) for one in told] == [(1, None), (2, update.pk)]
    assert (told[1].high, told[1].why) == (update.estimate, "The title is defective.")
    assert (copy.message.kind, copy.message.subject) == (
        "engagement.cost_update", f"Our reference {matter.reference}"
    )  # fmt: skip
    assert copy.message.next_attempt_at == LATER + timedelta(minutes=5)
    assert [one.document for one in copy.message.attachments.all()] == [copy.issued.document]
    entry = JournalEntry.objects.get(event="cost_update.issued")
    assert entry.facts["sha256"] == {str(copy.party_id): copy.issued.document.sha256}
    warning.refresh_from_db()
    assert (warning.answer, warning.answered_with) == ("updated", update)
    assert not Task.objects.filter(key__startswith="cost_warning:", done_at=None).exists()
    assert recompose(copy.issued).html_sha256 == copy.issued.html_sha256
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM engagement_costupdatecopy WHERE id = %s", [copy.pk])


def test_stopped_in_time_nothing_goes_and_all_is_as_before(matter: Matter) -> None:
    costs.billed(matter, 4000)
    update = costs.issued(costs.written(matter, cost_fee="3000", label_u1_1="Counsel", cost_u1_1="100"))

    draft = deeds.stop_update(update_id=update.pk, by=matter.fee_earner, now=LATER + timedelta(minutes=4))

    update.refresh_from_db()
    assert update.stage == LetterStage.STOPPED
    assert [one.number for one in estimates_of(matter)] == [1]
    assert [one.threshold for one in costs_of(matter).open_warnings] == [100]
    assert Task.objects.filter(key__startswith="cost_warning:", done_at=None).count() == 2
    assert set(update.copies.values_list("message__state", flat=True)) == {"withdrawn"}
    assert (draft.number, draft.answers["label_u2_1"], draft.answers["cost_u2_1"]) == (2, "Counsel", "100")
    assert (draft.answers["cost_fee"], len(draft.answers)) == ("3000", len(update.answers))
    again = costs.issued(draft, now=LATER + timedelta(minutes=5))
    costs.gone(matter, at=LATER)
    with pytest.raises(services.TooLateToStop):
        deeds.stop_update(update_id=again.pk, by=matter.fee_earner, now=LATER + timedelta(minutes=6))


def test_each_update_says_what_it_replaces_and_waits_for_the_one_before_to_leave(matter: Matter) -> None:
    costs.issued(costs.written(matter, cost_fee="1850"))
    second = costs.written(matter, cost_fee="2000", label_u2_1="Counsel", payee_u2_1="Ann Bar", cost_u2_1="500")
    with pytest.raises(UpdateWaits):
        costs.issued(second)
    costs.gone(matter, at=LATER)

    made = letters.update_package(second, LATER)
    printed = letters.print_update(made)

    (composition, rendered), *_ = printed.copies
    paper = text_of(rendered.pdf)
    assert rendered.pages <= 2
    assert made.copies[0].facts.context()["update"]["replaces"] == 2
    for words in ("Estimate 3. It takes the place of estimate 2", "Counsel, to Ann Bar", "The title is defective."):
        assert words in paper
    assert [words for one in composition.clauses for words in one.required if words not in paper] == []
    deeds.issue_update(
        update_id=second.pk, printed=printed, expected_version=second.draft_version, by=matter.fee_earner, now=LATER
    )
    third = deeds.start_update(matter_id=matter.pk, by=matter.fee_earner, now=LATER)
    assert [one["code"] for one in third.before][-1] == "u2_1"


def test_above_the_limit_a_second_person_approves_and_a_change_ends_that(matter: Matter) -> None:
    head = matter.department.head
    assert head is not None
    update = costs.written(matter, cost_fee="4000")
    assert [stop.code for stop in letters.update_package(update, LATER).stops] == ["not_approved"]

    asked = deeds.ask_update_approval(update_id=update.pk, seen=2, by=matter.fee_earner, now=LATER)
    with pytest.raises(rules.NotTheirs):
        deeds.approve_update(update_id=update.pk, seen=2, by=matter.fee_earner, now=LATER)
    back = deeds.send_update_back(update_id=update.pk, comment="Say why", seen=2, by=head, now=LATER)
    deeds.ask_update_approval(update_id=update.pk, seen=2, by=matter.fee_earner, now=LATER)
    deeds.approve_update(update_id=update.pk, seen=2, by=head, now=LATER)
    approved = letters.update_package(CostUpdate.objects.get(pk=update.pk), LATER).stops
    costs.written(matter, cost_fee="4001")

    assert (asked.approver, back.comment) == (head, "Say why")
    assert approved == ()
    assert [one.code for one in letters.update_package(CostUpdate.objects.get(pk=update.pk), LATER).stops] == [
        "not_approved"
    ]


def test_who_may_not_issue_letters_may_not_issue_this_one_and_a_changed_draft_is_refused(matter: Matter) -> None:
    secretary = firm.user(Role.SECRETARY)
    update = costs.written(matter, by=secretary)

    with pytest.raises(rules.NotTheirs):
        costs.issued(update, by=secretary)
    printed = letters.bind_update(letters.update_package(update, LATER), [factories.PAPER])
    costs.written(matter, changed="Something else.")
    with pytest.raises(rules.DraftChanged):
        deeds.issue_update(update_id=update.pk, printed=printed, expected_version=3, by=matter.fee_earner, now=LATER)

    assert Message.objects.filter(kind="engagement.cost_update").count() == 0


def test_joint_clients_get_copies_of_their_own_and_none_shows_the_others_contact() -> None:
    joseph = factories.client("Joseph Adeyemi", email="joseph@mail.example")
    nkechi = factories.client("Nkechi Adeyemi", title="Mrs", email="", address="3 Mill Row\nYork YO1 0ZZ")
    ContactPoint.objects.filter(party=nkechi, kind="email").delete()
    firm.agree(nkechi, Adjustment.LARGE_PRINT)
    firm.agree(nkechi, Adjustment.BRAILLE)
    matter = costs.with_estimate(joseph, nkechi)
    update = costs.written(matter, cost_fee="2000")

    made = letters.update_package(update, LATER)
    deeds.issue_update(
        update_id=update.pk, printed=letters.print_update(made), expected_version=2, by=matter.fee_earner, now=LATER
    )

    copies = {copy.party: copy for copy in update.copies.all()}
    papers = {party: text_of(bytes(copy.issued.document.content)) for party, copy in copies.items()}
    assert {party: copy.channel for party, copy in copies.items()} == {joseph: "email", nkechi: "print"}
    assert ("Mill Row" in papers[nkechi], "Mill Row" in papers[joseph]) == (True, False)
    assert ("Ashlar Terrace" in papers[joseph], "Ashlar Terrace" in papers[nkechi]) == (True, False)
    assert min(sizes_of(bytes(copies[nkechi].issued.document.content))) == 16
    assert copies[joseph].issued.pages <= 2
    assert [one.title for one in Task.objects.filter(key__startswith=f"cost_update:{update.pk}:also:")] == [
        "Cost update to Mrs Nkechi Adeyemi, also needed: in braille"
    ]
    assert IssuedLetter.objects.filter(kind="cost_update.standard").count() == 2


def test_a_letter_issued_meanwhile_moves_the_ground_and_saving_takes_its_lines_up(matter: Matter) -> None:
    update = costs.written(matter)
    factories.issued(factories.written(matter, now=LATER, cost_fee="1900"), now=LATER)

    moved = letters.update_package(update, LATER)
    saved = costs.written(matter)

    assert [one.code for one in moved.stops] == ["estimate_moved"]
    assert letters.update_package(saved, LATER).stops == ()
    assert {one["code"]: one["net"] for one in saved.before}["fee"] == "1900"


def test_whoever_changes_its_wording_finds_the_drafts(matter: Matter) -> None:
    costs.written(matter)

    assert [(one.matter, one.page) for one in unsent(["cost_update.standard"])] == [(matter, "engagement:cost_update")]
    assert unsent(["terms.standard"]) == []


def test_an_estimate_below_what_was_charged_already_does_not_go(matter: Matter) -> None:
    costs.billed(matter, 5000)

    assert [one.code for one in letters.update_package(costs.written(matter), LATER).stops] == ["below_charged"]


def test_a_line_set_to_nothing_is_out_and_the_letter_says_less(matter: Matter) -> None:
    update = costs.written(matter, cost_tax="0")

    made = letters.update_package(update, LATER)

    said = made.copies[0].facts.context()
    assert "tax" not in dict(made.lines)
    assert said["update"]["difference"] == "at the top £625 less than before"
    assert made.estimate == estimates_of(matter)[0].high - Decimal(625)
    assert said["update"]["past"][0]["on"] == "24 November 2026"
    assert made.about.today == date(2026, 12, 8)
