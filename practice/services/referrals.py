"""Passing on to another department what a client also needs, with the client's yes (domain A15)."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from practice import journal, receipts
from practice.errors import Refusal
from practice.models import Department, JournalEntry, Matter, Party, User
from practice.office import load_calendar
from practice.receipts import FormKey
from practice.services.tasks import give_task


class NotAgreedYet(Refusal):
    """Nobody can have said yes on a day that is still to come."""

    code = "not_agreed_yet"


class NobodyHeadsIt(Refusal):
    """A department without a head has nobody to ask."""

    code = "nobody_heads_it"


class HeadSeesNothing(Refusal):
    """A wall keeps the client or the matter from the head of the other department."""

    code = "head_sees_nothing"


@transaction.atomic(durable=True)
def pass_on(
    *,
    party: Party,
    matter: Matter,
    department: Department,
    words: str,
    agreed_on: date,
    agreed_how: str,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> JournalEntry:
    """
    Ask the head of a department to ring a client about something else they need. What the matter is about stays here.

    :raises NotAgreedYet: if the day of the client's yes is to come
    :raises NobodyHeadsIt: if the department has no head who works here
    :raises HeadSeesNothing: if the head may not see the matter that it comes from
    """
    if (before := receipts.earlier(form_key, JournalEntry)) is not None:
        return before
    calendar = load_calendar(department.office)
    today = calendar.local_date(now)
    if agreed_on > today:
        raise NotAgreedYet("They cannot have said yes on a day that is still to come.")
    head = department.head
    if head is None or not head.is_active:
        raise NobodyHeadsIt("This department has no head at the moment. Choose another.")
    if not Matter.objects.visible_to(head).filter(pk=matter.pk).exists():
        raise HeadSeesNothing("The head of this department may not see this matter, so nothing of it is passed on.")
    entry = journal.record(
        subject=party,
        event="need.passed_on",
        by=by,
        at=now,
        matter=matter,
        party=party,
        department=department.name,
        words=words,
        agreed_on=agreed_on.isoformat(),
        agreed_how=agreed_how,
    )
    give_task(
        key=f"passed-on:{entry.pk}",
        owner=head,
        title=f"Ring {party}, who would like to hear from {department}: {words}",
        url=reverse("client", args=[party.pk]),
        due_on=calendar.add_working_days(today, 2),
        now=now,
        matter=matter,
    )
    receipts.keep(form_key, entry, at=now)
    return entry
