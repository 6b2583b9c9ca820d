"""Who on record a newcomer looks like: by the engine, or by the same number, mailbox or company number (domain 4.2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from practice.matching.dates import digits_of
from practice.matching.likeness import SAME_NUMBER, Likeness, Traits, traits_of
from practice.matching.places import postcode_of
from practice.matching.search import find
from practice.models import ContactKind, Party, User
from practice.names import normalise_company_number, normalise_email, normalise_phone

LIKE_BY_NAME: Final = 0.85  # from here two look like one where only names are known (domain 4.2: strong)
LIKE: Final = 0.75  # the same, where more is known: father and son at one address come to 0.72
_OTHER_BIRTHDAY: Final = 0.5  # born on days less alike than this, they are two
_FEWEST_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A party on record that may be the one that is being entered, and why."""

    party: Party
    score: float
    why: str


def is_like(traits: Traits, likeness: Likeness) -> bool:
    """Say if two may be one; birthdays that are known and differ say no."""
    if likeness.born is not None and likeness.born < _OTHER_BIRTHDAY:
        return False
    return likeness.score >= (LIKE if traits.has_more_than_a_name else LIKE_BY_NAME)


def traits_of_party(party: Party, name: str, address: str = "") -> Traits:
    """Return by what a party on record is recognised under one of its names."""
    born = digits_of(party.born_on.isoformat()) if party.born_on else ""
    return traits_of(name=name, born=born, postcode=postcode_of(party.postcode), address=address)


def looks_like(
    *,
    name: str,
    user: User,
    born_on: date | None = None,
    postcode: str = "",
    phone: str = "",
    email: str = "",
    company_number: str = "",
    without: Collection[int] = (),
    most: int = 5,
) -> Sequence[Lookalike]:
    """Return whom of those that this person may see the newcomer looks like, the nearest first."""
    near: dict[int, Likeness] = {}
    born = digits_of(born_on.isoformat()) if born_on else ""
    traits = traits_of(name=name, born=born, postcode=postcode_of(postcode))
    if len("".join(traits.words)) >= _FEWEST_LETTERS:
        near = {one.party_id: one.likeness for one in find([traits])[0].nearest()}
    reached = dict(_reached_by(phone, email)) | _numbered(company_number)
    parties = Party.objects.visible_to(user).filter(pk__in={*near, *reached} - {*without})
    found = []
    for party in parties:
        likeness = near.get(party.pk)
        if party.pk in reached:
            why = ", ".join(filter(None, [reached[party.pk], likeness.why if likeness else ""]))
            found.append(Lookalike(party, 1.0, why))
        elif likeness and is_like(traits, likeness):
            found.append(Lookalike(party, likeness.score, likeness.why))
    return sorted(found, key=lambda one: (-one.score, one.party.pk))[:most]


def _reached_by(phone: str, email: str) -> Sequence[tuple[int, str]]:
    """Return who has this very number or mailbox: a household may share both, so it is a reason and no proof."""
    rows: list[tuple[int, str]] = []
    for kind, text, why in (
        (ContactKind.PHONE, normalise_phone(phone), "same telephone number"),
        (ContactKind.EMAIL, normalise_email(email), "same mailbox"),
    ):
        if text:
            same = Party.objects.filter(contacts__kind=kind, contacts__normalised=text).order_by("pk")
            rows += [(pk, why) for pk in same.values_list("pk", flat=True)[:20]]
    return rows


def _numbered(company_number: str) -> dict[int, str]:
    """Return who has this very company number: unlike a telephone number, two bodies cannot share one."""
    number = normalise_company_number(company_number)
    same = Party.objects.filter(company_number=number).order_by("pk") if number else Party.objects.none()
    return dict.fromkeys(same.values_list("pk", flat=True)[:20], SAME_NUMBER)
