"""Versions and proposals of a clause as the rules and pages see them: tried on the examples, with what is wrong."""

from datetime import datetime

from practice.models import User
from practice.permissions import ROLES, Permission
from wording import examples
from wording.library import Library
from wording.models import Clause, ClauseDraft, ClauseVersion, Proposed, Words
from wording.rules import ClauseText, Problem
from wording.services import library_at
from wording.trying import Trial, tried


def text_of(words: Words, clause: Clause) -> ClauseText:
    """Return a version or a proposal as compose() sees it."""
    return ClauseText(
        code=clause.code,
        title=clause.title,
        level=words.level,
        trigger=words.trigger,
        body=words.body,
        required_text=words.required_text,
        in_because=words.in_because,
        out_because=words.out_because,
        presets=tuple(clause.presets),
        made_for=clause.made_for,
    )


def trial_of(words: Words, clause: Clause, *, library: Library) -> Trial:
    """Try a version or a proposal on the examples of every letter that has a place for it."""
    return tried(text_of(words, clause), library, examples.contexts())


def problems_of(draft: ClauseDraft, *, now: datetime, library: Library | None = None) -> list[Problem]:
    """Return what keeps a proposal from being published, beside that somebody else has to look at it."""
    trial = trial_of(draft, draft.clause, library=library or library_at(now))
    return [*trial.problems, *unchanged(draft)]


def unchanged(draft: ClauseDraft) -> list[Problem]:
    if draft.based_on is None or text_of(draft, draft.clause) != text_of(draft.based_on, draft.clause):
        return []
    return [Problem("unchanged", "These are the words in force: nothing would change.", "body")]


def latest(clause: Clause) -> ClauseVersion:
    """Return the words that are in force or will be last: what a change is a change of."""
    return clause.versions.get(in_force_to=None)


def latest_if_any(clause: Clause) -> ClauseVersion | None:
    """Return the same, or None for a clause that never had words, or whose only ones were taken back."""
    return clause.versions.filter(in_force_to=None).first()


def publishers() -> list[User]:
    """Return everybody who may publish."""
    roles = [role for role, permissions in ROLES.items() if Permission.WORDING_PUBLISH in permissions]
    return list(User.objects.working().filter(roles__overlap=roles).order_by("pk"))


def authors_of(draft: Proposed) -> set[int]:
    return set(draft.writers.values_list("pk", flat=True))


def second_people(draft: Proposed) -> list[User]:
    """Return who may publish a proposal and did not write it."""
    authors = authors_of(draft)
    return [person for person in publishers() if person.pk not in authors]


def may_withdraw(draft: Proposed, person: User) -> bool:
    """Say if this person may give a proposal up: one of its writers, or somebody who publishes."""
    return person.pk in authors_of(draft) or person.may(Permission.WORDING_PUBLISH)
