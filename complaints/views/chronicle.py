"""The chronology of one complaint, from the journal, in words that staff can read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from complaints.models import Complaint, Finding, LetterCode, RootCause
from complaints.rules import DeadlineKind, stage_label
from practice import journal
from practice.calendar import WorkingCalendar
from practice.phrases import hhmm, weekday

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """One line: when, what, by whom, and a detail."""

    at: datetime
    icon: str
    tone: str
    what: str
    by: str
    detail: str


def chronicle(complaint: Complaint, calendar: WorkingCalendar) -> list[Entry]:
    """Return everything on record, newest first, and the receipt at its end."""
    entries = []
    for one in journal.history_of(complaint):
        facts = dict(one.facts)
        if facts.get("left_at"):
            left = calendar.local(datetime.fromisoformat(facts["left_at"]))
            facts["left_in_words"] = f"{weekday(left.date())}, {hhmm(left)}"
        entries.append(_entry(one.at, one.event, one.actor_name, facts))
    came = Entry(
        complaint.received_at,
        "letter",
        "",
        f"Complaint received {complaint.get_channel_display()}",
        "",
        "Every clock starts here: the day it came, whatever the hour.",
    )
    return [*entries, came]


def _entry(at: datetime, event: str, by: str, facts: Facts) -> Entry:
    icon, tone, say = _EVENTS.get(event, ("page", "", lambda _: (event.replace("_", " ").replace(".", ": "), "")))
    what, detail = say(facts)
    if event == "deadline.settled":
        tone = "late" if facts["status"] == "late" else "kept"
    if event == "deadline.stage_fired" and facts["stage"] == "breached":
        tone = "late"
    return Entry(at, icon, tone, what, by, detail)


def _kind(facts: Facts, name: str = "kind") -> str:
    return str(DeadlineKind(facts[name]).label)


def _letter(facts: Facts) -> str:
    return str(LetterCode(facts["letter"]).label)


def _day(iso: str) -> str:
    return weekday(date.fromisoformat(iso))


def _joined(*parts: object) -> str:
    return ". ".join(str(part).rstrip(".") for part in parts if part)


def _settled(facts: Facts) -> tuple[str, str]:
    return f"{_kind(facts).capitalize()}: {facts['status'].replace('_', ' ')}", f"Left {facts['left_in_words']}"


def _fired(facts: Facts) -> tuple[str, str]:
    told = ", ".join(facts["told"])
    return f"{stage_label(facts['stage']).capitalize()}: {_kind(facts)}", f"Told: {told}" if told else ""


def _skipped(facts: Facts) -> tuple[str, str]:
    return f"Not needed: {stage_label(facts['stage'])}, {_kind(facts)}", facts["because"]


_EVENTS: dict[str, tuple[str, str, Callable[[Facts], tuple[str, str]]]] = {
    "complaint.logged": ("plus", "", lambda f: ("Logged", _joined(f"With {f['handler'] or 'nobody yet'}"))),
    "complaint.sorted": ("plus", "", lambda f: (f"Sorted as a {f['into']}", f["words"])),
    "complaint.handler_named": ("shield", "", lambda f: (f"Handler named: {f['handler']}", f["because"])),
    "complaint.subjects_named": ("person", "", lambda f: ("Named who is complained of", ", ".join(f["subjects"]))),
    "complaint.acknowledged": ("letter", "kept", lambda f: ("Acknowledged", f"{_letter(f)}")),
    "complaint.stage1_started": ("shield", "", lambda f: ("Investigation started", f"By {f['handler']}")),
    "complaint.early_resolution_offered": ("speech", "", lambda f: ("To be settled by talking", f.get("words", ""))),
    "complaint.early_resolution_ended": ("speech", "", lambda f: ("Talking did not settle it", f.get("because", ""))),
    "complaint.resolved": ("kept", "kept", lambda f: ("Settled by talking", f.get("words", ""))),
    "complaint.outcome_accepted": ("kept", "kept", lambda f: ("Outcome accepted", f.get("words", ""))),
    "complaint.redress_opened": ("scales", "", lambda f: ("With the ombudsman", f.get("scheme_reference", ""))),
    "complaint.redress_decided": ("scales", "", lambda f: ("The ombudsman has decided", f.get("decision", ""))),
    "complaint.outcome_sent": (
        "letter", "", lambda f: ("Stage 1 outcome issued", ", ".join(Finding(one).label for one in f["findings"]))
    ),
    "complaint.review_requested": ("speech", "", lambda f: ("Review asked for", f["words"])),
    "complaint.reviewer_named": ("shield", "", lambda f: (f"Reviewer named: {f['reviewer']}", f["declaration"])),
    "complaint.final_response_sent": ("letter", "", lambda f: ("Final response issued", "")),
    "complaint.closed": (
        "kept", "kept", lambda f: ("Closed", _joined(RootCause(f["root_cause"]).label, f["learning"]))
    ),
    "complaint.reopened": ("plus", "", lambda f: ("Opened again", f["because"])),
    "complaint.withdrawn": ("pause", "", lambda f: ("Withdrawn", f["words"])),
    "letter.issued": ("letter", "", lambda f: (f"{_letter(f)} queued", f"To {f['to']}")),
    "letter.made_to_print": ("letter", "", lambda f: (f"{_letter(f)} ready to print", "Nothing was sent")),
    "head.added": ("pen", "", lambda f: (f"Point {f['position']} added", f["text"])),
    "finding.recorded": (
        "pen", "", lambda f: (f"Finding on point {f['position']}: {Finding(f['finding']).label.lower()}", f["reason"])
    ),
    "answer.drafted": ("pen", "", lambda f: ("Answer drafted", f["apology"])),
    "remedy.offered": ("pen", "", lambda f: ("Remedy offered", f["what"])),
    "remedy.delivered": ("kept", "kept", lambda f: ("Remedy delivered", f["what"])),
    "contact.recorded": ("phone", "", lambda f: ("Spoke with the complainant", f["words"])),
    "account.requested": ("page", "", lambda f: (f"Account asked of {f['of']}", f"Due {_day(f['due_on'])}")),
    "account.given": ("page", "kept", lambda f: ("Account given", "")),
    "extension.announced": ("calendar", "", lambda f: (f"More time announced: {_kind(f, 'of')}", f["reason"])),
    "deadline.extended": ("calendar", "", lambda f: (f"Extended with notice: {_kind(f, 'of')}", f"To {_day(f['to'])}")),
    "extension.voided": ("calendar", "late", lambda f: ("Extension void: its notice did not leave in time", "")),
    "net.held": ("lock", "", lambda f: ("Automatic letter held", f["reason"].replace("_", " "))),
    "net.released": ("lock", "", lambda f: ("Hold lifted", f["because"])),
    "net.ended": ("letter", "", lambda f: (f"Automatic letter: {f['outcome'].replace('_', ' ')}", f["because"])),
    "deadline.settled": ("kept", "kept", _settled),
    "deadline.stage_fired": ("clock", "", _fired),
    "deadline.stage_skipped": ("todo", "", _skipped),
}  # fmt: skip
