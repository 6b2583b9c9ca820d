"""Matters, clients, the search box, the manager's figures."""

from clientcare.dashboard.measures import MEASURES
from e2e.pages.state import State, at, matter, of
from practice.models import Matter, Party


def restricted() -> int:
    """Return a matter that only its team sees."""
    return Matter.objects.filter(is_restricted=True).order_by("pk")[0].pk


STATES = {
    "matters": [
        State("all", "solicitor", at("matters")),
        State("overdue updates", "solicitor", at("matters", query="?view=overdue")),
        State("nothing found", "solicitor", at("matters", query="?q=zzzz")),
        State("not for this role", "admin", at("matters"), status=403),
    ],
    "matter": [
        State("a lawyer's view", "solicitor", of("matter", lambda: matter(stage="open").pk)),
        State("the desk's view", "reception", of("matter", lambda: matter(stage="open").pk)),
        State("prospective", "solicitor", of("matter", lambda: matter(stage="prospective").pk)),
        State("closed", "solicitor", of("matter", lambda: matter(stage="closed").pk)),
        State(
            "an empty update",
            "solicitor",
            of("matter", lambda: matter(stage="prospective").pk),
            press="Save the update",
            status=422,
        ),
        State("not there", "solicitor", at("matter", 99999999), status=404),
    ],
    "barriers": [
        State("none stands", "compliance", at("barriers")),
        State("not for this role", "solicitor", at("barriers"), status=403),
    ],
    "matter_barrier": [
        State("none yet", "compliance", of("matter_barrier", lambda: matter(stage="open").pk)),
        State("restricted to its team", "compliance", of("matter_barrier", restricted)),
        State(
            "no reason",
            "compliance",
            of("matter_barrier", lambda: matter(stage="open").pk),
            press="Raise the barrier",
            status=422,
        ),
        State("a look without a reason", "compliance", of("matter_barrier", restricted), press="Break", status=422),
    ],
    "glass": [State("not there", "compliance", at("glass", 99999999), status=404)],
    "matter_add_party": [
        State("a name first", "solicitor", of("matter_add_party", lambda: matter(stage="open").pk)),
        State(
            "people on record", "solicitor", of("matter_add_party", lambda: matter(stage="open").pk, "?name=ellison")
        ),
        State(
            "nothing typed",
            "solicitor",
            of("matter_add_party", lambda: matter(stage="open").pk, "?name=ellison"),
            press="Add",
            status=422,
        ),
    ],
    "client": [
        State("a client", "solicitor", of("client", lambda: matter(stage="open").clients()[0].pk)),
        State(
            "a body",
            "reception",
            of("client", lambda: Party.objects.exclude(kind="individual").order_by("pk")[0].pk),
        ),
    ],
    "search": [
        State("nothing typed", "solicitor", at("search")),
        State("found", "solicitor", at("search", query="?q=ellison")),
        State("nothing found", "solicitor", at("search", query="?q=zzzz")),
    ],
    "dashboard": [
        State("this month", "partner", at("dashboard")),
        State("compliance", "compliance", at("dashboard")),
        State("an old month", "partner", at("dashboard", query="?month=2020-01")),
        State("not for this role", "secretary", at("dashboard"), status=403),
    ],
    "dashboard_rows": [State(key, "partner", at("dashboard_rows", key)) for key in MEASURES],
}
