"""How somebody may be reached: the rules, and the numbers, mailboxes and addresses they hold for."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from practice import journal, needs, receipts
from practice.errors import Refusal, WorldMoved
from practice.matching.index import renew_keys
from practice.models import ContactKind, ContactPoint, Party, User
from practice.names import normalise_phone
from practice.office import local_date, main_office
from practice.reach import fingerprint, number_to_ring, sentence
from practice.receipts import FormKey
from practice.services.parties import add_contact, normalise_contact

FACE_TO_FACE = "Face to face"
_LONGEST_NUMBER = 40  # letters of Callback.number


class NotConfirmedThere(Refusal):
    """Rules change only over a number that is confirmed, theirs and allowed, or face to face (decisions 23, 36)."""

    code = "not_confirmed_there"


class NotANumberToRing(Refusal):
    """The only number must be one of theirs, in use and confirmed."""

    code = "not_a_number_to_ring"


class NoSuchHours(Refusal):
    """Hours have a beginning and a later end, or are not set at all."""

    code = "no_such_hours"


class RulesChanged(WorldMoved):
    """Somebody has changed the rules since the page was drawn."""

    code = "rules_changed"


class ThereAlready(WorldMoved):
    """It is on record and in use."""

    code = "there_already"


class OnlyNumberStays(Refusal):
    """The only number that may be rung cannot end while the rule stands."""

    code = "only_number_stays"


class EndedAlready(WorldMoved):
    """It is not used any more."""

    code = "ended_already"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachRules:
    """The rules as they are to be. ``only_number``: the key of a contact point; None where any number may be rung."""

    voicemail_is_safe: bool
    email_is_safe: bool
    post_is_safe: bool
    may_name_firm: bool
    only_number: int | None = None
    ring_from: time | None = None
    ring_until: time | None = None
    words: str = ""


@transaction.atomic(durable=True)
def change_reach(
    *,
    party_id: int,
    rules: ReachRules,
    over: int | None,
    seen: str,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> Party:
    """
    Change the rules of somebody who was asked: over a confirmed number (``over``: its key), or face to face (None).

    ``seen``: the fingerprint of the rules that were on the page.

    :raises NotConfirmedThere: if ``over`` is not a confirmed number of theirs that the rules until now allow
    :raises NotANumberToRing: if the only number is not theirs, in use and confirmed
    :raises NoSuchHours: if the hours have no end, no beginning, or end before they begin
    :raises NeedStands: if an adjustment that was agreed says otherwise
    :raises RulesChanged: if somebody has changed the rules meanwhile
    """
    party = lock_party(party_id)
    if (before := receipts.earlier(form_key, Party)) is not None:
        return before
    if fingerprint(party) != seen:
        raise RulesChanged("Somebody has changed these rules since you opened the page. Read them again.")
    today = local_date(main_office(), now)
    how = _how(party, over, today)
    was = sentence(party)
    party.only_number = _only_number(party, rules.only_number, today)
    party.ring_from, party.ring_until = _hours(rules)
    needs.check_rules(
        party,
        today,
        voicemail_is_safe=rules.voicemail_is_safe,
        has_hours=rules.ring_from is not None,
    )
    party.voicemail_is_safe, party.email_is_safe = rules.voicemail_is_safe, rules.email_is_safe
    party.post_is_safe, party.may_name_firm = rules.post_is_safe, rules.may_name_firm
    party.safe_contact = rules.words
    party.save(
        update_fields=[
            "only_number",
            "ring_from",
            "ring_until",
            "voicemail_is_safe",
            "email_is_safe",
            "post_is_safe",
            "may_name_firm",
            "safe_contact",
        ]
    )
    journal.record(
        subject=party,
        event="party.reach_changed",
        by=by,
        at=now,
        party=party,
        how=how,
        was=was or "No rule.",
        rules=sentence(party) or "No rule.",
    )
    receipts.keep(form_key, party, at=now)
    return party


@transaction.atomic(durable=True)
def add_contact_point(
    *,
    party_id: int,
    kind: ContactKind,
    text: str,
    by: User,
    now: datetime,
    began_on: date | None = None,
    form_key: FormKey | None = None,
) -> ContactPoint:
    """
    Add a number, mailbox or address; it is unconfirmed until somebody confirms it (decisions 23).

    One that was ended is in use again, and unconfirmed. ``began_on``: not used before that day; None: at once.

    :raises ThereAlready: if it is on record and in use
    """
    party = lock_party(party_id)
    if (before := receipts.earlier(form_key, ContactPoint)) is not None:
        return before
    if party.contacts.not_ended().filter(kind=kind, normalised=normalise_contact(kind, text)).exists():
        raise ThereAlready("That is on record already.")
    point = add_contact(party=party, kind=kind, text=text, by=by, now=now, began_on=began_on)
    since: dict[str, Any] = {"from_on": began_on.isoformat()} if began_on else {}
    journal.record(subject=point, event="contact.added", by=by, at=now, party=party, kind=kind, **since)
    receipts.keep(form_key, point, at=now)
    return point


@transaction.atomic(durable=True)
def end_contact_point(*, contact_id: int, because: str, by: User, now: datetime) -> ContactPoint:
    """
    Use a number, mailbox or address no more; it stays on record. Ending it again changes nothing.

    :raises OnlyNumberStays: if it is the only number that may be rung
    """
    party, point = _lock_point(contact_id)
    if point.ended_on is not None:
        return point
    if party.only_number_id == point.pk:
        raise OnlyNumberStays(
            f"{number_to_ring(party)} is the only number that may be rung for them. Change that rule first."
        )
    point.ended_on, point.is_preferred = local_date(main_office(), now), False
    point.is_registered_office = False
    point.save(update_fields=["ended_on", "is_preferred", "is_registered_office"])
    if point.kind == ContactKind.ADDRESS:
        renew_keys([party.pk])
    journal.record(subject=point, event="contact.ended", by=by, at=now, party=party, kind=point.kind, because=because)
    return point


@transaction.atomic(durable=True)
def prefer_contact_point(*, contact_id: int, by: User, now: datetime) -> ContactPoint:
    """
    Let this one be the first of its kind. Doing it again changes nothing.

    :raises EndedAlready: if it is not used any more
    """
    party, point = _lock_point(contact_id)
    if point.ended_on is not None:
        raise EndedAlready("That is not used any more. Add it again first.")
    others = ContactPoint.objects.filter(party=party, kind=point.kind, is_preferred=True).exclude(pk=point.pk)
    if point.is_preferred and not others.exists():
        return point
    others.update(is_preferred=False)
    point.is_preferred = True
    point.save(update_fields=["is_preferred"])
    journal.record(subject=point, event="contact.preferred", by=by, at=now, party=party, kind=point.kind)
    return point


def lock_party(party_id: int) -> Party:
    """Take a party for this transaction, with its only number. :raises RulesChanged: if it was merged into another"""
    rows = Party.objects.select_for_update(no_key=True, of=("self",)).select_related("only_number")
    party = rows.get(pk=party_id)
    if party.merged_into_id is not None:
        raise RulesChanged("This record has been merged into another. Open the client again.")
    return party


def _lock_point(contact_id: int) -> tuple[Party, ContactPoint]:
    """Take the party first, as every deed here does, then its contact point as it stands now."""
    party = lock_party(ContactPoint.objects.values_list("party", flat=True).get(pk=contact_id))
    return party, ContactPoint.objects.get(pk=contact_id, party=party)


def _how(party: Party, over: int | None, today: date) -> str:
    if over is None:
        return FACE_TO_FACE
    point = party.contacts.phones(today).filter(pk=over, confirmed_at__isnull=False).first()
    if point is None or party.only_number_id not in (None, point.pk):
        raise NotConfirmedThere("Choose a confirmed number of theirs that may be rung, or face to face.")
    return f"Over {point.text}"


def _only_number(party: Party, wanted: int | None, today: date) -> ContactPoint | None:
    if wanted is None:
        return None
    point = party.contacts.phones(today).filter(pk=wanted, confirmed_at__isnull=False).first()
    if point is None:
        raise NotANumberToRing("Choose one of their numbers that is confirmed and in use.")
    if len(point.text) > _LONGEST_NUMBER or not normalise_phone(point.text):
        raise NotANumberToRing("That is more than a number. Add the number by itself, and confirm it.")
    return point


def _hours(rules: ReachRules) -> tuple[time | None, time | None]:
    starts, ends = rules.ring_from, rules.ring_until
    if (starts is None) != (ends is None):
        raise NoSuchHours("Enter both times, or neither.")
    if starts is not None and ends is not None and starts >= ends:
        raise NoSuchHours("The second time must be later than the first.")
    return starts, ends
