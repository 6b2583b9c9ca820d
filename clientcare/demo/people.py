"""Some four hundred people and bodies, the same on every load."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from practice.models import ContactKind, Matter, NameKind, Party, PartyKind, Relationship, User
from practice.reach import fingerprint
from practice.services.naming import Days, record_name
from practice.services.parties import PartyFacts, create_party
from practice.services.reach import ReachRules, add_contact_point, change_reach, end_contact_point

_GIVEN = (
    "Margaret Joseph Nkechi Colin Dorothy Arjun Gwen Idris Hannah Leila Rowan Martin Stella Owen Fatima Piotr Agnes "
    "Desmond Yusuf Clara Benedict Oluwaseun Meera Tobias Ingrid Callum Rosalind Kwame Elspeth Hamza Bronwen Lukas "
    "Priscilla Anthony Sadia Duncan Philippa Rajesh Noreen Gethin"
).split()
_MEN = set(
    "Joseph Colin Arjun Idris Martin Owen Piotr Desmond Yusuf Benedict Oluwaseun Tobias Callum Kwame Hamza Lukas "
    "Anthony Duncan Rajesh Gethin".split()
)
_TITLES_OF_MEN, _TITLES_OF_WOMEN = ("Mr", "Mr", "Mr", "Dr"), ("Mrs", "Ms", "Miss", "Dr")
_FAMILY = (
    "Ellison Adeyemi Fairbrother Keeling Mehta Sutcliffe Bowen Stott Haddad Pritchard Sowerby Oyelaran Dhillon Kaur "
    "Ashworth Brannigan Cartledge Dunstable Eckersley Farnley Greenhalgh Hollingworth Ikande Jarrow Kettlewell "
    "Lumb Micklethwaite Nowak Ormerod Pickersgill Quarmby Ramsbottom Sharples Thackray Umar Varley Wigglesworth "
    "Xavier Yeadon Zaman O'Hara Beaumont-Hill"
).split()
_STREETS = "Quarry Mount, Larch Grove, Canal Wharf, Kirk View, Beck Lane, Mill Row, Ashlar Terrace, Wharf Lane".split(
    ", "
)
_AREAS = ("LS1", "LS6", "LS7", "LS8", "LS11", "BD3", "WF1", "HG1")
_BODIES = [
    ("Brightwater Joinery Ltd", False),
    ("Northdale Building Society", True),
    ("Pennine Bank plc", True),
    ("Leeds Metropolitan Council", True),
    ("Moor & Dale Estate Agents", True),
    ("Fenwick & Marr Solicitors", True),
    ("Dale and Finch Mortgage Brokers", True),
    ("Calder Freight Ltd", False),
    ("Airedale Scaffolding Ltd", False),
    ("Roundhay Dental Practice LLP", False),
]
_SAFE = [
    ("Mobile only. No voicemail. Name the firm to nobody else who answers.", False),
    ("Any time. Voicemail is safe.", True),
    ("Not before 15:00. Voicemail is safe.", True),
    ("Home number, a relative may answer: name and number only.", False),
    ("E-mail first, then ring.", False),
]
INDIVIDUALS = 390
# By the place of their matter: rules that the house keeps, instead of words. The first of them waits for a call.
_RULES: dict[int, dict[str, Any]] = {
    5: {"may_name_firm": False, "words": "A relative may answer"},
    100: {"ring_from": time(9, 30), "ring_until": time(14, 30), "post_is_safe": False},
    120: {"voicemail_is_safe": True, "post_is_safe": False},
}
_OLD_NUMBER = "0113 496 0899"  # of the last of them: given once, and not used any more


def load_people(rng: random.Random, *, by: User, now: datetime) -> tuple[list[Party], list[Party]]:
    """Write the individuals and the bodies; return both lists. Every address ends in .example."""
    individuals = [_individual(rng, number, by=by, now=now) for number in range(1, INDIVIDUALS + 1)]
    bodies = [
        create_party(
            facts=PartyFacts(
                name=name,
                kind=PartyKind.ORGANISATION,
                relationship=Relationship.THIRD_PARTY if is_common else Relationship.CLIENT,
                phone=f"0113 496 0{700 + number}",
                email=f"office@body{number}.example",
                address=f"{number} Commerce Square\nLeeds\nLS1 4ZZ",
                postcode="LS1 4ZZ",
                is_common_body=is_common,
            ),
            by=by,
            now=now,
            confirmed=True,
        )
        for number, (name, is_common) in enumerate(_BODIES, start=1)
    ]
    return individuals, bodies


def load_names(individuals: list[Party], *, by: User, now: datetime) -> None:
    """Give Dorothy the name she had before she married, and the one by which everybody calls her."""
    for text, kind, days in (
        ("Dorothy Ravensworth", NameKind.MAIDEN, Days(None, date(1987, 5, 16))),
        ("Dot", NameKind.KNOWN_AS, Days()),
    ):
        record_name(party_id=individuals[3].pk, text=text, kind=kind, days=days, by=by, now=now)


def load_rules(matters: list[Matter], *, by: User, now: datetime) -> None:
    """Give a few clients rules of contact, as if they had told reception face to face; each has but one number."""
    for place, said in _RULES.items():
        party = matters[place].clients()[0]
        usual = {"voicemail_is_safe": False, "email_is_safe": True, "post_is_safe": True, "may_name_firm": True}
        only = None if "ring_from" in said else party.contacts.phones(now.date())[0].pk
        rules = ReachRules(**(usual | {"only_number": only} | said))
        change_reach(party_id=party.pk, rules=rules, over=None, seen=fingerprint(party), by=by, now=now)
    gone = add_contact_point(party_id=party.pk, kind=ContactKind.PHONE, text=_OLD_NUMBER, by=by, now=now)
    end_contact_point(contact_id=gone.pk, because="They have moved out", by=by, now=now)


def _individual(rng: random.Random, number: int, *, by: User, now: datetime) -> Party:
    given = _GIVEN[number % len(_GIVEN)] if number > 2 else "Margaret"  # two of one name, told apart by birth year
    family = _FAMILY[(number * 7 // 3) % len(_FAMILY)] if number > 2 else "Ellison"
    title = rng.choice(_TITLES_OF_MEN if given in _MEN else _TITLES_OF_WOMEN)
    postcode = f"{rng.choice(_AREAS)} {rng.randint(1, 9)}ZZ"
    safe, voicemail = rng.choice(_SAFE)
    if number % 5 == 0:  # without a rule, so that the figures of their link may be sent
        safe, voicemail = "", False
    return create_party(
        facts=PartyFacts(
            name=f"{given} {family}",
            title=title,
            salutation=f"{title} {family}",
            born_on=date(1940, 1, 1) + timedelta(days=rng.randint(0, 23_000)),
            relationship=Relationship.CLIENT,
            other_names=(f"{given} {rng.choice(_FAMILY)}",) if number % 11 == 0 else (),
            phone=f"07700 {900000 + number}",
            email=f"{given}.{family}{number}@mail.example".lower().replace("'", "") if number % 13 else "",
            address=f"{rng.randint(1, 90)} {rng.choice(_STREETS)}\nLeeds\n{postcode}",
            postcode=postcode,
            safe_contact=safe,
            voicemail_is_safe=voicemail,
        ),
        by=by,
        now=now,
        confirmed=True,
    )
