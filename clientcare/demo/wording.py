"""
The clauses that the demo firm changed, one that waits for its day, one that waits for a second person; and its own.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from clientcare.demo.firm import Firm
from practice.permissions import Role
from practice.services.reference import read_data
from wording import arranging
from wording.deciding import ask, publish
from wording.deeds import About, Proposal, begin_clause, save_draft
from wording.models import Clause
from wording.ordering import ORDER, save_order
from wording.proposals import latest
from wording.publishing import CLAUSE
from wording.reviewing import note_reviewed
from wording.rules import Place, Slot
from wording.services import library_at

_DATA = read_data(Path(__file__).parent / "data", "wording.yaml")
_LOOKED_AT = timedelta(days=400)  # before now, when the clauses that are due were last found right


def load_wording_changes(*, firm: Firm, now: datetime) -> None:
    """Propose and publish as people did, each on their day."""
    for row in _DATA["changes"]:
        clause, writer = Clause.objects.get(code=row["code"]), firm.staff[row["by"]]
        words, at = latest(clause), now - timedelta(days=row["days"])
        proposal = Proposal(
            level=words.level,
            trigger=words.trigger,
            body=f"{words.body} {row['add']}",
            required_text=words.required_text,
            in_because=words.in_because,
            out_because=words.out_because,
            reason=row["reason"],
            review_on=None,
            in_force_on=(now + timedelta(days=row["ahead"])).date() if row["ends"] == "planned" else None,
        )
        draft = save_draft(clause_id=clause.pk, words=proposal, seen=0, by=writer, now=at)
        draft = ask(of=CLAUSE, draft_id=draft.pk, seen=draft.draft_version, by=writer, now=at + timedelta(minutes=10))
        if row["ends"] != "asked":
            publish(
                of=CLAUSE,
                draft_id=draft.pk,
                seen=draft.draft_version,
                by=firm.staff["partner"],
                now=at + timedelta(hours=3),
            )
    _own_clause(_DATA["own"], firm=firm, now=now)
    for code, days in _DATA["due"].items():
        note_reviewed(
            clause_id=Clause.objects.get(code=code).pk,
            review_on=(now - timedelta(days=days)).date(),
            by=firm.staff["compliance"],
            now=now - _LOOKED_AT,
        )


def _own_clause(row: dict[str, Any], *, firm: Firm, now: datetime) -> None:
    """Let a head write a clause and give it a place in a kind of letter, and the managing partner publish both."""
    writer, partner, at = firm.staff[row["by"]], firm.staff["partner"], now - timedelta(days=row["days"])
    words = Proposal(
        level=row["level"],
        trigger="always",
        body=row["body"],
        required_text="",
        in_because=row["in_because"],
        out_because=row["out_because"],
        reason=row["reason"],
        review_on=None,
        in_force_on=None,
    )
    about = About(title=row["title"], owner_role=Role.HEAD, presets=[], review_months=12)
    draft = begin_clause(made_for="care_letter", code="", about=about, words=words, by=writer, now=at)
    draft = ask(of=CLAUSE, draft_id=draft.pk, seen=draft.draft_version, by=writer, now=at + timedelta(minutes=10))
    clause = publish(
        of=CLAUSE, draft_id=draft.pk, seen=draft.draft_version, by=partner, now=at + timedelta(hours=1)
    ).clause
    at += timedelta(hours=2)
    slots = library_at(at).templates[row["letter"]].slots
    group = next(one for one in arranging.grouped(slots) if one.heading == row["section"])
    put = arranging.put(slots, Slot(clause.code, Place.SECTION, row["section"]), group)
    order = save_order(code=row["letter"], slots=put, reason=row["reason"], in_force_on=None, seen=0, by=writer, now=at)
    order = ask(of=ORDER, draft_id=order.pk, seen=order.draft_version, by=writer, now=at + timedelta(minutes=10))
    publish(of=ORDER, draft_id=order.pk, seen=order.draft_version, by=partner, now=at + timedelta(hours=1))
