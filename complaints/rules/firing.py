"""What becomes of a planned stage when its moment has come. Pure."""

from datetime import datetime

from complaints.rules.plan import BREACHED, DRAFT_APOLOGY, is_warning
from complaints.rules.policy import DeadlineStatus
from practice.calendar import LatePolicy

FIRED, HELD, SETTLED, TOO_LATE, WITHDRAWN = "fired", "held", "settled", "too_late", "withdrawn"


def outcome_of(
    code: str,
    *,
    status: DeadlineStatus,
    answer_on_its_way: bool,
    late_policy: LatePolicy,
    now: datetime,
    due_before: datetime,
    held_by: str = "",
    is_last_warning: bool = True,
) -> tuple[str, str]:
    """
    Return the outcome of a stage and the reason in words.

    ``answer_on_its_way``: what settles the deadline is queued. That quiets warnings; only leaving stops a breach and
    what follows it (decisions B6). ``held_by``: who holds this stage. ``is_last_warning``: False if a later
    warning of the same deadline is due too, after an outage for instance; only warnings are folded so.
    """
    if status in (DeadlineStatus.NOT_APPLICABLE, DeadlineStatus.SUPERSEDED):
        return WITHDRAWN, "the deadline no longer applies"
    if status != DeadlineStatus.RUNNING:
        return SETTLED, "done before"
    if not late_policy.is_useful(now=now, starts_at=due_before, ends_at=due_before):
        return TOO_LATE, "the day was over when it could be told"
    follows_the_breach = code in (BREACHED, DRAFT_APOLOGY) or code.startswith("escalate_")
    if answer_on_its_way and not follows_the_breach:
        return SETTLED, "the letter is on its way"
    if held_by:
        return HELD, f"held by {held_by}"
    if is_warning(code) and not is_last_warning:
        return TOO_LATE, "a later warning of the same deadline was due"
    return FIRED, ""
