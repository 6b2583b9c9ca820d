"""Facts that several letters quote: the firm, its people, whom we write to, the procedure and the way out of it."""

from dataclasses import dataclass
from datetime import date

from practice.phrases import phone_groups
from wording.facts.plain import Context, plain_date


@dataclass(frozen=True)
class Firm:
    """The firm as its letterhead and foot say it."""

    name: str
    descriptor: str
    address: str
    phone: str
    email: str
    website: str
    legal_form: str
    registration: str
    vat_number: str
    regulator_name: str
    regulator_number: str
    regulator_url: str
    status_sentence: str
    file_kept_years: int = 15

    def context(self) -> Context:
        lines = [line.strip() for line in self.address.splitlines() if line.strip()]
        return {
            "name": self.name,
            "descriptor": self.descriptor,
            "address_lines": lines,
            "address": ", ".join(lines),
            "phone": phone_groups(self.phone),
            "email": self.email,
            "website": self.website,
            "legal_form": self.legal_form,
            "registration": self.registration,
            "vat_number": self.vat_number,
            "regulator_name": self.regulator_name,
            "regulator_number": self.regulator_number,
            "regulator_url": self.regulator_url,
            "status_sentence": self.status_sentence,
            "file_kept_years": self.file_kept_years,
            "foot": f"{self.status_sentence}\n{self.registration}. VAT number {self.vat_number}.",
        }


@dataclass(frozen=True)
class Person:
    """Somebody of the firm. `does` is what they do for this client: "helps", "supervises"."""

    name: str
    role: str
    phone: str
    email: str
    does: str = ""

    def context(self) -> Context:
        phone = phone_groups(self.phone)
        return {
            "name": self.name,
            "role": self.role,
            "phone": phone,
            "extension": phone.rpartition(" ")[2],
            "email": self.email,
            "does": self.does,
        }


@dataclass(frozen=True)
class Addressee:
    """
    Whom the letter goes to, as on the envelope. `dear` is what stands after Dear.

    `attention`: of a body, the person for whom it is meant. `signs`: whose signature it asks for; "" for the name.
    """

    name: str
    address: str
    dear: str
    attention: str = ""
    signs: str = ""

    @property
    def envelope(self) -> str:
        """Return the name as it stands on an envelope or in front of a mailbox."""
        return f"{self.name}, for the attention of {self.attention}" if self.attention else self.name

    def context(self) -> Context:
        lines = [line.strip() for line in self.address.splitlines() if line.strip()]
        if self.attention:
            lines = [f"For the attention of {self.attention}", *lines]
        return {"name": self.name, "lines": lines, "dear": self.dear, "signs": self.signs or self.name}


@dataclass(frozen=True)
class Sheet:
    """
    The letter as a piece of paper. `signed_by` of None signs for the firm.

    `notes` stand under the reference: "Letter 1, version 3", "By e-mail and post".
    """

    firm: Firm
    to: Addressee
    date_on: date
    reference: str
    signed_by: Person | None
    notes: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()

    def context(self) -> Context:
        signed = self.signed_by.context() if self.signed_by else None
        return {
            "firm": self.firm.context(),
            "to": self.to.context(),
            "letter": {
                "date": plain_date(self.date_on),
                "iso_date": self.date_on.isoformat(),
                "reference": self.reference,
                "notes": list(self.notes),
            },
            "sign": {
                "for_firm": signed is None,
                "name": signed["name"] if signed else self.firm.name,
                "role": signed["role"] if signed else "",
                "phone": signed["phone"] if signed else phone_groups(self.firm.phone),
                "email": signed["email"] if signed else self.firm.email,
                "enclosures": list(self.enclosures),
            },
        }


@dataclass(frozen=True)
class Redress:
    """The independent body, with its limits in words: "6 months", "1 year" (None where the scheme has none)."""

    code: str
    name: str
    address: str
    phone: str
    email: str
    website: str
    limit_from_final: str
    limit_from_act: str | None
    unanswered_after: str = "8 weeks"

    def context(self) -> Context:
        return {
            "name": self.name,
            "address": ", ".join(line.strip() for line in self.address.splitlines() if line.strip()),
            "phone": phone_groups(self.phone),
            "email": self.email,
            "website": self.website,
            "limit_from_final": self.limit_from_final,
            "limit_from_act": self.limit_from_act or "",
            "unanswered_after": self.unanswered_after,
        }


@dataclass(frozen=True)
class Procedure:
    """The complaints procedure in words, from its stored numbers (decisions 11)."""

    version: int
    in_force_from: date
    acknowledge: str
    outcome: str
    review_window: str
    review: str
    eight_weeks: str
    progress: str
    contact: Person
    reviewer: Person

    def context(self) -> Context:
        return {
            "version": self.version,
            "in_force_from": plain_date(self.in_force_from),
            "acknowledge": self.acknowledge,
            "outcome": self.outcome,
            "review_window": self.review_window,
            "review": self.review,
            "eight_weeks": self.eight_weeks,
            "progress": self.progress,
            "contact": self.contact.context(),
            "reviewer": self.reviewer.context(),
        }
