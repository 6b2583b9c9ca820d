"""Names with kinds and days: what each deed changes, what it refuses, and how everybody is found by each kind."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from clientcare.desk import callers
from clientcare.finding import find
from practice.errors import Refusal
from practice.matching import search
from practice.matching.likeness import traits_of
from practice.models import Gate, GateKind, JournalEntry, NameKind, Party, PartyName, User
from practice.naming import days_of, known_as, said, under
from practice.services import naming
from practice.services.naming import Days, LegalName
from practice.tests import factories

NOON = factories.TUESDAY_NOON
TODAY = NOON.date()
WEDDING = date(2019, 3, 5)
