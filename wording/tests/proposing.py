"""A change of one clause, taken as far as a test needs it."""

from datetime import UTC, datetime

from practice.models import User
from wording import deciding, deeds, services
from wording.models import Clause, ClauseDraft, ClauseVersion
from wording.proposals import latest
from wording.publishing import CLAUSE
from wording.tests.factories import CARE, care_letter

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
NEW = "We write to you with a new figure before any extra work."


def proposal(clause: Clause, **typed: object) -> deeds.Proposal:
    words = latest(clause)
    known = {
        "level": words.level,
        "trigger": words.trigger,
        "body": NEW,
        "required_text": "a new figure before any extra work.",
        "in_because": words.in_because,
        "out_because": words.out_because,
        "reason": "Clients asked who writes.",
        "review_on": None,
        "in_force_on": None,
        **typed,
    }
    return deeds.Proposal(**known)  # type: ignore[arg-type]


def asked(clause: Clause, by: User, **typed: object) -> ClauseDraft:
    draft = deeds.save_draft(clause_id=clause.pk, words=proposal(clause, **typed), seen=0, by=by, now=NOW)
    return deciding.ask(of=CLAUSE, draft_id=draft.pk, seen=draft.draft_version, by=by, now=NOW)


def publish(draft: ClauseDraft, by: User, **more: object) -> ClauseVersion:
    given = {"draft_id": draft.pk, "seen": draft.draft_version, "by": by, "now": NOW, **more}
    return deciding.publish(of=CLAUSE, **given)  # type: ignore[arg-type]


def said_at(now: datetime) -> bool:
    return NEW in services.compose(template_code=CARE, facts=care_letter(), now=now, large_print=False).html
