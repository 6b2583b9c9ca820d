"""Who does the work of a matter, and why it went to them (domain A10). The journal is the history."""

from dataclasses import dataclass
from datetime import datetime

from practice import journal
from practice.errors import Refusal, WorldMoved
from practice.models import Matter, MatterMember, User


class AllocatedAlready(WorldMoved):
    """The people are these already, or others since the page was opened."""

    code = "allocated_already"


class KeptOutside(Refusal):
    """A barrier keeps the matter from who is to work on it."""

    code = "kept_outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Whom a matter names."""

    fee_earner: User
    supervisor: User | None = None
    assistant: User | None = None

    @property
    def ids(self) -> tuple[int | None, ...]:
        others = (one.pk if one else None for one in (self.supervisor, self.assistant))
        return (self.fee_earner.pk, *others)


def successors(matter: Matter, team: Team) -> dict[int, User]:
    """
    Return who goes on with what each of those has in hand who give up a part: whoever has it next, else the fee earner.

    An assistant who becomes its fee earner keeps what they have. Fetch the matter with its people.
    """
    parts = (
        (matter.fee_earner, team.fee_earner),
        (matter.assistant, team.assistant),
        (matter.supervisor, team.supervisor),
    )
    found: dict[int, User] = {}
    for was, now in parts:
        to = now or team.fee_earner
        if was is not None and was != now and to != was and was != team.fee_earner:
            found.setdefault(was.pk, to)
    return found


def team_ids(matter: Matter) -> tuple[int | None, ...]:
    """Return whom the matter names now, as `Team.ids` does."""
    return (matter.fee_earner_id, matter.supervisor_id, matter.assistant_id)


def allocate(
    *, matter_id: int, team: Team, because: str, seen: tuple[int | None, ...], by: User, now: datetime
) -> Matter:
    """
    Give a matter to somebody else, with the reason, in the caller's transaction.

    Whoever did its work until now stays on record as a member. ``seen``: whom it named when the page was opened.

    :raises AllocatedAlready: if it names others by now, or these already
    :raises KeptOutside: if a barrier keeps it from one of them
    """
    rows = Matter.objects.select_for_update(no_key=True, of=("self",))
    matter = rows.select_related("fee_earner", "supervisor", "assistant").get(pk=matter_id)
    if team_ids(matter) != seen:
        raise AllocatedAlready("Somebody has changed who works on this since you opened the page.")
    if team.ids == seen:
        raise AllocatedAlready("These are the people who have it already.")
    for person in filter(None, (team.fee_earner, team.supervisor, team.assistant)):
        if Matter.objects.filter(pk=matter.pk).walled_from(person).exists():
            raise KeptOutside(f"{person.name} may not see this matter, and so cannot work on it.")
    before = (matter.fee_earner, matter.supervisor, matter.assistant)
    after = (team.fee_earner, team.supervisor, team.assistant)
    named = {team.fee_earner.pk, team.assistant.pk if team.assistant else None}
    for worker in filter(None, (matter.fee_earner, matter.assistant)):
        if worker.pk not in named:  # they did work on it: who handles a complaint about it must know (decisions 6)
            MatterMember.objects.get_or_create(matter=matter, user=worker)
    MatterMember.objects.filter(matter=matter, user__in=[pk for pk in named if pk]).delete()
    matter.fee_earner, matter.supervisor, matter.assistant = team.fee_earner, team.supervisor, team.assistant
    matter.save(update_fields=["fee_earner", "supervisor", "assistant"])
    journal.record(
        subject=matter,
        event="matter.allocated",
        by=by,
        at=now,
        matter=matter,
        fee_earner=team.fee_earner.name,
        what="; ".join(filter(None, map(_changed, ("fee earner", "supervisor", "assistant"), before, after))),
        because=because,
    )
    return matter


def _changed(part: str, was: User | None, now: User | None) -> str:
    """Say what has changed of one part; "" where nothing has."""
    if was == now:
        return ""
    return f"{part}: {now or 'nobody'}, instead of {was}" if was else f"{part}: {now}"
