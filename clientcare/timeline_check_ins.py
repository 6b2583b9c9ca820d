"""How the weekly calls of clients are told on the timeline: fields of a `timeline.Line` by event (domain D16)."""

from practice.permissions import Permission

_EVERYBODY = (Permission.MATTER_VIEW,)
CHECK_INS = {
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
