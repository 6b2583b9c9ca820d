"""Making one record of two, in one transaction, with everything written down that undoing needs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from clientcare.duplicates.deed import giving_way
from clientcare.duplicates.fields import fingerprint, label_of, open_fields, outcome
from clientcare.duplicates.gates import lock_live_matters, shut_for_merge
from clientcare.duplicates.ledger import Ledger
from clientcare.duplicates.relations import MOVES, Move, matters_of, rows_of
from intake.models import CddCheck
from practice import journal
from practice.errors import Refusal, WorldMoved
from practice.matching.index import renew_keys
from practice.models import (
    CheckIn,
    ContactKind,
    ContactPoint,
    FirmProfile,
    Matter,
    MatterParty,
    MatterRole,
    NameKind,
    Party,
    PartyMerge,
    PartyName,
    PartyPair,
    User,
)
from practice.names import normalise

_LONGEST_RULE = 200  # letters of Party.safe_contact


class MergedAlready(WorldMoved):
    """One of the two stands for itself no more."""

    code = "merged_already"


class RecordsChanged(WorldMoved):
    """What was compared is not what stands there now."""

    code = "records_changed"


class ToldApart(Refusal):
    """Somebody has said that these are two people."""

    code = "told_apart"


class OnTwoSides(Refusal):
    """On one matter they are on different sides, or each has an identity check of its own."""

    code = "on_two_sides"


class RulesAtOdds(Refusal):
    """What one record says of safe contact and what the other says cannot both be kept."""

    code = "rules_at_odds"


class BehindAWall(Refusal):
    """Only one of the two is known to others than those inside a wall."""

    code = "behind_a_wall"


@giving_way
def merge_parties(
    *, kept_id: int, merged_id: int, from_merged: Sequence[str], seen: str, by: User, now: datetime
) -> PartyMerge:
    """
    Let one record stand for two. Whatever hangs on the other goes over; what was issued keeps the record it names.

    ``from_merged``: the fields in which the other record is right. ``seen``: the fingerprint of what was compared.

    Their live matters wait for a new conflict check: whoever is on them goes by more names, and has more behind them.

    :raises InUse: if somebody is changing one of them, or what hangs on them
    :raises Party.DoesNotExist: if this person may not see both
    :raises MergedAlready: if one of them has been merged away
    :raises RecordsChanged: if one of them has changed since they were compared
    :raises ToldApart: if somebody has said that they are different people
    :raises RulesAtOdds: if what the two say of safe contact cannot both be kept
    :raises BehindAWall: if a merge would show others what a wall keeps
    :raises OnTwoSides: if one matter has both in parts that nobody can have at once
    """
    lock_live_matters((kept_id, merged_id))
    kept, merged = _lock(kept_id, merged_id, by=by)
    _check(kept, merged, seen=seen, by=by)
    taken = [name for name in open_fields(kept, merged) if name in from_merged]
    will = outcome(kept, merged, from_merged=taken)
    _check_rules(kept, merged, will)
    ledger, own_matters = Ledger(), sorted(matters_of(kept))
    for name in PartyName.objects.filter(party__in=(kept, merged)).order_by("pk"):
        ledger.keep(name, "keys", "keys_version", "pairs_sought")
    _own_again(kept, merged, ledger)
    for party in (kept, merged):
        ledger.change(party, only_number=None)  # a number that is set aside is nobody's only one
    for relation, move in MOVES.items():
        if relation == "practice.ContactPoint.party":
            _move_contacts(kept, merged, ledger)
        else:
            _move(relation, move, kept, merged, ledger)
    swapped = merged.practice_system_number
    if will["practice_system_number"] == swapped and swapped:
        ledger.change(merged, practice_system_number="")
    number_before = kept.practice_system_number
    if (only := will["only_number"]) is not None:
        will["only_number"] = ContactPoint.objects.get(party=kept, kind=only.kind, normalised=only.normalised)
    ledger.change(kept, **will)
    if will["practice_system_number"] == swapped and swapped != number_before:
        ledger.change(merged, practice_system_number=number_before)
    ledger.change(merged, merged_into=kept)
    _name(kept, ledger)
    renew_keys([kept.pk])
    PartyName.objects.filter(party=kept).update(pairs_sought=False)  # who was like the other is like this one now
    made = PartyMerge.objects.create(
        kept=kept,
        merged=merged,
        by=by,
        at=now,
        undo_until=now + timedelta(days=undo_days()),
        rows=ledger.changes,
        own_matters=own_matters,
    )
    shut_for_merge(kept, made)
    chosen = ", ".join(label_of(name).lower() for name in taken)
    journal.record(
        subject=kept,
        event="party.merged",
        by=by,
        at=now,
        party=kept,
        merge=made.pk,
        merged=merged.pk,
        name=merged.name,
        fields=f"Taken from it: {chosen}." if chosen else "",
    )
    return made


def undo_days() -> int:
    """Return for how many days a merge can be taken back: what the firm has set."""
    return FirmProfile.objects.values_list("merge_undo_days", flat=True).first() or 0


def _lock(kept_id: int, merged_id: int, *, by: User) -> tuple[Party, Party]:
    """Lock both against anything new that would hang on them, the lower number first, and check that they are two."""
    ids = {kept_id, merged_id}
    parties = {party.pk: party for party in Party.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    if len(parties) == 2 and any(party.merged_into_id for party in parties.values()):
        raise MergedAlready("One of these records has been merged already. Read the list again.")
    if Party.objects.visible_to(by).filter(pk__in=ids).count() != 2:
        raise Party.DoesNotExist
    return parties[kept_id], parties[merged_id]


def _check(kept: Party, merged: Party, *, seen: str, by: User) -> None:
    if fingerprint(kept, merged) != seen:
        raise RecordsChanged("Somebody has changed one of these records since you compared them. Compare them again.")
    if PartyPair.objects.different().of(kept, merged).exists():
        raise ToldApart("These were said to be different people. Take that back first, if it is wrong.")
    if _walls_of(kept) != _walls_of(merged):
        raise BehindAWall(
            "One of them is known only through a restricted matter. A merge would show to others what is kept there."
        )
    apart = _on_two_sides(kept, merged)
    if not apart:
        return
    shown = Matter.objects.visible_to(by).filter(pk__in=apart).order_by("pk").first()
    if shown is None or Matter.objects.visible_to(by).filter(pk__in=apart).count() != len(apart):
        raise OnTwoSides("These two cannot be merged here. Ask compliance to look at them.")
    raise OnTwoSides(
        f"On {shown} each has a part, an identity check or a weekly call of its own, and one person has but one. "
        "Put that right on the matter first; if they are one, ask for a new conflict check."
    )


def _check_rules(kept: Party, merged: Party, will: dict[str, Any]) -> None:
    """Refuse two records whose rules cannot both be kept: which is right is for a person to ask (decisions 36)."""
    if len(will["safe_contact"]) > _LONGEST_RULE:
        raise RulesAtOdds("The two say more about safe contact than fits. Shorten one of them first.")
    if will["ring_from"] is not None and will["ring_from"] >= will["ring_until"]:
        raise RulesAtOdds("There is no hour at which both records allow a call. Put the hours right first.")
    only = {party.only_number.normalised for party in (kept, merged) if party.only_number is not None}
    if len(only) > 1:
        raise RulesAtOdds("Each record names another number as the only one to ring. Put that right first.")
    points = ContactPoint.objects.filter(party__in=(kept, merged), kind=ContactKind.PHONE, normalised__in=only)
    if points.exclude(ended_on=None).exists():
        raise RulesAtOdds("One record says that only this number may be rung, the other that it is not used any more.")


def _walls_of(party: Party) -> frozenset[int]:
    """Return the restricted matters if the party is known through no other; empty for one that anybody may know."""
    roles = MatterParty.objects.filter(party=party)
    if roles.filter(matter__is_restricted=False).exists():
        return frozenset()
    return frozenset(roles.values_list("matter", flat=True))


def _on_two_sides(kept: Party, merged: Party) -> set[int]:
    """Return matters where one is client and the other stands elsewhere, or where both have what one can have once."""
    roles: dict[int, list[set[str]]] = {}
    for matter, party, role in MatterParty.objects.filter(party__in=(kept, merged)).values_list(
        "matter", "party", "role"
    ):
        roles.setdefault(matter, [set(), set()])[party == merged.pk].add(role)
    apart = {
        matter
        for matter, (one, other) in roles.items()
        if one and other and (MatterRole.CLIENT in one) != (MatterRole.CLIENT in other)
    }
    for once in (CddCheck.objects.all(), CheckIn.objects.filter(ended_at=None)):
        of_one, of_other = (set(once.filter(party=one).values_list("matter", flat=True)) for one in (kept, merged))
        apart |= of_one & of_other
    return apart


def _move(relation: str, move: Move, kept: Party, merged: Party, ledger: Ledger) -> None:
    """Hang every row on the kept party; of two that say the same the other's is set aside, and what relates the two."""
    field = relation.rpartition(".")[2]
    is_once = move.is_single or bool(move.same)
    said = {_said(row, move.same) for row in rows_of(relation, kept)} if is_once else set()
    for row in rows_of(relation, merged):
        is_of_both = bool(move.end) and getattr(row, move.end) == kept.pk
        if is_of_both or (is_once and _said(row, move.same) in said):
            ledger.set_aside(row)
        else:
            ledger.change(row, **{field: kept})


def _said(row: Any, same: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in same)


def _move_contacts(kept: Party, merged: Party, ledger: Ledger) -> None:
    """
    Of two that are the same, keep the one of which more is known: that it was ended, that mail came back, or that it
    was confirmed.

    What the kept party preferred stays preferred, and its registered office stays that.
    """
    own = {(point.kind, point.normalised): point for point in ContactPoint.objects.filter(party=kept).order_by("pk")}
    preferred = {point.kind for point in own.values() if point.is_preferred}
    has_office = any(point.is_registered_office for point in own.values())
    for point in ContactPoint.objects.filter(party=merged).order_by("pk"):
        same = own.get((point.kind, point.normalised))
        is_office = same.is_registered_office if same and has_office else point.is_registered_office and not has_office
        if same is not None and _known_of(same) >= _known_of(point):
            ledger.set_aside(point)
            ledger.change(same, is_registered_office=is_office and same.ended_on is None)
            continue
        if same is not None:
            ledger.set_aside(same)
        is_preferred = same.is_preferred if same else point.is_preferred and point.kind not in preferred
        is_preferred = is_preferred and point.ended_on is None
        is_office = is_office and point.ended_on is None
        ledger.change(point, party=kept, is_preferred=is_preferred, is_registered_office=is_office)


def _known_of(point: ContactPoint) -> tuple[bool, bool, bool]:
    return point.ended_on is not None, point.bounced_at is not None, point.confirmed_at is not None


def _own_again(kept: Party, merged: Party, ledger: Ledger) -> None:
    """Let a name that one record calls a mistake be theirs, if the other goes by it."""
    borne = set(PartyName.objects.borne().filter(party=merged).values_list("normalised", flat=True))
    for name in PartyName.objects.filter(party=kept, normalised__in=borne).order_by("pk"):
        ledger.change(name, mistaken_because="")


def _name(kept: Party, ledger: Ledger) -> None:
    """Let one name be the current one: that which stands on letters."""
    for name in PartyName.objects.filter(party=kept).order_by("pk"):
        is_current = name.normalised == normalise(kept.name)
        if is_current and not name.is_legal:
            ledger.change(name, kind=NameKind.CURRENT, until_on=None, mistaken_because="")
        elif name.is_legal and not is_current:
            ledger.change(name, kind=NameKind.ALIAS)
