"""An enquiry becomes a party and a prospective matter when its conflict check is asked for (decisions B10)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from intake.models import ConflictCheck, Enquiry, EnquiryContactKind, EnquiryName
from intake.services.checks import new_check
from intake.services.enquiries import EnquiryAlreadyClosed
from practice import journal, receipts
from practice.calendar import WorkingCalendar
from practice.errors import Refusal, WorldMoved
from practice.models import (
    Adjustment,
    ConsentWay,
    ContactKind,
    KeyDate,
    Matter,
    MatterParty,
    MatterRole,
    NameKind,
    Party,
    PartyKind,
    Purpose,
    Relationship,
    User,
)
from practice.names import normalise
from practice.office import local_date, main_office
from practice.receipts import FormKey
from practice.services.consents import write_purpose
from practice.services.naming import add_name
from practice.services.needs import Agreed, take_need
from practice.services.parties import PartyFacts, add_contact, create_party
from practice.services.properties import write_property
from practice.services.quotes import take_along
from practice.services.tasks import settle_tasks

_REVIEW_AFTER: Final = timedelta(days=365)
PROPERTY_ASKED = "address"  # the question of data/questions.yaml that asks which property it is


class AlreadyConverted(WorldMoved):
    """Somebody else asked for the check of this enquiry first."""

    code = "already_converted"


class NoDepartment(Refusal):
    """A matter belongs to the department of whoever does the work."""

    code = "no_department"


@transaction.atomic(durable=True)
def convert_enquiry(
    *,
    enquiry_id: int,
    fee_earner: User,
    title: str,
    party: Party | None,
    by: User,
    now: datetime,
    calendar: WorkingCalendar,
    form_key: FormKey | None = None,
    replay: bool = False,
    formed: str | None = None,
    needs: Collection[Adjustment] = (),
) -> ConflictCheck:
    """
    Make the enquiry a party and a prospective matter, and run its conflict check.

    ``party``: the one on record that the caller turned out to be; None records a new one. The matter has no number
    before the check is cleared (decisions B10).
    ``formed`` of None: as the enquiry says. ``needs``: those of it that staff confirm.
    ``replay``: history that is told again sends nothing (decisions B20).

    :raises AlreadyConverted: if it has a matter already
    :raises EnquiryAlreadyClosed: if it was closed meanwhile
    """
    enquiry = Enquiry.objects.select_for_update(no_key=True).get(pk=enquiry_id)
    if (before := receipts.earlier(form_key, ConflictCheck)) is not None:
        return before
    if enquiry.matter_id:
        raise AlreadyConverted("Somebody has asked for this check since you opened the page.")
    if enquiry.outcome:
        raise EnquiryAlreadyClosed("This enquiry was closed since you opened the page.")
    if fee_earner.department is None:
        raise NoDepartment(f"{fee_earner.name} belongs to no department, so the matter would have no number.")
    matter = Matter.objects.create(
        title=title,
        work_type=enquiry.work_type,
        department=fee_earner.department,
        fee_earner=fee_earner,
        objective=enquiry.issue,
        formed=enquiry.formed if formed is None else formed,
    )
    enquiry.party = _client_of(enquiry, party, by=by, now=now)
    enquiry.matter = matter
    enquiry.save(update_fields=["party", "matter"])
    _take_over_wishes(enquiry, enquiry.party, needs, by=by, now=now)
    _add_parties(enquiry, matter, by=by, now=now)
    _add_property(enquiry, matter, by=by, now=now)
    for given in enquiry.quotes.select_related("quote__given_by").order_by("number"):
        take_along(quote=given.quote, matter=matter, now=now)
    if enquiry.key_date is not None:
        KeyDate.objects.create(matter=matter, label=enquiry.key_date_label or "Key date given", on=enquiry.key_date)
    settle_tasks(prefix=f"enquiry:{enquiry.pk}:", by=by, now=now)
    journal.record(
        subject=enquiry,
        event="enquiry.converted",
        by=by,
        at=now,
        matter=matter,
        party=enquiry.party,
        title=title,
        fee_earner=fee_earner.name,
    )
    check = new_check(matter, "New instruction", enquiry=enquiry, by=by, now=now, calendar=calendar, replay=replay)
    receipts.keep(form_key, check, at=now)
    return check


def _add_property(enquiry: Enquiry, matter: Matter, *, by: User, now: datetime) -> None:
    """Take over which property it is about, where that was asked."""
    said = enquiry.answers.filter(code=PROPERTY_ASKED).exclude(answer="").first()
    if said is not None:
        write_property(matter=matter, address=said.answer, title_number="", by=by, now=now)


def _take_over_wishes(
    enquiry: Enquiry, party: Party, agreed: Collection[Adjustment], *, by: User, now: datetime
) -> None:
    """Put on their record what staff confirm that they need, and what they said to news from us."""
    office = main_office()
    said_on, today = local_date(office, enquiry.received_at), local_date(office, now)
    for adjustment, language in enquiry.asked_needs:
        if adjustment in agreed:
            need = Agreed(
                adjustment=adjustment,
                language=language,
                starts_on=today,
                consented_on=said_on,
                consented_how=f"In their enquiry {enquiry.reference or ''}".strip(),
                review_on=today + _REVIEW_AFTER,
            )
            take_need(party=party, agreed=need, by=by, now=now)
    if enquiry.marketing is not None:
        write_purpose(
            party=party,
            purpose=Purpose.MARKETING,
            is_given=enquiry.marketing,
            said_on=said_on,
            way=ConsentWay.ENQUIRY,
            notice_version=enquiry.notice_version,
            by=by,
            now=now,
        )


def _client_of(enquiry: Enquiry, party: Party | None, *, by: User, now: datetime) -> Party:
    former = [name.text for name in enquiry.names.filter(role=MatterRole.CLIENT, is_former=True).order_by("pk")]
    if party is None:
        facts = PartyFacts(
            name=enquiry.name,
            kind=PartyKind(enquiry.kind),
            title=enquiry.title,
            born_on=enquiry.born_on,
            phone=enquiry.phone,
            email=enquiry.email,
            address=enquiry.address,
            safe_contact=enquiry.safe_contact,
            voicemail_is_safe=enquiry.voicemail_is_safe,
        )
        party = create_party(facts=facts, by=by, now=now)
    else:
        add_name(party=party, text=enquiry.name, kind=NameKind.ALIAS, by=by, now=now)
        for kind, text in _points(enquiry):
            if text:
                add_contact(party=party, kind=kind, text=text, by=by, now=now)
    _carry_over(enquiry, party, by=by, now=now)
    for text in former:
        add_name(party=party, text=text, kind=NameKind.FORMER, by=by, now=now)
    return party


def _points(enquiry: Enquiry) -> tuple[tuple[ContactKind, str], ...]:
    kinds = (ContactKind.PHONE, ContactKind.EMAIL, ContactKind.ADDRESS)
    return tuple(zip(kinds, (enquiry.phone, enquiry.email, enquiry.address), strict=True))


def _carry_over(enquiry: Enquiry, party: Party, *, by: User, now: datetime) -> None:
    """Let what was confirmed stay confirmed, and what they forbade stay forbidden (decisions 23)."""
    confirmed = {ContactKind.EMAIL: enquiry.email_confirmed_at, ContactKind.ADDRESS: enquiry.address_confirmed_at}
    for kind, text in _points(enquiry):
        if text and confirmed.get(kind):
            point = add_contact(party=party, kind=kind, text=text, by=by, now=now)
            if point.confirmed_at is None:
                said = enquiry.contacts.filter(kind=EnquiryContactKind.CONFIRMED, words__startswith=kind.label)
                last = said.select_related("by").order_by("-at", "-pk").first()
                point.confirmed_at, point.confirmed_by = confirmed[kind], last.by if last else by
                point.save(update_fields=["confirmed_at", "confirmed_by"])
    party.safe_contact = party.safe_contact or enquiry.safe_contact
    if enquiry.forbids_email:
        party.email_is_safe = False
    if enquiry.forbids_post:
        party.post_is_safe = False
    party.save(update_fields=["safe_contact", "email_is_safe", "post_is_safe"])


def _add_parties(enquiry: Enquiry, matter: Matter, *, by: User, now: datetime) -> None:
    """Write the client and everybody named; a body met every day is the one on record, anybody else is new."""
    rows = [MatterParty(matter=matter, party=enquiry.party, role=MatterRole.CLIENT)]
    for name in enquiry.names.filter(is_former=False).exclude(normalised=normalise(enquiry.name)).order_by("pk"):
        rows.append(MatterParty(matter=matter, party=_other(name, by=by, now=now), role=name.role))
    MatterParty.objects.bulk_create(rows)


def _other(name: EnquiryName, *, by: User, now: datetime) -> Party:
    known = Party.objects.filter(is_common_body=True, names__normalised=name.normalised).order_by("pk").first()
    return known or create_party(
        facts=PartyFacts(name=name.text, relationship=Relationship.THIRD_PARTY), by=by, now=now
    )
