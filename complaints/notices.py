"""
What staff are told about a complaint: reference, stage and dates, never a word of what it says (decision 5).

Builds, sends nothing, decides nothing.
"""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse

from complaints.models import AccountRequest, Complaint, Deadline, DeadlineStage
from outbox.services import Notice, to_staff
from practice.models import User
from practice.phrases import weekday


def _address(complaint: Complaint) -> str:
    return f"{settings.BASE_URL}{reverse('complaints:detail', args=[complaint.reference])}"


def _about(complaint: Complaint, deadlines: Iterable[Deadline] = ()) -> str:
    lines = [f"Complaint {complaint.reference}: {complaint.get_stage_display()}."]
    lines += [
        f"{one.get_kind_display().capitalize()}: target {weekday(one.target_on)}, due {weekday(one.due_on)}."
        for one in deadlines
    ]
    return "\n".join([*lines, "", _address(complaint)])


def logged(complaint: Complaint, deadlines: Iterable[Deadline], user: User) -> Notice:
    return to_staff(
        user,
        kind="complaint.logged",
        subject=f"{complaint.reference}: logged",
        body=_about(complaint, deadlines),
        matter=complaint.matter,
    )


def now_yours(complaint: Complaint, user: User) -> Notice:
    return to_staff(
        user,
        kind="complaint.now_yours",
        subject=f"{complaint.reference}: now with you",
        body=_about(complaint),
        matter=complaint.matter,
    )


def stage(fired: DeadlineStage, user: User) -> Notice:
    """Tell one person that a stage of a deadline has come: "C-26-0031: overdue, acknowledgement"."""
    complaint, deadline = fired.deadline.complaint, fired.deadline
    return to_staff(
        user,
        kind="complaint.stage",
        subject=f"{complaint.reference}: {fired.label}, {deadline.get_kind_display()}",
        body=_about(complaint, [deadline]),
        matter=complaint.matter,
    )


def net(complaint: Complaint, deadline: Deadline, user: User, *, what: str) -> Notice:
    """Tell one person what became of the automatic acknowledgement; ``what`` names no content of the complaint."""
    return to_staff(
        user,
        kind="complaint.net",
        subject=f"{complaint.reference}: automatic acknowledgement",
        body=f"{what}\n\n{_about(complaint, [deadline])}",
        matter=complaint.matter,
    )


def account_wanted(request: AccountRequest) -> Notice:
    """Ask somebody complained of for their account: all they are ever sent."""
    link = f"{settings.BASE_URL}{reverse('complaints:account', args=[request.pk])}"
    return to_staff(
        request.staff,
        kind="complaint.account",
        subject="Your account is asked for",
        body=f"Please give your account by {weekday(request.due_on)}.\n\n{link}",
        matter=request.complaint.matter,
    )


def account_given(request: AccountRequest, user: User) -> Notice:
    complaint = request.complaint
    return to_staff(
        user,
        kind="complaint.account_given",
        subject=f"{complaint.reference}: account given",
        body=_about(complaint),
        matter=complaint.matter,
    )


def review_asked(complaint: Complaint, due_on: date, user: User) -> Notice:
    return to_staff(
        user,
        kind="complaint.review_asked",
        subject=f"{complaint.reference}: review asked for, due {weekday(due_on)}",
        body=_about(complaint),
        matter=complaint.matter,
    )
