"""How letters and what their clients say to them are told in a timeline: fields of a `timeline.Line` by event."""

from practice.permissions import INSIDE, Permission

_EVERYBODY = (Permission.MATTER_VIEW,)
_LETTERS = "letters"
TOLD_OF_LETTERS = {
    "letter.started": (_LETTERS, "page", "Client care letter begun", "by {by}", "Version {version}.", "", _EVERYBODY),
    "letter.approval_asked": (_LETTERS, "page", "Approval asked", "of {of}", "By {by}.", "", INSIDE),
    "letter.approved": (_LETTERS, "kept", "Letter approved", "by {by}", "", "", INSIDE),
    "letter.sent_back": (_LETTERS, "again", "Letter sent back", "by {by}", "{comment}", "", INSIDE),
    "letter.discarded": (_LETTERS, "stop", "Draft of a letter discarded", "by {by}", "{because}", "", INSIDE),
    "letter.issued": (_LETTERS, "letter", "Client care letter issued", "by {by}", "", "kept", _EVERYBODY),
    "letter.stopped": (_LETTERS, "stop", "Client care letter stopped", "by {by}", "", "", _EVERYBODY),
    "notice.issued": (
        *(_LETTERS, "letter", "Letter to many clients:", "{heading}", "{how}, released by {by}.", "", _EVERYBODY),
    ),
    "letter.superseded": (
        *(_LETTERS, "letter", "Client care letter replaced", "by version {by_version}", "", "", _EVERYBODY),
    ),
    "letter.opened": (_LETTERS, "lock", "{by} opened the letter", "", "{way}.", "", INSIDE),
    "letter.code_given": (_LETTERS, "lock", "Six figures told", "by {by}", "On {number}.", "", INSIDE),
    "letter.link_locked": (
        *(_LETTERS, "stop", "Link to the letter shut:", "wrong figures five times", "", "", INSIDE),
    ),
    "letter.link_sent": (_LETTERS, "letter", "New link to the letter sent", "by {by}", "", "", INSIDE),
    "letter.asked": (_LETTERS, "speech", "{name} asked about the letter:", "{what}", "{words}", "", INSIDE),
    "letter.request_answered": (_LETTERS, "kept", "Answered: {what}", "by {by}", "", "", INSIDE),
    "letter.declined": (_LETTERS, "stop", "{name} declined the letter", "", "{words} By {by}.", "late", INSIDE),
    "letter.accepted": (
        *(_LETTERS, "kept", "{name} accepted the letter", "", "Version {version}. {way}.", "kept", _EVERYBODY),
    ),
}
