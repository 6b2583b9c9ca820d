"""Load the whole demo firm, in the order in which a firm comes to be."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from clientcare.demo.before import load_closings, load_letters_of_before
from clientcare.demo.calls import load_calls
from clientcare.demo.care import load_care, load_needs, load_positions, load_relations
from clientcare.demo.complaints import load_complaints
from clientcare.demo.costs import load_costs
from clientcare.demo.enquiries import load_enquiries
from clientcare.demo.firm import load_firm
from clientcare.demo.instructions import load_instructions
from clientcare.demo.letters import load_letters
from clientcare.demo.mailings import load_mailings
from clientcare.demo.matters import load_matters
from clientcare.demo.meetings import load_meetings
from clientcare.demo.people import load_names, load_people, load_rules
from clientcare.demo.start import choose_what_goes
from clientcare.demo.visits import load_visits
from clientcare.demo.wording import load_wording_changes
from intake.services import take_as_met
from practice.actors import SYSTEM
from practice.models import FirmProfile, Office
from practice.office import load_calendar
from practice.services.prices import load_price_tables
from practice.services.reference import read_data

PRICES = read_data(Path(__file__).parent / "data", "prices.yaml")
_SEED = 2026  # the same firm on every load, so that a test and a screenshot agree


def is_loaded() -> bool:
    return FirmProfile.objects.exists()


def load_demo(*, now: datetime, tell: Callable[[str], None]) -> None:
    """Load the demo firm into a database that has reference data and nothing else; nothing runs beside it."""
    rng = random.Random(_SEED)
    with _no_waiting_for_the_disk():
        tell("The firm and its people")
        firm = load_firm(now.date())
        calendar = load_calendar(Office.objects.get())
        load_price_tables(PRICES, by=SYSTEM, now=now - timedelta(days=400))
        tell("Clients, opponents, lenders")
        with transaction.atomic():
            individuals, bodies = load_people(rng, by=firm.staff["reception"], now=now - timedelta(days=730))
        load_relations(individuals, bodies, by=firm.staff["solicitor"], now=now - timedelta(days=730))
        load_positions(individuals, bodies, by=firm.staff["solicitor"], now=now)
        load_names(individuals, by=firm.staff["solicitor"], now=now - timedelta(days=730))
        load_wording_changes(firm=firm, now=now)
        tell("Matters")
        matters = load_matters(rng, firm=firm, clients=individuals, bodies=bodies, now=now, calendar=calendar)
        tell("Promised calls")
        load_calls(rng, firm=firm, matters=matters, now=now, calendar=calendar)
        tell("Client care letters")
        load_needs(firm=firm, matters=matters, bodies=bodies, now=now, calendar=calendar)
        load_letters_of_before(firm=firm, matters=matters, now=now, calendar=calendar)
        load_letters(firm=firm, matters=matters, now=now, calendar=calendar)
        load_closings(matters=matters, now=now, calendar=calendar)
        tell("Bills and a new estimate")
        load_costs(now=now, calendar=calendar)
        load_instructions(now=now, calendar=calendar)
        tell("Enquiries and conflict checks")
        load_enquiries(firm=firm, matters=matters, bodies=bodies, now=now, calendar=calendar)
        tell("First meetings")
        load_meetings(firm=firm, matters=matters, now=now, calendar=calendar)
        load_visits(firm=firm, matters=matters, now=now, calendar=calendar)
        tell("Complaints")
        cases = load_complaints(firm=firm, matters=matters, now=now, calendar=calendar)
        choose_what_goes(cases, now=now)
        tell("What clients agreed and said")
        load_care(firm=firm, matters=matters, bodies=bodies, now=now, calendar=calendar)
        tell("Letters to many clients")
        load_mailings(firm=firm, now=now)
        load_rules(matters, by=firm.staff["reception"], now=now - timedelta(days=20))
        take_as_met(now=now)


@contextmanager
def _no_waiting_for_the_disk() -> Iterator[None]:
    """Let thousands of small transactions commit without a flush each: a load that dies is started over anyway."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")
