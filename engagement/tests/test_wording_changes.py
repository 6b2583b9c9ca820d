"""A change of wording and the letters it touches, walls kept; and a letter against the standard."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from engagement import letters, services
from engagement.models import Letter, Mailing, MailingRow
from engagement.tests import factories
from outbox.models import Message
from practice.models import Matter, User
from practice.permissions import Role
from practice.tests import factories as people
from wording import arranging, deciding, deeds, ordering
from wording.blast import blast, blast_of_order
from wording.models import Clause, ClauseDraft, Template
from wording.ordering import ORDER
from wording.proposals import latest
from wording.publishing import CLAUSE
from wording.services import new_since, version_text

pytestmark = pytest.mark.django_db
NOW = factories.NOW


@pytest.fixture
def writer(db: None) -> User:
    return people.user(Role.COMPLIANCE, given="Cora")


def asked(code: str, by: User, *, old: str, new: str) -> ClauseDraft:
    clause = Clause.objects.get(code=code)
    words = latest(clause)
    draft = deeds.save_draft(
        clause_id=clause.pk,
        words=deeds.Proposal(
            level=words.level,
            trigger=words.trigger,
            body=words.body.replace(old, new),
            required_text=words.required_text,
            in_because=words.in_because,
            out_because=words.out_because,
            reason="Plainer.",
            review_on=None,
            in_force_on=None,
        ),
        seen=0,
        by=by,
        now=NOW,
    )
    return deciding.ask(of=CLAUSE, draft_id=draft.pk, seen=draft.draft_version, by=by, now=NOW)


def walled(matter: Matter) -> Matter:
    Matter.objects.filter(pk=matter.pk).update(is_restricted=True)
    return matter


def test_a_change_shows_the_drafts_one_may_see_and_counts_the_others(letter: Letter, writer: User) -> None:
    hidden = factories.written(walled(factories.matter()))

    found = blast(Clause.objects.get(code="costs_basis"), for_user=writer, now=NOW)

    assert [one.matter for one in found.drafts] == [letter.matter]
    assert (found.hidden_drafts, found.owners) == (1, 2)
    assert hidden.matter.title not in str([one.matter.reference for one in found.drafts])


def test_a_clause_of_the_terms_touches_the_letters_that_they_go_with(letter: Letter, writer: User) -> None:
    found = blast(Clause.objects.get(code="privacy"), for_user=writer, now=NOW)

    assert sorted(one.code for one in found.templates) == ["terms.lettings", "terms.standard", "terms.survey"]
    assert [one.matter for one in found.drafts] == [letter.matter]


def test_letters_in_force_are_counted_by_version_and_keep_their_words(letter: Letter, writer: User) -> None:
    factories.issued(letter)
    hidden = factories.written(factories.matter())
    factories.issued(hidden)
    walled(hidden.matter)

    found = blast(Clause.objects.get(code="costs_basis"), for_user=writer, now=NOW)

    assert [(one.version, one.count) for one in found.in_force] == [(1, 2)]
    assert ([one.matter for one in found.letters], found.hidden_letters, found.unlisted) == ([letter.matter], 1, 0)


def test_a_blast_takes_as_many_queries_for_three_drafts_as_for_one(
    letter: Letter, writer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clause = Clause.objects.get(code="costs_basis")
    for count in (1, 3):
        with django_assert_num_queries(7):
            blast(clause, for_user=writer, now=NOW)
        if count == 1:
            for _ in range(2):
                factories.written(factories.matter())


def test_the_owners_of_drafts_are_told_once_each_with_references_and_links_alone(letter: Letter, writer: User) -> None:
    lawyer = letter.prepared_for
    second = factories.written(factories.matter(fee_earner=lawyer))
    other = factories.written(factories.matter())
    partner = people.user(Role.MANAGING_PARTNER)
    draft = asked("scope_out", writer, old="please get a survey", new="please have it surveyed")

    deciding.publish(of=CLAUSE, draft_id=draft.pk, seen=1, by=partner, now=NOW, tell_owners=True)

    told = {message.staff: message for message in Message.objects.filter(kind="wording.changed")}
    assert set(told) == {lawyer, other.prepared_for}
    body = told[lawyer].body
    assert [str(one.matter.reference) in body for one in (letter, second, other)] == [True, True, False]
    assert [word for word in (letter.matter.title, "Adeyemi", "survey") if word in body] == []


def test_the_approver_sees_what_was_put_in_and_taken_out_with_its_words(letter: Letter) -> None:
    assert letters.against_standard(letters.package(letter, NOW)) is None
    for code, put_in in (("referral", True), ("scope_out", False)):
        letter = services.change_clause(
            letter_id=letter.pk,
            code=code,
            put_in=put_in,
            reason="" if put_in else "They have a survey.",
            seen=letter.draft_version,
            by=letter.prepared_for,
            now=NOW + timedelta(minutes=1),
        )

    standard = letters.against_standard(letters.package(letter, NOW))

    assert standard is not None
    said = [(one.code, one.is_in, one.version, one.because) for one in standard.deviations]
    assert said == [("scope_out", False, 1, "They have a survey."), ("referral", True, 1, "")]
    assert standard.deviations[0].words.startswith("We do not inspect the home")
    assert "<" not in standard.deviations[1].words


def test_the_page_of_the_letter_shows_it_beside_the_decision(letter: Letter, lawyer: Client) -> None:
    services.change_clause(
        letter_id=letter.pk,
        code="scope_out",
        put_in=False,
        reason="They have a survey.",
        seen=letter.draft_version,
        by=letter.prepared_for,
        now=NOW,
    )

    page = lawyer.get(factories.page("letter", letter.matter)).content.decode()

    assert "Against the standard" in page
    assert "taken out: They have a survey." in page


def test_the_clients_who_have_the_words_can_be_written_to_from_there(letter: Letter, writer: User) -> None:
    factories.issued(letter)
    draft = asked("scope_out", writer, old="please get a survey", new="please have it surveyed")

    browser = factories.browser_of(writer)
    page = browser.get(reverse("wording:draft", args=[draft.pk])).content.decode()
    address = f"{reverse('mailings:make')}?clause=scope_out:1"
    assert f'href="{address}"' in page
    form = browser.get(address).context["form"]
    typed = {"title": "Survey", "reason": "Plainer.", "heading": "Your survey", "changes": "Have it surveyed."}
    made = browser.post(address, {**{one.name: one.value() for one in form if one.value()}, **typed})

    assert (made.status_code, form["kind"].value()) == (303, "own_words")
    assert Mailing.objects.get().selection["clause"] == "scope_out:1"
    assert [row.party for row in MailingRow.objects.all()] == [letter.matter.parties.get(role="client").party]


def test_another_order_counts_drafts_and_letters_and_drafts_say_that_it_changed(letter: Letter, writer: User) -> None:
    other = factories.written(factories.matter())
    factories.issued(other)
    hidden = factories.written(walled(factories.matter()))
    last = Template.objects.get(code=letter.template_code, in_force_to=None)
    slots = arranging.take_out(version_text(last.pk).slots, "options")

    draft = ordering.save_order(
        code=last.code, slots=slots, reason="Shorter.", in_force_on=None, seen=0, by=writer, now=NOW
    )
    found = blast_of_order(last, for_user=writer)
    shown = factories.browser_of(writer).get(reverse("wording:template_draft", args=[draft.pk])).content.decode()
    draft = deciding.ask(of=ORDER, draft_id=draft.pk, seen=1, by=writer, now=NOW)
    partner, later = people.user(Role.MANAGING_PARTNER), NOW + timedelta(minutes=1)
    deciding.publish(of=ORDER, draft_id=draft.pk, seen=1, by=partner, now=later, tell_owners=True)

    assert ([one.matter for one in found.drafts], found.hidden_drafts, found.letter_count) == ([letter.matter], 1, 1)
    assert str(hidden.matter.reference) not in shown
    assert f"?letter={last.pk}" in shown
    told = {message.staff for message in Message.objects.filter(kind="wording.changed")}
    assert told == {letter.prepared_for, hidden.prepared_for}
    before, after = (letters.package(letter, at).papers for at in (NOW, later))
    assert new_since(letter.saved_at, before) == []
    assert new_since(letter.saved_at, after) == [f"the order of {last.title}"]
