"""The clauses that the demo firm made its own, one that waits for its day, one that waits for a second person."""

from datetime import datetime, timedelta
from pathlib import Path

from clientcare.demo.firm import Firm
from practice.services.reference import read_data
from wording.deeds import Proposal, ask_publication, save_draft
from wording.models import Clause
from wording.proposals import latest
from wording.publishing import publish_draft
from wording.reviewing import note_reviewed

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
        draft = ask_publication(draft_id=draft.pk, seen=draft.draft_version, by=writer, now=at + timedelta(minutes=10))
        if row["ends"] != "asked":
            publish_draft(
                draft_id=draft.pk, seen=draft.draft_version, by=firm.staff["partner"], now=at + timedelta(hours=3)
            )
    for code, days in _DATA["due"].items():
        note_reviewed(
            clause_id=Clause.objects.get(code=code).pk,
            review_on=(now - timedelta(days=days)).date(),
            by=firm.staff["compliance"],
            now=now - _LOOKED_AT,
        )
