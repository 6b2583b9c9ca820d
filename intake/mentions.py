"""Who is named in what was noted down: file notes and notes of meetings, by exact words, across all walls."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db import connection

from intake.corpus import Term
from intake.models import ConflictHit, InterviewAnswer, InterviewNote
from intake.rules import PROPERTY, Match, Policy, Source, assess
from practice.models import FileNote, Matter, MatterParty, MatterRole, Party
from practice.names import normalise

_SHORTEST: Final = 4  # letters of a name of one word: "Li" and "Fox" alone stand in too much
_OTHER_SIDE: Final = {MatterRole.CLIENT: MatterRole.OPPONENT, MatterRole.OPPONENT: MatterRole.CLIENT}
# The words of a name side by side, as it is written and as it is compared; the vectors are those of the indexes.
_NAMED: Final = """
WITH asked AS MATERIALIZED (
    SELECT number, phraseto_tsquery('folded', name) AS words
      FROM unnest(%(numbers)s::int[], %(names)s::text[]) AS asked (number, name)
)
SELECT asked.number, note.matter_id, note.party_id
  FROM asked JOIN practice_filenote note
    ON to_tsvector('folded'::regconfig, COALESCE(note.text, '')) @@ asked.words
UNION
SELECT asked.number, interview.matter_id, NULL
  FROM asked JOIN intake_interviewnote note
    ON to_tsvector('folded'::regconfig, COALESCE(note.words, '')) @@ asked.words
  JOIN intake_interview interview ON interview.id = note.interview_id
UNION
SELECT asked.number, interview.matter_id, NULL
  FROM asked JOIN intake_interviewanswer answer
    ON to_tsvector('folded'::regconfig, COALESCE(answer.words, '')) @@ asked.words
  JOIN intake_interview interview ON interview.id = answer.interview_id
 ORDER BY 1, 2, 3
"""


def search(terms: Sequence[Term], *, matter: Matter, policy: Policy) -> list[ConflictHit]:
    """
    Return unsaved hits: other matters and people in whose notes these names stand, one for each name and matter.

    Relatives are not asked for. A note on nobody but a person behind a wall is that wall's: its hit is masked.
    """
    asked = [term for term in terms if term.role != PROPERTY and not term.via]
    found = list(dict.fromkeys(_named(asked)))
    matters = Matter.objects.select_related("fee_earner").in_bulk({pk for _, pk, _ in found if pk})
    people = Party.objects.in_bulk({pk for _, on, pk in found if pk and on is None})
    walls = _walls_of(people)
    sides = {role: _parties_of(matter, role) for role in _OTHER_SIDE}
    served = _clients_of(matters)
    hits: dict[tuple[Term, int | None, int | None], ConflictHit] = {}
    for term, matter_id, party_id in found:
        on = matters[matter_id] if matter_id else walls.get(party_id or 0)
        if on == matter or (matter_id is None and people[party_id or 0].name == term.name):
            continue
        party = people[party_id or 0] if on is None else None
        about = served.get(on.pk, set()) if on and matter_id else {party_id}
        other = _OTHER_SIDE.get(MatterRole(term.role))
        match = Match(
            score=1.0,
            source=Source.NOTE,
            here=term.role,
            is_restricted=on is not None and on.is_restricted,
            is_other_side=other is not None and not about.isdisjoint(sides[other]),
        )
        assessment = assess(match, policy=policy)
        hits[term, on.pk if on else None, party.pk if party else None] = ConflictHit(
            term=term.name,
            here=term.role,
            found=term.name,
            score=1.0,
            likeness="the same words",
            source=Source.NOTE,
            level=assessment.level,
            why=assessment.why,
            is_masked=match.is_restricted,
            matter=on,
            party=party,
        )
    return list(hits.values())


def count() -> int:
    """Return how many notes are searched."""
    return FileNote.objects.count() + InterviewNote.objects.count() + InterviewAnswer.objects.exclude(words="").count()


def _named(terms: Sequence[Term]) -> Iterable[tuple[Term, int | None, int | None]]:
    """Give each name with the matter, or where there is none the person, of every note that it stands in; one query."""
    spelt = [(term, text) for term in terms for text in _spelt(term)]
    if not spelt:
        return
    with connection.cursor() as cursor:
        names = [text for _, text in spelt]
        cursor.execute(_NAMED, {"numbers": list(range(len(spelt))), "names": names})
        for number, matter_id, party_id in cursor.fetchall():
            yield spelt[number][0], matter_id, None if matter_id else party_id


def _spelt(term: Term) -> Iterable[str]:
    """Give every way a name may stand in a note, with the last word first too: "Smith, John". Accents are folded."""
    turned = (f"{name.split()[-1]} {name.rsplit(maxsplit=1)[0]}" for name in term.spellings if " " in name)
    texts = dict.fromkeys(text.casefold() for text in (term.name, *term.others, *term.spellings, *turned))
    return (text for text in texts if " " in text.strip() or len(normalise(text)) >= _SHORTEST)


def _walls_of(people: Mapping[int, Party]) -> dict[int, Matter]:
    """Return, of each person met in restricted matters only, the first: a note on them is behind its wall."""
    rows: dict[int, list[Matter]] = {}
    roles = MatterParty.objects.filter(party__in=people).select_related("matter__fee_earner")
    for row in roles.order_by("pk"):
        rows.setdefault(row.party_id, []).append(row.matter)
    return {pk: group[0] for pk, group in rows.items() if all(matter.is_restricted for matter in group)}


def _parties_of(matter: Matter, role: MatterRole) -> set[int | None]:
    return set(MatterParty.objects.filter(matter=matter.pk, role=role).values_list("party_id", flat=True))


def _clients_of(matters: Mapping[int, Matter]) -> dict[int, set[int | None]]:
    found: dict[int, set[int | None]] = {}
    rows = MatterParty.objects.filter(matter__in=matters, role=MatterRole.CLIENT)
    for matter_id, party_id in rows.values_list("matter_id", "party_id"):
        found.setdefault(matter_id, set()).add(party_id)
    return found
