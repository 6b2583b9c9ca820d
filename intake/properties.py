"""Both sides of one property: other matters about the same land or house, across all walls (domain 4.3)."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from intake.corpus import Term
from intake.models import ConflictHit
from intake.rules import PROPERTY, Match, Policy, Source, assess
from practice.matching.places import compare_addresses, house_numbers, is_another_street
from practice.models import Matter, MatterParty, MatterProperty, MatterRole, MatterStage

_LIVE = {MatterStage.OPEN, MatterStage.PROSPECTIVE}
_SAME_TITLE = "same title number"


def terms_of(matter: Matter) -> list[Term]:
    """Return the properties of a matter as what the check says it searched."""
    return [Term(str(one)[:200], PROPERTY) for one in matter.properties.standing().order_by("pk")]


def search(matter: Matter, *, policy: Policy) -> list[ConflictHit]:
    """Return unsaved hits: other matters about the same property, one for each, the nearest address of it."""
    own = list(matter.properties.standing().order_by("pk"))
    clients = _clients_of([matter.pk]).get(matter.pk, frozenset())
    best: dict[tuple[int, int], tuple[float, str, MatterProperty]] = {}
    for asked in own:
        for stored in _candidates(asked):
            score, why = _likeness(asked, stored)
            key = (asked.pk, stored.matter_id)
            if score >= policy.listing_line and score > best.get(key, (0.0, "", stored))[0]:
                best[key] = (score, why, stored)
    others = _clients_of([matter_id for _, matter_id in best])
    asked_by_pk = {one.pk: one for one in own}
    hits = []
    for (asked_pk, matter_id), (score, why, stored) in best.items():
        match = Match(
            score=score,
            source=Source.PROPERTY,
            here=PROPERTY,
            there=PROPERTY,
            is_live=stored.matter.stage in _LIVE,
            is_restricted=stored.matter.is_restricted,
            is_shared=bool(clients & others.get(matter_id, frozenset())),
        )
        assessment = assess(match, policy=policy)
        hits.append(
            ConflictHit(
                term=str(asked_by_pk[asked_pk])[:200],
                here=PROPERTY,
                found=str(stored)[:200],
                score=score,
                likeness=why,
                source=Source.PROPERTY,
                there=PROPERTY,
                level=assessment.level,
                why=assessment.why,
                is_masked=match.is_restricted,
                matter=stored.matter,
            )
        )
    return hits


def _candidates(asked: MatterProperty) -> Iterable[MatterProperty]:
    """Give rows of other matters that share the title number, the postcode, or the house number and another word."""
    near = Q(pk=None)
    if asked.title_number:
        near |= Q(title_number=asked.title_number)
    if asked.postcode:
        near |= Q(postcode=asked.postcode)
    numbers = [word for word in asked.words if word[:1].isdigit()]
    rest = [word for word in asked.words if word not in numbers]
    if numbers and rest:
        near |= Q(words__overlap=numbers) & Q(words__overlap=rest)
    rows = MatterProperty.objects.standing().filter(near).exclude(matter=asked.matter_id)
    return rows.select_related("matter").order_by("pk")


def _likeness(asked: MatterProperty, stored: MatterProperty) -> tuple[float, str]:
    """
    Say how near two properties are, from 0 to 1, and why.

    Two house numbers that differ are two houses, and so is one number in two streets, whatever town both are in.
    """
    if asked.title_number and asked.title_number == stored.title_number:
        return 1.0, _SAME_TITLE
    if not asked.words or not stored.words:
        return 0.0, ""
    here, there = frozenset(asked.words), frozenset(stored.words)
    if set(house_numbers(here)).isdisjoint(house_numbers(there)) and house_numbers(here) and house_numbers(there):
        return 0.0, ""
    has_same_postcode = bool(asked.postcode) and asked.postcode == stored.postcode
    if not has_same_postcode and is_another_street(asked.address, stored.address):
        return 0.0, ""
    if asked.postcode and stored.postcode and asked.postcode != stored.postcode:
        score, why = compare_addresses(here, there)
        return score * 0.9, why
    return compare_addresses(here, there)


def _clients_of(matters: Sequence[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    rows = MatterParty.objects.filter(matter__in=matters, role=MatterRole.CLIENT)
    for matter_id, party_id in rows.values_list("matter_id", "party_id"):
        found.setdefault(matter_id, set()).add(party_id)
    return {pk: frozenset(parties) for pk, parties in found.items()}
