"""What was taken down on the telephone."""

from dataclasses import dataclass
from datetime import datetime

from callbacks.models import Callback, Subject, Urgency
from callbacks.rules import CallKind, NoReasonGiven, call_kind
from callbacks.services.holding import Holding, take_down
from practice.errors import Refusal
from practice.models import Matter, Party, User
from practice.reach import check_number, sentence


class TakenInFuture(Refusal):
    """Nobody has rung at a time that is still to come."""

    code = "taken_in_future"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """
    What was taken down on the telephone. ``taken_at``: the true time of the call; None means now.

    ``is_enquirer``: somebody who asked whether we can act, and has no answer yet. ``holding``: what a holding call
    took down, the only words there are before the conflict check is cleared.
    """

    for_staff: User
    caller: Party | None = None
    caller_name: str = ""
    number: str = ""
    matter: Matter | None = None
    subject: Subject = Subject.OTHER
    message: str = ""
    urgency: Urgency = Urgency.NEXT
    urgent_because: str = ""
    helped_with: str = ""
    other_number: str = ""
    organisation: str = ""
    relation: str = ""
    action: str = ""
    deadline: str = ""
    read_back: bool = False
    verified_facts: tuple[str, ...] = ()
    wants_message: bool = False
    taken_at: datetime | None = None
    is_enquirer: bool = False
    holding: Holding | None = None

    @property
    def kind(self) -> CallKind:
        """Return by which standard the call is returned."""
        return call_kind(
            urgency=self.urgency,
            relation=self.relation,
            action=self.action,
            names_deadline=bool(self.deadline),
            is_enquirer=self.is_enquirer,
        )

    def as_callback(self, *, adviser: User, by: User, now: datetime) -> Callback:
        """
        Return the row, unsaved; what a holding call took down is kept where it is searched (take_down).

        :raises TakenInFuture: if the call is said to be still to come
        :raises NoReasonGiven: if it is urgent, and nothing says why
        :raises NotTheirNumber: if another number is the only one that may be rung
        :raises HoldingOnly, NotSaid: if only a holding call may be taken, and this is none
        """
        taken_at = self.taken_at or now
        if taken_at > now:
            raise TakenInFuture("That time is still to come. Enter when the caller rang.")
        if self.urgency == Urgency.HOUR and not self.urgent_because:
            raise NoReasonGiven("Choose why it is urgent.")
        if self.number:
            check_number(self.caller, self.number)
        new = Callback(
            caller=self.caller,
            caller_name=self.caller_name or (self.caller.full_name if self.caller else ""),
            number=self.number,
            other_number=self.other_number,
            organisation=self.organisation,
            relation=self.relation,
            action="" if self.holding else self.action,
            deadline="" if self.holding else self.deadline,
            read_back=self.read_back,
            safe_contact=sentence(self.caller) if self.caller else "",
            for_staff=self.for_staff,
            adviser=adviser,
            matter=self.matter,
            subject=self.subject,
            urgency=self.urgency,
            urgent_because=self.urgent_because if self.urgency == Urgency.HOUR else "",
            helped_with=self.helped_with,
            verified_facts=list(self.verified_facts),
            wants_message=self.wants_message,
            taken_at=taken_at,
            last_called_at=taken_at,
            recorded_at=now,
            taken_by=by,
        )
        is_enquirer = self.is_enquirer
        new.message = take_down(new, self.message, self.holding, is_enquirer=is_enquirer, by=by, now=now)
        return new
