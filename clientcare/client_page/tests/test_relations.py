"""Who a client is to others on record: shown, added and ended on their page, as far as the reader may see both."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callbacks.tests.factories import NOON
from practice.models import JournalEntry, Matter, MatterParty, MatterRole, Party, Relation, RelationKind, User
from practice.permissions import Role
from practice.services.relations import record_relation
from practice.tests import factories

pytestmark = pytest.mark.django_db
DIRECTOR = RelationKind.DIRECTOR


@pytest.fixture
def ann() -> Party:
    return factories.party("Ann Leeming", title="")


@pytest.fixture
def matter(ann: Party) -> Matter:
    return factories.matter(client=ann)


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _page(user: User, party: Party) -> str:
    return _as(user).get(reverse("client", args=[party.pk])).content.decode()


def test_a_relation_is_taken_from_either_end_and_ended(ann: Party, matter: Matter) -> None:
    far = factories.party("Far Ltd", title="")
    factories.party("Two Namesakes", title="")
    other = factories.party("Two Namesakes", title="", postcode="LS1 4AB")
    client, at = _as(matter.fee_earner), reverse("client_add_relation", args=[ann.pk])

    answers = [
        client.post(at, {"way": way, "name": name, "which": which}).status_code
        for way, name, which in (
            ("director:has", "Nobody At All", ""),
            ("director:has", "Two Namesakes", ""),
            ("director:has", "Two Namesakes", "1960"),
            ("director:has", "Ann Leeming", ""),
            ("director:has", "", ""),
            ("friend:is", "Far Ltd", ""),
            ("director:has", "Far Limited", ""),
            ("director:has", "far ltd", ""),
            ("spouse:is", "Two Namesakes", "ls14ab"),
        )
    ]
    relation = Relation.objects.get(kind=DIRECTOR)
    shown = [_page(matter.fee_earner, one) for one in (ann, far, other)]
    end = reverse("client_end_relation", args=[ann.pk, relation.pk])
    ended = [client.post(end).status_code for _ in range(2)]

    assert answers == [422, 422, 422, 422, 422, 422, 303, 409, 303]
    assert (relation.party, relation.other) == (far, ann)
    assert ["Has as director <a" in shown[0], "Director of <a" in shown[1]] == [True, True]
    assert ["Spouse or partner of <a" in page for page in shown] == [True, False, True]
    assert ended == [303, 303]
    assert "Has as director <a" not in _page(matter.fee_earner, ann)
    assert JournalEntry.objects.filter(event__in=["relation.recorded", "relation.ended"]).count() == 3


def test_reception_reads_relations_and_changes_none(ann: Party, matter: Matter) -> None:
    far, reception = factories.party("Far Ltd", title=""), factories.user(Role.RECEPTIONIST)
    relation = record_relation(party_id=ann.pk, kind=DIRECTOR, other_id=far.pk, by=matter.fee_earner, now=NOON)
    client = _as(reception)

    page = _page(reception, ann)

    assert "Director of <a" in page
    assert "It has ended" not in page
    assert client.post(reverse("client_add_relation", args=[ann.pk])).status_code == 403
    assert client.post(reverse("client_end_relation", args=[ann.pk, relation.pk])).status_code == 403


def test_a_relation_to_somebody_behind_a_wall_is_shown_to_those_inside_alone(ann: Party, matter: Matter) -> None:
    inside = factories.user()
    secret = factories.matter(client=factories.party("Secret Heron"), fee_earner=inside, is_restricted=True)
    hidden = factories.party("Secret Sparrow Ltd", title="")
    MatterParty.objects.create(matter=secret, party=hidden, role=MatterRole.OPPONENT)
    relation = record_relation(party_id=ann.pk, kind=DIRECTOR, other_id=hidden.pk, by=inside, now=NOON)
    client = _as(matter.fee_earner)

    typed = client.post(
        reverse("client_add_relation", args=[ann.pk]), {"way": "director:is", "name": "Secret Sparrow Ltd"}
    )
    ended = client.post(reverse("client_end_relation", args=[ann.pk, relation.pk]))

    assert "Sparrow" in _page(inside, ann)
    assert "Sparrow" not in _page(matter.fee_earner, ann)
    assert (typed.status_code, ended.status_code) == (422, 404)
    assert "Nobody by this name is on record" in typed.content.decode()


def test_the_page_asks_as_often_for_one_relation_as_for_thirty(ann: Party, matter: Matter) -> None:
    client, counts = _as(matter.fee_earner), []
    for number in range(30):
        far = factories.party(f"Company {number}", title="")
        record_relation(party_id=ann.pk, kind=DIRECTOR, other_id=far.pk, by=matter.fee_earner, now=NOON)
        if number in {0, 29}:
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("client", args=[ann.pk]))
            counts.append(len(asked))

    assert counts[0] == counts[1]
