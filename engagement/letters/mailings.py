"""The letter that goes to many clients: its facts for one of them, and the terms of business that go with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from engagement.letters.answers import TERMS
from engagement.models import Mailing
from outbox.models import Channel
from practice import needs
from practice.models import Department, FirmProfile, Matter, Party, Position, User
from practice.office import local_date
from practice.permissions import Role
from wording import letterhead
from wording.composition import Composition, assemble
from wording.errors import NoWording
from wording.facts import Addressee, ClientNotice, Firm, Person, Sheet
from wording.library import Library, TemplateText
from wording.models import Template
from wording.services import library_at

NOTICE = "notice.to_clients"


@dataclass(frozen=True)
class To:
    """Whom the letter goes to, and how. `party` comes with its needs, `matter` with department and people."""

    party: Party
    matter: Matter
    channel: str
    to_address: str
    postal_address: str
    attention: Position | None = None  # of a body, the person for whom the letter is meant


@dataclass
class Setting:
    """What the letters of a mailing share, read once: the wording, and by department letterhead and people."""

    mailing: Mailing
    now: datetime
    library: Library
    terms_row: Template | None
    profile: FirmProfile
    partner: User | None
    _firms: dict[int, Firm] = field(default_factory=dict)
    _people: dict[int, Person] = field(default_factory=dict)

    def template(self, code: str) -> TemplateText:
        found = self.library.templates.get(code)
        if found is None:
            raise NoWording(f'There was no wording for "{code}" at that time. Run: manage.py load_wording')
        return found

    def firm(self, department: Department) -> Firm:
        if department.pk not in self._firms:
            self._firms[department.pk] = letterhead.firm(department)
        return self._firms[department.pk]

    def person(self, user: User) -> Person:
        if user.pk not in self._people:
            self._people[user.pk] = letterhead.person(user)
        return self._people[user.pk]

    def today(self, department: Department) -> date:
        return local_date(department.office, self.now)


def setting(mailing: Mailing, now: datetime) -> Setting:
    """Read what all letters of a mailing share; as many queries for one letter as for hundreds."""
    row = None
    if mailing.encloses_terms:
        row = Template.objects.in_force(now).filter(code=TERMS).first()
    return Setting(
        mailing=mailing,
        now=now,
        library=library_at(now),
        terms_row=row,
        profile=FirmProfile.objects.select_related("complaints_partner").get(),
        partner=User.objects.with_role(Role.MANAGING_PARTNER).order_by("pk").first(),
    )


def compose_notice(shared: Setting, to: To) -> Composition:
    """Return one person's letter as it stands. Reads no rows but a department's, the first time."""
    return assemble(shared.template(NOTICE), shared.library, notice_facts(shared, to))


def notice_facts(shared: Setting, to: To) -> ClientNotice:
    mailing, department = shared.mailing, to.matter.department
    today, terms = shared.today(department), shared.terms_row
    return ClientNotice(
        sheet=Sheet(
            firm=shared.firm(department),
            to=_addressee(to),
            date_on=today,
            reference=to.matter.reference or "",
            signed_by=None,
            notes=(to.matter.title,),
            enclosures=(f"terms of business, version {terms.version}",) if terms else (),
            large_print=needs.wants_large_print(to.party, today),
        ),
        heading=mailing.heading,
        changes=mailing.changes,
        todo=tuple(line.strip() for line in mailing.todo.splitlines() if line.strip()),
        lawyer=shared.person(to.matter.fee_earner),
        applies_on=mailing.applies_on,
        terms_version=terms.version if terms else None,
        terms_from=terms.in_force_from.date() if terms else None,
    )


def compose_terms(shared: Setting, department: Department) -> Composition:
    """Return the terms of business in force, as this department's clients get them."""
    if shared.terms_row is None:
        raise NoWording("There are no terms of business in force that could go with this letter.")
    contact = department.head or shared.profile.complaints_partner or shared.partner
    reviewer = shared.partner if shared.partner != contact else shared.profile.complaints_partner
    if contact is None:
        raise NoWording("Nobody is named to hear complaints. Compliance has to, before terms of business can go.")
    facts = letterhead.terms(
        department,
        template=shared.terms_row,
        contact=contact,
        reviewer=reviewer or contact,
        on=shared.today(department),
    )
    return assemble(shared.template(TERMS), shared.library, facts)


def by_hand(to: To, today: date, *, with_terms: bool) -> tuple[str, ...]:
    """Return the forms in which this person needs the letter too, which the printer cannot make."""
    large = with_terms and needs.wants_large_print(to.party, today)
    return (*needs.by_hand(to.party, today), *(("terms of business in large print",) if large else ()))


def how(channel: str) -> str:
    """Say how a letter goes, for pages and the timeline."""
    words: Mapping[str, str] = {Channel.EMAIL: "by e-mail", Channel.PRINT: "by post"}
    return words.get(channel, "")


def _addressee(to: To) -> Addressee:
    return letterhead.addressee(to.party, address=to.postal_address, attention=to.attention)
