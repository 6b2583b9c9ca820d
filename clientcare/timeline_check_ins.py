"""How weekly calls and questions of clients are told on the timeline: fields of a `timeline.Line` (D16, D20)."""

from practice.permissions import Permission

_EVERYBODY = (Permission.MATTER_VIEW,)
CHECK_INS = {
    "query.logged": (
        "calls",
        "speech",
        "Question:",
        "{way}",
        "First answer due {due_at}. Logged by {by}.",
        "",
        _EVERYBODY,
    ),
    "query.answered": ("calls", "kept", "Question answered", "by {by}", "", "", _EVERYBODY),
    "check_in.agreed": (
        "promises",
        "clock",
        "Weekly call agreed:",
        "they ring {when}",
        "For {host}. By {by}.",
        "",
        _EVERYBODY,
    ),
    "check_in.ended": ("promises", "stop", "Weekly call ended:", "{when}", "{because}. By {by}.", "", _EVERYBODY),
    "check_in.came": ("calls", "phone", "Weekly call came", "noted by {by}", "", "kept", _EVERYBODY),
    "check_in.not_come": (
        "calls",
        "phone",
        "Weekly call did not come",
        "expected {expected_at}",
        "",
        "late",
        _EVERYBODY,
    ),
}
