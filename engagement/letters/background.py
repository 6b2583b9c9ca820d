"""Everything about a matter that its letters need, read once: clients, people, policies, calendar, wording."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any

from engagement.rules import LetterPolicy
from outbox.models import Channel
from practice.calendar import WorkingCalendar
from practice.models import (
    AgreedStep,
    CallPolicy,
    FirmProfile,
    GateKind,
    InsurancePolicy,
    Matter,
    MatterRole,
    Party,
    Position,
    Quote,
    ServiceStandard,
    StatusKind,
    User,
)
from practice.office import load_calendar
from practice.organisations import people_of, who_may_instruct, whose_attention
from practice.permissions import Role
from practice.statuses import acting_for, may_be_reached, whom_instead
from wording import letterhead
from wording.facts import Firm, Procedure, Redress
from wording.facts.plain import counted

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_ALL_WEEK = [0, 1, 2, 3, 4]


@dataclass(frozen=True)
class Recipient:
    """One client and the way a letter reaches them; `channel` of None says that there is none."""

    party: Party
    channel: Channel | None
    to_address: str
    postal_address: str
    capacity: str = ""  # in which they act for another client of the matter: attorney of whom
    instead: str = ""  # to whom, where it must not go to them
    attention: Position | None = None  # of a body, the person for whom the letter is meant
    instructing: tuple[Position, ...] = ()  # of a body, who may instruct for it

    @property
    def how(self) -> str:
        if self.instead:
            return self.instead
        meant = f", for the attention of {self.attention.person.name}" if self.attention else ""
        if self.channel == Channel.EMAIL:
            return f"by e-mail, to their confirmed mailbox{meant}"
        if self.channel == Channel.PRINT:
            return f"on paper, by post{meant}"
        return "no confirmed mailbox or address that may be used"


@dataclass(frozen=True)
class Background:
    """A matter as its letters see it on one day."""

    matter: Matter
    now: datetime
    calendar: WorkingCalendar
    firm: Firm
    profile: FirmProfile
    insurance: InsurancePolicy | None
    recipients: tuple[Recipient, ...]
    without_retainer: tuple[Party, ...]
    payer: Party | None
    introducer: Party | None
    complaints_contact: User | None
    reviewer: User | None
    procedure: Procedure
    redress: Redress | None
    standards: dict[str, ServiceStandard]
    calls: CallPolicy | None
    identity_open: bool
    conflict_cleared: bool
    agreed: tuple[AgreedStep, ...]
    check_ins: dict[int, str]  # by the client's number: the call they are to make every week
    quote: Quote | None  # the last that was given at the enquiry, with its lines

    @property
    def today(self) -> date:
        return self.calendar.local_date(self.now)

    @cached_property
    def policy(self) -> LetterPolicy:
        return letter_policy(self.standards)

    def calls_returned(self) -> str:
        """Say when calls are returned, from the published windows: "between 2 and 4" (decisions 39, domain C15)."""
        if self.calls is None:
            return ""
        return " and ".join(_window(*one) for one in self.calls.windows)

    def updates(self) -> str:
        """Say how often we write, from the department's standard (domain C21); empty where there is none."""
        standard = self.standards.get("update")
        if standard is None:
            return ""
        return f"At least every {counted(standard.value, standard.unit).removeprefix('1 ')}"

    def replies_within(self) -> str:
        standard = self.standards.get("reply")
        if standard is None:
            return ""
        number, _, unit = counted(standard.value, standard.unit).partition(" ")
        return f"{_WORDS[standard.value] if standard.value < len(_WORDS) else number} {unit}"


def background(matter: Matter, now: datetime) -> Background:
    """Read a matter's rows. The matter comes with its department, office and people."""
    department = matter.department
    profile = FirmProfile.objects.select_related("complaints_partner").get()
    firm = letterhead.firm(department)
    partner = User.objects.with_role(Role.MANAGING_PARTNER).order_by("pk").first()
    contact = department.head or profile.complaints_partner
    reviewer = partner if partner != contact else profile.complaints_partner
    parties = list(matter.parties.select_related("party__only_number").prefetch_related("party__needs").order_by("pk"))
    calendar = load_calendar(department.office)
    today = calendar.local_date(now)
    clients = [one.party for one in parties if one.role == MatterRole.CLIENT]
    return Background(
        matter=matter,
        now=now,
        calendar=calendar,
        firm=firm,
        profile=profile,
        insurance=letterhead.insurance(on=today),
        recipients=tuple(_recipients([one for one in clients if not one.has_no_retainer], matter, on=today)),
        without_retainer=tuple(one for one in clients if one.has_no_retainer),
        payer=next((one.party for one in parties if one.role == MatterRole.PAYER), None),
        introducer=next((one.party for one in parties if one.role == MatterRole.INTRODUCER), None),
        complaints_contact=contact,
        reviewer=reviewer,
        procedure=letterhead.procedure(
            letterhead.procedure_in_force(department, on=today),
            firm,
            contact=contact or matter.fee_earner,
            reviewer=reviewer or contact or matter.fee_earner,
        ),
        redress=letterhead.redress(department, on=today),
        standards={standard.kind: standard for standard in department.standards.all()},
        calls=CallPolicy.objects.in_force_for(matter.fee_earner, on=today),
        identity_open=not matter.may(GateKind.IDENTITY, now),
        conflict_cleared=matter.may(GateKind.CONFLICT, now),
        agreed=tuple(matter.agreed_steps.for_letter()),
        check_ins={one.party_id: one.to_client for one in matter.check_ins.standing().select_related("host")},
        quote=Quote.objects.of(matter).select_related("given_by").prefetch_related("lines").first(),
    )


def matter_with_people(matter_id: int) -> Matter:
    """Return a matter as `background` reads it."""
    return Matter.objects.select_related(
        "department__office",
        "department__profile__procedure",
        "department__head__department__office",
        "fee_earner__department__office",
        "assistant__department__office",
        "supervisor__department__office",
    ).get(pk=matter_id)


def letter_policy(standards: dict[str, ServiceStandard]) -> LetterPolicy:
    """Return a department's promises about letters from its service standards; those not set have their defaults."""
    typed: dict[str, Any] = {}
    if "letter" in standards:
        typed["letter_working_days"] = standards["letter"].value
    if "approve_above" in standards:
        typed["approve_above"] = Decimal(standards["approve_above"].value)
    return LetterPolicy(**typed)


def _recipients(clients: list[Party], matter: Matter, *, on: date) -> Iterator[Recipient]:
    """
    Give each client who gets a copy. For one who has died or lacks capacity, whoever acts and is a client here gets it.

    Nobody else does: who accepts a letter is a client, with an identity check of their own.
    """
    gone = [party for party in clients if not may_be_reached(party)]
    acting = acting_for(gone, because=[StatusKind.DECEASED, StatusKind.LACKS_CAPACITY]) if gone else {}
    numbers, capacities, people = {party.pk for party in clients}, {}, people_of(clients, on=on)
    for relation in (one for party in gone for one in acting.get(party.pk, ())):
        capacities[relation.party_id] = f"{relation.get_kind_display().lower()} of {relation.other}"
    for party in clients:
        if may_be_reached(party):
            theirs = people.get(party.pk, [])
            yield replace(
                _recipient(party, on),
                capacity=capacities.get(party.pk, ""),
                attention=whose_attention(theirs),
                instructing=tuple(who_may_instruct(theirs)),
            )
        elif not any(one.party_id in numbers for one in acting.get(party.pk, ())):
            add = " Add whoever acts for them to the matter as a client: the letter goes there."
            yield Recipient(party, None, "", "", instead=whom_instead(party, matter=matter) + add)


def _recipient(party: Party, today: date) -> Recipient:
    """Choose the way: a confirmed mailbox that may be used, else a confirmed address, else none (decisions 23)."""
    address = party.contacts.usable_posts(today).values_list("text", flat=True).first() or ""
    mailbox = party.contacts.usable_emails(today).first() if party.email_is_safe else None
    if mailbox is not None:
        return Recipient(party, Channel.EMAIL, mailbox.text, address)
    if not party.post_is_safe:
        return Recipient(party, None, "", address)
    return Recipient(party, Channel.PRINT if address else None, address, address)


def _window(weekdays: list[int], starts: time, ends: time) -> str:
    words = f"between {_hour(starts)} and {_hour(ends)}"
    if sorted(weekdays) == _ALL_WEEK:
        return words
    *first, last = [_DAYS[day] for day in sorted(weekdays)]
    return f"{words} on {', '.join(first)}{' and ' if first else ''}{last}"


def _hour(at: Any) -> str:
    """Say "2", "12" or "half past nine" as a letter does: 14:00, 12:00, 9.30."""
    hour = at.hour if at.hour in range(1, 13) else abs(at.hour - 12)
    return f"{hour}.{at.minute:02}" if at.minute else f"{hour}"
