"""What is agreed with somebody so that they can deal with us: recorded, changed, ended; and, kept apart, why."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from practice import journal, reach, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import Adjustment, Circumstance, CircumstanceKind, Need, Party, User
from practice.needs import USUAL_WORDS
from practice.office import local_date, main_office
from practice.receipts import FormKey
from practice.services.reach import lock_party
from practice.services.tasks import settle_tasks


class AgreedAlready(WorldMoved):
    """The same adjustment stands."""

    code = "agreed_already"


class EndedMeanwhile(WorldMoved):
    """Somebody has ended it or put another in its place."""

    code = "ended_meanwhile"


class NoLanguage(Refusal):
    """An interpreter has a language, and nothing else has one."""

    code = "no_language"


class NoHoursSet(Refusal):
    """Calls at set times only, and no rule of contact says which."""

    code = "no_hours_set"


class NotAgreedYet(Refusal):
    """Nobody can have agreed on a day that is still to come."""

    code = "not_agreed_yet"


class EndsBeforeItStarts(Refusal):
    """The last day lies before the first."""

    code = "ends_before_it_starts"


class ReviewPast(Refusal):
    """A review is a day to come."""

    code = "review_past"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What was agreed. ``words`` of "" says the usual; ``ends_on`` of None: until it is ended."""

    adjustment: Adjustment
    starts_on: date
    consented_on: date
    consented_how: str
    review_on: date
    ends_on: date | None = None
    language: str = ""
    words: str = ""


@transaction.atomic(durable=True)
def record_need(*, party_id: int, agreed: Agreed, by: User, now: datetime, form_key: FormKey | None = None) -> Need:
    """
    Record an adjustment that somebody agreed to; no voicemail becomes a rule of contact at once.

    :raises AgreedAlready: if the same one stands
    :raises NoHoursSet: for calls at set times, while no rule of contact says which
    :raises NoLanguage: if an interpreter has no language
    :raises NotAgreedYet: if the day of consent is to come
    :raises EndsBeforeItStarts: if the last day lies before the first
    :raises ReviewPast: if the day of review is not to come
    """
    party = lock_party(party_id)
    if (before := receipts.earlier(form_key, Need)) is not None:
        return before
    _check(party, agreed, today=local_date(main_office(), now))
    if Need.objects.standing().filter(party=party, **_kind(agreed)).exists():
        raise AgreedAlready("That is agreed with them already. Change it instead.")
    need = _write(party, agreed, by=by, now=now)
    _note(need, "need.recorded", by=by, now=now)
    receipts.keep(form_key, need, at=now)
    return need


def take_need(*, party: Party, agreed: Agreed, by: User, now: datetime) -> None:
    """Record what was agreed when they enquired, in the caller's transaction; what stands already stays as it is."""
    _check(party, agreed, today=local_date(main_office(), now))
    if not Need.objects.standing().filter(party=party, **_kind(agreed)).exists():
        _note(_write(party, agreed, by=by, now=now), "need.recorded", by=by, now=now)


@transaction.atomic(durable=True)
def change_need(*, need_id: int, agreed: Agreed, by: User, now: datetime, form_key: FormKey | None = None) -> Need:
    """
    Put other words or days in the place of an adjustment; what it was stays on record. What it is cannot change.

    :raises EndedMeanwhile: if it does not stand any more
    :raises Refusal: as recording does
    """
    party, need = _lock(need_id)
    if (before := receipts.earlier(form_key, Need)) is not None:
        return before
    if need.ended_at is not None or _kind(agreed) != {"adjustment": need.adjustment, "language": need.language}:
        raise EndedMeanwhile("Somebody has changed or ended that meanwhile. Read the list again.")
    _check(party, agreed, today=local_date(main_office(), now))
    _end(need, because="Changed", by=by, now=now)
    made = _write(party, agreed, by=by, now=now)
    _note(made, "need.changed", by=by, now=now)
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def end_need(*, need_id: int, because: str, by: User, now: datetime) -> Need:
    """End an adjustment; it stays on record, and a rule of contact stays until it is changed. Twice changes nothing."""
    _, need = _lock(need_id)
    if need.ended_at is None:
        _end(need, because=because, by=by, now=now)
        _note(need, "need.ended", by=by, now=now)
    return need


@transaction.atomic(durable=True)
def record_circumstance(
    *,
    party_id: int,
    kind: CircumstanceKind,
    words: str,
    consented_on: date,
    consented_how: str,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> Circumstance:
    """
    Keep why somebody needs care, in their words. The journal says that something was recorded, and nothing of it.

    :raises NotAgreedYet: if the day of consent is to come
    """
    party = lock_party(party_id)
    if (before := receipts.earlier(form_key, Circumstance)) is not None:
        return before
    _check_consent(consented_on, today=local_date(main_office(), now))
    made = Circumstance.objects.create(
        party=party,
        kind=kind,
        words=words,
        consented_on=consented_on,
        consented_how=consented_how,
        recorded_at=now,
        recorded_by=by,
    )
    journal.record(subject=made, event="circumstance.recorded", by=by, at=now)
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def end_circumstance(*, circumstance_id: int, because: str, by: User, now: datetime) -> Circumstance:
    """Take it off the page; it stays on record, unread. Doing it twice changes nothing."""
    found = Circumstance.objects.select_for_update(no_key=True).get(pk=circumstance_id)
    if found.ended_at is None:
        found.ended_at, found.ended_by, found.ended_because = now, by, because
        found.save(update_fields=["ended_at", "ended_by", "ended_because"])
        journal.record(subject=found, event="circumstance.ended", by=by, at=now)
    return found


def _lock(need_id: int) -> tuple[Party, Need]:
    """Take the party first, as every deed on a party does, then the adjustment as it stands now."""
    party = lock_party(Need.objects.values_list("party", flat=True).get(pk=need_id))
    return party, Need.objects.get(pk=need_id, party=party)


def _kind(agreed: Agreed) -> dict[str, str]:
    return {"adjustment": agreed.adjustment, "language": agreed.language}


def _check(party: Party, agreed: Agreed, *, today: date) -> None:
    if (agreed.adjustment == Adjustment.INTERPRETER) != bool(agreed.language):
        raise NoLanguage("Enter a language for an interpreter, and for nothing else.")
    if agreed.adjustment == Adjustment.CALL_ONLY_TIMES and reach.hours_of(party) is None:
        raise NoHoursSet("Set the hours under How to reach them first: they are what is kept.")
    if agreed.ends_on is not None and agreed.ends_on < agreed.starts_on:
        raise EndsBeforeItStarts("The last day must not be before the first.")
    if agreed.review_on <= today:
        raise ReviewPast("Choose a day to come.")
    _check_consent(agreed.consented_on, today=today)


def _check_consent(consented_on: date, *, today: date) -> None:
    if consented_on > today:
        raise NotAgreedYet("They cannot have agreed on a day that is still to come.")


def _write(party: Party, agreed: Agreed, *, by: User, now: datetime) -> Need:
    if agreed.adjustment == Adjustment.NO_VOICEMAIL and party.voicemail_is_safe:
        _forbid_voicemail(party, how=agreed.consented_how, by=by, now=now)
    return Need.objects.create(
        party=party,
        adjustment=agreed.adjustment,
        language=agreed.language,
        words=agreed.words or USUAL_WORDS[agreed.adjustment],
        starts_on=agreed.starts_on,
        ends_on=agreed.ends_on,
        consented_on=agreed.consented_on,
        consented_how=agreed.consented_how,
        review_on=agreed.review_on,
        recorded_at=now,
        recorded_by=by,
    )


def _forbid_voicemail(party: Party, *, how: str, by: User, now: datetime) -> None:
    """Make it a rule of contact, which alone is asked before a call; only ever the stricter way."""
    was = reach.sentence(party)
    party.voicemail_is_safe = False
    party.save(update_fields=["voicemail_is_safe"])
    rules = reach.sentence(party)
    journal.record(
        subject=party,
        event="party.reach_changed",
        by=by,
        at=now,
        party=party,
        how=how,
        was=was or "No rule.",
        rules=rules or "No rule.",
    )


def _end(need: Need, *, because: str, by: User, now: datetime) -> None:
    need.ended_at, need.ended_by, need.ended_because = now, by, because
    need.save(update_fields=["ended_at", "ended_by", "ended_because"])
    settle_tasks(prefix=f"need:{need.pk}:", by=by, now=now)


def _note(need: Need, event: str, *, by: User, now: datetime) -> None:
    """Journal which adjustment, never the words that people wrote about it."""
    journal.record(subject=need, event=event, by=by, at=now, party=need.party_id, adjustment=need.label)
