"""Who owns or controls a client that is a body, and how each of them was verified (domain 4.4)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from intake.models import CddCheck, CddOwner
from intake.rules import CddState, Control
from intake.services.cdd import lock_client, set_back
from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import Matter, Party, Relation, RelationKind, User
from practice.receipts import FormKey

OWNING = (RelationKind.BENEFICIAL_OWNER, RelationKind.OWNER)


class OwnerKnown(WorldMoved):
    """They are on the list already."""

    code = "owner_known"


class OwnerNotRelated(Refusal):
    """Somebody on record is an owner here only if their record says so."""

    code = "owner_not_related"


class OwnerIncomplete(Refusal):
    """An owner has a record or a name, one of the two, and a way in which they were verified."""

    code = "owner_incomplete"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerFacts:
    """``party_id`` of somebody whose relation is on record, or a ``name``."""

    control: Control
    verified_how: str
    party_id: int | None = None
    name: str = ""
    share: str = ""


def owners_on_record(party_id: int, user: User) -> list[Party]:
    """Return those whom relations name as owners of a client and this person may see, each once."""
    found = Relation.objects.current().visible_to(user).filter(other=party_id, kind__in=OWNING).values("party")
    return list(Party.objects.filter(pk__in=found).order_by("name", "pk"))


@transaction.atomic(durable=True)
def record_owner(
    *, matter_id: int, party_id: int, facts: OwnerFacts, by: User, now: datetime, form_key: FormKey | None = None
) -> CddOwner:
    """
    Record one owner of a client and how they were verified.

    :raises ClientNotOnMatter: if the client is none of this matter
    :raises OwnerIncomplete: if it is nobody, or nobody verified them
    :raises OwnerNotRelated: if the record named is no owner's
    :raises OwnerKnown: if that one is on the list
    """
    if (before := receipts.earlier(form_key, CddOwner)) is not None:
        return before
    matter, _ = lock_client(matter_id, party_id)
    if bool(facts.name.strip()) == bool(facts.party_id) or not facts.verified_how.strip():
        raise OwnerIncomplete("Choose somebody or type a name, and say how they were verified.")
    if facts.party_id and facts.party_id not in {one.pk for one in owners_on_record(party_id, by)}:
        raise OwnerNotRelated("Their record does not say that they own it. Add that on the client’s page first.")
    check, _ = CddCheck.objects.get_or_create(matter=matter, party_id=party_id)
    same = {"party_id": facts.party_id} if facts.party_id else {"name__iexact": facts.name.strip()}
    if check.owners.current().filter(**same).exists():
        raise OwnerKnown("They are on the list already.")
    owner = CddOwner.objects.create(
        check_of=check,
        party_id=facts.party_id,
        name=facts.name.strip(),
        control=facts.control,
        share=facts.share.strip(),
        verified_how=facts.verified_how.strip(),
        recorded_at=now,
        recorded_by=by,
    )
    journal.record(subject=check, event="identity.owner_recorded", by=by, at=now, owner=owner.pk)
    receipts.keep(form_key, owner, at=now)
    return owner


@transaction.atomic(durable=True)
def end_owner(*, owner_id: int, by: User, now: datetime) -> CddOwner:
    """
    Say that somebody owns or controls a client no more; a second time changes nothing.

    Where nobody is left and nobody said why, a verification goes back to its papers.
    """
    row = CddOwner.objects.values("check_of__matter_id").get(pk=owner_id)
    matter = Matter.objects.select_for_update(no_key=True).get(pk=row["check_of__matter_id"])
    owner = CddOwner.objects.select_related("check_of").get(pk=owner_id)
    if owner.ended_at is not None:
        return owner
    owner.ended_at, owner.ended_by = now, by
    owner.save(update_fields=["ended_at", "ended_by"])
    check = owner.check_of
    journal.record(subject=check, event="identity.owner_ended", by=by, at=now, owner=owner.pk)
    if check.state == CddState.VERIFIED and not check.no_owner_because and not check.owners.current().exists():
        set_back(check, matter, by=by, now=now)
    return owner
