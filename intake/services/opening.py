"""Taking a matter on: its number, its first promises, and the enquiry that it came from."""

from datetime import date, datetime

from django.urls import reverse

from intake.models import ConflictCheck, EnquiryOutcome
from intake.services.enquiries import settle_enquiry
from practice import journal
from practice.calendar import WorkingCalendar
from practice.models import Matter, MatterRole, MatterStage, Party, Relationship, User
from practice.references import next_reference
from practice.services.tasks import give_task


def take_on(check: ConflictCheck, *, calendar: WorkingCalendar, by: User, now: datetime) -> None:
    """Open a prospective matter whose conflict gate lets it through, in the caller's transaction; else do nothing."""
    matter, today = check.matter, calendar.local_date(now)
    if matter.stage != MatterStage.PROSPECTIVE:
        return
    matter.stage = MatterStage.OPEN
    matter.reference = next_reference(matter.department.code, today.year)
    matter.instructed_on = matter.instructed_on or today
    matter.next_update_on = matter.next_update_on or _promised(matter, "update", today, calendar)
    matter.save(update_fields=["stage", "reference", "instructed_on", "next_update_on"])
    Party.objects.filter(
        roles__matter=matter, roles__role=MatterRole.CLIENT, relationship=Relationship.PROSPECTIVE
    ).update(relationship=Relationship.CLIENT)
    if check.enquiry is not None and not check.enquiry.outcome:
        settle_enquiry(enquiry=check.enquiry, outcome=EnquiryOutcome.CONVERTED, by=by, now=now)
    journal.record(subject=matter, event="matter.opened", by=by, at=now, matter=matter, reference=matter.reference)
    if not Matter.objects.owed_a_letter().filter(pk=matter.pk).exists():
        return
    give_task(
        key=f"matter:{matter.pk}:letter",
        owner=matter.fee_earner,
        title=f"{matter.reference}: send the client care letter",
        url=reverse("matter", args=[matter.pk]),
        due_on=_promised(matter, "letter", today, calendar) or today,
        now=now,
        matter=matter,
    )


def _promised(matter: Matter, kind: str, today: date, calendar: WorkingCalendar) -> date | None:
    """Return the day by which the department promises this, counted from today; None if it promises nothing."""
    standard = matter.department.standards.filter(kind=kind, unit="working_days").first()
    return calendar.add_working_days(today, standard.value) if standard else None
