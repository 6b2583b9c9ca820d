"""Who sees what of a complaint, on every page and in every count (decision 5, domain 3.3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse

from complaints import metrics
from complaints.models import AccountRequest, Complaint, LetterCode, Response
from complaints.tests import factories
from complaints.tests.browsing import signed_in
from complaints.tests.factories import Cast
from complaints.tests.journey import investigating
from complaints.urls import urlpatterns
from practice import clock
from practice.models import User
from practice.tests import factories as firm

FULL, OUTLINE, NOTHING = "full", "outline", "nothing"
SECRETS = ("Fairbrother", "£1,340", "Abelson", "Quarry", "The estimate kept to")


@dataclass(frozen=True)
class Reader:
    """Somebody, and how much of the complaint they may see."""

    who: Callable[[Cast], User]
    sees: str


def _on_team(people: Cast) -> User:
    member = firm.user(given="Beth")
    people.matter.members.create(user=member)
    return member


READERS = {
    "handler": Reader(lambda people: people.head, FULL),
    "compliance": Reader(lambda people: people.compliance, FULL),
    "managing partner": Reader(lambda people: people.partner, OUTLINE),
    "substitute of the managing partner": Reader(lambda people: people.substitute, NOTHING),
    "complained of": Reader(lambda people: people.solicitor, NOTHING),
    "matter team": Reader(_on_team, NOTHING),
    "reception": Reader(lambda people: people.receptionist, NOTHING),
    "secretary": Reader(lambda people: people.secretary, NOTHING),
    "another solicitor": Reader(lambda people: people.stranger, NOTHING),
}
TABLE = [pytest.param(reader, id=name) for name, reader in READERS.items()]


def secrets_in(shown: str, user: User) -> list[str]:
    """Return which secrets a page shows; one's own name stands on every page."""
    return [word for word in SECRETS if word in shown and word != user.family_name]


def under_way(people: Cast) -> Complaint:
    """An investigation with a letter, a request for an account, overdue by the clock of today."""
    return investigating(people, clock.now() - timedelta(days=30))


@pytest.mark.parametrize("reader", TABLE)
def test_the_board_and_its_counts(people: Cast, reader: Reader) -> None:
    complaint = under_way(people)

    user = reader.who(people)

    answer = signed_in(user).get(reverse("complaints"))

    shown = answer.content.decode()
    assert (complaint.reference in shown) == (reader.sees != NOTHING)
    assert secrets_in(shown, user) == ([] if reader.sees != FULL else ["Fairbrother", "Abelson"])
    if answer.context and "strip" in answer.context:
        counted = {shelf.code: shelf.number for shelf in (*answer.context["strip"], *answer.context["chips"])}
        expected = 0 if reader.sees == NOTHING else 1
        assert (counted["open"], counted["overdue"], counted["stage1"]) == (expected, expected, expected)


@pytest.mark.parametrize("reader", TABLE)
def test_the_page_of_the_complaint(people: Cast, reader: Reader) -> None:
    complaint = under_way(people)

    user = reader.who(people)

    answer = signed_in(user).get(reverse("complaints:detail", args=[complaint.reference]))

    shown = answer.content.decode()
    if reader.sees == FULL:
        assert (answer.status_code, [word for word in SECRETS if word not in shown]) == (200, ["Quarry"])
    elif reader.sees == OUTLINE:
        assert (answer.status_code, secrets_in(shown, user)) == (200, [])
        assert "reference, stage and dates only" in shown
    else:
        assert answer.status_code in (403, 404)
        assert secrets_in(shown, user) == []


#: Every other address of the room, as somebody would try it.
ADDRESSES: dict[str, Callable[[Complaint], str]] = {
    "deed": lambda one: reverse("complaints:deed", args=[one.reference, "send-outcome"]),
    "letter": lambda one: reverse(
        "complaints:letter", args=[one.reference, Response.objects.get(complaint=one, code=LetterCode.L1).pk]
    ),
}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("reader", TABLE)
def test_deeds_and_letters_are_for_those_who_see_it_in_full(people: Cast, reader: Reader, address: str) -> None:
    complaint = under_way(people)

    answer = signed_in(reader.who(people)).get(ADDRESSES[address](complaint))

    assert answer.status_code in ({200} if reader.sees == FULL else {403, 404})


@pytest.mark.parametrize("reader", TABLE)
def test_the_request_for_an_account_is_shown_to_the_person_asked_and_nobody_else(people: Cast, reader: Reader) -> None:
    under_way(people)
    asked = AccountRequest.objects.get()
    user = reader.who(people)

    answer = signed_in(user).get(reverse("complaints:account", args=[asked.pk]))

    assert answer.status_code == (200 if user == people.solicitor else 404)


@pytest.mark.parametrize("reader", TABLE)
def test_figures_count_only_what_their_reader_may_read(people: Cast, reader: Reader) -> None:
    under_way(people)
    now = clock.now()
    user = reader.who(people)

    figures = [metrics.overdue(user, now=now), metrics.at_risk(user, now=now + timedelta(days=60))]

    assert [figure.numerator for figure in figures] == ([1, 1] if reader.sees == FULL else [0, 0])


@pytest.mark.parametrize("reader", TABLE)
def test_the_hint_at_a_duplicate_is_for_those_who_may_see_it(people: Cast, reader: Reader) -> None:
    complaint = under_way(people)

    shown = signed_in(reader.who(people)).get(f"{reverse('complaints:log')}?party={people.client.pk}").content.decode()

    assert (complaint.reference in shown) == (reader.sees == FULL)


def test_a_compliance_officer_who_is_complained_of_finds_nothing(people: Cast) -> None:
    complaint = factories.complaint(people, subjects=(people.compliance,), by=people.receptionist)

    assert list(Complaint.objects.visible_to(people.compliance)) == []
    assert signed_in(people.compliance).get(reverse("complaints:detail", args=[complaint.reference])).status_code == 404


def test_somebody_who_has_left_finds_nothing(people: Cast) -> None:
    factories.complaint(people)
    people.head.is_active = False

    assert list(Complaint.objects.visible_to(people.head)) == []


def test_every_address_of_the_room_is_in_this_table_or_holds_no_complaint() -> None:
    named = {pattern.name for pattern in urlpatterns}

    assert named == {"log", "take", "dates", "procedure", "procedure_of", "account", "detail", "letter", "deed"}
