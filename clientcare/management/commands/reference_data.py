"""Load what every firm starts from: bank holidays, redress schemes, procedures, profiles, wording."""

from typing import Any

from django.core.management.base import BaseCommand

from complaints.services.procedures import load_procedures
from practice import clock
from practice.actors import SYSTEM
from practice.services import reference
from wording.loading import load_wording


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        reference.load_bank_holidays(now=now)
        reference.load_redress_schemes()
        load_procedures()
        reference.load_profiles()
        load_wording(by=SYSTEM, now=now)
