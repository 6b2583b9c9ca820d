"""Looking at clauses again: saying that one is still right, and asking for it when its day has come."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from practice import journal, receipts
from practice.calendar import add_months
from practice.models import Task, User
from practice.office import local_date, main_office
from practice.permissions import Role
from practice.receipts import FormKey
from practice.services.tasks import give_task, settle_tasks
from wording.changes import WrongDay
from wording.models import Clause

MOST_MONTHS = 36
_TASK = "wording:review:"


@transaction.atomic(durable=True)
def note_reviewed(
    *, clause_id: int, review_on: date, by: User, now: datetime, form_key: FormKey | None = None
) -> Clause:
    """
    Say that a clause is still right, and when to look again.

    :raises WrongDay: for a day that is not to come, or too far away
    """
    if (done := receipts.earlier(form_key, Clause)) is not None:
        return done
    clause = Clause.objects.select_for_update(no_key=True).get(pk=clause_id)
    today = local_date(main_office(), now)
    if not today < review_on <= add_months(today, MOST_MONTHS):
        raise WrongDay("Choose a day to come, three years from now at most.")
    clause.review_on = review_on
    clause.save(update_fields=["review_on"])
    if not Clause.objects.due(today).filter(owner_role=clause.owner_role).exists():
        settle_tasks(prefix=f"{_TASK}{clause.owner_role}:", by=by, now=now)
    journal.record(
        subject=clause, event="clause.reviewed", by=by, at=now, code=clause.code, review_on=review_on.isoformat()
    )
    receipts.keep(form_key, clause, at=now)
    return clause


@transaction.atomic(durable=True)
def ask_for_reviews(*, now: datetime) -> int:
    """
    Give whoever owns clauses that are due one task for all of them; return how many tasks were given.

    While that task is open, and for the rest of a week in which it was ticked off, there is no second one.
    """
    today = local_date(main_office(), now)
    year, week, _ = today.isocalendar()
    asked = 0
    due = Clause.objects.due(today).values("owner_role").annotate(count=Count("pk")).order_by("owner_role")
    for role, count in due.values_list("owner_role", "count"):
        owner = owner_of(role)
        key = f"{_TASK}{role}:{year}-{week:02}"
        if owner is None or Task.objects.filter(key__startswith=f"{_TASK}{role}:", done_at=None).exists():
            continue
        if Task.objects.filter(key=key).exists():
            continue
        give_task(
            key=key,
            owner=owner,
            title="Look again at one clause" if count == 1 else f"Look again at {count} clauses",
            url=f"{reverse('wording:clauses')}?show=due&owner={role}",
            due_on=today,
            now=now,
        )
        asked += 1
    return asked


def owner_of(role: str) -> User | None:
    """Return who looks after the clauses of a role: the first who holds it, else compliance."""
    return (
        User.objects.with_role(Role(role)).order_by("pk").first()
        or User.objects.with_role(Role.COMPLIANCE).order_by("pk").first()
    )
