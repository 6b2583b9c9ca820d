"""The account of somebody complained of: asked for, and given once (decision 5)."""

from datetime import datetime

from django.db import transaction

from complaints import notices
from complaints.models import AccountRequest, Complaint
from complaints.services import common
from complaints.services.people import Circle
from complaints.services.procedures import procedure_policy
from outbox import services as outbox
from practice.errors import Refusal, WorldMoved
from practice.models import User


class AccountGiven(WorldMoved):
    """An account is given once; nobody rewrites it afterwards."""

    code = "account_already_given"


class AccountEmpty(Refusal):
    """There are no words."""

    code = "account_empty"


def ask_subjects(complaint: Complaint, *, by: User, now: datetime) -> None:
    """Ask everybody complained of for their account, in the caller's transaction; nobody twice."""
    calendar = common.calendar_of(complaint)
    days = procedure_policy(complaint.procedure).staff_response_working_days
    due_on = calendar.add_working_days(calendar.local_date(now), days)
    points = list(complaint.heads.order_by("position").values_list("text", flat=True))
    asked_before = complaint.account_requests.values_list("staff_id", flat=True)
    for staff in complaint.subjects.exclude(pk__in=asked_before).order_by("pk"):
        request = AccountRequest.objects.create(
            complaint=complaint, staff=staff, points=points, asked_by=by, asked_at=now, due_on=due_on
        )
        outbox.queue(notices.account_wanted(request), key=f"complaint:{complaint.pk}:account:{staff.pk}", now=now)
        common.note(complaint, "account.requested", by=by, at=now, of=staff.name, due_on=due_on.isoformat())


@transaction.atomic(durable=True)
def give_account(*, request_id: int, account: str, by: User, now: datetime) -> AccountRequest:
    """
    Write down one's own account of what is complained of.

    :raises AccountGiven: if it was given before
    :raises AccountEmpty: if there are no words
    """
    request = AccountRequest.objects.select_for_update(no_key=True).get(pk=request_id, staff=by)
    if request.given_at is not None:
        raise AccountGiven("Your account was given already. Tell the handler if there is something to add.")
    if not account.strip():
        raise AccountEmpty("Write down what happened from your side.")
    request.account, request.given_at = account.strip(), now
    request.save(update_fields=["account", "given_at"])
    complaint = Complaint.objects.select_related("handler").get(pk=request.complaint_id)
    common.note(complaint, "account.given", by=by, at=now, due_on=request.due_on.isoformat())
    for user in Circle.load().told([complaint.handler_id], kept_from=frozenset({by.pk})):
        outbox.queue(notices.account_given(request, user), key=f"complaint:{complaint.pk}:given:{by.pk}", now=now)
    return request
