"""Say which dates a complaint received at some time would have, and what would happen by itself around them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser

from complaints import rules
from complaints.models import Kind
from complaints.services.procedures import procedure_policy
from complaints.services.register import preview, procedure_in_force
from practice.errors import Refusal
from practice.models import Department
from practice.office import load_calendar
from practice.phrases import weekday


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("received", help="local time of receipt, such as 2026-11-12T18:10")
        parser.add_argument("--department", default="", metavar="CODE", help="the first department without it")
        parser.add_argument("--kind", choices=Kind.values, default=Kind.SERVICE.value)

    def handle(self, *args: Any, received: str, department: str, kind: str, **options: Any) -> None:
        rows = Department.objects.select_related("office", "profile__procedure").order_by("pk")
        chosen = rows.filter(code=department.upper()).first() if department else rows.first()
        if chosen is None:
            raise CommandError("There is no such department. Give its code with --department.")
        try:
            moment = datetime.fromisoformat(received).replace(tzinfo=ZoneInfo(chosen.office.zone))
        except ValueError as problem:
            raise CommandError(f"{received} is no time. Write it like 2026-11-12T18:10.") from problem
        calendar = load_calendar(chosen.office)
        policy = procedure_policy(procedure_in_force(chosen, Kind(kind), received_on=calendar.local_date(moment)))
        try:
            for promise in preview(received_at=moment, department=chosen, kind=Kind(kind)):
                self.stdout.write(
                    f"{promise.kind.label.capitalize()}: due {weekday(promise.due_on)}, "
                    f"target {weekday(promise.target_on)}. {promise.explanation}"
                )
                for stage in rules.stage_plan(promise, procedure=policy, calendar=calendar, planned_at=moment):
                    local = calendar.local(stage.fire_at)
                    self.stdout.write(f"  {weekday(local.date())}, {local:%H:%M}: {rules.stage_label(stage.code)}")
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
