"""Who is named in a note is found by a conflict check, walls and meetings included (product 1.2)."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from intake import mentions
from intake.corpus import Term
from intake.models import ConflictHit, ConflictPolicy, InterviewNote
from intake.rules import Level, Source
from intake.services import close_low_hits
from intake.services.checks import run_again
from intake.tests.factories import NOON, check, compliance, enquiry, wall
from intake.tests.meeting_rows import begun
from practice.models import FileNote, Matter, MatterRole, Party
from practice.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
POLICY = ConflictPolicy().as_rules()
WORDS = (
    "Her brother-in-law, Gethin\nHollingworth, offered to lend the deposit. "
    "Seen: Zoë Müller; Quill, Ada; O'Neil, Pat. Bo Archer, Dana Hart."
)
ASKED = Term("Gethin Hollingworth", MatterRole.OPPONENT)


def _note(text: str, *, matter: Matter | None = None, party: Party | None = None) -> FileNote:
    by = matter.fee_earner if matter else factories.user()
    return FileNote.objects.create(text=text, matter=matter, party=party, written_by=by, written_at=NOON)


def _found(*terms: Term, own: Matter | None = None) -> list[ConflictHit]:
    return mentions.search(terms, matter=own or Matter(pk=0), policy=POLICY)


@pytest.mark.parametrize(
    ("name", "others", "is_found"),
    [
        pytest.param("Gethin Hollingworth", (), True, id="the words"),
        pytest.param("Mr GETHIN HOLLINGWORTH", (), True, id="title and case"),
        pytest.param("Gethin Pryce", ("Gethin Hollingworth",), True, id="a former name"),
        pytest.param("Elspeth Hollingworth", (), False, id="another given name"),
        pytest.param("Géthin Höllingworth", (), True, id="accents in the name"),
        pytest.param("Zoe Muller", (), True, id="accents in the note"),
        pytest.param("Ada Quill", (), True, id="last name first"),
        pytest.param("Pat O'Neil", (), True, id="last name first with an apostrophe"),
        pytest.param("Dana Archer", (), False, id="the seam of two names"),
        pytest.param("Law", (), False, id="three letters alone"),
        pytest.param("'; --", (), False, id="no words at all"),
    ],
)
def test_a_name_in_a_file_note_is_found_by_its_words(name: str, others: tuple[str, ...], is_found: bool) -> None:
    matter = factories.matter()
    factories.party("Bo Chandler")
    _note(WORDS, matter=matter)
    _note(WORDS + " Once more.", matter=matter)

    found = [(hit.source, hit.matter, hit.level, hit.why) for hit in _found(Term(name, MatterRole.OPPONENT, others))]

    assert found == ([(Source.NOTE, matter, Level.LOW, "Named in a note")] if is_found else [])


def test_a_note_about_the_other_side_is_read_and_the_own_matters_notes_are_no_hits() -> None:
    theirs = factories.matter()
    other = theirs.parties.get(role=MatterRole.CLIENT).party
    ours = factories.matter()
    ours.parties.create(party=other, role=MatterRole.OPPONENT)
    for matter in (theirs, ours):
        _note(WORDS, matter=matter)

    hits = _found(Term(ASKED.name, MatterRole.CLIENT), own=ours)

    assert [(hit.matter, hit.level) for hit in hits] == [(theirs, Level.CLOSE)]


def test_a_note_on_somebody_without_a_matter_is_found_but_not_for_themselves() -> None:
    party = factories.party("Elspeth Hollingworth")
    _note(f"{WORDS} Elspeth Hollingworth agrees.", party=party)

    hits = _found(ASKED, Term(party.name, MatterRole.OPPONENT))

    assert [(hit.term, hit.party, hit.matter) for hit in hits] == [(ASKED.name, party, None)]


def test_a_check_counts_notes_of_meetings_and_masks_what_is_behind_a_wall() -> None:
    compliance()
    interview = begun()
    Matter.objects.filter(pk=interview.matter_id).update(is_restricted=True)
    InterviewNote.objects.create(
        interview=interview, words="She fears Calder Vale Homes Ltd.", at=NOON, by=interview.held_by
    )

    asked = check()

    hit = asked.hits.get(source=Source.NOTE)
    assert (hit.matter, hit.level, hit.is_masked, hit.answer_by is not None) == (
        interview.matter,
        Level.RESTRICTED,
        True,
        True,
    )
    assert asked.coverage["notes"] == mentions.count()


def _many(count: int) -> list[Matter]:
    matters = [factories.matter() for _ in range(count)]
    for matter in matters:
        _note(WORDS, matter=matter)
    return matters


def test_a_name_in_many_notes_is_one_hit_but_for_walls_and_the_other_side() -> None:
    *plain, secret = _many(6)
    Matter.objects.filter(pk=secret.pk).update(is_restricted=True)
    theirs = plain.pop()
    ours = factories.matter()
    ours.parties.create(party=theirs.parties.get(role=MatterRole.CLIENT).party, role=MatterRole.OPPONENT)

    hits = _found(Term(ASKED.name, MatterRole.CLIENT), own=ours)

    assert [(hit.matter, hit.level, hit.stands_for) for hit in sorted(hits, key=lambda hit: hit.level)] == [
        (secret, Level.RESTRICTED, 1),
        (theirs, Level.CLOSE, 1),
        (plain[0], Level.LOW, 4),
    ]
    [folded] = [hit for hit in hits if hit.level == Level.LOW]
    assert (folded.why, folded.also) == ("Named in notes of 4 matters", [str(one) for one in plain[1:3]])
    assert folded.more_matters == [one.pk for one in plain[1:]]


def test_what_may_be_two_names_says_so() -> None:
    matter = factories.matter()
    _note("Mrs Quill, Ada", matter=matter)

    assert [hit.why for hit in _found(Term("Ada Quill", MatterRole.OPPONENT))] == ["Named in a note; may be two names"]


def test_a_search_run_again_brings_only_notes_that_came_since_and_keeps_decisions() -> None:
    helen = compliance()
    taken = enquiry(others=((ASKED.name, MatterRole.OPPONENT),))
    _many(5)
    asked = check(taken)
    close_low_hits(check_id=asked.pk, reason="Another one", by=helen, now=NOON)
    later = _many(4)

    with transaction.atomic():
        run_again(check=asked, by=helen, now=NOON)

    hits = asked.hits.filter(source=Source.NOTE).order_by("pk")
    assert [(hit.stands_for, bool(hit.decision)) for hit in hits] == [(5, True), (4, False)]
    assert {hits[1].matter_id, *hits[1].more_matters} == {matter.pk for matter in later}


def test_every_place_of_a_name_can_be_opened_but_what_a_wall_raised_since_keeps(
    client: Client,
) -> None:
    helen = compliance()
    _many(5)
    asked = check(enquiry(others=((ASKED.name, MatterRole.OPPONENT),)))
    hit = asked.hits.get(source=Source.NOTE)
    url = reverse("conflict_hit_notes", args=[hit.pk])
    client.force_login(helen)

    before = client.get(url).content.decode()
    assert hit.matter is not None
    wall(hit.matter, compliance("Olive", "Inside"), helen)
    after = client.get(url).content.decode()

    links = [reverse("matter", args=[pk]) for pk in (hit.matter_id, *hit.more_matters)]
    assert [(link in before, link in after) for link in links] == [(True, False), *[(True, True)] * 4]
    assert "Named in notes of 4 matters" in after
    client.force_login(asked.asked_by)
    assert client.get(url).status_code in {403, 404}
