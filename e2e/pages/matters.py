"""Matters, clients, the search box, the manager's figures."""

from django.urls import reverse

from clientcare.dashboard.measures import MEASURES
from e2e.pages import bodies
from e2e.pages.clients import matter_of, with_needs
from e2e.pages.state import State, at, matter, of, person
from practice import clock
from practice.models import (
    Matter,
)
from practice.services.properties import add_property


def restricted() -> int:
    """Return a matter that only its team sees."""
    return Matter.objects.filter(is_restricted=True).order_by("pk")[0].pk


def _property() -> str:
    """Return the address of one property of a matter."""
    found, address = matter(stage="open"), "4 Kiln Close, Otley LS21 4ZZ"
    added = found.properties.filter(address=address).first() or add_property(
        matter_id=found.pk, address=address, title_number="", by=person("solicitor"), now=clock.now()
    )
    return reverse("matter_property", args=[found.pk, added.pk])


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
        State("somebody with needs", "solicitor", of("matter", lambda: matter_of(with_needs()))),
        bodies.MATTER,
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
    "matter_add_property": [
        State("nothing typed yet", "solicitor", of("matter_add_property", lambda: matter(stage="open").pk)),
        State(
            "neither of both",
            "solicitor",
            of("matter_add_property", lambda: matter(stage="open").pk),
            press="Add to the matter",
            status=422,
        ),
    ],
    "matter_property": [
        State("on the matter", "solicitor", _property),
        State("no reason", "solicitor", _property, press="Take it off", status=422),
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
    "dashboard_calls": [
        State("this month", "partner", at("dashboard_calls")),
        State("rows", "partner", at("dashboard_calls", query="?of=missed")),
        State("rows of a line", "partner", at("dashboard_calls", query="?of=open-since&which=0")),
    ],
    "dashboard_needs": [State("the firm", "partner", at("dashboard_needs"))],
    "dashboard_rows": [State(key, "partner", at("dashboard_rows", key)) for key in MEASURES],
}
