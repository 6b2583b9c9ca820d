"""A proposed version of a clause: what it changes and touches."""

from datetime import datetime
from typing import Any

from practice.models import User
from wording import contents, redline, saying
from wording.blast import blast
from wording.models import ClauseDraft
from wording.proposals import trial_of, unchanged
from wording.publishing import CLAUSE
from wording.services import library_at
from wording.views.deciding import Shown


def _facts(found: ClauseDraft, user: User, now: datetime) -> dict[str, Any]:
    trial = trial_of(found, found.clause, library=library_at(now))
    touched = blast(found.clause, for_user=user, now=now)
    old = touched.old_words(found.published_as.version if found.published_as else None)
    return {
        "problems": [*trial.problems, *unchanged(found)],
        "blast": touched,
        "clause": found.clause,
        "write_to": f"clause={found.clause.code}{f':{old}' if old else ''}",
        "kind": contents.KINDS.get(found.clause.made_for, ""),
        "presets": saying.meant_for(found.clause.presets),
        "trial": trial,
        "changes": redline.compare(found.based_on, found),
        "goes_in": saying.in_words(found.trigger),
    }


def _given_up(found: ClauseDraft) -> tuple[str, ...]:
    if found.based_on is None:
        return f"“{found.clause.title}” is given up.", "wording:clauses"
    return "It is given up. The words in force stay as they are.", "wording:clause", found.clause.code


CLAUSES = Shown(
    kind=CLAUSE,
    template="wording/draft.html",
    names=("ask", "publish", "send_back", "withdraw"),
    related=("clause", "based_on"),
    facts=_facts,
    home="wording:clause",
    given_up=_given_up,
)
