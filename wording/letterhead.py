"""Facts that every letter takes from the firm's own rows: letterhead, procedure, redress, insurance, people."""

from collections.abc import Sequence
from datetime import date

from practice.models import (
    Department,
    FirmProfile,
    InsurancePolicy,
    JurisdictionProfile,
    Party,
    Position,
    RedressScheme,
    User,
)
from practice.models import Procedure as ProcedureRow
from wording.facts import Addressee, Firm, Person, Procedure, ProcedureText, Redress, Terms
from wording.facts.plain import counted, gap
from wording.models import Template


def firm(department: Department) -> Firm:
    """Return the letterhead of a department: the firm's own, under that department's regulator."""
    profile = FirmProfile.objects.get()
    under = department.profile
    return Firm(
        name=profile.name,
        descriptor=profile.descriptor,
        address=profile.address,
        phone=profile.phone,
        email=profile.email,
        website=profile.website,
        legal_form=profile.legal_form,
        registration=profile.registration.removesuffix("."),
        vat_number=profile.vat_number,
        regulator_name=under.regulator_name,
        regulator_number=profile.regulator_number,
        regulator_url=_site(under.regulator_url),
        status_sentence=regulated(profile, under),
        file_kept_years=profile.file_kept_years,
    )


def regulated(profile: FirmProfile, under: JurisdictionProfile) -> str:
    """Return under whose rules the firm works, with its own number there."""
    status = under.status_sentence.replace("We are ", f"{profile.name} is ", 1)
    if profile.regulator_number and under.status_sentence.startswith("We are "):  # the firm's own regulator's number
        return f"{status.removesuffix('.')}, number {profile.regulator_number}."
    return status


def person(user: User, of: Firm, *, does: str = "") -> Person:
    """Return somebody of the firm as letters name them; without a direct line, the firm's number."""
    return Person(
        name=user.name,
        role=user.job_title[:1].lower() + user.job_title[1:],
        phone=user.direct_line or of.phone,
        email=user.email,
        does=does,
    )


def addressee(
    party: Party, *, address: str, capacity: str = "", attention: Position | None = None, signing: Sequence[str] = ()
) -> Addressee:
    """
    Return whom a letter goes to. The address is the one that the rules of safe contact allow.

    What is written about somebody who has died is written to their personal representatives. ``capacity``: in which
    they act for somebody else, as in `attorney under a lasting power of Mrs Lee`. ``attention``: of a body, the person
    whom the letter greets; ``signing``: the names of those who may instruct for it.
    """
    if party.died_on is not None:
        name = f"The personal representatives of {party.full_name}"
        return Addressee(name=name, address=address, dear="Personal Representatives")
    name = f"{party.full_name}, {capacity}" if capacity else party.full_name
    return Addressee(
        name=name,
        address=address,
        dear=attention.person.dear if attention else party.dear,
        attention=f"{attention.person.full_name}, {attention.title}" if attention else "",
        signs=f"{' or '.join(signing)}, for {party.full_name}" if signing else "",
    )


def redress(department: Department, *, on: date) -> Redress | None:
    """Return the department's redress scheme, or None when nobody has checked its contact details lately (Q3)."""
    scheme = department.profile.schemes.order_by("pk").first()
    if scheme is None or not scheme.is_confirmed(on=on):
        return None
    return redress_words(scheme)


def redress_words(scheme: RedressScheme) -> Redress:
    months, years = scheme.limit_from_final_response_months, scheme.limit_from_act_or_knowledge_years
    return Redress(
        code=scheme.code,
        name=scheme.name.removeprefix("the ").removeprefix("The "),
        address=scheme.address,
        phone=scheme.phone,
        email=scheme.email,
        website=_site(scheme.url),
        limit_from_final=counted(months, "months") if months else gap("redress", "which limit?"),
        limit_from_act=counted(years, "years") if years else None,
    )


def procedure_in_force(department: Department, *, on: date) -> ProcedureRow:
    """Return the version of the department's procedure that is in force that day."""
    return ProcedureRow.objects.in_force(department.profile.procedure.code, on=on)


def procedure(row: ProcedureRow, of: Firm, *, contact: User, reviewer: User) -> Procedure:
    """Return a procedure in words, from the numbers its clocks run by (decisions 11)."""
    words = {
        rule.kind: counted(rule.settings["value"], rule.settings["unit"])
        for rule in row.rules.all()
        if "value" in rule.settings
    }
    return Procedure(
        version=row.version,
        in_force_from=row.in_force_from,
        acknowledge=words["ack"],
        outcome=words["stage1_outcome"],
        review_window=words["review_request_window"],
        review=words["stage2_outcome"],
        eight_weeks=words["eight_week"],
        progress=words["progress_update"],
        contact=person(contact, of),
        reviewer=person(reviewer, of),
    )


def insurance(*, on: date) -> InsurancePolicy | None:
    """Return the policy in force that day, the one that lasts longest."""
    return InsurancePolicy.objects.filter(starts_on__lte=on, expires_on__gte=on).order_by("-expires_on", "pk").first()


def terms(
    of: Firm,
    *,
    template: Template,
    policy: InsurancePolicy | None,
    procedure: Procedure,
    redress: Redress | None,
    privacy_url: str,
    preset: str = "standard",
    client_money: bool = True,
) -> Terms:
    """Return the facts of the terms of business; `template`: the version that goes with the letter."""
    return Terms(
        firm=of,
        version=template.version,
        in_force_from=template.in_force_from.date(),
        insurer=policy.insurer if policy else None,
        insurer_contact=policy.contact if policy else None,
        insured_territory=policy.territory if policy else None,
        privacy_url=privacy_url,
        procedure=procedure,
        redress=redress,
        preset=preset,
        client_money=client_money,
    )


def published_procedure(
    department: Department, *, contact: User, reviewer: User, on: date, version: ProcedureRow | None = None
) -> ProcedureText:
    """Return the facts of the published complaints procedure: of one version, or of the one in force that day."""
    row = version or procedure_in_force(department, on=on)
    letterhead = firm(department)
    return ProcedureText(
        firm=letterhead,
        procedure=procedure(row, letterhead, contact=contact, reviewer=reviewer),
        redress=redress(department, on=on),
    )


def _site(address: str) -> str:
    return address.removeprefix("https://").removeprefix("www.").rstrip("/")
