"""
Finding whom a check may mean among all stored parties: cheap keys first, trigrams when those convince nobody.

One round trip answers one step of a whole batch of questions, whatever their number.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from django.db import connection, transaction

from practice.matching.keys import Asked, asked_keys
from practice.matching.likeness import Likeness, Traits, measure
from practice.matching.places import address_words, postcode_in, postcode_of
from practice.matching.words import words_of_stored
from practice.naming import under

SHOWN: Final = 20
BLOCK: Final = 400  # names looked at per question and group of keys: whoever shares a key with more is told by others
MEASURED: Final = 40  # names fetched per question and group of keys, nearest in trigrams first
CONVINCING: Final = 0.82  # from this score on nobody else is asked for
CONVINCING_NAME: Final = 0.85  # the same, where only a name is known
WEAK: Final = 0.62  # below this score trigrams are asked too
WEAK_NAME: Final = 0.8
FAINT_NAME: Final = 0.65  # below this score fainter trigrams are asked
TRIGRAM_LINE: Final = 0.3
FAINT_LINE: Final = 0.18

_NEAR: Final = """
WITH asked AS MATERIALIZED (
    SELECT number, keys::int[] AS keys, name, with_place
      FROM unnest(%(numbers)s::int[], %(keys)s::text[], %(names)s::text[], %(with_place)s::bool[])
        AS asked (number, keys, name, with_place)
)
SELECT number, near.party_id, near.text, near.normalised, near.kind, near.until_on, near.mistaken_because,
       party.born_on, party.postcode, party.practice_system_number,
       CASE WHEN with_place THEN ARRAY(
           SELECT point.text FROM practice_contactpoint point
            WHERE point.party_id = near.party_id AND point.kind = 'address') END
  FROM asked
 CROSS JOIN LATERAL (
    SELECT *
      FROM (SELECT party_id, text, normalised, kind, until_on, mistaken_because
              FROM practice_partyname stored WHERE {condition} LIMIT %(block)s) block
     ORDER BY similarity(normalised, asked.name) DESC LIMIT %(most)s) near
  JOIN practice_party party ON party.id = near.party_id
"""
_BY_KEYS: Final = _NEAR.format(condition="stored.keys && asked.keys")
_BY_TRIGRAMS: Final = _NEAR.format(condition="stored.normalised %% asked.name")


@dataclass(frozen=True, slots=True)
class Found:
    """One stored party near what was asked, by the name of it that is nearest."""

    party_id: int
    reference: str
    text: str
    likeness: Likeness


@dataclass(slots=True)
class Question:
    """What is asked, and what has been found so far: the best likeness of each party."""

    traits: Traits
    keys: Asked
    found: dict[int, Found] = field(default_factory=dict)
    best: float = 0.0
    asked_more: bool = False
    asked_trigrams: bool = False
    _heard: set[tuple[int, str]] = field(default_factory=set)

    @property
    def is_convinced(self) -> bool:
        return self.best >= (CONVINCING if self.traits.has_more_than_a_name else CONVINCING_NAME)

    @property
    def is_weak(self) -> bool:
        return self.best < (WEAK if self.traits.has_more_than_a_name else WEAK_NAME)

    @property
    def is_faint(self) -> bool:
        return not self.traits.has_more_than_a_name and self.best < FAINT_NAME

    def nearest(self, most: int = SHOWN) -> list[Found]:
        return sorted(self.found.values(), key=lambda found: (-found.likeness.score, found.party_id))[:most]

    def hear(
        self,
        party_id: int,
        text: str,
        normalised: str,
        kind: str,
        until_on: date | None,
        mistaken_because: str,
        born_on: date | None,
        postcode: str,
        reference: str,
        addresses: list[str] | None,
    ) -> None:
        """Measure one stored name of a party; the nearest of its names and addresses counts."""
        if (party_id, text) in self._heard:
            return
        self._heard.add((party_id, text))
        words = words_of_stored(normalised)
        born = born_on.isoformat().replace("-", "") if born_on and self.traits.born else ""
        own = postcode_of(postcode) if self.traits.postcode else ""
        for address in addresses or ("",):
            stored = Traits(
                words, born, own or postcode_in(address), address_words(address) if address else frozenset()
            )
            likeness = measure(self.traits, stored)
            before = self.found.get(party_id)
            if before is None or likeness.score > before.likeness.score:
                if what := under(kind, until_on, mistaken_because):
                    likeness = replace(likeness, whys=(*likeness.whys, what))
                self.found[party_id] = Found(party_id, reference, text, likeness)
                self.best = max(self.best, likeness.score)


def find(traits: Sequence[Traits], *, thorough: bool = False) -> list[Question]:
    """
    Answer a batch of questions with the parties near each.

    ``thorough`` asks every way there is, whether or not the first has found somebody: for a check that must show
    all namesakes and not only the right person.
    """
    questions = [Question(one, asked_keys(one)) for one in traits]
    with transaction.atomic(savepoint=False), _by_index_only():
        _ask_all(questions, thorough=thorough)
    return questions


@contextmanager
def _by_index_only() -> Iterator[None]:
    """
    Keep PostgreSQL from reading whole tables: to compare lists of keys row by row costs far more than it reckons.

    The setting ends with the transaction, and here already for whoever goes on in it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")
        yield
        cursor.execute("SELECT set_config('enable_seqscan', 'on', true)")


def _ask_all(questions: Sequence[Question], *, thorough: bool) -> None:
    _ask_keys((q, group) for q in questions for group in (q.keys.facts, q.keys.names))
    more = [q for q in questions if thorough or not q.is_convinced]
    for question in more:
        question.asked_more = True
    _ask_keys((q, group) for q in more for group in (q.keys.fact_slips, q.keys.name_slips, q.keys.single))
    weak = [q for q in more if q.traits.words and (thorough or q.is_weak)]
    for question in weak:
        question.asked_trigrams = True
    _ask_trigrams(weak, TRIGRAM_LINE)
    _ask_trigrams([q for q in weak if q.is_faint], FAINT_LINE)


def _ask_keys(groups: Iterable[tuple[Question, frozenset[int]]]) -> None:
    asked = [(question, "{" + ",".join(map(str, group)) + "}") for question, group in groups if group]
    _ask(_BY_KEYS, asked, BLOCK)


def _ask_trigrams(questions: Sequence[Question], line: float) -> None:
    """Ask by trigrams; the line is set for this transaction only."""
    if questions:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(line)])
        _ask(_BY_TRIGRAMS, [(question, "{}") for question in questions], None)


def _ask(query: str, asked: Sequence[tuple[Question, str]], block: int | None) -> None:
    if not asked:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            query,
            {
                "numbers": list(range(len(asked))),
                "keys": [keys for _, keys in asked],
                "names": [" ".join(question.traits.words) for question, _ in asked],
                "with_place": [bool(q.traits.postcode or q.traits.address) for q, _ in asked],
                "most": MEASURED,
                "block": block,
            },
        )
        rows = cursor.fetchall()
    for number, *row in rows:
        asked[number][0].hear(*row)
