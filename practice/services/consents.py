"""Recording what somebody agrees to, and that they take it back (domain H02)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from practice import journal, receipts
from practice.actors import ClientLink
from practice.errors import Refusal, WorldMoved
from practice.models import (
    WAYS_TO_SHARE,
    ConsentToShare,
    ConsentWay,
    Matter,
    MatterRole,
    Party,
    Purpose,
    PurposeConsent,
    Shared,
    User,
)
from practice.office import local_date, main_office
from practice.receipts import FormKey


class CannotConsent(Refusal):
    """Nobody can agree who has died or lacks capacity: somebody else speaks for them."""

    code = "cannot_consent"


class NotSaidYet(Refusal):
    """What is recorded has been said, and not on a day to come."""

    code = "not_said_yet"


class NoticeMissing(Refusal):
    """A yes counts only from somebody who was told what happens with their information."""

    code = "notice_missing"


class NotTheirMatter(Refusal):
    """A client consents for a matter in which they are a client."""

    code = "not_their_matter"


class NobodyElse(Refusal):
    """To share is to tell somebody else."""

    code = "nobody_else"


class EndsTooSoon(Refusal):
    """A consent to share holds until a day that is still to come."""

    code = "ends_too_soon"


class NotThatWay(Refusal):
    """A call that comes in proves too little for somebody else to be told."""

    code = "not_that_way"


class RecordMerged(WorldMoved):
    """Another record stands for this one since the page was drawn."""

    code = "record_merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareFacts:
    """Who may be told what, until when, and how the client said so. No ``matter``: whatever we do for them."""

    told: Party | None = None
    told_name: str = ""
    relation: str = ""
    what: Shared
    limits: str = ""
    matter: Matter | None = None
    given_on: date
    until: date
    way: ConsentWay


@transaction.atomic(durable=True)
def record_purpose(
    *,
    party_id: int,
    purpose: Purpose,
    is_given: bool,
    said_on: date,
    way: ConsentWay,
    notice_version: str,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> PurposeConsent:
    """
    Record a yes or a no to one purpose. Nothing is written over: what was said last counts.

    :raises NotSaidYet: for a day to come
    :raises CannotConsent: for a yes of somebody who has died or lacks capacity
    :raises NoticeMissing: for a yes without the version of the privacy notice that they had been given
    """
    party = _lock(party_id)
    if (before := receipts.earlier(form_key, PurposeConsent)) is not None:
        return before
    _check_said(said_on, now)
    if is_given:
        _check_able(party)
        if not notice_version:
            raise NoticeMissing("Choose which privacy notice they had been given. Without one a yes does not count.")
    said = write_purpose(
        party=party,
        purpose=purpose,
        is_given=is_given,
        said_on=said_on,
        way=way,
        notice_version=notice_version,
        by=by,
        now=now,
    )
    receipts.keep(form_key, said, at=now)
    return said


def write_purpose(
    *,
    party: Party,
    purpose: Purpose,
    is_given: bool,
    said_on: date,
    way: ConsentWay,
    notice_version: str,
    by: User,
    now: datetime,
) -> PurposeConsent:
    """Write what somebody said to one purpose, in the caller's transaction."""
    said = PurposeConsent.objects.create(
        party=party,
        purpose=purpose,
        is_given=is_given,
        said_on=said_on,
        way=way,
        notice_version=notice_version,
        recorded_by=by,
        recorded_at=now,
    )
    journal.record(
        subject=said,
        event="purpose.agreed" if is_given else "purpose.refused",
        by=by,
        at=now,
        party=party,
        purpose=str(Purpose(purpose).label),
        said_on=said_on.isoformat(),
        way=str(ConsentWay(way).label),
        notice_version=notice_version,
    )
    return said


@transaction.atomic(durable=True)
def record_share(
    *, party_id: int, facts: ShareFacts, by: User | ClientLink, now: datetime, form_key: FormKey | None = None
) -> ConsentToShare:
    """
    Record that a client lets somebody be told something, until a day; or take it from them by their link.

    :raises CannotConsent: if they have died or lack capacity
    :raises NobodyElse: if nobody is named, or they themselves
    :raises NotThatWay: for a call that came in
    :raises NotTheirMatter: if they are no client of the matter
    :raises NotSaidYet: for a day to come
    :raises EndsTooSoon: if it would have ended already
    """
    party = _lock(party_id, facts.told)
    if (before := receipts.earlier(form_key, ConsentToShare)) is not None:
        return before
    _check_able(party)
    told_name = facts.told.full_name if facts.told else facts.told_name.strip()
    if not told_name or facts.told == party:
        raise NobodyElse("Say who else may be told.")
    if facts.way not in WAYS_TO_SHARE:
        raise NotThatWay("Whoever rings may be anybody. Ring a confirmed number and ask, or have it signed.")
    clients = facts.matter.parties.filter(role=MatterRole.CLIENT) if facts.matter else None
    if clients is not None and not clients.filter(party=party).exists():
        raise NotTheirMatter("They are no client of that matter, so it is not theirs to share.")
    _check_said(facts.given_on, now)
    if facts.until < local_date(main_office(), now):
        raise EndsTooSoon("That day is over. Enter the last day on which they may be told.")
    share = ConsentToShare.objects.create(
        party=party,
        matter=facts.matter,
        told=facts.told,
        told_name=told_name[:200],
        relation=facts.relation,
        what=facts.what,
        limits=facts.limits,
        given_on=facts.given_on,
        until=facts.until,
        way=facts.way,
        recorded_by=by if isinstance(by, User) else None,
        recorded_at=now,
    )
    _journal(share, "share.agreed", by=by, now=now, way=str(ConsentWay(facts.way).label))
    receipts.keep(form_key, share, at=now)
    return share


@transaction.atomic(durable=True)
def withdraw_share(*, share_id: int, way: ConsentWay, by: User | ClientLink, now: datetime) -> ConsentToShare:
    """Take a consent to share back, from now on; a second time changes nothing. Any way will do."""
    share = ConsentToShare.objects.select_for_update(no_key=True, of=("self",)).select_related("party").get(pk=share_id)
    if share.withdrawn_at is not None:
        return share
    share.withdrawn_at, share.withdrawn_by, share.withdrawn_way = now, by if isinstance(by, User) else None, way
    share.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_way"])
    _journal(share, "share.withdrawn", by=by, now=now, way=str(ConsentWay(way).label))
    return share


def _journal(share: ConsentToShare, event: str, *, by: User | ClientLink, now: datetime, way: str) -> None:
    journal.record(
        subject=share,
        event=event,
        by=by,
        at=now,
        matter=share.matter_id,
        party=share.party_id,
        who=share.who,
        extent=share.extent,
        until_on=share.until.isoformat(),
        way=way,
    )


def _lock(party_id: int, told: Party | None = None) -> Party:
    """Take a party, and who is to be told, for this transaction. :raises RecordMerged: if one was merged away"""
    ids = {party_id} | ({told.pk} if told else set())
    taken = {one.pk: one for one in Party.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")}
    if any(one.merged_into_id is not None for one in taken.values()):
        raise RecordMerged("This record has been merged into another. Open the client again.")
    return taken[party_id]


def _check_able(party: Party) -> None:
    if party.died_on is not None:
        raise CannotConsent("They have died. Whoever acts for their estate decides what may be told.")
    if party.lacks_capacity:
        raise CannotConsent("They lack capacity, so their consent does not count. Ask whoever acts for them.")


def _check_said(day: date, now: datetime) -> None:
    if day > local_date(main_office(), now):
        raise NotSaidYet("That day is still to come. Record it when it has been said.")
