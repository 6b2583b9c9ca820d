"""The smallest honest enquiry and conflict check, made as people make them."""

from datetime import date, datetime
from decimal import Decimal

from intake import quoting, services
from intake.models import Channel, ConflictCheck, Enquiry, EnquiryQuote, EnquirySource
from intake.services import EnquiryFacts, GivenName
from practice.calendar import WorkingCalendar
from practice.models import Matter, MatterParty, MatterRole, OpenTo, Party, QuoteWay, Relationship, User, WorkType
from practice.office import load_calendar, local_date, main_office
from practice.permissions import Role
from practice.pricing import Wanted
from practice.services.barriers import BarrierFacts, raise_barrier
from practice.services.parties import PartyFacts, create_party
from practice.tests import factories

NOON = factories.TUESDAY_NOON
TUESDAY = date(2026, 11, 24)
MET = {
    "consents": "Both letters are on file",
    "safeguards": "Two teams, two folders",
    "reasonable": "One seller, two bids",
}


def calendar() -> WorkingCalendar:
    return load_calendar(factories.office())


def compliance(given: str = "Helen", family: str = "Marsh", **fields: object) -> User:
    return factories.user(Role.COMPLIANCE, given=given, family=family, department=None, **fields)


def enquiry(
    name: str = "Brightwater Joinery Ltd",
    *,
    by: User | None = None,
    others: tuple[tuple[str, MatterRole], ...] = (("Calder Vale Homes Ltd", MatterRole.OPPONENT),),
    now: datetime = NOON,
    **facts: object,
) -> Enquiry:
    known = {
        "received_at": now,
        "channel": Channel.PHONE,
        "work_type": WorkType.DISPUTES,
        "issue": "Unpaid invoices for joinery",
        "source": EnquirySource.SEARCH,
        "phone": "0113 496 0700",
        "others": tuple(GivenName(text, role) for text, role in others),
        **facts,
    }
    return services.record_enquiry(
        facts=EnquiryFacts(name=name, **known),  # type: ignore[arg-type]
        due_on=TUESDAY,
        by=by or factories.user(Role.RECEPTIONIST),
        now=now,
    )


def check(
    of: Enquiry | None = None, *, by: User | None = None, now: datetime = NOON, **fields: object
) -> ConflictCheck:
    """A check of a new enquiry, asked for by the fee earner who wants the work."""
    asker = by or factories.user()
    values = {"fee_earner": asker, "title": "Brightwater against Calder Vale", "party": None, **fields}
    return services.convert_enquiry(
        enquiry_id=(of or enquiry()).pk,
        by=asker,
        now=now,
        calendar=calendar(),
        **values,  # type: ignore[arg-type]
    )


def quote(
    of: Enquiry, *, by: User, way: QuoteWay = QuoteWay.PHONE, now: datetime = NOON, **wanted: object
) -> EnquiryQuote:
    """A price of buying a home for £300,000, given as somebody gives it who has just seen it."""
    want = Wanted(**{"value": Decimal(300_000), **wanted})  # type: ignore[arg-type]
    [service] = quoting.services_for(of.work_type, on=TUESDAY)
    seen = quoting.offer(service, want, on=local_date(main_office(), now)).fingerprint
    return services.give_quote(
        enquiry_id=of.pk, code=service.table.code, wanted=want, seen=seen, way=way, by=by, now=now
    )


def stored(name: str, *, role: MatterRole = MatterRole.CLIENT, matter: Matter | None = None, **facts: object) -> Party:
    """A party on record with a part in some matter of its own."""
    party = create_party(
        facts=PartyFacts(name=name, relationship=Relationship.THIRD_PARTY, **facts),  # type: ignore[arg-type]
        by=factories.user(),
        now=NOON,
    )
    of = matter or factories.matter(client=factories.party("Quite Another Zebra"))
    MatterParty.objects.create(matter=of, party=party, role=role)
    return party


def wall(matter: Matter, keeper: User, *outside: User) -> None:
    """Keep a matter to its fee earner, with these people named outside."""
    facts = BarrierFacts(
        open_to=OpenTo.INSIDE,
        inside=[matter.fee_earner],
        outside=list(outside),
        reason="We hold secrets",
        review_on=date(2026, 12, 24),
    )
    raise_barrier(matter_id=matter.pk, facts=facts, by=keeper, now=NOON)
