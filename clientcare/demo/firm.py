"""Hartley & Vane LLP: a legal division and a property division, its people and its promises."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from practice.models import (
    AutomaticMessage,
    CallPolicy,
    Department,
    FirmProfile,
    InsurancePolicy,
    JurisdictionProfile,
    Office,
    RedressScheme,
    SendMode,
    ServiceStandard,
    User,
)
from practice.permissions import Role
from practice.services.reference import read_data

DOMAIN = "hartleyvane.example"
ADDRESS = "14 Cloth Hall Row\nLeeds\nLS1 0ZZ"
_DATA = read_data(Path(__file__).parent / "data", "firm.yaml")


@dataclass(frozen=True)
class Firm:
    """The people and departments by the short names used in this package."""

    staff: dict[str, User]
    departments: dict[str, Department]

    def fee_earners(self, code: str) -> list[User]:
        return [
            one
            for one in self.staff.values()
            if one.department_id == self.departments[code].pk and one.has_role(Role.FEE_EARNER)
        ]


def load_firm(today: date) -> Firm:
    """Write the firm. The password of every demo account is DEMO_PASSWORD."""
    office = Office.objects.create(
        name="Leeds", opens_at=time(9), closes_at=time(17), address=ADDRESS, phone="0113 496 0100"
    )
    departments = {
        code: Department.objects.create(
            code=code, name=row["name"], office=office, profile=JurisdictionProfile.objects.get(code=row["profile"])
        )
        for code, row in _DATA["departments"].items()
    }
    password = make_password(settings.DEMO_PASSWORD)
    staff = {}
    for mailbox, row in _DATA["staff"].items():
        title, given, family = row["name"]
        staff[mailbox] = User.objects.create(
            email=f"{mailbox}@{DOMAIN}",
            password=password,
            title=title,
            given_name=given,
            family_name=family,
            job_title=row["job"],
            department=departments.get(row.get("department")),
            roles=row["roles"],
            direct_line=f"0113 496 {row['extension']}",
        )
    for code, row in _DATA["departments"].items():
        departments[code].head = staff[row["head"]]
        departments[code].save(update_fields=["head"])
    for mailbox, row in _DATA["staff"].items():
        if "substitute" in row:
            staff[mailbox].substitute = staff[row["substitute"]]
            staff[mailbox].save(update_fields=["substitute"])
    _load_promises(today, staff=staff, departments=departments)
    return Firm(staff=staff, departments=departments)


def _load_promises(today: date, *, staff: dict[str, User], departments: dict[str, Department]) -> None:
    FirmProfile.objects.create(
        name="Hartley & Vane LLP",
        descriptor="Solicitors",
        legal_form="limited liability partnership",
        address=ADDRESS,
        phone="0113 496 0100",
        email=f"care@{DOMAIN}",
        website=DOMAIN,
        registration="Registered in England and Wales, OC000456",
        vat_number="GB 000 7890 12",
        regulator_number="000123",
        privacy_url=f"{DOMAIN}/privacy",
        complaints_partner=staff["marcus.hartley"],
    )
    InsurancePolicy.objects.create(
        insurer="Northern Mutual Indemnity",
        contact="1 Cover Street, Leeds LS1 0ZY, 0113 496 0900",
        territory="Worldwide, without the United States and Canada",
        starts_on=today - timedelta(days=200),
        expires_on=today + timedelta(days=165),
    )
    policy = _DATA["call_policy"]
    # Compliance of the demo firm looks every quarter; letters refuse details that nobody has checked for a year.
    RedressScheme.objects.filter(code__in=("leo", "tpo")).update(last_verified_on=today - timedelta(days=20))
    CallPolicy.objects.create(window_starts_at=time(14), window_ends_at=time(16), **policy)
    for mailbox, row in _DATA["staff"].items():
        if "window" in row:
            starts, ends = (time.fromisoformat(one) for one in row["window"])
            CallPolicy.objects.create(owner=staff[mailbox], window_starts_at=starts, window_ends_at=ends, **policy)
    ServiceStandard.objects.bulk_create(
        ServiceStandard(department=department, **standard)
        for department in departments.values()
        for standard in _DATA["standards"]
    )
    AutomaticMessage.objects.bulk_create(
        AutomaticMessage(kind=kind, mode=SendMode.ON) for kind in _DATA["automatic_messages"]
    )
