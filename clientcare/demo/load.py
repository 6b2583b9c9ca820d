"""Load the whole demo firm, in the order in which a firm comes to be."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from clientcare.demo.firm import load_firm
from clientcare.demo.matters import load_matters
from clientcare.demo.people import load_people
from practice.models import FirmProfile, Office
from practice.office import load_calendar

_SEED = 2026  # the same firm on every load, so that a test and a screenshot agree


def is_loaded() -> bool:
    return FirmProfile.objects.exists()


def load_demo(*, now: datetime, tell: Callable[[str], None]) -> None:
    """Load the demo firm into a database that has reference data and nothing else."""
    rng = random.Random(_SEED)
    tell("The firm and its people")
    firm = load_firm(now.date())
    calendar = load_calendar(Office.objects.get())
    tell("Clients, opponents, lenders")
    with transaction.atomic():
        individuals, bodies = load_people(rng, by=firm.staff["reception"], now=now - timedelta(days=730))
    tell("Matters")
    load_matters(rng, firm=firm, clients=individuals, bodies=bodies, now=now, calendar=calendar)
