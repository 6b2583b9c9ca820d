"""Who is named in what was noted down: file notes and notes of meetings, by exact words, across all walls."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from intake.corpus import Term
from intake.models import ConflictHit, InterviewAnswer, InterviewNote
from intake.rules import (
    PROPERTY,
    Match,
    Mention,
    Policy,
    Source,
    Standing,
    assess,
    gathered,
    named_in,
    standing_of,
    words_before,
)
from practice.matching.words import short_forms
from practice.models import FileNote, Matter, MatterParty, MatterRole, MatterStage, Party, PartyKind
from practice.names import normalise

_SHORTEST: Final = 4  # letters of a name of one word: "Li" and "Fox" alone stand in too much
_OTHER_SIDE: Final = {MatterRole.CLIENT: MatterRole.OPPONENT, MatterRole.OPPONENT: MatterRole.CLIENT}
_LIVE: Final = {MatterStage.OPEN, MatterStage.PROSPECTIVE}
# The words of a name side by side, as it is written and as it is compared; the vectors are those of the indexes. Of a
# name turned round the words about it come too: they say if it is one name or two.
_NAMED: Final = """
WITH asked AS MATERIALIZED (
    SELECT number, is_turned, phraseto_tsquery('folded', name) AS words
      FROM unnest(%(numbers)s::int[], %(turned)s::bool[], %(names)s::text[]) AS asked (number, is_turned, name)
), found AS (
    SELECT asked.number, asked.is_turned, note.matter_id, note.party_id, note.written_at AS at, note.text
      FROM asked JOIN practice_filenote note
        ON to_tsvector('folded'::regconfig, COALESCE(note.text, '')) @@ asked.words
    UNION ALL
    SELECT asked.number, asked.is_turned, interview.matter_id, NULL, note.at, note.words
      FROM asked JOIN intake_interviewnote note
        ON to_tsvector('folded'::regconfig, COALESCE(note.words, '')) @@ asked.words
      JOIN intake_interview interview ON interview.id = note.interview_id
    UNION ALL
    SELECT asked.number, asked.is_turned, interview.matter_id, NULL, answer.at, answer.words
      FROM asked JOIN intake_interviewanswer answer
        ON to_tsvector('folded'::regconfig, COALESCE(answer.words, '')) @@ asked.words
      JOIN intake_interview interview ON interview.id = answer.interview_id
)
SELECT number, matter_id, CASE WHEN matter_id IS NULL THEN party_id END AS person, max(at),
       array_agg(text) FILTER (WHERE is_turned)
  FROM found GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_GIVEN_NAMES: Final = """
SELECT word FROM unnest(%s::text[]) AS word WHERE EXISTS (
    SELECT FROM practice_partyname name JOIN practice_party party ON party.id = name.party_id
     WHERE name.normalised LIKE word || ' %%' AND party.kind = %s)
"""
#: A name, and the matter or, where there is none, the person in whose notes it stands.
Place = tuple[str, int | None, int | None]


@dataclass(frozen=True, slots=True)
class _Found:
    """Where one name stands: ``turned`` are the notes that have it last name first only."""

    term: Term
    matter: int | None
    party: int | None
    last_at: datetime
    turned: Sequence[tuple[str, str, str]]  # the note, the last name, the first


def search(
    terms: Sequence[Term], *, matter: Matter, policy: Policy, known: Collection[Place] = ()
) -> list[ConflictHit]:
    """
    Return unsaved hits: other matters and people in whose notes these names stand, one for each name and matter.

    A name in many notes is one hit on the closest with the others behind it, but for what is restricted or of the
    other side. Relatives are not asked for. A note on nobody but a person behind a wall is that wall's: its hit is
    masked. ``known``: what an earlier search has found, given again only if it stands alone.
    """
    asked = [term for term in terms if term.role != PROPERTY and not term.via]
    found = list(_named(asked))
    about = _About.of(found, own=matter)
    mentions: dict[str, dict[Place, tuple[Mention, Term]]] = {}
    for one, is_doubtful in _names_only(found):
        if mention := about.mention(one, is_doubtful=is_doubtful):
            place = one.term.name, mention.matter, mention.party
            kept = mentions.setdefault(one.term.name, {}).setdefault(place, (mention, one.term))
            if mention.is_other_side and not kept[0].is_other_side:  # two of one name: the graver part counts
                mentions[one.term.name][place] = mention, one.term
    groups = []
    for places in mentions.values():
        of_term = dict(places.values())
        new = [one for place, (one, _) in places.items() if place not in known or one.stands_alone]
        groups += [(of_term[group[0]], group) for group in gathered(new, listed=policy.notes_listed)]
    return _hits(groups, policy)


def _hits(groups: Sequence[tuple[Term, Sequence[Mention]]], policy: Policy) -> list[ConflictHit]:
    """Build one hit of each group, on its closest place; only what is shown of it is read from the database."""
    shown = [one for _, group in groups for one in group[: policy.notes_listed]]
    matters = Matter.objects.select_related("fee_earner").in_bulk({one.matter for one in shown if one.matter})
    people = Party.objects.in_bulk({one.party for one in shown if one.party})
    hits = []
    for term, group in groups:
        first, *others = group
        assessment = assess(
            Match(
                score=1.0,
                source=Source.NOTE,
                here=term.role,
                is_restricted=first.is_restricted,
                is_other_side=first.is_other_side,
                is_doubtful=all(one.is_doubtful for one in group),
            ),
            policy=policy,
        )
        more_matters = [one.matter for one in others if one.matter]
        more_people = [one.party for one in others if one.party]
        near = [matters[one.matter] for one in others[: policy.notes_listed - 1] if one.matter]
        hit = ConflictHit(
            term=term.name,
            here=term.role,
            found=term.name,
            score=1.0,
            likeness="the same words",
            source=Source.NOTE,
            level=assessment.level,
            why=assessment.why,
            is_masked=first.is_restricted,
            matter=matters[first.matter] if first.matter else None,
            party=people[first.party] if first.party else None,
            also=[str(one)[:220] for one in near],
            more_matters=more_matters,
            more_people=more_people,
        )
        hit.why = hit.why.replace("Named in a note", in_words(hit), 1) if others else hit.why
        hits.append(hit)
    return hits


def in_words(hit: ConflictHit) -> str:
    """Return in how many notes the name of a hit stands."""
    return named_in(len(hit.more_matters) + (hit.matter_id is not None), len(hit.more_people) + (hit.matter_id is None))


def count() -> int:
    """Return how many notes are searched."""
    return FileNote.objects.count() + InterviewNote.objects.count() + InterviewAnswer.objects.exclude(words="").count()


def places_of(hits: Iterable[ConflictHit]) -> set[Place]:
    """Return every place that these hits stand for."""
    places: set[Place] = set()
    for hit in hits:
        places.add((hit.term, hit.matter_id, hit.party_id if hit.matter_id is None else None))
        places.update((hit.term, pk, None) for pk in hit.more_matters)
        places.update((hit.term, None, pk) for pk in hit.more_people)
    return places


def _named(terms: Sequence[Term]) -> Iterable[_Found]:
    """Give each name with the matter, or where there is none the person, of every note that it stands in; one query."""
    spelt = [(term, text, turned) for term in terms for text, turned in _spelt(term).items()]
    if not spelt:
        return
    asked: dict[str, list[Any]] = {
        "numbers": list(range(len(spelt))),
        "names": [text for _, text, _ in spelt],
        "turned": [turned is not None for _, _, turned in spelt],
    }
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, asked)
        for number, matter_id, party_id, last_at, texts in cursor.fetchall():
            term, _, turned = spelt[number]
            notes = [(text, *turned) for text in texts or ()] if turned else []
            yield _Found(term, matter_id, party_id, last_at, notes)


def _spelt(term: Term) -> dict[str, tuple[str, str] | None]:
    """
    Return every way a name may stand in a note; of one turned round, as in "Smith, John", its last and first names.

    Accents are folded by the index. A name that reads the same turned round is not turned.
    """
    names = (term.name, *term.others, *term.spellings)
    texts: dict[str, tuple[str, str] | None] = dict.fromkeys(name.casefold() for name in names)
    for name in texts.copy():
        first, _, last = name.strip().rpartition(" ")
        if first:
            texts.setdefault(f"{last} {first}", (last, first))
    return {text: turned for text, turned in texts.items() if " " in text.strip() or len(normalise(text)) >= _SHORTEST}


def _names_only(found: Sequence[_Found]) -> Iterable[tuple[_Found, bool]]:
    """Give what is a name, and whether it may be two; what reads "Adam Smith, John Brown" names no John Smith."""
    open_words = {
        word for one in found for text, last, first in one.turned for word in words_before(text, last=last, first=first)
    }
    given = _given_names(open_words)
    best: dict[tuple[Term, int | None, int | None], tuple[_Found, Standing]] = {}
    for one in found:
        standings = (standing_of(text, last=last, first=first, given=given) for text, last, first in one.turned)
        standing = max(standings, default=Standing.ONE_NAME)
        place = one.term, one.matter, one.party
        if standing and (place not in best or best[place][1] < standing):
            best[place] = one, standing
    return ((one, standing == Standing.MAY_BE_TWO) for one, standing in best.values())


def _given_names(words: Collection[str]) -> set[str]:
    """Return which of these are given names: somebody on record has them, or there is a short form of them."""
    if not words:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN_NAMES, [sorted(words), PartyKind.INDIVIDUAL])
        on_record = {word for (word,) in cursor.fetchall()}
    return on_record | {word for word in words if short_forms(word)}


@dataclass(frozen=True, slots=True)
class _About:
    """What is to be known of every place that was found, by number only: there may be thousands."""

    own: Matter
    matters: Mapping[int, tuple[bool, str]]  # whether restricted, and the stage
    people: Mapping[int, str]
    walls: Mapping[int, int]
    near: Collection[int]
    opposite: Mapping[str, set[int]]  # by role here: whoever is on the other side here
    served: Mapping[int, set[int]]

    @classmethod
    def of(cls, found: Sequence[_Found], *, own: Matter) -> "_About":
        people = dict(Party.objects.filter(pk__in={one.party for one in found if one.party}).values_list("pk", "name"))
        walls = _walls_of(people)
        matters = {one.matter for one in found if one.matter} | set(walls.values())
        stages = Matter.objects.filter(pk__in=matters).values_list("pk", "is_restricted", "stage")
        parts = list(MatterParty.objects.filter(matter=own.pk).values_list("party_id", "role"))
        rows = MatterParty.objects.filter(matter__in=matters, party__in={party for party, _ in parts})
        near = list(rows.values_list("matter_id", "party_id", "role"))
        served: dict[int, set[int]] = {}
        for matter_id, party_id, role in near:
            if role == MatterRole.CLIENT:
                served.setdefault(matter_id, set()).add(party_id)
        return cls(
            own=own,
            matters={pk: (is_restricted, stage) for pk, is_restricted, stage in stages},
            people=people,
            walls=walls,
            near={matter_id for matter_id, _, _ in near},
            opposite={here: {party for party, role in parts if role == there} for here, there in _OTHER_SIDE.items()},
            served=served,
        )

    def mention(self, one: _Found, *, is_doubtful: bool) -> Mention | None:
        """Return one place; None for the matter's own notes, and for a note on whoever has that name."""
        on = one.matter or self.walls.get(one.party or 0)
        if on == self.own.pk or (one.party and self.people[one.party] == one.term.name):
            return None
        is_restricted, stage = self.matters[on] if on else (False, "")
        about = self.served.get(one.matter, set()) if one.matter else {one.party}
        return Mention(
            matter=on,
            party=None if on else one.party,
            last_at=one.last_at,
            is_restricted=is_restricted,
            is_other_side=not self.opposite.get(one.term.role, set()).isdisjoint(about),
            is_near=on in self.near,
            is_live=stage in _LIVE,
            is_doubtful=is_doubtful,
        )


def _walls_of(people: Collection[int]) -> dict[int, int]:
    """Return, of each person met in restricted matters only, the first: a note on them is behind its wall."""
    rows: dict[int, list[tuple[int, bool]]] = {}
    roles = MatterParty.objects.filter(party__in=people).order_by("pk")
    for party_id, matter_id, is_restricted in roles.values_list("party_id", "matter_id", "matter__is_restricted"):
        rows.setdefault(party_id, []).append((matter_id, is_restricted))
    return {pk: group[0][0] for pk, group in rows.items() if all(is_restricted for _, is_restricted in group)}
