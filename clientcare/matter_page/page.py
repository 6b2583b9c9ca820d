"""Everything the page of one matter shows, gathered once."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from clientcare import timeline
from clientcare.matter_page.care import panel_of
from clientcare.matter_page.forms import WriteUpdate
from clientcare.matter_page.gates import may_start
from clientcare.matter_page.listing import due_of
from clientcare.promises import open_calls, with_tones
from engagement.estimates import costs_of
from engagement.instructions import log_of
from intake.forms import RecordIdentity
from intake.models import CddCheck, ConflictCheck, Interview
from intake.progress import Progress, progress_of
from practice import conduct
from practice.care import deputy_of, next_by_rhythm, plan_of
from practice.models import CallPolicy, ContactPoint, JournalEntry, Matter, MatterRole, User
from practice.office import load_calendar
from practice.organisations import people_of
from practice.permissions import INSIDE, Permission
from practice.phrases import Due
from practice.sharing import on_matter
from practice.statuses import notes_of

SHOWN = 12


def page_of(matter: Matter, user: User, *, kind: str, shows_all: bool, now: datetime) -> dict[str, Any]:
    """Gather the page; the number of queries does not depend on how much has happened."""
    calendar = load_calendar(matter.department.office)
    today = calendar.local_date(now)
    contacts = (
        ContactPoint.objects.current(today).filter(confirmed_at__isnull=False).order_by("kind", "-is_preferred", "pk")
    )
    people = list(
        matter.parties.select_related("party__only_number", "party__looked_after_by")
        .prefetch_related(
            Prefetch("party__contacts", queryset=contacts, to_attr="confirmed"), "party__needs", "party__names"
        )
        .order_by("pk")
    )
    notes = notes_of([row.party for row in people])
    speaking = people_of([row.party for row in people], on=today, user=user)
    for row in people:
        row.party.notes = notes.get(row.party_id, [])  # type: ignore[attr-defined]  # for the page, as `confirmed` is
        row.party.speaking = speaking.get(row.party_id, [])  # type: ignore[attr-defined]  # the same
    clients = [row for row in people if row.role == MatterRole.CLIENT]
    cdd = {one.party_id: one for one in CddCheck.objects.filter(matter=matter).select_related("verified_by")}
    check = ConflictCheck.objects.filter(matter=matter).order_by("-asked_at", "-pk").first()
    may_see_check = check is not None and ConflictCheck.objects.visible_to(user).filter(pk=check.pk).exists()
    entries = timeline.of_matter(matter, user, kind=kind)
    total = entries.count()
    inside = any(user.may(permission) for permission in INSIDE)
    plan = plan_of(matter)
    return {
        "matter": matter,
        "today": today,
        "calls_returned": CallPolicy.objects.in_force_for(matter.fee_earner, on=today),
        "deputy": deputy_of(matter),
        "costs": costs_of(matter) if inside else None,
        "instructions": log_of(matter, [row.party for row in clients]) if inside else None,
        "care": panel_of(matter, user, [row.party for row in clients]) if inside else None,
        "clients": clients,
        "may_be_told": on_matter(matter, [row.party for row in clients], on=today),
        "others": [row for row in people if row.role != MatterRole.CLIENT],
        "stakeholders": conduct.stakeholders(people),
        "among_us": conduct.colleagues(),
        "identity": [
            (row, cdd.get(row.party_id), identity_form(cdd.get(row.party_id), row.party_id)) for row in clients
        ],
        "start": may_start(
            matter,
            clients=clients,
            cdd=cdd,
            check=check,
            may_see_check=may_see_check,
            meeting=_first_meeting(matter, now),
            user=user,
            now=now,
        ),
        "may_ask_check": user.may(Permission.CONFLICT_ASK) and (check is None or not check.is_waiting),
        "properties": matter.properties.standing().order_by("pk"),
        "key_dates": [
            (one, Due(one.on, today, calendar.working_days_between(today, one.on)))
            for one in matter.key_dates.order_by("on", "pk")
        ],
        "awaited": [
            (step, Due(step.due_on, today, calendar.working_days_between(today, step.due_on)))
            for step in matter.agreed_steps.awaited()
        ],
        "next_update": due_of(matter, calendar, now),
        "calls": with_tones(open_calls(user).filter(callback__matter=matter), now=now),
        "shows_inside": inside,
        "note": _last_note(matter) if inside and matter.internal_note else None,
        "members": [row.user for row in matter.members.select_related("user").order_by("pk")],
        "may_edit": user.may(Permission.MATTER_EDIT),
        "may_bar": user.may(Permission.BARRIER_KEEP),
        "has_barrier": matter.is_restricted and matter.barriers.standing().exists(),
        "may_write_letter": user.may(Permission.LETTER_WRITE)
        and not (clients and all(row.party.has_no_retainer for row in clients)),
        "update": WriteUpdate.of(matter, proposed=next_by_rhythm(plan, today, calendar) if plan else None),
        "told": timeline.tell(entries if shows_all else entries[:SHOWN], today=today),
        "kinds": timeline.kinds_for(user),
        "kind": kind,
        "total": total,
        "older": 0 if shows_all else max(total - SHOWN, 0),
    }


def _first_meeting(matter: Matter, now: datetime) -> Progress | None:
    """Return how far the first meeting is while it runs."""
    running = Interview.objects.filter(matter=matter, number=1).running().first()
    if running is None:
        return None
    running.matter = matter
    return progress_of(running, now)


def identity_form(check: CddCheck | None, party_id: int) -> RecordIdentity:
    initial = {"state": check.state, "papers": check.papers} if check else {}
    return RecordIdentity(initial=initial, prefix=f"client-{party_id}")


def _last_note(matter: Matter) -> JournalEntry | None:
    """Return who wrote the note inside the firm, and when: the journal knows."""
    found = JournalEntry.objects.filter(matter_id=matter.pk, event="matter.note_written")
    return found.order_by("-at", "-pk").first()
