"""Load what every firm starts from: bank holidays, redress schemes, procedures, profiles, wording."""

from typing import Any

from django.core.management.base import BaseCommand

from practice import clock
from practice.services import reference


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        reference.load_bank_holidays(now=clock.now())
        reference.load_redress_schemes()
