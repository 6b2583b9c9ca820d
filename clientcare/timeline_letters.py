"""How client care letters are told in a timeline, from the draft on: fields of a `timeline.Line` by event."""

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
    "letter.recorded": (
        *(_LETTERS, "letter", "Client care letter of before:", "it went {sent_on}", "{words}. Recorded by {by}."),
        *("", _EVERYBODY),
    ),
    "letter.record_dropped": (
        *(_LETTERS, "stop", "Letter of before:", "the record was taken back", "By {by}.", "", _EVERYBODY),
    ),
    "acknowledgement.asked": (
        *(_LETTERS, "clock", "Acknowledgement asked for:", "{what}", "By {due_on}. Asked by {by}.", "", _EVERYBODY),
    ),
    "acknowledgement.given": (*(_LETTERS, "kept", "Acknowledged:", "{what}", "{way}.", "kept", _EVERYBODY),),
    "letter.superseded": (
        *(_LETTERS, "letter", "Client care letter replaced", "by version {by_version}", "", "", _EVERYBODY),
    ),
}
