"""The words of a conflict check's report, for compliance and for whoever asked (decisions 25, domain 4.3)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.template.loader import render_to_string

from intake.models import PARTS, ConflictCheck, ConflictHit, Consent, Disclosure, Face
from intake.rules import Level, Outcome
from practice import journal
from practice.models import JournalEntry
from wording import letterhead
from wording.print import paper

# What a check asks, in the order of the report, with the count that its coverage keeps.
REGISTERS = (
    ("People and bodies on record", "parties"),
    ("All their names, former and trading names among them", "stored_names"),
    ("Open matters", "open_matters"),
    ("Closed matters", "closed_matters"),
    ("Declined matters", "declined"),
    ("Enquiries that became no matter", "enquiries"),
    ("Members of staff", "staff"),
    ("The register of own interests", "interests"),
    ("File notes and notes of meetings, by exact words", "notes"),
)

_OUTCOMES = {"conflict.decided", "conflict.overridden"}


def words_of(check: ConflictCheck, face: Face) -> str:
    """Return the report as HTML: of a decided check, with no word of a hit in the asker's copy."""
    coverage, parts = check.coverage, dict(PARTS)
    context: dict[str, Any] = {
        "check": check,
        "firm": letterhead.firm(check.matter.department).context(),
        "copy": face.label,
        "for_compliance": face == Face.COMPLIANCE,
        "terms": [{**term, "role": parts[term["role"]]} for term in check.terms],
        "registers": [(label, coverage[key]) for label, key in REGISTERS if key in coverage],
        "coverage": coverage,
        "since": date.fromisoformat(coverage["since"]) if coverage.get("since") else None,
    }
    if face == Face.COMPLIANCE:
        context |= _found(check)
    return render_to_string("intake/report_words.html", context).strip()


def _found(check: ConflictCheck) -> dict[str, Any]:
    links = ("matter__fee_earner", "enquiry", "staff", "interest__staff", "answer_by", "decided_by")
    rows = check.hits.gravest_first().select_related(*links, "waiver__recorded_by")
    letters = Disclosure.objects.select_related("party", "issued_by", "scan").order_by("pk")
    consents = Consent.objects.select_related("recorded_by", "scan").order_by("pk")
    hits = list(rows.prefetch_related(Prefetch("waiver__consents", consents), Prefetch("waiver__disclosures", letters)))
    history = list(journal.history_of(check).order_by("pk"))
    return {
        "above": [hit for hit in hits if Level(hit.level).is_above_line],
        "low": [hit for hit in hits if hit.level == Level.LOW],
        "common": _common(hits),
        "searches": [entry for entry in history if entry.event in {"conflict.asked", "conflict.run_again"}],
        "outcomes": [(entry, _outcome(entry)) for entry in history if entry.event in _OUTCOMES],
    }


def _common(hits: Sequence[ConflictHit]) -> list[str]:
    return [hit.found for hit in hits if hit.level == Level.COMMON and not hit.is_masked]


def _outcome(entry: JournalEntry) -> str:
    if entry.event == "conflict.overridden":
        alone = ", alone as the only lawyer of the firm" if entry.facts["alone"] else ""
        return f"Overridden until {entry.facts['until']}{alone}, before it was decided"
    return Outcome(entry.facts["outcome"]).label


def paper_of(words: str, *, reference: str, author: str, iso_date: str, sha256: str) -> str:
    """Return the document for the printer: the words as they were kept, and their hash under them."""
    below = render_to_string("intake/report_foot.html", {"sha256": sha256})
    return paper(
        f"{words}\n{below}",
        title=f"Conflict check report {reference}",
        author=author,
        iso_date=iso_date,
    )
