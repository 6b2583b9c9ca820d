"""Some four hundred people and bodies, the same on every load."""

import random
from datetime import date, datetime, timedelta

from practice.models import Party, PartyKind, Relationship, User
from practice.services.parties import PartyFacts, create_party

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
    ("E-mail first. Ring after 17:00 only.", False),
]
INDIVIDUALS = 390


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


def _individual(rng: random.Random, number: int, *, by: User, now: datetime) -> Party:
    given = _GIVEN[number % len(_GIVEN)] if number > 2 else "Margaret"  # two of one name, told apart by birth year
    family = _FAMILY[(number * 7 // 3) % len(_FAMILY)] if number > 2 else "Ellison"
    title = rng.choice(_TITLES_OF_MEN if given in _MEN else _TITLES_OF_WOMEN)
    postcode = f"{rng.choice(_AREAS)} {rng.randint(1, 9)}ZZ"
    safe, voicemail = rng.choice(_SAFE)
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
