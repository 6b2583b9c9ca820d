"""Load what every firm starts from: holidays, schemes, procedures, wording, checklists, questions; renew the keys."""

from typing import Any

from django.core.management.base import BaseCommand

from complaints.services.procedures import load_procedures
from intake import nearness
from intake.services import load_checklists
from intake.services.reference import load_notices, load_questions, load_regimes
from practice import clock
from practice.actors import SYSTEM
from practice.matching import index
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
        index.renew_stale_keys()
        nearness.renew_stale_keys()
        load_checklists(now=now)
        load_questions()
        load_notices()
        load_regimes()
