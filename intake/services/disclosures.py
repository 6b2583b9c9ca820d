"""The letter that tells a client of a conflict which consent can cure: prepared, read, then issued (domain B03)."""

import hashlib
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from intake import letters, notices, reach
from intake.models import ConflictHit, Disclosure, Waiver
from intake.rules import NotToBeTold, NoWaiver, Side, Told, check_may_be_told, check_waivable
from intake.services.waivers import clash_of, lock_open_hit, regime_of
from outbox import services as outbox
from outbox.pdf import Rendered
from practice import journal, needs
from practice.errors import Refusal, WorldMoved
from practice.models import Matter, MatterRole, Party, PartyName, User
from practice.names import normalise, normalise_address
from practice.office import local_date
from practice.services.tasks import give_task
from wording.composition import Composition
from wording.services import compose, keep_letter, print_letter

TEMPLATE = "conflict.disclosure"
_MOVED = "Something changed since you read this letter. Read it again, then send it."


class DisclosureMoved(WorldMoved):
    """What the letter says, where it goes or the day is not what it was when somebody read it."""

    code = "disclosure_moved"


class DisclosureSent(WorldMoved):
    """A letter is sent once."""

    code = "disclosure_sent"


class NotTheirs(Refusal):
    """A letter goes to a client on one of the two sides."""

    code = "disclosure_not_theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureFacts:
    """
    What the letter says, and why that may be told. ``capacity``: in what they are written to, as in `director`.

    ``agreed_by``, ``agreed_on``, ``agreed_how``: for what is confidential to somebody else, who released it.
    """

    capacity: str
    disclosed: str
    risks: str
    safeguards: str
    told: Told
    agreed_by: str = ""
    agreed_on: date | None = None
    agreed_how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDisclosure:
    """A finished letter that is not kept yet; ``stamp`` says what was read, ``prepared_at`` by which draft."""

    composition: Composition
    rendered: Rendered
    stamp: str
    prepared_at: datetime


def recipients_of(hit: ConflictHit) -> list[tuple[Side, Party]]:
    """Return whom we act for on both sides, each with the side. Whoever is near a hit and no client is not told."""
    found = [(Side.HERE, party) for party in hit.check_of.matter.clients()]
    if hit.matter is not None:
        return found + [(Side.THERE, party) for party in hit.matter.clients()]
    if hit.party is not None and hit.there == MatterRole.CLIENT:
        found.append((Side.THERE, hit.party))
    return found


def named_in(hit: ConflictHit, side: Side, facts: DisclosureFacts) -> str:
    """Return the first of the other side whom the words name in full, by any of their names; "" if they name nobody."""
    others = [party.pk for of, party in recipients_of(hit) if of != side]
    if side == Side.HERE and hit.party is not None:
        others.append(hit.party.pk)
    words = (facts.capacity, facts.disclosed, facts.risks, facts.safeguards)
    said = [f" {form(part)} " for part in words for form in (normalise, normalise_address)]
    names = PartyName.objects.borne().filter(party__in=others).order_by("pk").values_list("text", flat=True)
    return next((text for text in names if any(f" {normalise(text)} " in part for part in said)), "")


@transaction.atomic(durable=True)
def prepare_disclosure(
    *, hit_id: int, side: Side, party_id: int, facts: DisclosureFacts, by: User, now: datetime
) -> Disclosure:
    """
    Write down what a client would be told; nothing leaves. The one to them that has not left is written over.

    :raises NoWaiver: if nobody's consent helps, an own interest for one, or it is not recorded why it may
    :raises NotTheirs: if we do not act for that person on that side
    :raises NotToBeTold: if it is confidential to somebody who has not agreed
    :raises CheckAlreadyDecided: if the check has left compliance
    """
    hit = lock_open_hit(hit_id, by)
    waiver = _waiver_of(hit)
    if (side, party_id) not in {(of, party.pk) for of, party in recipients_of(hit)}:
        raise NotTheirs("We do not act for them on that side, so this letter is not for them.")
    _check_told(hit, side, facts, today=_today(hit, now))
    values = asdict(facts) | {"prepared_by": by, "prepared_at": now}
    made, _ = Disclosure.objects.update_or_create(
        waiver=waiver, side=side, party_id=party_id, issued_at=None, defaults=values
    )
    journal.record(subject=hit.check_of, event="conflict.letter_prepared", by=by, at=now, hit=hit.pk, letter=made.pk)
    return made


def compose_disclosure(made: Disclosure, hit: ConflictHit, *, by: User, now: datetime) -> Composition:
    """Return the letter as it stands, for the page; reads, writes nothing."""
    way = way_to(made.party, hit, now=now)
    facts = letters.disclosure_of(made, hit, matter=_their_matter(hit, Side(made.side)), way=way, by=by, now=now)
    is_large = needs.wants_large_print(made.party, _today(hit, now))
    return compose(template_code=TEMPLATE, facts=facts, now=now, large_print=is_large)


def stamp_of(made: Disclosure, hit: ConflictHit, composition: Composition, *, now: datetime) -> str:
    """Return what stands for this letter, its day and where it goes: whoever sends it sends what they read."""
    way = way_to(made.party, hit, now=now)
    read = f"{composition.html_sha256}|{way.channel if way else 'by hand'}|{way.to if way else ''}"
    return hashlib.sha256(read.encode()).hexdigest()


def print_disclosure(made: Disclosure, hit: ConflictHit, *, seen: str, by: User, now: datetime) -> PrintedDisclosure:
    """
    Make the letter ready as it was ``seen``: the stamp of what was read. For doors: outside any transaction (B23).

    :raises DisclosureSent: if it went before
    :raises DisclosureMoved: if its words, the day or the address are not those that were read
    :raises LetterBlocked: if something in it is open; RenderFailed: if it does not become a PDF
    """
    _check_unsent(made)
    composition = compose_disclosure(made, hit, by=by, now=now)
    if seen != stamp_of(made, hit, composition, now=now):
        raise DisclosureMoved(_MOVED)
    return PrintedDisclosure(
        composition=composition, rendered=print_letter(composition), stamp=seen, prepared_at=made.prepared_at
    )


@transaction.atomic(durable=True)
def issue_disclosure(*, disclosure_id: int, letter: PrintedDisclosure, by: User, now: datetime) -> Disclosure:
    """
    Keep the letter as it was read and send it where it may go; where it may go nowhere, handing it over is a task.

    :raises DisclosureSent: if it went before
    :raises DisclosureMoved: if its words, the day or the address have changed since it was printed
    :raises NoWaiver, NotToBeTold, CheckAlreadyDecided: as preparing does
    """
    hit = lock_open_hit(Disclosure.objects.values_list("waiver__hit_id", flat=True).get(pk=disclosure_id), by)
    rows = Disclosure.objects.select_related("party", "waiver", "prepared_by")
    made = rows.select_for_update(no_key=True, of=("self",)).get(pk=disclosure_id)
    _check_unsent(made)
    _waiver_of(hit)
    facts = DisclosureFacts(**{field.name: getattr(made, field.name) for field in fields(DisclosureFacts)})
    _check_told(hit, Side(made.side), facts, today=_today(hit, now))
    if letter.prepared_at != made.prepared_at or letter.stamp != stamp_of(made, hit, letter.composition, now=now):
        raise DisclosureMoved(_MOVED)
    kept = keep_letter(
        composition=letter.composition,
        rendered=letter.rendered,
        subject=made,
        version=1,
        by=by,
        now=now,
        party=made.party,
    )
    made.issued_by, made.issued_at, made.document = by, now, kept.document
    _send(made, hit, by=by, now=now)
    journal.record(
        subject=hit.check_of,
        event="conflict.letter_issued",
        by=by,
        at=now,
        hit=hit.pk,
        letter=made.pk,
        side=made.side,
        sha256=kept.document.sha256,
        went_as=made.went_as,
    )
    return made


def _send(made: Disclosure, hit: ConflictHit, *, by: User, now: datetime) -> None:
    way = way_to(made.party, hit, now=now)
    made.went_as = (way.words if way else f"To hand over: {reach.why_not_to(made.party)}")[:120]
    if way is not None:
        notice = notices.disclosure(made, hit.check_of, way=way, by=by)
        made.message = outbox.queue(notice, key=f"disclosure:{made.pk}:letter", now=now)
    else:
        give_task(
            key=f"disclosure:{made.pk}:hand",
            owner=by,
            title=f"No safe address: hand over the letter that {hit.check_of.reference} waits for",
            url=reverse("conflict_letter", args=[made.pk]),
            due_on=_today(hit, now),
            now=now,
            matter=hit.check_of.matter,
        )
    made.save(update_fields=["issued_by", "issued_at", "document", "message", "went_as"])


def way_to(party: Party, hit: ConflictHit, *, now: datetime) -> reach.Way | None:
    return next(iter(reach.ways_to(party, _today(hit, now))), None)


def _check_unsent(made: Disclosure) -> None:
    if made.issued_at is not None:
        raise DisclosureSent("This letter has gone since you opened the page.")


def _waiver_of(hit: ConflictHit) -> Waiver:
    """:raises NoWaiver: if consent does not help, or why it may is not recorded"""
    check_waivable(clash_of(hit), regime_of(hit.check_of))
    waiver = Waiver.objects.filter(hit=hit).first()
    if waiver is None:
        raise NoWaiver("Record first which way opens this and how each condition is met.")
    return waiver


def _check_told(hit: ConflictHit, side: Side, facts: DisclosureFacts, *, today: date) -> None:
    agreed: list[Any] = [facts.agreed_by, facts.agreed_on, facts.agreed_how]
    check_may_be_told(facts.told, agreed=all(agreed), named=named_in(hit, side, facts))
    if facts.agreed_on is not None and facts.agreed_on > today:
        raise NotToBeTold("Nobody can have agreed on a day that is still to come.")


def _their_matter(hit: ConflictHit, side: Side) -> Matter | None:
    """Return the matter that a letter may name: the client's own, never that of the other side."""
    return hit.check_of.matter if side == Side.HERE else hit.matter


def _today(hit: ConflictHit, now: datetime) -> date:
    return local_date(hit.check_of.matter.department.office, now)
