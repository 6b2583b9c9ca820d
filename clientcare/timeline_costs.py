"""How what a matter costs, and what its clients instructed, is told in its timeline: fields of a `timeline.Line`."""

from practice.permissions import INSIDE, Permission

_EVERYBODY = (Permission.MATTER_VIEW,)
COSTS = {
    "instruction.logged": (
        *("decisions", "speech", "Instruction of {given_by}:", "“{words}”", "{way}, {said_at}. Taken by {taken_by}."),
        *("", INSIDE),
    ),
    "instruction.answered": (
        *("decisions", "speech", "{given_by}, about an instruction:", "{stance}"),
        *("“{words}” {way}, {said_at}. Taken by {taken_by}.", "", INSIDE),
    ),
    "instruction.corrected": (
        *("decisions", "pen", "Put right in the instruction log, of {given_by}:", "“{words}”"),
        *("{way}, {said_at}. By {by}.", "", INSIDE),
    ),
    "instruction.rule_set": (
        *("decisions", "people", "Whose instructions we act on:", "{what}", "{because} By {by}.", "", INSIDE),
    ),
    "bill.recorded": ("decisions", "page", "Bill {number} recorded:", "{total}", "Of {bill_on}. By {by}.", "", INSIDE),
    "bill.set_aside": ("decisions", "stop", "Bill {number} set aside", "by {by}", "{because}", "", INSIDE),
    "unbilled.noted": ("decisions", "pen", "Not billed yet:", "{amount}", "As of {unbilled_on}. By {by}.", "", INSIDE),
    "estimate.warned": ("decisions", "flag", "{what}:", "{spent}", "", "soon", INSIDE),
    "estimate.warning_closed": ("decisions", "kept", "Closed: {what}", "by {by}", "{because}", "", INSIDE),
    "cost_update.started": ("letters", "page", "Cost update begun", "by {by}", "", "", INSIDE),
    "cost_update.approval_asked": ("letters", "page", "Approval asked", "of {of}", "By {by}.", "", INSIDE),
    "cost_update.approved": ("letters", "kept", "Cost update approved", "by {by}", "", "", INSIDE),
    "cost_update.sent_back": ("letters", "again", "Cost update sent back", "by {by}", "{comment}", "", INSIDE),
    "cost_update.issued": ("letters", "letter", "Cost update issued", "by {by}", "", "kept", _EVERYBODY),
    "cost_update.discarded": (
        "letters",
        "stop",
        "Draft cost update discarded",
        "by {by}",
        "{because}",
        "",
        INSIDE,
    ),
    "cost_update.superseded": ("letters", "letter", "Cost update replaced", "before it was answered", "", "", INSIDE),
    "cost_update.agreed": ("letters", "kept", "{name} agreed to the new estimate", "", "{way}.", "kept", _EVERYBODY),
    "cost_update.declined": (
        *("letters", "stop", "{name} declined the new estimate", "", "{words} By {by}.", "late", INSIDE),
    ),
    "cost_update.asked": ("letters", "speech", "{name} asked about the cost update:", "{what}", "{words}", "", INSIDE),
    "cost_update.request_answered": ("letters", "kept", "Answered: {what}", "by {by}", "", "", INSIDE),
    "cost_update.opened": ("letters", "lock", "{by} opened the cost update", "", "{way}.", "", INSIDE),
    "cost_update.code_given": ("letters", "lock", "Six figures told", "by {by}", "On {number}.", "", INSIDE),
    "cost_update.link_sent": ("letters", "letter", "New link to the cost update sent", "by {by}", "", "", INSIDE),
    "cost_update.link_locked": (
        *("letters", "stop", "Link to the cost update shut:", "wrong figures five times", "", "", INSIDE),
    ),
    "cost_update.stopped": ("letters", "stop", "Cost update stopped", "by {by}", "", "", _EVERYBODY),
}
