"""Facts of what is the same for every client: the terms of business and the complaints procedure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wording.facts.common import Firm, Procedure, Redress
from wording.facts.plain import Context, gap, plain_date

_STALE = gap("redress", "check the ombudsman's contact details")
# Whose law the agreement follows, by preset (domain 2.6); England and Wales for the others.
_LAW = {"scot": "Scotland", "ni": "Northern Ireland"}
_UNINSURED = gap("insurance", "no policy in force")


def _document(firm: Firm, reference: str, on: date) -> Context:
    """Return what the sheet of a document without addressee needs."""
    return {
        "firm": firm.context(),
        "letter": {
            "date": plain_date(on),
            "iso_date": on.isoformat(),
            "reference": reference,
            "notes": [],
        },
    }


def _redress(redress: Redress | None) -> Context:
    if redress:
        return redress.context()
    names = "name address phone email website limit_from_final limit_from_act unanswered_after"
    return dict.fromkeys(names.split(), _STALE)


@dataclass(frozen=True)
class Terms:
    """
    The terms of business. An insurer of None means that no policy is in force that day, and stops the letter (C07).
    """

    firm: Firm
    version: int
    in_force_from: date
    insurer: str | None
    insurer_contact: str | None
    insured_territory: str | None
    privacy_url: str
    procedure: Procedure
    redress: Redress | None
    preset: str = "standard"
    client_money: bool = True

    def has_estimate(self) -> bool:
        return True

    def triggers(self) -> Mapping[str, bool | str]:
        return {
            "always": True,
            "preset": self.preset,
            "scheme": self.redress.code if self.redress else "leo",
            "client_money": self.client_money,
        }

    def context(self) -> Context:
        in_force = f"Version {self.version}, in force from {plain_date(self.in_force_from)}"
        return {
            **_document(self.firm, in_force, self.in_force_from),
            "terms": {"version": self.version, "in_force": in_force, "law": _LAW.get(self.preset, "England and Wales")},
            "insurance": {
                "insurer": self.insurer or _UNINSURED,
                "contact": self.insurer_contact or _UNINSURED,
                "territory": self.insured_territory or _UNINSURED,
            },
            "privacy": {"url": self.privacy_url},
            "procedure": self.procedure.context(),
            "redress": _redress(self.redress),
        }


@dataclass(frozen=True)
class ProcedureText:
    """The published complaints procedure, generated from its numbers (decisions 11)."""

    firm: Firm
    procedure: Procedure
    redress: Redress | None

    def has_estimate(self) -> bool:
        return True

    def triggers(self) -> Mapping[str, bool | str]:
        return {"always": True, "preset": "standard", "scheme": self.redress.code if self.redress else "leo"}

    def context(self) -> Context:
        name = f"Complaints procedure, version {self.procedure.version}"
        return {
            **_document(self.firm, name, self.procedure.in_force_from),
            "procedure": self.procedure.context(),
            "redress": _redress(self.redress),
        }
