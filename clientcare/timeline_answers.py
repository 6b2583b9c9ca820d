"""How what clients do with their letter is told in the timeline: fields of a `timeline.Line` by event."""

from practice.permissions import INSIDE, Permission

_EVERYBODY = (Permission.MATTER_VIEW,)
ANSWERS = {
    "letter.opened": ("letters", "lock", "{by} opened the letter", "", "{way}.", "", INSIDE),
    "letter.code_given": ("letters", "lock", "Six figures told", "by {by}", "On {number}.", "", INSIDE),
    "letter.link_locked": ("letters", "stop", "Link to the letter shut:", "wrong figures five times", "", "", INSIDE),
    "letter.link_sent": ("letters", "letter", "New link to the letter sent", "by {by}", "", "", INSIDE),
    "letter.asked": ("letters", "speech", "{name} asked about the letter:", "{what}", "{words}", "", INSIDE),
    "letter.request_answered": ("letters", "kept", "Answered: {what}", "by {by}", "", "", INSIDE),
    "letter.declined": ("letters", "stop", "{name} declined the letter", "", "{words} By {by}.", "late", INSIDE),
    "letter.accepted": (
        *("letters", "kept", "{name} accepted the letter", "", "Version {version}. {way}.", "kept"),
        _EVERYBODY,
    ),
}
