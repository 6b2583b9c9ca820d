"""
Who may deal with a complaint, and who may hear of it (domain Q6, decisions 5 and 6).

People are their ids. Absence never changes a rule: a substitute has to pass the same guard.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from practice.errors import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Involvement:
    """
    Who has to do with what is complained of.

    ``worked_on_matter``: everybody with work or time on it. ``supervisors``: the named supervisors, whether they worked
    on it or not. ``supervision_is_a_head``: one head of complaint is about supervision. ``kept_outside``: those whom
    an information barrier around the matter names outside.
    """

    subjects: frozenset[int] = frozenset()
    worked_on_matter: frozenset[int] = frozenset()
    supervisors: frozenset[int] = frozenset()
    supervision_is_a_head: bool = False
    stage1_handler: int | None = None
    kept_outside: frozenset[int] = frozenset()


class HandlerIsSubject(Refusal):
    """The complaint is about this person."""

    code = "handler_is_subject"


class KeptOutside(Refusal):
    """An information barrier keeps this person from the matter, and so from its complaints."""

    code = "handler_kept_outside"


class HandlerWorkedOnMatter(Refusal):
    """This person did work on the matter complained about."""

    code = "handler_in_matter_team"


class HandlerSupervised(Refusal):
    """This person supervised the matter, and supervision is complained about or was not declared."""

    code = "handler_supervised_matter"


class ReviewerIsSubject(Refusal):
    """The complaint is about this person."""

    code = "reviewer_is_subject"


class ReviewerWasStage1(Refusal):
    """This person decided stage 1."""

    code = "reviewer_was_stage1"


class ReviewerInMatterTeam(Refusal):
    """This person worked on the matter or supervised it."""

    code = "reviewer_in_matter_team"


def must_declare_supervision(person: int, *, involvement: Involvement) -> bool:
    """Say if this person may handle stage 1 only after declaring that they supervise the matter."""
    return person in involvement.supervisors


def check_handler(
    person: int, *, involvement: Involvement, supervision_declared: bool = False, sole_principal_exception: bool = False
) -> None:
    """
    Refuse a stage-1 handler who is complained of, worked on the matter, or supervised it undeclared (decision 6).

    The recorded exception of a sole principal lifts the matter bars, never that of being complained of.

    :raises HandlerIsSubject, KeptOutside, HandlerWorkedOnMatter, HandlerSupervised: in that order
    """
    if person in involvement.subjects:
        raise HandlerIsSubject("This complaint is about that person, who cannot handle it. Choose a substitute.")
    if person in involvement.kept_outside:
        raise KeptOutside("That person cannot handle this complaint. Choose somebody else.")
    if sole_principal_exception:
        return
    if person in involvement.worked_on_matter:
        raise HandlerWorkedOnMatter("That person worked on the matter and cannot handle the complaint about it.")
    if person in involvement.supervisors and involvement.supervision_is_a_head:
        raise HandlerSupervised("Supervision is complained about, so the matter's supervisor cannot handle it.")
    if must_declare_supervision(person, involvement=involvement) and not supervision_declared:
        raise HandlerSupervised("That person is the matter's named supervisor: declare it on the complaint first.")


def check_reviewer(person: int, *, involvement: Involvement) -> None:
    """
    Refuse a stage-2 reviewer who is not separate from everything before: the strict list.

    :raises ReviewerIsSubject, KeptOutside, ReviewerWasStage1, ReviewerInMatterTeam: in that order
    """
    if person in involvement.subjects:
        raise ReviewerIsSubject("This complaint is about that person, who cannot review it. Choose a substitute.")
    if person in involvement.kept_outside:
        raise KeptOutside("That person cannot review this complaint. Choose somebody else.")
    if person == involvement.stage1_handler:
        raise ReviewerWasStage1("That person decided stage 1; somebody else has to review it.")
    if person in involvement.worked_on_matter | involvement.supervisors:
        raise ReviewerInMatterTeam("That person is in the matter team and cannot review the complaint about it.")


def first_allowed(candidates: Iterable[int], check: Callable[[int], None]) -> int | None:
    """Return the first candidate whom ``check`` does not refuse; None if all are refused."""
    for person in candidates:
        try:
            check(person)
        except Refusal:
            continue
        return person
    return None


def escalate_to(person: int, *, subjects: frozenset[int], substitutes: Mapping[int, int]) -> int | None:
    """
    Return who is told instead of somebody complained of: their substitute, or the substitute's (decision 5).

    None means that nobody in the chain may be told: the complaint goes to the outside reviewer.
    """
    asked: set[int] = set()
    while person in subjects:
        asked.add(person)
        if person not in substitutes or substitutes[person] in asked:
            return None
        person = substitutes[person]
    return person
