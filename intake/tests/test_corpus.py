"""What a conflict check finds, on real rows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake import corpus, services
from intake.corpus import Term
from intake.models import ConflictHit, ConflictPolicy, EnquiryOutcome
from intake.rules import Level, Source
from intake.tests.factories import NOON, enquiry, stored
from practice.matching.keys import VERSION
from practice.models import Matter, MatterParty, MatterRole, MatterStage, Party, PartyName, Relationship, User
from practice.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
CLIENT, OPPONENT, OTHER = MatterRole.CLIENT, MatterRole.OPPONENT, MatterRole.OTHER
POLICY = ConflictPolicy().as_rules()


def _find(*terms: Term, own: Matter | None = None) -> list[ConflictHit]:
    return corpus.search(terms, matter=own or Matter(pk=0), policy=POLICY)


@pytest.mark.parametrize(
    ("kept", "asked", "is_same"),
    [
        pytest.param("Calder Vale Homes Ltd", "calder vale homes limited", True, id="suffix and case"),
        pytest.param("Sean O’Brien", "Sean OBrien", True, id="apostrophe"),
        pytest.param("José Núñez", "Jose Nunez", True, id="accents"),
        pytest.param("Dr Ada Ng", "Ada Ng", True, id="title"),
        pytest.param("Joseph Adeyemi", "Adeyemi, Joseph", True, id="family name first"),
        pytest.param("Navid Anwar", "Naveed Anwar", False, id="sounds alike"),
        pytest.param("Thomas Brierley", "Tomas Brierly", False, id="two slips"),
        pytest.param("Иван Петров", "Иван Петров", True, id="letters that trigrams may not know"),
    ],
)
def test_a_name_is_found_however_it_was_written(kept: str, asked: str, is_same: bool) -> None:
    party = stored(kept, role=CLIENT)

    hit = _find(Term(asked, OPPONENT))[0]

    assert (hit.party, hit.found, hit.here, hit.there, hit.level) == (party, kept, OPPONENT, CLIENT, Level.GRAVE)
    assert (hit.score == 1.0) is is_same


def test_a_shared_family_name_is_listed_and_needs_no_decision() -> None:
    stored("Gethin Hollingworth")

    hit = _find(Term("Elspeth Hollingworth", OPPONENT))[0]

    assert (hit.score > POLICY.review_line, hit.level) == (True, Level.LOW)


@pytest.mark.parametrize(
    ("born", "level"),
    [
        pytest.param(date(1971, 10, 25), Level.LOW, id="nothing in common"),
        pytest.param(date(1958, 3, 15), Level.GRAVE, id="one digit off"),
        pytest.param(None, Level.GRAVE, id="not known"),
    ],
)
def test_a_namesake_with_another_date_of_birth_is_listed_below_the_line(born: date | None, level: Level) -> None:
    stored("Thomas Brierley", role=CLIENT, born_on=born)

    hit = _find(Term("Thomas Brierley", OPPONENT, born_on=date(1958, 3, 14)))[0]

    assert (hit.found, hit.level) == ("Thomas Brierley", level)


def test_another_name_is_not_found() -> None:
    stored("Pennine Timber Supplies")

    assert _find(Term("Xavier Quillfeather", OPPONENT)) == []


def test_a_former_name_is_found_and_a_former_name_given_is_searched() -> None:
    party = stored("Thomas Marsden", other_names=("Thomas Brierley",))

    by_stored = _find(Term("Thomas Brierley", OPPONENT))
    by_given = _find(Term("Wholly Different", OPPONENT, others=("Thomas Marsden",)))

    assert [(hit.party, hit.found, hit.score) for hit in by_stored] == [(party, "Thomas Brierley", 1.0)]
    assert [(hit.party, hit.term, hit.found) for hit in by_given] == [(party, "Wholly Different", "Thomas Marsden")]


def test_two_spellings_that_lead_to_one_party_are_one_hit_with_the_better_score() -> None:
    stored("Thomas Brierley")

    hits = _find(Term("Tom Brierly", OPPONENT, others=("Thomas Brierley", "Thomas Brierly")))

    assert [(hit.found, hit.score) for hit in hits] == [("Thomas Brierley", 1.0)]


def test_every_part_in_every_other_matter_is_a_hit_and_the_own_matter_is_none() -> None:
    own = factories.matter(client=factories.party("Calder Vale Homes Ltd"))
    there = own.clients().get()
    closed = factories.matter(client=factories.party("Quite Another Zebra"), stage=MatterStage.CLOSED)
    MatterParty.objects.create(matter=closed, party=there, role=OPPONENT)
    MatterParty.objects.create(matter=closed, party=there, role=MatterRole.PAYER)

    hits = _find(*corpus.terms_of(own), own=own)

    assert {(hit.matter, hit.there, hit.level) for hit in hits} == {
        (closed, OPPONENT, Level.CLOSE),
        (closed, MatterRole.PAYER, Level.LOW),
    }


def test_the_matters_of_one_party_are_one_hit_that_names_them_all() -> None:
    party = stored("Calder Vale Homes Ltd")
    titles = ("Second", "Third", "Closed")
    for title in titles:
        stage = MatterStage.CLOSED if title == "Closed" else MatterStage.OPEN
        matter = factories.matter(title=title, client=factories.party("Quite Another Zebra"), stage=stage)
        MatterParty.objects.create(matter=matter, party=party, role=CLIENT)
    secret = factories.matter(title="Secret", client=factories.party("Quite Another Zebra"), is_restricted=True)
    MatterParty.objects.create(matter=secret, party=party, role=CLIENT)

    hits = _find(Term("Calder Vale Homes", OPPONENT))

    assert [(hit.level, [title.split(" (")[0] for title in hit.also]) for hit in hits] == [
        (Level.GRAVE, ["Second", "Third", "Closed"]),
        (Level.RESTRICTED, []),
    ]
    assert hits[0].also[2].endswith(", client")


def test_a_restricted_matter_is_a_masked_hit() -> None:
    secret = factories.matter(client=factories.party("Quite Another Zebra"), is_restricted=True)
    stored("Calder Vale Homes Ltd", matter=secret)

    hit = _find(Term("Calder Vale Homes Ltd", OPPONENT))[0]

    assert (hit.is_masked, hit.level, hit.why) == (True, Level.RESTRICTED, "Restricted match")


def test_a_declined_matter_counts_as_the_enquiry_it_was() -> None:
    declined = factories.matter(client=factories.party("Quite Another Zebra"), stage=MatterStage.DECLINED)
    stored("Calder Vale Homes Ltd", matter=declined)

    hits = _find(Term("Calder Vale Homes Ltd", OPPONENT))

    assert [(hit.source, hit.level, hit.matter) for hit in hits] == [(Source.ENQUIRY, Level.CLOSE, declined)]


@pytest.mark.parametrize(
    ("outcome", "is_found"),
    [
        pytest.param(None, True, id="open"),
        pytest.param(EnquiryOutcome.DECLINED_CAPACITY, True, id="declined"),
        pytest.param(EnquiryOutcome.CLIENT_NO_REPLY, True, id="no reply"),
        pytest.param(EnquiryOutcome.SPAM, False, id="spam"),
        pytest.param(EnquiryOutcome.DUPLICATE, False, id="the same as another"),
    ],
)
def test_enquiries_that_came_to_nothing_stay_searchable(outcome: EnquiryOutcome | None, is_found: bool) -> None:
    asked = enquiry("Wilfred Oakenshaw", others=(("Calder Vale Homes Ltd", OPPONENT),))
    if outcome is not None:
        services.close_enquiry(enquiry_id=asked.pk, outcome=outcome, by=factories.user(), now=NOON)

    hits = _find(Term("Calder Vale Homes", CLIENT), Term("Wilfred Oakenshaw", OPPONENT))

    expected = {("Calder Vale Homes", asked, Level.CLOSE), ("Wilfred Oakenshaw", asked, Level.CLOSE)}
    assert {(hit.term, hit.enquiry, hit.level) for hit in hits} == (expected if is_found else set())


def test_staff_and_what_they_declared_are_searched() -> None:
    siobhan = factories.user(given="Siobhan", family="Keane")
    interest = services.declare_interest(
        staff=siobhan, name="Calder Vale Homes Ltd", nature="200 shares", by=siobhan, now=NOON
    )

    hits = _find(Term("Siobhan Keane", CLIENT), Term("Calder Vale Homes", OTHER))

    assert {(hit.source, hit.staff, hit.interest, hit.level) for hit in hits} == {
        (Source.STAFF, siobhan, None, Level.CLOSE),
        (Source.INTEREST, None, interest, Level.GRAVE),
    }


def test_an_interest_that_has_ended_is_not_searched() -> None:
    staff = factories.user(given="Siobhan", family="Keane")
    interest = services.declare_interest(staff=staff, name="Calder Vale Homes", nature="Shares", by=staff, now=NOON)
    services.end_interest(interest_id=interest.pk, ended_on=date(2026, 11, 1), by=staff, now=NOON)

    assert _find(Term("Calder Vale Homes", OTHER)) == []


@pytest.mark.parametrize(
    ("relationship", "level"),
    [
        pytest.param(Relationship.CLIENT, Level.GRAVE, id="a client of the practice system"),
        pytest.param(Relationship.FORMER, Level.CLOSE, id="a former client of the practice system"),
        pytest.param(Relationship.THIRD_PARTY, Level.LOW, id="only on record"),
    ],
)
def test_a_party_without_a_matter_here_counts_by_what_it_was(relationship: Relationship, level: Level) -> None:
    party = factories.party("Calder Vale Homes Ltd", relationship=relationship)

    hits = _find(Term("Calder Vale Homes", OPPONENT))

    assert [(hit.source, hit.party, hit.level) for hit in hits] == [(Source.PARTY, party, level)]


def test_a_body_met_every_day_is_one_hit_however_often_it_is_met() -> None:
    bank = stored("Northern Counties Bank", role=MatterRole.LENDER, is_common_body=True)
    for restricted in (False, False, True):
        matter = factories.matter(client=factories.party("Quite Another Zebra"), is_restricted=restricted)
        MatterParty.objects.create(matter=matter, party=bank, role=MatterRole.LENDER)

    hits = _find(Term("Northern Counties Bank", MatterRole.LENDER))

    assert [(hit.level, hit.party, hit.matter, hit.is_masked) for hit in hits] == [(Level.COMMON, bank, None, False)]


def test_a_client_of_old_that_is_only_an_agent_here_still_counts_as_a_client() -> None:
    party = stored("Calder Vale Homes Ltd", role=MatterRole.AGENT)
    Party.objects.filter(pk=party.pk).update(relationship=Relationship.CLIENT)

    hits = _find(Term("Calder Vale Homes", OPPONENT))

    assert {(hit.source, hit.there, hit.level) for hit in hits} == {
        (Source.MATTER, "agent", Level.LOW),
        (Source.PARTY, "client", Level.GRAVE),
    }


def test_the_lines_are_data() -> None:
    stored("Navid Anwar")
    term = Term("Naveed Anwar", OPPONENT)

    def levels(**lines: float) -> list[int]:
        return [
            hit.level
            for hit in corpus.search(
                [term], matter=Matter(pk=0), policy=ConflictPolicy(word_line=0, **lines).as_rules()
            )
        ]

    assert levels(listing_line=0.55, review_line=0.65) == [Level.GRAVE]
    assert levels(listing_line=0.55, review_line=0.9) == [Level.LOW]
    assert levels(listing_line=0.9, review_line=0.9) == []


def test_the_number_of_queries_does_not_grow_with_names_or_hits() -> None:
    def queries(*terms: Term) -> int:
        with CaptureQueriesContext(connection) as captured:
            corpus.search(terms, matter=Matter(pk=0), policy=POLICY)
        return len(captured)

    stored("Calder Vale Homes Ltd")
    few = queries(Term("Calder Vale Homes", OPPONENT))
    for name in ("Calder Vale Home", "Calder Vale Houses", "Pennine Timber"):
        stored(name)
        factories.party(name + " Ltd")

    assert queries(Term("Calder Vale Homes", OPPONENT), Term("Pennine Timber", OTHER)) == few


def test_the_coverage_counts_what_is_there() -> None:
    factories.matter()
    factories.matter(stage=MatterStage.CLOSED)
    factories.matter(stage=MatterStage.DECLINED)
    factories.matter(is_open=False, is_restricted=True)
    staff = factories.user()
    services.declare_interest(staff=staff, name="Calder Vale", nature="Shares", by=staff, now=NOON)
    enquiry()

    said = corpus.coverage([Term("A", CLIENT, ("B", "b"))], policy=POLICY)

    assert said == {
        "names": 1,
        "related": 0,
        "spellings": 2,
        "parties": Party.objects.count(),
        "stored_names": PartyName.objects.count(),
        "open_matters": 2,
        "closed_matters": 1,
        "declined": 1,
        "enquiries": 1,
        "staff": User.objects.count(),
        "interests": 1,
        "since": "2026-11-23",
        "engine": VERSION,
        "listing_line": 0.55,
        "review_line": 0.65,
        "word_line": 0.6,
    }
