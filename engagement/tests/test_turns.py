"""Joint clients who accept one after the other: whose turn it is, what goes to whom, and what a no does."""

from datetime import timedelta

import pytest
from django.test import Client

from engagement import letters, services
from engagement.models import AcceptanceStage, Letter
from engagement.rules.acceptance import Standing
from engagement.standing import standings
from engagement.tests import factories
from engagement.tests.factories import NOW, copy_of
from outbox.links import MARK
from outbox.models import Message, MessageState, SecureLink
from practice.models import GateKind, JournalEntry, MatterParty, MatterRole, Party, Task

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def people(db: None) -> tuple[Party, Party]:
    joseph = factories.client("Joseph Adeyemi", email="joseph@mail.example")
    return joseph, factories.client("Nkechi Adeyemi", title="Mrs", email="nkechi@mail.example")


@pytest.fixture
def letter(people: tuple[Party, Party]) -> Letter:
    """Issued to both: Mrs Adeyemi accepts first."""
    joseph, nkechi = people
    draft = factories.written(factories.matter(clients=people))
    draft = services.choose_order(
        letter_id=draft.pk, order=[nkechi.pk, joseph.pk], seen=draft.draft_version, by=draft.prepared_by, now=NOW
    )
    issued = factories.issued(draft)
    Message.objects.filter(kind="engagement.letter").update(state=MessageState.SENT, sent_at=NOW)
    return Letter.objects.get(pk=issued.pk)


def where(letter: Letter) -> list[Standing]:
    copies = letter.copies.select_related("message", "letter", "party").order_by("pk")
    return [one.state for one in standings(list(copies)).values()]


def test_the_second_has_the_papers_at_once_and_the_link_when_the_first_has_accepted(
    people: tuple[Party, Party], letter: Letter
) -> None:
    joseph, nkechi = people
    first, second = copy_of(letter, nkechi), copy_of(letter, joseph)
    before = where(letter)
    links = set(SecureLink.objects.values_list("party", flat=True))
    planned = set(AcceptanceStage.objects.values_list("copy__party", flat=True))

    factories.accept(first, now=LATER)

    assert before == [Standing.NOT_THEIR_TURN, Standing.SENT]
    assert (links, planned) == ({nkechi.pk}, {nkechi.pk})
    assert (MARK in first.message.body, MARK in second.message.body) == (True, False)
    assert "You each accept in turn: we e-mail you a link when it is yours" in second.message.body
    assert where(letter) == [Standing.SENT, Standing.ACCEPTED]
    turn = Message.objects.get(kind="engagement.turn")
    assert (turn.party, turn.to_address, MARK in turn.body, "Nkechi" in turn.body) == (
        joseph, "joseph@mail.example", True, False,
    )  # fmt: skip
    assert SecureLink.objects.get(party=joseph).is_alive(LATER)
    assert AcceptanceStage.objects.filter(copy=second, outcome="").count() == 2
    assert JournalEntry.objects.filter(event="letter.link_sent").count() == 1
    factories.accept(second, now=LATER)
    assert letter.matter.may(GateKind.ACCEPTANCE, LATER)
    assert Message.objects.filter(kind="engagement.turn").count() == 1


def test_a_no_stops_the_order_until_it_becomes_a_yes(people: tuple[Party, Party], letter: Letter) -> None:
    nkechi = people[1]
    copy = copy_of(letter, nkechi)

    services.decline_letter(copy_id=copy.pk, reason="Too dear.", by=letter.matter.fee_earner, session=None, now=LATER)

    assert "is not asked" in Task.objects.get(key__endswith=":declined").title
    assert not Message.objects.filter(kind="engagement.turn").exists()
    factories.accept(copy, now=LATER)
    assert Message.objects.filter(kind="engagement.turn").count() == 1


def test_somebody_on_paper_is_told_by_whoever_acts_for_them(people: tuple[Party, Party]) -> None:
    nkechi, joseph = people[1], people[0]
    Party.objects.filter(pk=joseph.pk).update(email_is_safe=False)
    draft = factories.written(factories.matter(clients=(nkechi, joseph)))
    draft = services.choose_order(
        letter_id=draft.pk, order=[nkechi.pk, joseph.pk], seen=draft.draft_version, by=draft.prepared_by, now=NOW
    )
    letter = factories.issued(draft)

    factories.accept(copy_of(Letter.objects.get(pk=letter.pk), nkechi), now=LATER)

    assert (
        Task.objects.get(key__endswith=":turn").title
        == f"Tell {joseph} that they can accept the client care letter now"
    )


def test_the_order_is_chosen_on_the_page_and_again_when_the_clients_change(people: tuple[Party, Party]) -> None:
    draft = factories.written(factories.matter(clients=people))
    matter, browser = draft.matter, factories.browser_of(draft.matter.fee_earner)
    order = f"{people[1].pk},{people[0].pk}"
    address = factories.page("choose_order", matter)

    def posted(browser: Client, **typed: str) -> int:
        return browser.post(address, typed).status_code

    wrong = posted(browser, seen=str(draft.draft_version), order="1,99999")
    chosen = posted(browser, seen=str(draft.draft_version), order=order)
    MatterParty.objects.create(matter=matter, party=factories.client("Ife Adeyemi"), role=MatterRole.CLIENT)

    draft.refresh_from_db()
    assert (wrong, chosen, draft.sign_order) == (422, 303, [people[1].pk, people[0].pk])
    stops = {stop.code for stop in letters.package(draft, NOW).stops}
    assert "order_stale" in stops
    assert "Nkechi Adeyemi, then" in browser.get(factories.page("letter", matter)).content.decode()
