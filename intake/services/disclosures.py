"""The letter that tells a client of a conflict which consent can cure, and the scan of what they signed (domain B03)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from intake import letters, notices, reach
from intake.models import ConflictHit, Consent, Disclosure, Waiver
from intake.rules import NoWaiver, Side, check_waivable
from intake.services.waivers import clash_of, lock_open_hit, regime_of
from outbox import services as outbox
from outbox.pdf import Rendered
from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import Matter, Party, User
from practice.office import local_date
from practice.receipts import FormKey
from practice.services.tasks import give_task
from practice.statuses import whom_instead
from wording.composition import Composition
from wording.services import compose, keep_letter, print_letter

TEMPLATE = "conflict.disclosure"


class DisclosureOutOfDate(WorldMoved):
    """Who gets it, how, or the day is not what it was when the letter was made."""

    code = "disclosure_out_of_date"


class NotTheirs(Refusal):
    """A letter goes to a client on one of the two sides."""

    code = "disclosure_not_theirs"


class ScanKept(WorldMoved):
    """A signed consent is kept once."""

    code = "scan_kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureFacts:
    """What the letter says. ``capacity``: in what they are written to, as in `director`."""

    capacity: str
    disclosed: str
    risks: str
    safeguards: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedDisclosure:
    """A finished letter that is not kept yet, and where it would go."""

    side: Side
    party: Party
    facts: DisclosureFacts
    composition: Composition
    rendered: Rendered
    dated_on: date
    goes_to: str


def recipients_of(hit: ConflictHit) -> list[tuple[Side, Party]]:
    """Return the clients on both sides, each with the side; those of another's record only where it is a client."""
    found = [(Side.HERE, party) for party in hit.check_of.matter.clients()]
    if hit.matter is not None:
        found += [(Side.THERE, party) for party in hit.matter.clients()]
    elif hit.party is not None:
        found.append((Side.THERE, hit.party))
    return found


def matter_of(hit: ConflictHit, side: Side) -> Matter:
    return hit.matter if side == Side.THERE and hit.matter is not None else hit.check_of.matter


def compose_disclosure(
    hit: ConflictHit, *, side: Side, party: Party, facts: DisclosureFacts, by: User, now: datetime
) -> Composition:
    """Return the letter as it stands, for the page; reads, writes nothing."""
    made = letters.disclosure_of(hit, matter_of(hit, side), party, way=_way(party), by=by, now=now, **asdict(facts))
    return compose(template_code=TEMPLATE, facts=made, now=now)


def prepare_disclosure(
    hit: ConflictHit, *, side: Side, party: Party, facts: DisclosureFacts, by: User, now: datetime
) -> PreparedDisclosure:
    """
    Make the letter ready. For doors: outside any transaction (decisions B23).

    :raises LetterBlocked: if something in it is open; RenderFailed: if it does not become a PDF
    """
    composition = compose_disclosure(hit, side=side, party=party, facts=facts, by=by, now=now)
    return PreparedDisclosure(
        side=side,
        party=party,
        facts=facts,
        composition=composition,
        rendered=print_letter(composition),
        dated_on=local_date(hit.check_of.matter.department.office, now),
        goes_to=_goes_to(party),
    )


@transaction.atomic(durable=True)
def send_disclosure(
    *, hit_id: int, letter: PreparedDisclosure, by: User, now: datetime, form_key: FormKey | None = None
) -> Disclosure:
    """
    Keep the letter and send it where it may go; where it may go nowhere, handing it over is a task.

    :raises NoWaiver: if it is not recorded why consent may help, or it no longer may
    :raises NotTheirs: if the person is no client on that side
    :raises DisclosureOutOfDate: if the day or the address has changed since the letter was made
    :raises CheckAlreadyDecided: if the check has left compliance
    """
    hit = lock_open_hit(hit_id, by)
    if (before := receipts.earlier(form_key, Disclosure)) is not None:
        return before
    check_waivable(clash_of(hit), regime_of(hit.check_of))
    waiver = Waiver.objects.filter(hit=hit).first()
    if waiver is None:
        raise NoWaiver("Record first which way opens this and how each condition is met.")
    if (letter.side, letter.party) not in recipients_of(hit):
        raise NotTheirs("They are no client on that side.")
    today = local_date(hit.check_of.matter.department.office, now)
    if letter.dated_on != today or letter.goes_to != _goes_to(letter.party):
        raise DisclosureOutOfDate("Something changed since this letter was made. Read it again, then send it.")
    kept = keep_letter(
        composition=letter.composition,
        rendered=letter.rendered,
        subject=waiver,
        version=waiver.disclosures.filter(party=letter.party).count() + 1,
        by=by,
        now=now,
        party=letter.party,
    )
    made = Disclosure(
        waiver=waiver, side=letter.side, party=letter.party, made_at=now, made_by=by, document=kept.document
    )
    for name, value in asdict(letter.facts).items():
        setattr(made, name, value)
    _send(made, hit, now=now)
    journal.record(
        subject=hit.check_of, event="conflict.disclosed", by=by, at=now, hit=hit.pk, sha256=kept.document.sha256
    )
    receipts.keep(form_key, made, at=now)
    return made


def _send(made: Disclosure, hit: ConflictHit, *, now: datetime) -> None:
    way, by = _way(made.party), made.made_by
    made.went_as = (way.words if way else f"Not sent: {why_not(made.party)}")[:120]
    made.save()
    if way is not None:
        matter = matter_of(hit, Side(made.side))
        notice = notices.disclosure(made, hit.check_of, matter=matter, way=way, by=by)
        made.message = outbox.queue(notice, key=f"disclosure:{made.pk}:letter", now=now)
        made.save(update_fields=["message"])
        return
    give_task(
        key=f"disclosure:{made.pk}:hand",
        owner=by,
        title=f"No safe address: hand over the letter about a conflict, {hit.check_of.reference}",
        url=reverse("conflict_waiver", args=[hit.pk]),
        due_on=local_date(hit.check_of.matter.department.office, now),
        now=now,
        matter=hit.check_of.matter,
    )


@transaction.atomic(durable=True)
def attach_scan(
    *, consent_id: int, content: bytes, media_type: str, file_name: str, by: User, now: datetime
) -> Consent:
    """
    Keep the scan of a signed consent with it. The same scan again changes nothing.

    :raises ScanKept: if another one is kept
    """
    consent = Consent.objects.select_for_update(no_key=True, of=("self",)).select_related("scan").get(pk=consent_id)
    if consent.scan is not None:
        if bytes(consent.scan.content) == content:
            return consent
        raise ScanKept("A scan is kept with this consent. Withdraw it and record it anew if that is the wrong one.")
    consent.scan = outbox.keep_document(content=content, media_type=media_type, file_name=file_name, now=now)
    consent.save(update_fields=["scan"])
    check = consent.waiver.hit.check_of
    journal.record(
        subject=check, event="conflict.consent_scanned", by=by, at=now, consent=consent.pk, sha256=consent.scan.sha256
    )
    return consent


def why_not(party: Party) -> str:
    return whom_instead(party) or "No mailbox or address on record is confirmed and safe to use."


def _way(party: Party) -> reach.Way | None:
    return next(iter(reach.ways_to(party)), None)


def _goes_to(party: Party) -> str:
    way = _way(party)
    return f"{party.full_name}|{way.to if way else 'by hand'}"
