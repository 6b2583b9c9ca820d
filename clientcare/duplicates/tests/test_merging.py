"""Two records become one, and two again: row by row."""

from datetime import date, time, timedelta

import pytest

from callbacks.models import CallerFlag, HardCall, PutThrough, Visit
from callbacks.tests.factories import NOON, at
from clientcare.duplicates.fields import fingerprint
from clientcare.duplicates.merging import merge_parties
from clientcare.duplicates.relations import MOVES, STAYS, rows_of
from clientcare.duplicates.tests.rows import changed, dump
from clientcare.duplicates.undoing import undo_merge
from clientcare.tests import walled
from clientcare.tests.walled import World
from intake.models import CddCheck, CddOwner, ConflictList, Import, ImportHit, ImportRow, ListedName, ListHit
from intake.services import report_suspicion
from practice.matching.index import renew_keys
from practice.models import (
    Adjustment,
    CheckIn,
    ClientQuery,
    ConsentWay,
    ContactKind,
    ContactPoint,
    DifficultConversation,
    FirmProfile,
    JournalEntry,
    MatterParty,
    MatterRole,
    NameKind,
    Need,
    Party,
    PartyMerge,
    PartyName,
    Position,
    Relation,
    RelationKind,
    RoleNote,
    Shared,
    StatusKind,
    User,
)
from practice.permissions import Role
from practice.services.consents import ShareFacts, record_share
from practice.services.grievances import note_grievance
from practice.services.naming import Days, record_name, set_name_aside
from practice.services.pairs import seek_pairs
from practice.services.parties import add_contact
from practice.services.statuses import record_status
from practice.tests import factories

pytestmark = pytest.mark.django_db
SIGNED = ConsentWay.SIGNED


def merge(kept: Party, merged: Party, by: User, *taken: str) -> PartyMerge:
    for party in (kept, merged):
        party.refresh_from_db()
    return merge_parties(
        kept_id=kept.pk,
        merged_id=merged.pk,
        from_merged=taken,
        seen=fingerprint(kept, merged),
        by=by,
        now=NOON,
    )


@pytest.fixture
def keeper() -> User:
    return factories.user(Role.SECRETARY, given="Rea", family="Register")


@pytest.fixture
def world() -> World:
    """A client with at least one row of everything that hangs on a party."""
    people = walled.staff()
    made = walled.build(people)
    report_suspicion(matter=made.matter, party=made.party, words="Pays in notes.", by=people.lawyer, now=NOON)
    identity = CddCheck.objects.create(matter=made.matter, party=made.party)
    CddOwner.objects.create(
        check_of=identity,
        party=made.party,
        control="shares",
        verified_how="Passport",
        recorded_at=NOON,
        recorded_by=people.lawyer,
    )
    for adjustment in (Adjustment.LARGE_PRINT, Adjustment.AUDIO):
        factories.agree(made.party, adjustment)
    factories.explain(made.party)
    note_grievance(
        party=made.party,
        staff=people.lawyer,
        matter=made.matter,
        happened_on=NOON.date(),
        words="She was told off.",
        by=people.reception,
        now=NOON,
    )
    PutThrough.objects.create(caller=made.party, to=people.lawyer, at=NOON, by=people.reception)
    loud = {"manner": "abusive", "said": "Shouted.", "at": NOON, "recorded_at": NOON}
    HardCall.objects.create(caller=made.party, **loud, by=people.reception, told=people.lawyer)
    _flag(made.party, people.lawyer)
    Visit.objects.create(
        kind="signing",
        way="phone",
        party=made.party,
        matter=made.matter,
        host=people.lawyer,
        starts_at=NOON,
        ends_at=at(12, 30),
        booked_at=NOON,
        booked_by=people.lawyer,
    )
    agreed = {"weekday": 1, "at": time(10), "agreed_at": NOON, "agreed_by": people.lawyer}
    CheckIn.objects.create(matter=made.matter, party=made.party, host=people.lawyer, **agreed)
    asked_at = dict.fromkeys(("asked_at", "logged_at", "due_at"), NOON)
    ClientQuery.objects.create(matter=made.matter, party=made.party, owner=people.lawyer, way="phone", **asked_at)
    old = factories.party("Q Zebrafinch", by=people.lawyer)
    merge(made.party, old, people.keeper)
    listed = Import.objects.create(file_name="q.csv", headers=["Name"], uploaded_at=NOON, uploaded_by=people.keeper)
    row = ImportRow.objects.create(of=listed, number=1, line=2, cells=["Q Zebrafinch"], party=made.party)
    shares = ShareFacts(told=made.party, what=Shared.DATES, given_on=NOON.date(), until=date(2027, 3, 31), way=SIGNED)
    record_share(party_id=factories.party("Her Son").pk, facts=shares, by=people.lawyer, now=NOON)
    ImportHit.objects.create(row=row, party=made.party, found="Q Zebrafinch", score=0.9, why="Same name")
    far = factories.party("Far Ltd", title="")
    record_status(
        party_id=made.party.pk,
        kind=StatusKind.BANKRUPT,
        since_on=NOON.date(),
        evidence="Gazette",
        by=people.lawyer,
        now=NOON,
    )
    for one, other in ((made.party, far), (far, made.party)):
        _director(one, other, people.lawyer)
    recorded = {"recorded_at": NOON, "recorded_by": people.lawyer}
    Position.objects.create(organisation=made.party, person=far, title="Agent", starts_on=NOON.date(), **recorded)
    told = {"words": "We act for you.", "explained_on": NOON.date(), "explained_by": people.lawyer}
    RoleNote.objects.create(party=made.party, **told, **recorded)
    DifficultConversation.objects.create(
        party=made.party,
        told="The case ends.",
        next_steps="A letter",
        held_on=NOON.date(),
        held_by=people.lawyer,
        written_at=NOON,
        written_by=people.lawyer,
    )
    asked = ConflictList.objects.create(
        title="Q", whose="A firm that joins", why="Merger", columns={}, asked_by=people.keeper, asked_at=NOON
    )
    name = ListedName.objects.create(of=asked, number=1, line=2, cells={}, checked_at=NOON, was_searched=True, above=1)
    ListHit.objects.create(row=name, party=made.party, found="Q Zebrafinch", score=0.9, why="Same name", is_above=True)
    return made


def _flag(party: Party, by: User) -> CallerFlag:
    said = {"manner": "abusive", "instruction": "Fetch a supervisor.", "review_on": NOON.date()}
    return CallerFlag.objects.create(party=party, **said, set_by=by, set_at=NOON)


def _director(one: Party, other: Party, by: User) -> Relation:
    return Relation.objects.create(party=one, kind=RelationKind.DIRECTOR, other=other, recorded_by=by, recorded_at=NOON)


@pytest.fixture
def twin(world: World) -> Party:
    """The same client entered again by somebody else: some of it the same, some better, some wrong."""
    made = factories.party(
        "Quentin Zebrafinch", phone=walled.PHONE, email="quentin@home.example", safe_contact="Mobile only", title=""
    )
    Party.objects.filter(pk=made.pk).update(
        born_on=date(1961, 4, 2), practice_system_number="K-77", voicemail_is_safe=True
    )
    factories.agree(made, Adjustment.LARGE_PRINT)
    renew_keys([made.pk])
    MatterParty.objects.create(matter=world.matter, party=made, role=MatterRole.CLIENT)
    _flag(made, factories.user())
    return made


def test_the_world_of_this_test_has_something_of_everything(world: World) -> None:
    empty = {name for name in {**MOVES, **STAYS} if not rows_of(name, world.party).exists()}

    assert empty <= {"practice.PartyPair.first", "practice.PartyPair.second", "practice.PartyMerge.merged"}


def test_a_merge_and_its_undoing_leave_every_row_as_it_was(world: World, twin: Party, keeper: User) -> None:
    seek_pairs(now=NOON)
    before, entries = dump(), set(JournalEntry.objects.values_list("pk", "facts__name", "party_id"))

    done = merge(twin, world.party, keeper, "born_on")
    between = dump()
    undo_merge(merge_id=done.pk, by=keeper, now=NOON + timedelta(days=29))

    assert changed(before, between).keys() >= {"practice_partyname", "complaints_complaint", "practice_matterparty"}
    assert changed(before, dump()) == {}
    assert entries <= set(JournalEntry.objects.values_list("pk", "facts__name", "party_id"))


def test_it_is_restored_also_when_the_older_record_was_kept(world: World, twin: Party, keeper: User) -> None:
    before = dump()

    done = merge(world.party, twin, keeper, "name", "practice_system_number")
    undo_merge(merge_id=done.pk, by=keeper, now=NOON)

    assert changed(before, dump()) == {}


def test_everything_that_moves_hangs_on_the_kept_party_and_what_was_issued_stays(
    world: World, twin: Party, keeper: User
) -> None:
    had = {name: set(rows_of(name, world.party).values_list("pk", flat=True)) for name in STAYS}

    merge(twin, world.party, keeper)

    left = {name for name in MOVES if rows_of(name, world.party).exists()}
    assert left == set()
    stayed = {name: set(rows_of(name, world.party).values_list("pk", flat=True)) for name in STAYS}
    assert {name for name in STAYS if not stayed[name] >= had[name]} == set()
    assert [row.role for row in MatterParty.objects.filter(matter=world.matter, party=twin)] == [MatterRole.CLIENT]
    assert world.matter.clients().get() == twin


def test_what_protects_the_client_is_kept_whichever_record_said_it(world: World, twin: Party, keeper: User) -> None:
    Party.objects.filter(pk=world.party.pk).update(safe_contact="Never at work", email_is_safe=False)

    merge(twin, world.party, keeper)

    twin.refresh_from_db()
    assert (twin.safe_contact, twin.email_is_safe, twin.voicemail_is_safe) == (
        "Mobile only. Never at work",
        False,
        False,
    )
    agreed = Need.objects.filter(party=twin).order_by("adjustment").values_list("adjustment", "ended_because")
    assert list(agreed) == [("audio", ""), ("large_print", "")]


def test_of_two_same_numbers_the_confirmed_one_stays_and_nothing_else_turns_preferred(keeper: User) -> None:
    kept = factories.party("Ann Lee", by=keeper, phone="07700 900801", email="", confirmed=False)
    other = factories.party("Anne Lee", by=keeper, phone="07700 900801", email="a@lee.example", confirmed=True)
    add_contact(party=other, kind=ContactKind.PHONE, text="07700 900802", by=keeper, now=NOON)

    merge(kept, other, keeper)

    points = ContactPoint.objects.filter(party=kept).order_by("kind", "normalised")
    assert [(one.text, one.is_preferred, bool(one.confirmed_at)) for one in points] == [
        ("a@lee.example", True, True),
        ("07700 900801", True, True),
        ("07700 900802", False, False),
    ]


def test_the_name_of_letters_is_the_one_chosen_and_the_other_stays_findable(keeper: User) -> None:
    kept, other = factories.party("Ann Lee", by=keeper), factories.party("Anne Leigh", by=keeper)

    done = merge(kept, other, keeper, "name")

    kept.refresh_from_db()
    names = PartyName.objects.filter(party=kept).order_by("normalised")
    assert (kept.name, [(one.text, one.kind) for one in names]) == (
        "Anne Leigh",
        [("Ann Lee", NameKind.ALIAS), ("Anne Leigh", NameKind.CURRENT)],
    )
    facts = JournalEntry.objects.get(event="party.merged", subject_id=str(kept.pk)).facts
    assert (facts["merge"], facts["fields"]) == (done.pk, "Taken from it: name, as it stands on letters.")


def test_a_name_that_had_ended_or_was_called_a_mistake_is_as_it_was_once_undone(keeper: User) -> None:
    kept, other = factories.party("Ann Lee", by=keeper), factories.party("Anne Leigh", by=keeper)
    for text, days in (("Anne Leigh", Days(None, date(2019, 3, 5))), ("Nan Lee", Days(date(2020, 1, 6)))):
        record_name(party_id=kept.pk, text=text, kind=NameKind.MAIDEN, days=days, by=keeper, now=NOON)
    record_name(party_id=other.pk, text="Nan Lee", kind=NameKind.KNOWN_AS, by=keeper, now=NOON)
    set_name_aside(name_id=kept.names.get(text="Nan Lee").pk, because="Typed wrongly", by=keeper, now=NOON)
    before = dump()

    done = merge(kept, other, keeper, "name")
    names = PartyName.objects.borne().filter(party=kept).order_by("normalised")
    one = [(name.text, name.kind, name.until_on) for name in names]
    undo_merge(merge_id=done.pk, by=keeper, now=NOON)

    assert one == [
        ("Ann Lee", NameKind.ALIAS, None),
        ("Anne Leigh", NameKind.CURRENT, None),
        ("Nan Lee", NameKind.MAIDEN, None),
    ]
    assert changed(before, dump()) == {}


def test_for_how_many_days_it_can_be_undone_is_what_the_firm_has_set(keeper: User) -> None:
    factories.firm()
    FirmProfile.objects.update(merge_undo_days=7)

    done = merge(factories.party("Ann Lee", by=keeper), factories.party("Anne Lee", by=keeper), keeper)

    assert done.undo_until == at(12, 0) + timedelta(days=7)
