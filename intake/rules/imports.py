"""What a row of somebody else's list must be before it becomes a party, and a matter. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import TextChoices


class Duplicates(TextChoices):
    """What happens to a row whose number, or whose person, is on record already."""

    SKIP = "skip", "Leave it out"
    UPDATE = "update", "Update whoever has the same number"
    MAKE = "make", "Record a namesake anyway"


class RowOutcome(TextChoices):
    """What a row becomes."""

    MAKE = "make", "New"
    UPDATE = "update", "Update"
    SKIP = "skip", "Left out"
    REFUSE = "refuse", "Mistake"


LONGEST: Final = {
    "given_name": 100,
    "family_name": 100,
    "name": 200,
    "organisation": 200,
    "company_number": 30,
    "date_of_birth": 40,
    "address": 240,
    "postcode": 10,
    "phone": 40,
    "email": 254,
    "reference": 40,
    "matter_number": 40,
    "matter_title": 200,
}
LABELS: Final = {
    "reference": "Client number of the practice system",
    "given_name": "Given names",
    "family_name": "Family name",
    "name": "Full name, where it stands in one column",
    "organisation": "Organisation",
    "company_number": "Company number",
    "date_of_birth": "Date of birth",
    "address": "Address",
    "postcode": "Postcode",
    "phone": "Telephone",
    "email": "E-mail",
    "matter_number": "Matter number of the practice system",
    "matter_title": "What the matter is",
    "work_type": "Kind of work",
    "fee_earner": "Fee earner, by e-mail or name",
    "opened_on": "Matter opened on",
    "closed_on": "Matter closed on",
    "letter_sent_on": "Client care letter went on",
    "letter_accepted_on": "Client care letter accepted on",
}
MATTER_DAYS: Final = ("opened_on", "closed_on", "letter_sent_on", "letter_accepted_on")
MATTER_FIELDS: Final = ("matter_number", "matter_title", "work_type", "fee_earner", *MATTER_DAYS)
DATES: Final = {"date_of_birth", *MATTER_DAYS}
LONGEST_NUMBER: Final = 20
EARLIEST_BIRTH: Final = date(1850, 1, 1)
FULL_NAME: Final = 200
_FORMULA: Final = ("=", "+", "-", "@")
_NAMES: Final = ("given_name", "family_name", "name", "organisation")
_ALIASES: Final = {
    "reference": "client no, client number, client ref, client reference, client id, account number, entity ref",
    "given_name": "given names, first name, first names, forename, forenames, christian name",
    "family_name": "surname, last name",
    "name": "full name, client name, client",
    "organisation": "organization, company, company name, business, business name, firm",
    "company_number": "company no, crn, registration number, company registration number, registered number",
    "date_of_birth": "dob, birth date, birthday, born, d.o.b.",
    "address": "address 1, address line 1, street, full address",
    "postcode": "post code, zip, postal code",
    "phone": "telephone, tel, mobile, phone number, telephone number, mobile number",
    "email": "e mail, email address, e mail address, mail",
    "matter_number": "matter no, matter ref, matter reference, matter id, file number, file no",
    "matter_title": "matter, matter description, description, matter name",
    "work_type": "kind of work, matter type, case type, area of law",
    "fee_earner": "fee earner name, handler, solicitor, responsible",
    "opened_on": "opened, open date, date opened, matter opened",
    "closed_on": "closed, close date, date closed, matter closed",
    "letter_sent_on": "client care letter, client care letter sent, ccl sent, engagement letter sent, letter sent",
    "letter_accepted_on": "client care letter accepted, ccl accepted, ccl signed, letter accepted, terms accepted",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused or left out: the field, "" for the whole row, and a sentence's end."""

    field: str
    because: str


def guess_columns(headers: list[str]) -> dict[str, int]:
    """Return which column may be which field, by its heading; a field that no heading sounds like is left out."""
    said = {_plain(header): number for number, header in reversed(list(enumerate(headers)))}
    guessed: dict[str, int] = {}
    for field, aliases in _ALIASES.items():
        for alias in (field, *aliases.split(",")):
            if (number := said.get(_plain(alias))) is not None and number not in guessed.values():
                guessed[field] = number
                break
    return guessed


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").replace("'", "").strip(" .:*").split())


def problems_of_columns(columns: Mapping[str, int]) -> list[Problem]:
    """Return what is wrong with a choice of columns: one column is one field, and somebody must have a name."""
    problems = []
    taken: dict[int, str] = {}
    for field, number in columns.items():
        first = taken.setdefault(number, field)
        if first != field:
            problems.append(Problem(field, f"This column is already “{LABELS[first]}”. Choose another, or none."))
    if not any(field in columns for field in _NAMES):
        problems.append(Problem("", "Say which column holds a name: of a person, in one or two columns, or of a body."))
    if "matter_number" not in columns and any(field in columns for field in MATTER_FIELDS):
        problems.append(Problem("matter_number", "Matters are known by their number. Say which column holds it."))
    return problems


def problems_of(cells: Mapping[str, str], *, born_on: date | None, today: date) -> list[Problem]:
    """Return everything that is wrong with a row; ``born_on`` is its date of birth as read, None for no such day."""
    problems = [
        Problem(field, f"begins with {text[0]}, which a spreadsheet runs as a formula")
        for field, text in cells.items()
        if text.startswith(_FORMULA) and not (field == "phone" and _is_number(text))
    ]
    problems += [
        Problem(field, f"has {len(cells[field])} characters; {most} are the most")
        for field, most in LONGEST.items()
        if len(cells.get(field, "")) > most
    ]
    if not any(cells.get(field) for field in _NAMES):
        problems.append(Problem("", "gives no name: fill given_name, family_name or organisation"))
    problems += [
        Problem(field, "has no letter")
        for field in ("given_name", "family_name", "name")
        if cells.get(field) and not any(letter.isalpha() for letter in cells[field])
    ]
    if len(f"{cells.get('given_name', '')} {cells.get('family_name', '')}") > FULL_NAME:
        problems.append(Problem("family_name", f"makes a name of more than {FULL_NAME} characters"))
    if cells.get("date_of_birth"):
        problems += _of_birth(born_on, today)
    return problems + _of_number(cells) + _of_reach(cells)


def _of_number(cells: Mapping[str, str]) -> list[Problem]:
    number = cells.get("company_number", "")
    if not number:
        return []
    if not cells.get("organisation") or any(cells.get(field) for field in ("given_name", "family_name", "name")):
        return [Problem("company_number", "belongs to a row of an organisation alone: a person has none")]
    if not any(sign.isdigit() for sign in number) or sum(sign.isalnum() for sign in number) > LONGEST_NUMBER:
        return [Problem("company_number", "is no number of a company: write it as on the register, 01234567")]
    return []


def _of_birth(born_on: date | None, today: date) -> list[Problem]:
    if born_on is None:
        return [Problem("date_of_birth", "is no date: write 1958-03-14 or 14/03/1958")]
    if born_on > today:
        return [Problem("date_of_birth", "lies in the future")]
    if born_on < EARLIEST_BIRTH:
        return [Problem("date_of_birth", "lies before 1850")]
    return []


def _of_reach(cells: Mapping[str, str]) -> list[Problem]:
    problems = []
    phone, email = cells.get("phone", ""), cells.get("email", "")
    if phone and sum(letter.isdigit() for letter in phone) < 5:
        problems.append(Problem("phone", "has fewer than five digits"))
    name, _, domain = email.partition("@")
    if email and (not name or "." not in domain or "@" in domain or " " in email):
        problems.append(Problem("email", "is no e-mail address"))
    return problems


def _is_number(text: str) -> bool:
    return text.startswith("+") and all(letter.isdigit() or letter in " ()-." for letter in text[1:])


def problems_of_matter(
    cells: Mapping[str, str],
    *,
    work_type_known: bool,
    fee_earner_known: bool,
    days: Mapping[str, date | None],
    today: date,
) -> list[Problem]:
    """Return what is wrong with the matter of a row; one without any of its fields has none. ``days``: as read."""
    given = [field for field in MATTER_FIELDS if cells.get(field)]
    if not given:
        return []
    problems = []
    if not cells.get("matter_number"):
        problems.append(Problem("matter_number", "is missing: a matter is known by its number"))
    if not cells.get("matter_title"):
        problems.append(Problem("matter_title", "is missing: say what the matter is"))
    if not work_type_known:
        problems.append(Problem("work_type", "is no kind of work that is done here"))
    if not fee_earner_known:
        problems.append(Problem("fee_earner", "is nobody who works here in a department"))
    for field in MATTER_DAYS:
        day = days.get(field)
        if cells.get(field) and day is None:
            problems.append(Problem(field, "is no date: write 2024-03-14 or 14/03/2024"))
        elif day is not None and day > today:
            problems.append(Problem(field, "lies in the future"))
    if _lies_before(days, "closed_on", "opened_on"):
        problems.append(Problem("closed_on", "lies before the day it was opened"))
    if _lies_before(days, "letter_accepted_on", "letter_sent_on"):
        problems.append(Problem("letter_accepted_on", "lies before the day the letter went"))
    if cells.get("letter_accepted_on") and not cells.get("letter_sent_on"):
        problems.append(Problem("letter_sent_on", "is missing: say when the letter went that was accepted"))
    return problems


def _lies_before(days: Mapping[str, date | None], field: str, other: str) -> bool:
    day, first = days.get(field), days.get(other)
    return day is not None and first is not None and day < first
