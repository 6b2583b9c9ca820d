"""What stands near a name, of whatever is searched: parties, enquiries, own interests, members of staff."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection, transaction

from intake.models import EnquiryName, EnquiryOutcome, OwnInterest
from practice.matching import search
from practice.matching.keys import VERSION, asked_keys, stored_keys
from practice.matching.likeness import SAME_NUMBER, Likeness, Traits, measure
from practice.matching.names import weakest_word
from practice.matching.words import words_of
from practice.models import Party, User

NOT_REAL: Final = [EnquiryOutcome.SPAM, EnquiryOutcome.DUPLICATE]
SAME_BIRTH: Final = 0.85  # from here on a date of birth speaks for the same person
_ENQUIRIES: Final = """
WITH asked AS MATERIALIZED (
    SELECT number, name, keys::int[] AS keys
      FROM unnest(%(numbers)s::int[], %(names)s::text[], %(keys)s::text[]) AS asked (number, name, keys)
)
SELECT number, stored.id, stored.text
  FROM asked
  JOIN intake_enquiryname stored ON stored.keys && asked.keys OR stored.normalised %% asked.name
  JOIN intake_enquiry enquiry ON enquiry.id = stored.enquiry_id
 WHERE enquiry.matter_id IS NULL AND enquiry.outcome <> ALL (%(not_real)s)
"""


@dataclass(frozen=True, slots=True)
class Near:
    """One stored name near a spelling: where it stands, how near the name and its worst word are, and why."""

    source: str
    pk: int
    text: str
    score: float
    weakest: float
    why: str
    is_another: bool = False  # both dates of birth are known, and they have nothing in common


Spelling = tuple[str, date | None]  # a name as it is compared, and the date of birth it is asked with


def near(spellings: Mapping[Spelling, Traits], *, listing_line: float) -> dict[Spelling, list[Near]]:
    """Return what stands near each spelling, from the listing line on; a few queries, however many spellings."""
    found = near_parties(spellings, listing_line=listing_line)
    for spelling, source, pk, text in _elsewhere(spellings):
        traits = spellings[spelling]
        likeness = measure(Traits(traits.words), Traits(words_of(text)))
        found[spelling].append(_near(source, pk, text, traits, likeness))
    return {spelling: [one for one in group if one.score >= listing_line] for spelling, group in found.items()}


def near_parties(spellings: Mapping[Spelling, Traits], *, listing_line: float) -> dict[Spelling, list[Near]]:
    """Return the parties on record near each spelling, from the listing line on."""
    found: dict[Spelling, list[Near]] = {spelling: [] for spelling in spellings}
    questions = search.find(list(spellings.values()), thorough=True)
    for spelling, question in zip(spellings, questions, strict=True):
        for one in question.found.values():
            near = _near("party", one.party_id, one.text, question.traits, one.likeness)
            if near.score >= listing_line:
                found[spelling].append(near)
    return found


def near_numbers(numbers: Collection[str]) -> dict[str, list[Near]]:
    """Return the bodies on record that have each of these company numbers, exactly; one query, none for none."""
    found: dict[str, list[Near]] = {number: [] for number in numbers}
    if found:
        bodies = Party.objects.filter(company_number__in=numbers, merged_into=None).order_by("pk")
        for pk, name, number in bodies.values_list("pk", "name", "company_number"):
            found[number].append(Near("party", pk, name, 1.0, 1.0, SAME_NUMBER))
    return found


def _near(source: str, pk: int, text: str, asked: Traits, likeness: Likeness) -> Near:
    """The name decides how near somebody is; a date of birth may make up for a name, or tell a namesake."""
    if likeness.born is not None and likeness.born >= SAME_BIRTH and likeness.score > likeness.name:
        return Near(source, pk, text, likeness.score, 1.0, likeness.why)
    weakest = weakest_word(asked.words, words_of(text))
    return Near(source, pk, text, likeness.name, weakest, likeness.why, is_another=likeness.born == 0)


def _elsewhere(spellings: Mapping[Spelling, Traits]) -> Iterable[tuple[Spelling, str, int, str]]:
    """Give names of enquiries near in sound or spelling; interests and staff are few, and all of them are measured."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(search.TRIGRAM_LINE)])
        asked = {spelling: asked_keys(Traits(traits.words)) for spelling, traits in spellings.items()}
        cursor.execute(
            _ENQUIRIES,
            {
                "numbers": list(range(len(spellings))),
                "names": [" ".join(traits.words) for traits in spellings.values()],
                "keys": ["{" + ",".join(map(str, keys.names | keys.name_slips)) + "}" for keys in asked.values()],
                "not_real": [str(outcome) for outcome in NOT_REAL],
            },
        )
        numbered = list(spellings)
        for number, pk, text in cursor.fetchall():
            yield numbered[number], "enquiry", pk, text
    few = [("interest", *row) for row in OwnInterest.objects.filter(ended_on=None).values_list("pk", "name")]
    few += [("staff", user.pk, user.name) for user in User.objects.all()]
    for source, pk, text in few:
        for spelling in spellings:
            yield spelling, source, pk, text


def enquiry_keys(text: str) -> list[int]:
    """Return the keys that a name given in an enquiry is stored under."""
    return stored_keys(Traits(words_of(text)))


def renew_stale_keys() -> int:
    """Write keys for names of enquiries that have none, or those of an earlier edition; return how many."""
    renewed = 0
    while names := list(EnquiryName.objects.exclude(keys_version=VERSION).order_by("pk")[:500]):
        for name in names:
            name.keys, name.keys_version = enquiry_keys(name.text), VERSION
        EnquiryName.objects.bulk_update(names, ["keys", "keys_version"])
        renewed += len(names)
    return renewed
