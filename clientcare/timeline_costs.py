"""How what a matter costs is told in its timeline: fields of a `timeline.Line` by event."""

from practice.permissions import INSIDE, Permission

_EVERYBODY = (Permission.MATTER_VIEW,)
COSTS = {
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
    "cost_update.stopped": ("letters", "stop", "Cost update stopped", "by {by}", "", "", _EVERYBODY),
}
