"""
What happened, told from the journal: one table of sentences and of who may read each (decisions 24).

An event that is not in the table is shown to nobody. Conflict reasons and barrier facts are not in it, whatever a
service journals with a matter. Steps of a complaint are told to those alone who may read that complaint in full.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from callbacks.rules import AttemptResult, Judgement
from clientcare.timeline_answers import ANSWERS
from clientcare.timeline_check_ins import CHECK_INS
from clientcare.timeline_costs import COSTS
from clientcare.timeline_letters import TOLD_OF_LETTERS
from complaints.models import Complaint
from practice.journal import subject_type
from practice.models import ContactKind, JournalEntry, Matter, MatterRole, Party, User
from practice.permissions import INSIDE, Permission
from practice.phrases import weekday

EVERYBODY = (Permission.MATTER_VIEW,)
CALLS, PROMISES, LETTERS, NOTES = "calls", "promises", "letters", "notes"
DECISIONS, PEOPLE, COMPLAINTS = "decisions", "people", "complaints"
KINDS = {
    CALLS: "Calls",
    PROMISES: "Promises",
    LETTERS: "Letters",
    NOTES: "Notes",
    DECISIONS: "Decisions",
    PEOPLE: "People",
    COMPLAINTS: "Complaints",
}


@dataclass(frozen=True, slots=True)
class Line:
    """How one event is told: `lead` in bold, `rest` after it, `detail` below. {by} and {facts} stand for themselves."""

    kind: str
    icon: str
    lead: str
    rest: str = ""
    detail: str = ""
    tone: str = ""
    readers: tuple[Permission, ...] = EVERYBODY


LINES = {
    "matter.status_updated": Line(
        PROMISES, "pen", "Status line updated", "by {by}", "“{status_line}” Next update promised for {next_update_on}."
    ),
    "matter.update_promised": Line(PROMISES, "speech", "Promise made:", "an update by {next_update_on}", "By {by}."),
    "matter.note_written": Line(DECISIONS, "pen", "Note inside the firm", "by {by}", "{internal_note}", readers=INSIDE),
    "matter.party_added": Line(PEOPLE, "people", "{name} joined", "as {role}", "Added by {by}."),
    "matter.property_added": Line(DECISIONS, "door", "Property added:", "{property}", "By {by}."),
    "matter.property_taken_off": Line(
        DECISIONS, "door", "Property taken off:", "{property}", "{because} By {by}.", readers=INSIDE
    ),
    "matter.allocated": Line(DECISIONS, "people", "Work given:", "{what}", "{because}. By {by}.", readers=INSIDE),
    "matter.work_given": Line(DECISIONS, "people", "Open work given to {to}:", "{what}", "By {by}.", readers=INSIDE),
    "care.planned": Line(PROMISES, "clock", "Care plan:", "{rhythm}", "Deputy: {deputy}. By {by}.", readers=INSIDE),
    "reminder.noted": Line(PROMISES, "calendar", "To be reminded of:", "{what}, {date_on}", "By {by}.", readers=INSIDE),
    "reminder.taken_off": Line(
        PROMISES, "stop", "No reminder any more:", "{what}, {date_on}", "{because}. By {by}.", readers=INSIDE
    ),
    "expectation.recorded": Line(PROMISES, "speech", "{what}:", "{words}", "Recorded by {by}.", readers=INSIDE),
    "expectation.changed": Line(PROMISES, "again", "{what}, changed:", "{words}", "By {by}.", readers=INSIDE),
    "expectation.written": Line(
        PROMISES, "letter", "{what}:", "the client was written to about the change", "{how}. By {by}.", readers=INSIDE
    ),
    "party.looked_after": Line(PEOPLE, "person", "Looked after by {owner}", "", "By {by}."),
    "matter.opened": Line(DECISIONS, "door", "Matter opened", "{reference}"),
    "enquiry.converted": Line(PEOPLE, "person", "Enquiry became a matter", "by {by}", "For {fee_earner}."),
    "conflict.asked": Line(DECISIONS, "scales", "Conflict check {reference}", "asked for by {by}", "{names} names."),
    "conflict.holding_call": Line(CALLS, "phone", "Holding call", "by {by}", "Names and dates only."),
    "conflict.cleared": Line(DECISIONS, "scales", "Conflict check {reference} cleared", "by {by}", tone="kept"),
    "matter.gate_overridden": Line(
        DECISIONS, "scales", "Conflict gate overridden until {until}", "by {by}", "{reference}.", readers=INSIDE
    ),
    "conflict.declined": Line(DECISIONS, "scales", "Conflict check {reference} declined", "by {by}", readers=INSIDE),
    "identity.recorded": Line(PEOPLE, "shield", "Identity:", "{state}", "By {by}."),
    "identity.verified": Line(PEOPLE, "shield", "Identity verified", "by {by}", tone="kept"),
    "identity.redacted": Line(PEOPLE, "shield", "Identity papers deleted", "by {by}", "Their time was over."),
    "identity.expired": Line(PEOPLE, "shield", "Identity has run out", "", tone="late"),
    "interview.started": Line(
        PEOPLE, "people", "Meeting begun", "by {by}", "{purpose} with {held_by}. {way}.", readers=INSIDE
    ),
    "interview.ended": Line(
        DECISIONS, "kept", "Meeting finished", "by {by}", "{purpose}, {answered} of {mandatory} answered.", "", INSIDE
    ),
    "interview.overridden": Line(
        DECISIONS,
        "people",
        "Meeting finished without the rest",
        "by {by}",
        "{purpose}, {answered} of {mandatory} answered. {reason}",
        readers=INSIDE,
    ),
    "party.name_added": Line(PEOPLE, "person", "A further name:", "{name}", "Added by {by}."),
    "party.name_corrected": Line(PEOPLE, "pen", "Kind or days of a name put right:", "{name}", "By {by}."),
    "party.name_ended": Line(PEOPLE, "person", "A name that they use no more:", "{name}", "Until {until_on}. By {by}."),
    "party.name_set_aside": Line(PEOPLE, "stop", "Recorded by mistake:", "the name {name}", "{because}. By {by}."),
    "party.marks_changed": Line(PEOPLE, "pen", "Put on record:", "{what}", "By {by}."),
    "party.legal_name_changed": Line(
        PEOPLE, "person", "Legal name:", "{name}, until then {was}", "Letters begin Dear {dear}. By {by}."
    ),
    "party.recorded": Line(PEOPLE, "person", "{name} was recorded", "by {by}"),
    "party.imported": Line(PEOPLE, "person", "{name} was taken over", "from another system, by {by}"),
    "party.updated_by_import": Line(PEOPLE, "person", "Brought up to date", "from another system, by {by}"),
    "matter.imported": Line(DECISIONS, "door", "Matter taken over", "from another system, by {by}"),
    "matter.closed_by_import": Line(DECISIONS, "door", "Matter closed", "as in the practice system, by {by}"),
    "matter.closed": Line(DECISIONS, "door", "Matter closed with a letter", "by {by}"),
    "matter.reopened": Line(DECISIONS, "again", "Matter open again:", "the closing letter was stopped", "By {by}."),
    "party.merged": Line(PEOPLE, "people", "Another record was merged into this one", "by {by}", "{fields}"),
    "party.parted": Line(PEOPLE, "people", "A merge of two records was taken back", "by {by}"),
    "contact.confirmed": Line(PEOPLE, "kept", "{kind} confirmed", "by {by}", "{how}", tone="kept"),
    "contact.added": Line(PEOPLE, "person", "{kind} added", "by {by}", "Not confirmed yet."),
    "contact.ended": Line(PEOPLE, "stop", "{kind} ended", "by {by}", "{because}"),
    "contact.preferred": Line(PEOPLE, "person", "{kind} preferred", "by {by}"),
    "party.status_recorded": Line(PEOPLE, "person", "Status:", "{status}", "{since_on}. {evidence}. Recorded by {by}."),
    "party.status_ended": Line(PEOPLE, "person", "Status ended:", "{status}", "{because}. Ended by {by}."),
    "party.reach_changed": Line(PEOPLE, "shield", "Rules of contact changed", "by {by}", "{how}. Now: {rules}"),
    "step.came": Line(LETTERS, "kept", "Came from the client:", "{what}", "Noted by {by}."),
    "step.dropped": Line(LETTERS, "pen", "No longer asked of the client:", "{what}", "By {by}."),
    "share.agreed": Line(
        PEOPLE, "people", "Consent to tell {who}:", "until {until_on}", "{extent}. {way}. Recorded by {by}."
    ),
    "share.withdrawn": Line(PEOPLE, "stop", "Consent withdrawn to tell {who}", "", "{way}. Recorded by {by}."),
    "purpose.agreed": Line(PEOPLE, "kept", "{purpose}:", "yes, {said_on}", "{way}. Recorded by {by}."),
    "purpose.refused": Line(PEOPLE, "stop", "{purpose}:", "no, {said_on}", "{way}. Recorded by {by}."),
    "file_note.written": Line(NOTES, "pen", "Note", "by {by}", "{text}", readers=INSIDE),
    "file_note.corrected": Line(
        NOTES, "pen", "Note", "by {by}, to put right that of {first_at}", "{text}", readers=INSIDE
    ),
    "need.recorded": Line(PEOPLE, "people", "Adjustment agreed:", "{adjustment}", "Recorded by {by}."),
    "need.changed": Line(PEOPLE, "people", "Adjustment changed:", "{adjustment}", "By {by}."),
    "need.ended": Line(PEOPLE, "people", "Adjustment ended:", "{adjustment}", "By {by}."),
    "position.recorded": Line(PEOPLE, "people", "Among its people:", "{title}, {may}", "Recorded by {by}."),
    "position.changed": Line(PEOPLE, "people", "Changed among its people:", "{title}, {may}", "By {by}."),
    "position.ended": Line(PEOPLE, "stop", "No longer among its people:", "{title}", "By {by}."),
    "party.body_changed": Line(
        PEOPLE, "person", "What it is:", "{form}, number {number}", "Registered office: {office}. By {by}."
    ),
    "party.treated_as": Line(PEOPLE, "person", "Treated from now on as", "{treated}", "By {by}."),
    "role.explained": Line(PEOPLE, "kept", "Our role was explained", "by {explained_by}", "Recorded by {by}."),
    "need.passed_on": Line(
        PEOPLE, "people", "Passed on to {department}:", "{words}", "They said yes. By {by}.", readers=INSIDE
    ),
    "callback.booked": Line(CALLS, "callback", "Call promised", "by {adviser} for {starts_at}", "Taken by {by}."),
    "callback.moved": Line(CALLS, "callback", "Call moved", "to {starts_at}, with {adviser}", "By {by}."),
    "callback.attempted": Line(CALLS, "phone", "{by} rang:", "{result}", "At {rang_at}."),
    "callback.helped": Line(CALLS, "phone", "Helped at once", "by {by}", tone="kept"),
    "callback.message_taken": Line(CALLS, "phone", "Message taken", "by {by}"),
    "callback.called_again": Line(CALLS, "again", "Called again", "", "Answered by {by}."),
    "callback.handed_over": Line(CALLS, "people", "Call handed over", "to {to}", "Instead of {instead_of}."),
    "callback.link_sent": Line(CALLS, "letter", "Link sent to choose when we ring", "by {by}"),
    "appointment.booked": Line(CALLS, "calendar", "{what} booked", "for {starts_at}, with {host}", "By {by}."),
    "appointment.moved": Line(CALLS, "again", "{what} moved", "to {starts_at}, with {host}", "By {by}."),
    "appointment.cancelled": Line(CALLS, "stop", "{what} cancelled", "by {by}", "Was for {starts_at}."),
    "appointment.arrived": Line(CALLS, "person", "{what}: they are here", "to see {host}"),
    "appointment.met": Line(CALLS, "kept", "{what}: they have met", "with {host}", tone="kept"),
    "callback.closed": Line(CALLS, "phone", "Call closed", "by {by}"),
    "promise.judged": Line(PROMISES, "clock", "Promised call:", "{outcome}"),
    "call.put_through": Line(CALLS, "phone", "Put through", "to {to}", "By {by}."),
    "call.came_back": Line(CALLS, "again", "Came back unanswered", "to {by}"),
    "quote.given": Line(
        LETTERS, "page", "Price quoted:", "{headline}", "{way}, by {by}. It holds until {holds_until_on}."
    ),
    **{event: Line(*fields) for event, fields in {**TOLD_OF_LETTERS, **ANSWERS, **COSTS, **CHECK_INS}.items()},
}
_HANDLERS = (Permission.COMPLAINT_HANDLE, Permission.COMPLAINT_REVIEW, Permission.COMPLAINT_OVERSEE)
#: Told only of complaints that this person may read in full: reference and step, never what was said.
COMPLAINT_LINES = {
    event: Line(COMPLAINTS, icon, "{reference}", words, readers=_HANDLERS)
    for event, icon, words in (
        ("complaint.logged", "flag", "logged by {by}"),
        ("complaint.acknowledged", "letter", "acknowledged, by {by}"),
        ("complaint.outcome_sent", "letter", "outcome sent, by {by}"),
        ("complaint.final_response_sent", "letter", "final response sent, by {by}"),
        ("complaint.resolved", "kept", "resolved, by {by}"),
        ("complaint.withdrawn", "stop", "withdrawn, by {by}"),
        ("complaint.closed", "kept", "closed by {by}"),
        ("complaint.reopened", "again", "opened again by {by}"),
    )
}
_COMPLAINT = subject_type(Complaint)
_ROLES = {role.value: role.label.lower() for role in MatterRole}
_WORDS = {one.value: str(one.label).lower() for one in (*AttemptResult, *Judgement)}


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as the page shows it."""

    at: datetime
    icon: str
    tone: str
    lead: str
    rest: str
    detail: str
    note: str = ""  # the number of a note, which a further one may put right
    is_corrected: bool = False


def readable_events(user: User, *, kind: str = "") -> list[str]:
    """Return the events that this person may read; of one kind, or all."""
    return [
        event
        for event, line in LINES.items()
        if (not kind or line.kind == kind) and any(user.may(permission) for permission in line.readers)
    ]


def kinds_for(user: User) -> dict[str, str]:
    """Return the kinds of which this person may read anything, as the filters name them."""
    lines = (*LINES.values(), *COMPLAINT_LINES.values())
    readable = {line.kind for line in lines if any(user.may(permission) for permission in line.readers)}
    return {kind: label for kind, label in KINDS.items() if kind in readable}


def of_matter(matter: Matter, user: User, *, kind: str = "") -> QuerySet[JournalEntry]:
    """Return what happened on a matter that this person may read, newest first."""
    told = _readable(user, kind) & Q(matter_id=matter.pk)
    steps = _of_complaints(Complaint.objects.filter(matter=matter), user, kind)
    return JournalEntry.objects.filter(told | steps).order_by("-at", "-pk")


def _readable(user: User, kind: str) -> Q:
    """Return what this person may read; whatever a complaint journals stays out, even under an event of the table."""
    return Q(event__in=readable_events(user, kind=kind)) & ~Q(subject_type__startswith="complaints.")


def _of_complaints(complaints: QuerySet[Complaint], user: User, kind: str) -> Q:
    """Return the steps of those that this person may read in full; nobody else learns that there is one."""
    if kind not in ("", COMPLAINTS) or COMPLAINTS not in kinds_for(user):
        return Q(pk__in=[])
    seen = complaints.filter(pk__in=Complaint.objects.visible_to(user).values("pk")).values_list("pk", flat=True)
    return Q(subject_type=_COMPLAINT, subject_id__in=[str(pk) for pk in seen], event__in=[*COMPLAINT_LINES])


def of_party(party: Party, user: User, *, kind: str = "") -> QuerySet[JournalEntry]:
    """Return what happened to a party, and on its own visible matters as a client; nothing of hidden matters."""
    visible = Matter.objects.visible_to(user).filter(parties__party=party)
    as_client = visible.filter(parties__party=party, parties__role=MatterRole.CLIENT)
    ids = party.ids_of_all()  # entries never change: those of a record merged into this one keep its number
    told = _readable(user, kind) & (
        Q(party_id__in=ids, matter_id=None)
        | Q(party_id__in=ids, matter_id__in=visible.values("pk"))
        | Q(matter_id__in=as_client.values("pk"))
    )
    steps = _of_complaints(Complaint.objects.filter(party__in=ids), user, kind)
    return JournalEntry.objects.filter(told | steps).order_by("-at", "-pk")


def tell(entries: Iterable[JournalEntry], *, today: date) -> Sequence[Told]:
    """Put entries into words; a fact that an old entry does not have is left out."""
    told, corrected = [], set()
    for entry in entries:
        line = (COMPLAINT_LINES if entry.subject_type == _COMPLAINT else LINES)[entry.event]
        facts = defaultdict(str, {name: _say(name, fact, today) for name, fact in entry.facts.items()})
        facts["by"] = entry.actor_name
        lead, rest, detail = (text.format_map(facts).strip() for text in (line.lead, line.rest, line.detail))
        corrected.add(str(entry.facts.get("corrects", "")))  # newest first: what puts a note right comes before it
        note = entry.subject_id if line.kind == NOTES else ""
        told.append(Told(entry.at, line.icon, line.tone, lead, rest, detail, note, bool(note) and note in corrected))
    return told


def _say(name: str, fact: Any, today: date) -> str:
    if fact is None:
        return "no day"
    if name == "role":
        return _ROLES.get(str(fact), str(fact))
    if name == "kind" and fact in ContactKind.values:
        return str(ContactKind(fact).label)
    if name.endswith("_on"):
        return weekday(date.fromisoformat(str(fact)), today=today)
    if name.endswith("_at"):
        at = timezone.localtime(datetime.fromisoformat(str(fact)))
        return f"{weekday(at.date(), today=today)}, {at:%H:%M}"
    return _WORDS.get(str(fact), str(fact).replace("_", " ")) if name in {"result", "state", "outcome"} else str(fact)
