"""The letter that goes to many clients: its facts for one of them, and the terms of business that go with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from engagement.letters.answers import template_of
from engagement.letters.package import terms_of
from engagement.letters.subject import preset
from engagement.letters.work import usual
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
from wording.services import library_for

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
    terms_rows: Mapping[str, Template]  # by code; none where the mailing encloses none
    _libraries: dict[str, Library] = field(default_factory=dict)
    _firms: dict[int, Firm] = field(default_factory=dict)
    _people: dict[int, Person] = field(default_factory=dict)

    def library(self, code: str) -> Library:
        """Return what the letter of a template needs of the wording. :raises NoWording: if there is no such wording"""
        if code not in self._libraries:
            self._libraries[code] = library_for(code, self.now)
        return self._libraries[code]

    def template(self, code: str) -> TemplateText:
        return self.library(code).templates[code]

    def firm(self, department: Department) -> Firm:
        if department.pk not in self._firms:
            self._firms[department.pk] = letterhead.firm(department)
        return self._firms[department.pk]

    def person(self, user: User, of: Firm) -> Person:
        if user.pk not in self._people:
            self._people[user.pk] = letterhead.person(user, of)
        return self._people[user.pk]

    def today(self, department: Department) -> date:
        return local_date(department.office, self.now)

    def terms_for(self, matter: Matter) -> Template | None:
        """Return the terms of business that this matter's clients get with their letter, if any go with it."""
        if not self.mailing.encloses_terms:
            return None
        found = self.terms_rows.get(self._terms_code(matter))
        if found is None:
            raise NoWording("There are no terms of business in force that could go with this letter.")
        return found

    def _terms_code(self, matter: Matter) -> str:
        """Return which terms go with client care letters on such work."""
        return terms_of(self.template(template_of(matter.work_type)))


def setting(mailing: Mailing, now: datetime) -> Setting:
    """Read what all letters of a mailing share; as many queries for one letter as for hundreds."""
    rows = Template.objects.in_force(now).filter(kind="terms") if mailing.encloses_terms else ()
    return Setting(
        mailing=mailing,
        now=now,
        terms_rows={row.code: row for row in rows},
    )


def compose_notice(shared: Setting, to: To) -> Composition:
    """Return one person's letter as it stands. Reads no rows but a department's, the first time."""
    return assemble(
        shared.template(NOTICE), shared.library(NOTICE), notice_facts(shared, to), large_print=reads_large(shared, to)
    )


def reads_large(shared: Setting, to: To) -> bool:
    return needs.wants_large_print(to.party, shared.today(to.matter.department))


def notice_facts(shared: Setting, to: To) -> ClientNotice:
    mailing, department = shared.mailing, to.matter.department
    terms, firm = shared.terms_for(to.matter), shared.firm(department)
    return ClientNotice(
        sheet=Sheet(
            firm=firm,
            to=_addressee(to),
            date_on=shared.today(department),
            reference=to.matter.reference or "",
            signed_by=None,
            notes=(to.matter.title,),
            enclosures=(f"terms of business, version {terms.version}",) if terms else (),
        ),
        heading=mailing.heading,
        changes=mailing.changes,
        todo=tuple(line.strip() for line in mailing.todo.splitlines() if line.strip()),
        lawyer=shared.person(to.matter.fee_earner, firm),
        applies_on=mailing.applies_on,
        terms_version=terms.version if terms else None,
        terms_from=terms.in_force_from.date() if terms else None,
    )


def compose_terms(shared: Setting, matter: Matter, *, large_print: bool) -> Composition:
    """Return the terms of business in force, as clients of such a matter get them: alike for all of its department."""
    department, row = matter.department, shared.terms_for(matter)
    if row is None:
        raise NoWording("No terms of business go with this letter.")
    profile = FirmProfile.objects.select_related("complaints_partner").get()
    partner = User.objects.with_role(Role.MANAGING_PARTNER).order_by("pk").first()
    contact = department.head or profile.complaints_partner or partner
    reviewer = partner if partner != contact else profile.complaints_partner
    if contact is None:
        raise NoWording("Nobody is named to hear complaints. Compliance has to, before terms of business can go.")
    on, firm = shared.today(department), shared.firm(department)
    procedure = letterhead.procedure_in_force(department, on=on)
    facts = letterhead.terms(
        firm,
        template=row,
        policy=letterhead.insurance(on=on),
        procedure=letterhead.procedure(procedure, firm, contact=contact, reviewer=reviewer or contact),
        redress=letterhead.redress(department, on=on),
        privacy_url=profile.privacy_url,
        preset=preset(department),
        client_money=usual(matter.work_type).client_money,
    )
    return assemble(shared.template(row.code), shared.library(row.code), facts, large_print=large_print)


def how(channel: str) -> str:
    """Say how a letter goes, for pages and the timeline."""
    words: Mapping[str, str] = {Channel.EMAIL: "by e-mail", Channel.PRINT: "by post"}
    return words.get(channel, "")


def _addressee(to: To) -> Addressee:
    return letterhead.addressee(to.party, address=to.postal_address, attention=to.attention)
