"""Whoever has died or lacks capacity is not rung or written to: every door says who is, and shows it first."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from callbacks import services as calls
from callbacks.models import Callback, DiaryEntry
from callbacks.offers import offers_for
from callbacks.policies import calendar_of
from callbacks.rules import PromiseType
from callbacks.tests.factories import NOON, TWENTY_PAST_TWO, at, book, slip
from complaints.models import Complaint, LetterCode
from complaints.services.addresses import addresses
from complaints.tests import factories as complaining
from engagement import letters
from engagement.tests import factories as writing
from intake import reach as intake_reach
from intake.tests.factories import enquiry
from outbox.models import Channel
from practice.models import Matter, MatterParty, MatterRole, Party, PartyStatus, RelationKind, StatusKind, User
from practice.permissions import Role
from practice.reach import NotToThem
from practice.services.relations import record_relation
from practice.services.statuses import end_status, record_status
from practice.statuses import notes_of
from practice.tests import factories

pytestmark = pytest.mark.django_db
DECEASED, LACKS, BANKRUPT = StatusKind.DECEASED, StatusKind.LACKS_CAPACITY, StatusKind.BANKRUPT
ACTS = {
    DECEASED: RelationKind.PERSONAL_REPRESENTATIVE,
    LACKS: RelationKind.ATTORNEY,
    BANKRUPT: RelationKind.TRUSTEE_IN_BANKRUPTCY,
}
INSTEAD = {
    DECEASED: "Mr Joseph Adeyemi has died. Instead, ring and write to Ms Ivy Adeyemi, personal representative.",
    LACKS: (
        "Mr Joseph Adeyemi lacks capacity. Instead, ring and write to Ms Ivy Adeyemi, attorney under a lasting power."
    ),
}
GONE = pytest.mark.parametrize("kind", [DECEASED, LACKS])


@pytest.fixture
def joseph() -> Party:
    return writing.client()


@pytest.fixture
def matter(joseph: Party) -> Matter:
    return writing.matter(clients=(joseph,))


def _now(party: Party, kind: StatusKind) -> PartyStatus:
    status = record_status(
        party_id=party.pk,
        kind=kind,
        since_on=NOON.date() - timedelta(days=10),
        evidence="Certificate seen",
        by=factories.user(),
        now=NOON,
    )
    party.refresh_from_db()
    return status


def _ivy(party: Party, kind: StatusKind) -> Party:
    """Record who acts for a party in this status."""
    ivy = writing.client("Ivy Adeyemi", title="Ms", address="2 Beck Lane\nLeeds")
    record_relation(party_id=ivy.pk, kind=ACTS[kind], other_id=party.pk, by=factories.user(), now=NOON)
    return ivy


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@GONE
def test_no_call_is_promised_to_them_and_the_refusal_says_whom_to_ring(
    kind: StatusKind, joseph: Party, matter: Matter
) -> None:
    adviser = matter.fee_earner
    promised = book(adviser, caller=joseph, starts_at=at(14, 40), matter=matter)
    status = _now(joseph, kind)
    ivy = _ivy(joseph, kind)
    told = slip(adviser, caller=joseph, matter=matter)
    before = DiaryEntry.objects.count()

    for deed in (
        lambda: book(adviser, caller=joseph, matter=matter),
        lambda: book(adviser, caller=joseph, matter=matter, kind=PromiseType.WINDOW, starts_at=at(16)),
        lambda: calls.hold_slot(adviser=adviser, starts_at=TWENTY_PAST_TWO, caller=joseph, by=adviser, now=NOON),
        lambda: calls.move_callback(
            callback_id=promised.pk,
            adviser=adviser,
            starts_at=TWENTY_PAST_TWO,
            by=adviser,
            now=NOON,
            asked_by_caller=True,
        ),
        lambda: calls.record_message(slip=told, by=adviser, now=NOON, needs_call=True),
    ):
        with pytest.raises(NotToThem) as refused:
            deed()
        assert str(refused.value) == INSTEAD[kind]

    offers = offers_for(adviser, [], calendar=calendar_of(adviser), now=NOON, holder=adviser, caller=joseph)
    assert (list(offers.first), list(offers.more)) == ([], [])
    assert (Callback.objects.count(), DiaryEntry.objects.count()) == (1, before)
    assert not calls.may_write_to(joseph)
    assert calls.record_message(slip=told, by=adviser, now=NOON).caller == joseph
    assert book(adviser, caller=ivy, matter=matter).stage == "promised"
    end_status(status_id=status.pk, because="In error", by=adviser, now=NOON)
    joseph.refresh_from_db()
    assert book(adviser, caller=joseph, starts_at=at(15)).stage == "promised"


def test_where_nobody_acts_for_them_the_matters_fee_earner_is_asked(joseph: Party, matter: Matter) -> None:
    _now(joseph, DECEASED)

    with pytest.raises(NotToThem) as refused:
        book(matter.fee_earner, caller=joseph, matter=matter)

    assert str(refused.value) == (
        "Mr Joseph Adeyemi has died, and no personal representative is on record. "
        f"Before anybody is rung or written to, ask {matter.fee_earner}."
    )


def test_who_acts_and_is_behind_a_wall_is_not_named(joseph: Party, matter: Matter) -> None:
    _now(joseph, DECEASED)
    ivy = _ivy(joseph, DECEASED)
    MatterParty.objects.create(
        matter=factories.matter(client=factories.party("Secret Heron"), is_restricted=True),
        party=ivy,
        role=MatterRole.OTHER,
    )

    with pytest.raises(NotToThem, match="no personal representative is on record"):
        book(matter.fee_earner, caller=joseph, matter=matter)
    assert "Ivy" not in _as(factories.user()).get(reverse("client", args=[joseph.pk])).content.decode()


@GONE
def test_the_client_care_letter_goes_to_whoever_acts_once_they_are_a_client_here(
    kind: StatusKind, joseph: Party, matter: Matter
) -> None:
    draft = writing.written(matter)
    _now(joseph, kind)
    ivy = _ivy(joseph, kind)
    stopped = letters.package(draft, writing.NOW)
    MatterParty.objects.create(matter=matter, party=ivy, role=MatterRole.CLIENT)

    made = letters.package(draft, writing.NOW)

    said = {stop.code: stop.sentence for stop in stopped.stops}["not_to_them"]
    assert said.startswith(INSTEAD[kind])
    assert [copy.to.party for copy in made.copies] == [ivy]
    assert made.copies[0].facts.sheet.to is not None
    assert made.copies[0].facts.sheet.to.name == f"Ms Ivy Adeyemi, {ACTS[kind].label.lower()} of Mr Joseph Adeyemi"
    assert "not_to_them" not in {stop.code for stop in made.stops}


@GONE
def test_a_letter_about_an_enquiry_does_not_go_to_them(kind: StatusKind, joseph: Party) -> None:
    asked = enquiry("Joseph Adeyemi", others=())
    asked.party = joseph
    before = [way.channel for way in intake_reach.ways(asked, now=NOON)]
    _now(joseph, kind)
    _ivy(joseph, kind)

    assert before == [Channel.EMAIL, Channel.PRINT]
    assert intake_reach.ways(asked, now=NOON) == []
    assert intake_reach.why_not(asked) == INSTEAD[kind]


@GONE
def test_a_complaint_for_them_is_taken_and_answered_to_whoever_acts(kind: StatusKind) -> None:
    people = complaining.cast()
    _now(people.client, kind)
    _ivy(people.client, kind)
    own = set(people.client.contacts.values_list("text", flat=True))

    made = complaining.complaint(people, wrote_from="ivy@adeyemi.example", representative="Ivy Adeyemi")

    found = [(one.to, one.is_on_record) for one in addresses(Complaint.objects.get(pk=made.pk), on=NOON.date())]
    assert ("ivy@adeyemi.example", False) in found
    assert ("2 Beck Lane\nLeeds", True) in found
    assert own & {to for to, _ in found} == set()
    html = complaining.letter(made, LetterCode.L1, now=complaining.TUESDAY).composition.html
    assert ("The personal representatives of" in html, "Dear Personal Representatives" in html) == (
        (True, True) if kind == DECEASED else (False, False)
    )


@pytest.mark.parametrize(
    ("kind", "note"),
    [
        (DECEASED, "Has died, Sat 14 Nov 2026. Acting: Ms Ivy Adeyemi, personal representative."),
        (LACKS, "Lacks capacity, since Sat 14 Nov 2026. Acting: Ms Ivy Adeyemi, attorney under a lasting power."),
        (BANKRUPT, "Bankrupt, since Sat 14 Nov 2026. Acting: Ms Ivy Adeyemi, trustee in bankruptcy."),
    ],
)
def test_it_stands_first_at_the_desk_on_the_client_and_on_the_matter(
    kind: StatusKind, note: str, joseph: Party, matter: Matter
) -> None:
    _now(joseph, kind)
    _ivy(joseph, kind)
    reception = _as(factories.user(Role.RECEPTIONIST))

    pages = [
        reception.get(reverse("desk"), {"party": joseph.pk}).content.decode(),
        reception.get(reverse("client", args=[joseph.pk])).content.decode(),
        _as(matter.fee_earner).get(reverse("matter", args=[matter.pk])).content.decode(),
    ]

    assert [(note in page, "Died, " in page) for page in pages] == [(True, False)] * 3
    assert 'name="urgency"' in pages[0]  # a message is taken for whoever acts, and may be urgent


def test_what_forbids_most_is_read_first(joseph: Party) -> None:
    joseph.voicemail_is_safe = True
    joseph.save(update_fields=["voicemail_is_safe"])
    for kind in (BANKRUPT, LACKS, DECEASED):
        _now(joseph, kind)

    page = _as(factories.user()).get(reverse("client", args=[joseph.pk])).content.decode()

    assert [note.partition(",")[0] for note in notes_of([joseph])[joseph.pk]] == [
        "Has died",
        "Lacks capacity",
        "Bankrupt",
    ]
    assert "Voicemail is safe" not in page


def test_being_bankrupt_is_a_note_and_forbids_nothing(joseph: Party, matter: Matter) -> None:
    _now(joseph, BANKRUPT)

    assert book(matter.fee_earner, caller=joseph, matter=matter).stage == "promised"
    assert calls.may_write_to(joseph)
    assert [copy.to.party for copy in letters.package(writing.written(matter), writing.NOW).copies] == [joseph]


def test_of_an_organisation_only_what_can_be_is_offered_and_nothing_else_is_taken(matter: Matter) -> None:
    body = factories.party("Alder Ltd", kind="organisation")
    client, at_page = _as(matter.fee_earner), reverse("client_add_status", args=[body.pk])
    typed = {"since_on_day": "14", "since_on_month": "11", "since_on_year": "2026", "evidence": "The Gazette"}
    page = reverse("client", args=[body.pk])
    before = client.get(page).content.decode()

    answers = [client.post(at_page, typed | {"kind": kind}).status_code for kind in (DECEASED, LACKS, "", BANKRUPT)]

    assert answers == [422, 422, 422, 303]
    assert [status.kind for status in PartyStatus.objects.filter(party=body)] == [BANKRUPT]
    after = client.get(page).content.decode()
    said = ("It is bankrupt", "Has died", "Lacks capacity")
    assert [[words in one for words in said] for one in (before, after)] == [[True, False, False], [False] * 3]


def test_the_clients_page_records_a_status_and_ends_it(joseph: Party, matter: Matter) -> None:
    client, at_page = _as(matter.fee_earner), reverse("client_add_status", args=[joseph.pk])
    typed = {
        "kind": "deceased",
        "since_on_day": "14",
        "since_on_month": "11",
        "since_on_year": "2026",
        "evidence": "Certificate",
    }

    answers = [
        client.post(at_page, typed | change).status_code
        for change in ({"kind": ""}, {"evidence": ""}, {"since_on_year": "2099"}, {}, {})
    ]
    status = PartyStatus.objects.get()
    end = reverse("client_end_status", args=[joseph.pk, status.pk])
    ended = [client.post(end, {"because": because}).status_code for because in ("", "Another Joseph", "Another Joseph")]

    assert answers == [422, 422, 422, 303, 409]
    assert ended == [422, 303, 303]
    joseph.refresh_from_db()
    assert joseph.died_on is None
    reception = _as(factories.user(Role.RECEPTIONIST))
    assert [reception.post(url, typed).status_code for url in (at_page, end)] == [403, 403]
