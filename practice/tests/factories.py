"""The smallest honest firm, person, client and matter. Reference data is in every test database already."""

from datetime import UTC, date, datetime, time
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password

from practice.actors import SYSTEM
from practice.calendar import Nation
from practice.models import (
    Adjustment,
    CallPolicy,
    Circumstance,
    CircumstanceKind,
    Department,
    FirmProfile,
    InsurancePolicy,
    JurisdictionProfile,
    Matter,
    MatterParty,
    MatterRole,
    MatterStage,
    Need,
    Office,
    Party,
    PriceTable,
    User,
    WorkType,
)
from practice.permissions import Role
from practice.services.needs import Agreed, record_circumstance, record_need
from practice.services.parties import PartyFacts, create_party
from practice.services.prices import load_price_tables

PASSWORD = "correct horse battery"
TUESDAY_NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_numbers = count(1)


def firm() -> FirmProfile:
    """The firm's profile, insurance and firm-wide call policy; made once a test."""
    profile, is_new = FirmProfile.objects.get_or_create(
        id=1,
        defaults={
            "name": "Hartley & Vane LLP",
            "descriptor": "Solicitors",
            "legal_form": "limited liability partnership",
            "address": "14 Cloth Hall Row\nLeeds\nLS1 0ZZ",
            "phone": "0113 496 0100",
            "email": "care@hartleyvane.example",
            "website": "hartleyvane.example",
            "registration": "Registered in England and Wales, OC000456",
            "vat_number": "GB 000 7890 12",
            "regulator_number": "000123",
            "privacy_url": "hartleyvane.example/privacy",
        },
    )
    if is_new:
        InsurancePolicy.objects.create(
            insurer="Northern Mutual Indemnity",
            contact="1 Cover Street, Leeds LS1 0ZY",
            territory="Worldwide, without the United States and Canada",
            starts_on=date(2020, 1, 1),
            expires_on=date(2035, 12, 31),
        )
        CallPolicy.objects.create(
            window_starts_at=time(14),
            window_ends_at=time(16),
            weekdays=[0, 1, 2, 3, 4],
            slot_minutes=10,
            buffer_minutes=0,
            notice_minutes=10,
            tolerance_minutes=10,
            max_attempts=3,
        )
    return profile


def office(nation: str = Nation.ENGLAND_AND_WALES) -> Office:
    name = f"Office {nation}"
    if (known := Office.objects.filter(name=name).first()) is not None:
        return known
    firm()
    return Office.objects.create(
        name=name,
        nation=nation,
        opens_at=time(9),
        closes_at=time(17),
        address="14 Cloth Hall Row\nLeeds\nLS1 0ZZ",
        phone="0113 496 0100",
    )


def department(name: str = "Residential property", code: str = "RP", profile: str = "ew_sra") -> Department:
    if (known := Department.objects.select_related("office").filter(code=code).first()) is not None:
        return known
    return Department.objects.create(
        code=code, name=name, office=office(), profile=JurisdictionProfile.objects.get(code=profile)
    )


def user(*roles: Role, given: str = "Amara", family: str = "", **fields: object) -> User:
    """A member of staff who works in the department `fields["department"]`, the residential one by default."""
    number = next(_numbers)
    values = {
        "email": f"person{number}@hartleyvane.example",
        "given_name": given,
        "family_name": family or f"Okafor{number}",
        "title": "Ms",
        "job_title": "Solicitor",
        "roles": list(roles or (Role.FEE_EARNER,)),
        **fields,
    }
    if "department" not in values:
        values["department"] = department()
    return User.objects.create(password=_hashed(), **values)


@cache
def _hashed() -> str:
    """The password, hashed once a run: slow on purpose, and every test makes people."""
    return make_password(PASSWORD)


def party(name: str = "Joseph Adeyemi", *, by: User | None = None, confirmed: bool = True, **facts: object) -> Party:
    """A client with a confirmed telephone number and mailbox of his own."""
    number = next(_numbers)
    known = {"phone": f"07700 900{number:03d}", "email": f"client{number}@mail.example", "title": "Mr", **facts}
    return create_party(
        facts=PartyFacts(name=name, **known),  # type: ignore[arg-type]
        by=by or user(),
        now=TUESDAY_NOON,
        confirmed=confirmed,
    )


def matter(
    *, fee_earner: User | None = None, client: Party | None = None, is_open: bool = True, **fields: object
) -> Matter:
    """An open matter with one client."""
    lawyer = fee_earner or user()
    values = {
        "title": "Purchase of 27 Quarry Mount",
        "work_type": WorkType.RESIDENTIAL_PURCHASE,
        "department": lawyer.department,
        "fee_earner": lawyer,
        "stage": MatterStage.OPEN if is_open else MatterStage.PROSPECTIVE,
        "reference": f"RP-26-{next(_numbers):04d}" if is_open else None,
        "instructed_on": date(2026, 11, 23),
        **fields,
    }
    made = Matter.objects.create(**values)
    MatterParty.objects.create(matter=made, party=client or party(by=lawyer), role=MatterRole.CLIENT)
    return made


PURCHASE_PRICE = {
    "code": "purchase",
    "work_type": WorkType.RESIDENTIAL_PURCHASE,
    "name": "Buying a home",
    "in_force_from": date(2025, 10, 1),
    "value_label": "Price of the property",
    "value_answer": "price",
    "options": [{"code": "leasehold", "label": "A flat", "answer": "tenure", "answer_value": "flat"}],
    "lines": [
        {"code": "fee", "label": "Our fee", "certainty": "fixed", "vat_reason": "our service",
         "bands": [[250_000, 950], [500_000, 1150]]},
        {"code": "leasehold", "label": "Leasehold work", "certainty": "fixed", "vat_reason": "our service", "net": 250,
         "option": "leasehold"},
        {"code": "searches", "label": "Searches for our advice", "vat_reason": "we use them to advise", "net": 265},
        {"code": "identity", "label": "Identity check", "certainty": "fixed", "vat_reason": "our own duty", "net": 10,
         "per": "client"},
        {"code": "registration", "label": "Registration", "payee": "HM Land Registry", "treatment": "paid_for_you",
         "has_vat": False, "vat_reason": "your own fee", "net": 150},
        {"code": "tax", "label": "Stamp duty land tax", "payee": "HMRC", "treatment": "paid_for_you",
         "certainty": "assumption", "has_vat": False, "vat_reason": "your own tax", "is_tax": True},
    ],
    "included": ["The title and the contract"],
    "not_included": ["A survey of the building"],
    "changes": "a second lender",
    "stages": ["Searches", "Exchange of contracts"],
    "weeks": [10, 14],
    "depends_on": "the chain",
    "done_by": "A solicitor, supervised by the head of department",
}  # fmt: skip


def price_table(**changes: object) -> PriceTable:
    """The price of buying a home, published last year, or that with changes."""
    row = {**PURCHASE_PRICE, **changes}
    load_price_tables([row], by=SYSTEM, now=TUESDAY_NOON)
    return PriceTable.objects.get(code=row["code"], version=1)


def agree(party: Party, adjustment: Adjustment, **agreed: object) -> Need:
    """Record an adjustment that was agreed on the phone today."""
    today = TUESDAY_NOON.date()
    known = {
        "starts_on": today,
        "consented_on": today,
        "consented_how": "On the phone",
        "review_on": date(2027, 11, 24),
    }
    return record_need(
        party_id=party.pk,
        agreed=Agreed(adjustment=adjustment, **known | agreed),  # type: ignore[arg-type]
        by=user(),
        now=TUESDAY_NOON,
    )


def explain(party: Party, words: str = "Retinitis, since the spring") -> Circumstance:
    """Keep why somebody needs care."""
    return record_circumstance(
        party_id=party.pk,
        kind=CircumstanceKind.ILLNESS,
        words=words,
        consented_on=TUESDAY_NOON.date(),
        consented_how="On the phone",
        by=user(),
        now=TUESDAY_NOON,
    )
