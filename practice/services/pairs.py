"""Pairs of records that may be one person: looked for by a sweep, told apart by people, never merged by themselves."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from practice import journal
from practice.errors import WorldMoved
from practice.matching.likeness import SAME_NUMBER, Likeness, Traits
from practice.matching.lookalikes import is_like, traits_of_party
from practice.matching.search import find
from practice.models import ContactKind, ContactPoint, PairState, Party, PartyName, PartyPair, User

BATCH = 100


class NotTwoRecords(WorldMoved):
    """One of the two has been merged away, or both are one."""

    code = "not_two_records"


def seek_pairs(*, now: datetime, most: int = 2000) -> int:
    """Look for the likes of every party whose names have changed since; return how many parties were looked at."""
    done = 0
    while done < most:
        looked = _seek_some(now=now)
        done += looked
        if not looked:
            break
    return done


@transaction.atomic(durable=True)
def _seek_some(*, now: datetime) -> int:
    """Take a batch; of two sweeps at once the second takes others."""
    unsought = PartyName.objects.filter(pairs_sought=False).select_for_update(skip_locked=True, no_key=True)
    ids = {name.party_id for name in unsought.order_by("pk")[:BATCH]}
    names = list(
        PartyName.objects.filter(party__in=ids, party__merged_into=None).select_related("party").order_by("pk")
    )
    PartyPair.objects.likely().filter(Q(first__in=ids) | Q(second__in=ids)).delete()
    best: dict[tuple[int, int], Likeness] = {}
    for key, likeness in _likes(names):
        if key not in best or likeness.score > best[key].score:
            best[key] = likeness
    for key in _same_number(ids):
        likeness = best.get(key) or Likeness(0.0, 0.0, ())
        best[key] = Likeness(1.0, likeness.name, (SAME_NUMBER, *likeness.whys))
    parties = Party.objects.in_bulk({pk for key in best for pk in key})
    PartyPair.objects.bulk_create(
        (
            PartyPair(first_id=one, second_id=other, score=likeness.score, why=likeness.why[:200], found_at=now)
            for (one, other), likeness in sorted(best.items())
            if not (parties[one].is_common_body and parties[other].is_common_body)
            and not PartyPair.objects.different().of(parties[one], parties[other]).exists()
        ),
        ignore_conflicts=True,
    )
    PartyName.objects.filter(party__in=ids).update(pairs_sought=True)
    return len(ids)


def _likes(names: Sequence[PartyName]) -> Iterator[tuple[tuple[int, int], Likeness]]:
    """Ask the engine for each name in every way it knows: the party itself would convince it at once."""
    traits = _traits(names)
    for name, one, question in zip(names, traits, find(traits, thorough=True), strict=True):
        for found in question.nearest():
            if found.party_id != name.party_id and is_like(one, found.likeness):
                first, second = sorted((name.party_id, found.party_id))
                yield (first, second), found.likeness


def _same_number(ids: Collection[int]) -> Iterator[tuple[int, int]]:
    """Give each of these bodies with every other that has its company number, exactly."""
    bodies = Party.objects.filter(merged_into=None).exclude(company_number="")
    asked = dict(bodies.filter(pk__in=ids).values_list("pk", "company_number"))
    for other, number in bodies.filter(company_number__in=set(asked.values())).values_list("pk", "company_number"):
        for one in asked:
            if asked[one] == number and one != other:
                yield min(one, other), max(one, other)


def _traits(names: Sequence[PartyName]) -> list[Traits]:
    points = ContactPoint.objects.filter(kind=ContactKind.ADDRESS, party__in={name.party_id for name in names})
    addresses = dict(points.order_by("is_preferred", "-pk").values_list("party", "text"))
    return [traits_of_party(name.party, name.text, addresses.get(name.party_id, "")) for name in names]


@transaction.atomic(durable=True)
def tell_apart(*, one_id: int, other_id: int, by: User, now: datetime) -> PartyPair:
    """
    Remember that two are different people, so that the pair is not offered again; once is enough.

    :raises NotTwoRecords: if one of them has been merged away
    """
    one, other = _two(one_id, other_id)
    pair, _ = PartyPair.objects.get_or_create(first=one, second=other, defaults={"found_at": now})
    if pair.state == PairState.DIFFERENT:
        return pair
    pair.state, pair.decided_by, pair.decided_at = PairState.DIFFERENT, by, now
    pair.save(update_fields=["state", "decided_by", "decided_at"])
    _journal(pair, "party.told_apart", by=by, now=now)
    return pair


@transaction.atomic(durable=True)
def doubt_again(*, one_id: int, other_id: int, by: User, now: datetime) -> None:
    """
    Take back that two are different people; doing it again changes nothing.

    :raises NotTwoRecords: if one of them has been merged away
    """
    one, other = _two(one_id, other_id)
    for pair in PartyPair.objects.different().of(one, other).select_for_update(no_key=True).order_by("pk"):
        pair.state, pair.decided_by, pair.decided_at = PairState.LIKELY, None, None
        pair.save(update_fields=["state", "decided_by", "decided_at"])
        _journal(pair, "party.doubted_again", by=by, now=now)


def _two(one_id: int, other_id: int) -> tuple[Party, Party]:
    """Lock both and return them, the lower number first."""
    parties = list(
        Party.objects.select_for_update(no_key=True).filter(pk__in={one_id, other_id}, merged_into=None).order_by("pk")
    )
    if len(parties) != 2:
        raise NotTwoRecords("These are not two records any more. Read the list again.")
    return parties[0], parties[1]


def _journal(pair: PartyPair, event: str, *, by: User, now: datetime) -> None:
    """Without a party: on the timeline of one the other's name could stand before somebody who may not know it."""
    journal.record(subject=pair, event=event, by=by, at=now, first=pair.first_id, second=pair.second_id)
