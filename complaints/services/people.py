"""Who deals with a complaint, who is told, and who never hears of it (decisions 5, 6; domain Q6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from complaints import notices
from complaints.models import Complaint
from complaints.rules import Involvement, check_handler, escalate_to, first_allowed
from complaints.services import common
from outbox import services as outbox
from practice import receipts
from practice.errors import Refusal
from practice.models import FirmProfile, User
from practice.permissions import Permission, Role
from practice.receipts import FormKey


class HandlerMayNot(Refusal):
    """This person does not deal with complaints, or has left."""

    code = "handler_has_no_permission"


@dataclass(frozen=True, slots=True)
class Circle:
    """The people of the firm as complaints need them; one query, good for a whole batch."""

    users: dict[int, User]
    substitutes: dict[int, int]
    managing_partners: tuple[int, ...]
    compliance: tuple[int, ...]
    handlers: tuple[int, ...]
    complaints_partner: int | None

    @classmethod
    def load(cls) -> "Circle":
        users = {user.pk: user for user in User.objects.working().by_name()}
        partner = FirmProfile.objects.values_list("complaints_partner_id", flat=True).first()

        def holding(role: Role) -> tuple[int, ...]:
            return tuple(pk for pk, user in users.items() if user.has_role(role))

        return cls(
            users=users,
            substitutes={
                user.pk: user.substitute_id
                for user in users.values()
                if user.substitute_id and user.substitute_id in users
            },
            managing_partners=holding(Role.MANAGING_PARTNER),
            compliance=holding(Role.COMPLIANCE),
            handlers=holding(Role.COMPLAINTS_HANDLER),
            complaints_partner=partner if partner in users else None,
        )

    def told(self, people: Iterable[int | None], *, kept_from: frozenset[int]) -> list[User]:
        """Return whom to tell: each person or their substitute, nobody twice, nobody it is kept from."""
        found: dict[int, User] = {}
        for person in people:
            told = escalate_to(person, subjects=kept_from, substitutes=self.substitutes) if person else None
            if told in self.users:
                found.setdefault(told, self.users[told])
        return list(found.values())


def kept_from(complaint: Complaint, involvement: Involvement) -> frozenset[int]:
    """
    Return who must not hear of it: those complained of, the matter team but for a supervisor who handles it, and those
    whom a barrier names outside.
    """
    team = involvement.worked_on_matter | involvement.supervisors
    if complaint.handler_id is not None:
        team -= {complaint.handler_id}
    return involvement.subjects | team | involvement.kept_outside


def name_handler(*, department_head: int | None, involvement: Involvement, circle: Circle) -> User | None:
    """
    Return who handles stage 1: the department's head, a substitute, or the complaints partner (domain E02).

    Supervision is declared when the investigation starts, and does not keep anybody from being named. None: nobody
    in the firm passes, and compliance has to find somebody outside.
    """
    chain = [department_head, circle.complaints_partner]
    candidates = [*chain, *(circle.substitutes.get(one) for one in chain if one), *circle.handlers, *circle.compliance]
    able = [pk for pk in candidates if pk in circle.users and may_handle(circle.users[pk])]
    check = partial(check_handler, involvement=involvement, supervision_declared=True)
    allowed = first_allowed(able, check)
    return circle.users[allowed] if allowed is not None else None


def may_handle(user: User) -> bool:
    return user.may(Permission.COMPLAINT_HANDLE)


@transaction.atomic(durable=True)
def assign_handler(
    *, complaint_id: int, handler: User, because: str, by: User, now: datetime, form_key: FormKey | None = None
) -> Complaint:
    """
    Give stage 1 to somebody else: absence, or something that came out later.

    :raises HandlerMayNot: if that person does not deal with complaints
    :raises HandlerIsSubject, HandlerWorkedOnMatter, HandlerSupervised: by the guards of stage 1
    """
    if (before := receipts.earlier(form_key, Complaint)) is not None:
        return before
    complaint = common.lock(complaint_id)
    was = complaint.handler.name if complaint.handler else None
    if not may_handle(handler):
        raise HandlerMayNot(f"{handler.name} does not deal with complaints. Choose somebody who does.")
    involvement = common.involvement_of(complaint)
    check_handler(handler.pk, involvement=involvement, supervision_declared=True)
    complaint.handler = handler
    complaint.supervision_declared = False
    common.save(complaint, "handler", "supervision_declared")
    common.note(complaint, "complaint.handler_named", by=by, at=now, handler=handler.name, before=was, because=because)
    outbox.queue(
        notices.now_yours(complaint, handler), key=f"complaint:{complaint.pk}:yours:{complaint.version}", now=now
    )
    receipts.keep(form_key, complaint, at=now)
    return complaint


@transaction.atomic(durable=True)
def name_subjects(*, complaint_id: int, subjects: list[User], by: User, now: datetime) -> Complaint:
    """
    Say who is complained of, once it is known. From now on they find nothing of it.

    A handler or reviewer who is named has to be replaced first, so that somebody is always in charge.

    :raises HandlerIsSubject: if the handler is among them
    """
    complaint = common.lock(complaint_id)
    ids = frozenset(user.pk for user in subjects)
    for person in (complaint.handler_id, complaint.reviewer_id):
        if person is not None:
            check_handler(person, involvement=Involvement(subjects=ids))
    complaint.subjects.set(subjects)
    common.save(complaint)
    common.note(complaint, "complaint.subjects_named", by=by, at=now, subjects=[user.name for user in subjects])
    return complaint
