"""Taking a merge back: every row as it was, or a sentence that says why that cannot be any more."""

from datetime import datetime

from django.db import IntegrityError, transaction

from clientcare.duplicates.deed import giving_way
from clientcare.duplicates.gates import lock_live_matters, set_for_undoing
from clientcare.duplicates.ledger import moved_since, take_back
from clientcare.duplicates.relations import MOVES, STAYS, rows_of
from practice import journal
from practice.errors import WorldMoved
from practice.matching.index import renew_keys
from practice.models import Matter, MatterParty, Party, PartyMerge, PartyName, User
from practice.phrases import weekday

_CALLED = {
    "practice.Party": "the facts of the record",
    "practice.PartyName": "a name",
    "practice.ContactPoint": "a number, mailbox or address",
    "practice.MatterParty": "a part in a matter",
    "practice.Relation": "a relation",
}


class UndoneAlready(WorldMoved):
    """Somebody has taken it back."""

    code = "undone_already"


class PeriodOver(WorldMoved):
    """The days in which it could be taken back have passed."""

    code = "period_over"


class MovedSince(WorldMoved):
    """Something that the merge moved has been changed since, so that taking it back would not restore what was."""

    code = "moved_since"


@giving_way
def undo_merge(*, merge_id: int, by: User, now: datetime) -> PartyMerge:
    """
    Restore both records and everything that moved; what was added to the kept one since stays with it.

    Matters that nobody has searched since the merge are as clear as they were; the others wait for a new check.

    :raises InUse: if somebody is changing one of them, or what hangs on them
    :raises PartyMerge.DoesNotExist: if this person may not see the kept party
    :raises UndoneAlready: if it was taken back before
    :raises PeriodOver: if the days for it have passed
    :raises MovedSince: if what the merge moved has changed since
    """
    merge = PartyMerge.objects.select_for_update(no_key=True).get(pk=merge_id)
    ids = [merge.kept_id, merge.merged_id]
    lock_live_matters(ids)
    parties = {party.pk: party for party in Party.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    kept, merged = parties[merge.kept_id], parties[merge.merged_id]
    if not Party.objects.visible_to(by).standing_for(kept.pk).exists():
        raise PartyMerge.DoesNotExist
    if merge.undone_at is not None:
        raise UndoneAlready("This merge was taken back already.")
    if not merge.may_be_undone(now):
        raise PeriodOver(f"It could be taken back until {weekday(merge.undo_until.date())}, and not later.")
    _check(merge, kept, merged, by=by)
    try:
        with transaction.atomic():
            take_back(merge.rows)
    except IntegrityError as clash:
        raise MovedSince("Something new stands where the old rows would go back to. Nothing was changed.") from clash
    renew_keys(ids)
    PartyName.objects.filter(party__in=ids).update(pairs_sought=False)
    merge.undone_at, merge.undone_by = now, by
    merge.save(update_fields=["undone_at", "undone_by"])
    kept.refresh_from_db()
    merged.refresh_from_db()
    set_for_undoing(kept, merged, merge)
    journal.record(
        subject=kept,
        event="party.parted",
        by=by,
        at=now,
        party=kept,
        merge=merge.pk,
        merged=merged.pk,
        name=merged.name,
    )
    return merge


def _check(merge: PartyMerge, kept: Party, merged: Party, *, by: User) -> None:
    if kept.merged_into_id is not None:
        raise MovedSince("The record that was kept has itself been merged since. Take that merge back first.")
    later = PartyMerge.objects.standing().filter(kept=kept, pk__gt=merge.pk).select_related("merged")
    if (newest := later.order_by("-pk").first()) is not None:
        raise MovedSince(f"{newest.merged} was merged into the same record later. Take that merge back first.")
    if moved := moved_since(merge.rows):
        what = _CALLED.get(moved[0]["model"], "something that went over")
        raise MovedSince(f"Changed since the merge: {what}. Taking it back would not restore what was.")
    if (went_on := _went_on(merge, kept)) is not None:
        shown = Matter.objects.visible_to(by).filter(pk=went_on).first()
        where = f"On {shown}" if shown else "On a matter"
        raise MovedSince(f"{where} work went on in the name of the one record since. It cannot be parted any more.")


def _went_on(merge: PartyMerge, kept: Party) -> int | None:
    """
    Return a matter that would go back, and on which something new hangs on the kept party; None if there is none.

    What nobody may count is left out: a refusal would tell of it.
    """
    ids: dict[str, set[str]] = {}
    for change in merge.rows:
        ids.setdefault(change["model"], set()).add(change["pk"])
    back = MatterParty.objects.filter(pk__in=ids.get("practice.MatterParty", ())).exclude(matter__in=merge.own_matters)
    matters = set(back.values_list("matter", flat=True))
    ways = [(name, move.matter) for name, move in MOVES.items() if move.one]
    ways += [(name, stay.matter) for name, stay in STAYS.items()]
    for relation, way in ways:
        if way and matters:
            moved = ids.get(relation.rpartition(".")[0], set())
            new = rows_of(relation, kept).filter(**{f"{way}__in": matters}).exclude(pk__in=moved)
            found: int | None = new.values_list(way, flat=True).first()
            if found is not None:
                return found
    return None
