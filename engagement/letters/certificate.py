"""The certificate behind an accepted letter, printed at the door (decisions B23, B24)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from engagement.models import LetterCopy
from engagement.papers import AnyCopy
from engagement.rules.acceptance import AcceptanceWay, RequestKind, cancel_until
from outbox.models import ClientSession, CodeWay, SecureLink
from outbox.pdf import render_pdf
from practice.calendar import WorkingCalendar
from practice.models import User
from practice.office import load_calendar
from practice.phrases import long_date, weekday
from wording.models import IssuedLetter

_RIGHT_TO_CANCEL = "cancellation"
_AGENT_UNKNOWN = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A client's yes: what they did and what shows it. Either by their own session, or as staff record it."""

    way: AcceptanceWay
    accepted_at: datetime
    typed_name: str = ""
    ticks: tuple[tuple[str, str], ...] = ()
    words: str = ""
    evidence_sha256: str = ""
    evidence_name: str = ""
    session: ClientSession | None = None
    recorded_by: User | None = None


@dataclass(frozen=True, slots=True)
class Certified:
    """An accepted letter, printed: its pages as they were issued and the certificate. ``of``: the issued file."""

    pdf: bytes
    of: str
    file_name: str


def has_right_to_cancel(copy: LetterCopy) -> bool:
    return any(one["code"] == _RIGHT_TO_CANCEL for one in copy.issued.clauses)


def print_certificate(copy: AnyCopy, said: Said, *, now: datetime) -> Certified:
    """
    Print the certificate and put it behind the issued pages, which stay as they are. Call it outside transactions.

    :raises outbox.pdf.RenderFailed: when it does not become a PDF
    """
    return certify(copy.issued, certificate_html(copy, said, now=now))


def certificate_html(copy: AnyCopy, said: Said, *, now: datetime) -> str:
    """Return the certificate as it will be printed."""
    calendar = load_calendar(copy.paper.matter.department.office)
    content = copy.issued.snapshot.content["context"]
    facts = _facts(copy, said, content=content, calendar=calendar, now=now)
    page = {
        "letter": mark_safe(render_to_string("letters/certificate.html", facts)),  # noqa: S308  escaped there
        "title": "Certificate of acceptance",
        "author": content["firm"]["name"],
        "iso_date": calendar.local_date(said.accepted_at).isoformat(),
    }
    return render_to_string("letters/paper.html", page)


def certify(issued: IssuedLetter, html: str) -> Certified:
    """Print a certificate behind its letter; reads nothing but the letter's document."""
    from outbox.joining import join_pdfs  # slow import: pikepdf, and it logs that it is there

    document = issued.document
    printed = render_pdf(html)
    return Certified(
        pdf=join_pdfs(bytes(document.content), printed.pdf, title=f"{issued.title}, accepted"),
        of=document.sha256,
        file_name=f"{document.file_name.removesuffix('.pdf')}, accepted.pdf",
    )


def _facts(
    copy: AnyCopy, said: Said, *, content: dict[str, Any], calendar: WorkingCalendar, now: datetime
) -> dict[str, Any]:
    session = said.session
    return {
        "firm": content["firm"],
        "large_print": content["letter"]["large_print"],
        "reference": content["letter"]["reference"],
        "title": copy.issued.title,
        "version": f"version {copy.letter.version}" if isinstance(copy, LetterCopy) else f"number {copy.paper.number}",
        "party": content["to"]["name"],
        "said": said,
        "way": AcceptanceWay(said.way).label,
        "accepted_at": _moment(said.accepted_at, calendar),
        "recorded_by": said.recorded_by.name if said.recorded_by else "",
        "recorded_at": _moment(now, calendar),
        "letter_pages": copy.issued.pages,
        "letter_sha256": copy.issued.document.sha256,
        "terms": copy.terms if isinstance(copy, LetterCopy) else None,
        "agreements": copy.letter.agreements.order_by("pk") if isinstance(copy, LetterCopy) else (),
        "session": {
            "opened": _moment(session.opened_at, calendar),
            "address": session.address or "not known",
            "agent": session.agent or _AGENT_UNKNOWN,
        }
        if session
        else None,
        "code_way": CodeWay(session.code.way).label if session else "",
        "is_weaker": session is not None and CodeWay(session.code.way).is_weaker,
        "events": [
            (_moment(at, calendar), what) for at, what in sorted(_events(copy, said), key=lambda event: event[0])
        ],
        "cancel_until": long_date(cancel_until(calendar.local_date(said.accepted_at)))
        if isinstance(copy, LetterCopy) and has_right_to_cancel(copy)
        else "",
    }


def _events(copy: AnyCopy, said: Said) -> Iterator[tuple[datetime, str]]:
    """Give what happened to this copy: nothing of any other client's."""
    letter = copy.paper
    assert letter.issued_at is not None
    assert letter.issued_by is not None
    yield letter.issued_at, f"Issued by {letter.issued_by.name}"
    if copy.message.sent_at:
        how = "Posted" if copy.message.channel == "print" else f"Sent to {copy.message.to_address}"
        yield copy.message.sent_at, how
    sessions = ClientSession.objects.filter(link__in=SecureLink.objects.about(copy)).select_related("code")
    for session in sessions.order_by("opened_at", "pk"):
        yield session.opened_at, f"Opened with six figures. {CodeWay(session.code.way).label}"
    for request in copy.requests.order_by("asked_at", "pk"):
        yield request.asked_at, f"Asked: {RequestKind(request.kind).label.lower()}"
    yield said.accepted_at, f"Accepted. {AcceptanceWay(said.way).label}"


def _moment(at: datetime, calendar: WorkingCalendar) -> str:
    """Say a moment to the second, with its zone: "Tue 24 Nov 2026, 12:05:09 GMT"."""
    local = calendar.local(at)
    return f"{weekday(local.date())}, {local:%H:%M:%S %Z}"
