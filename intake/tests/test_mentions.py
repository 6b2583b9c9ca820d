"""Who is named in a note is found by a conflict check, walls and meetings included (product 1.2)."""

import pytest

from intake import mentions
from intake.corpus import Term
from intake.models import ConflictHit, ConflictPolicy, InterviewNote
from intake.rules import Level, Source
from intake.tests.factories import NOON, check, compliance
from intake.tests.meeting_rows import begun
from practice.models import FileNote, Matter, MatterRole, Party
from practice.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
POLICY = ConflictPolicy().as_rules()
WORDS = "Her brother-in-law, Gethin\nHollingworth, offered to lend the deposit. Seen: Zoë Müller; Quill, Ada."
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
        pytest.param("Law", (), False, id="three letters alone"),
        pytest.param("'; --", (), False, id="no words at all"),
    ],
)
def test_a_name_in_a_file_note_is_found_by_its_words(name: str, others: tuple[str, ...], is_found: bool) -> None:
    matter = factories.matter()
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
