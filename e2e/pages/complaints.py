"""The board of complaints, one complaint, and every deed that can be done on one."""

from collections.abc import Callable

from django.urls import reverse

from complaints.models import AccountRequest, Complaint, DeadlineStage
from complaints.views.deed_list import OTHERS, STEPS
from complaints.views.deeds import offered, slug_of
from e2e.pages.state import State, at, of, person

# What no complaint of the demo firm is in the way of: complaints/tests has them.
_NOT_OFFERED = {"start-stage1", "offer-early-resolution", "redress-notified", "close", "again", "own-letter"}
_DEEDS = [slug for slug in (*map(slug_of, STEPS), *OTHERS) if slug not in _NOT_OFFERED]


def _complaint(**wanted: object) -> str:
    return Complaint.objects.visible_to(person("compliance")).filter(**wanted).order_by("-pk")[0].reference


def _at_stage(stage: str) -> Callable[[], str]:
    return of("complaints:detail", lambda: _complaint(stage=stage))


def _deed(slug: str) -> Callable[[], str]:
    def find() -> str:
        everything = Complaint.objects.visible_to(person("compliance")).order_by("-pk")
        found = next(one for one in everything if slug in offered(one))
        return reverse("complaints:deed", args=[found.reference, slug])

    return find


def _asked() -> AccountRequest:
    return AccountRequest.objects.order_by("-pk")[0]


def _with_a_net() -> str:
    stage = DeadlineStage.objects.safety_nets().filter(outcome="").order_by("pk")[0]
    return f"{reverse('complaints')}?open={stage.deadline.complaint.reference}"


def _with_reasons() -> str:
    return f"{reverse('complaints')}?why={_complaint(stage='stage1_investigating')}"


STATES = {
    "complaints": [
        State("the board", "compliance", at("complaints")),
        State("why that day", "compliance", _with_reasons),
        State("what goes by itself", "compliance", _with_a_net),
        State("closed", "compliance", at("complaints", query="?show=closed")),
        State("a head's", "head", at("complaints")),
        State("outlines", "partner", at("complaints")),
        State("logged by the desk", "reception", at("complaints")),
    ],
    "complaints:log": [
        State("a new one", "compliance", at("complaints:log")),
        State("at the desk", "reception", at("complaints:log")),
        State("nothing typed", "reception", at("complaints:log"), press="Log the complaint", status=422),
    ],
    "complaints:take": [
        State("somebody is not happy", "reception", at("complaints:take")),
        State("nothing typed", "reception", at("complaints:take"), press="Save it", status=422),
    ],
    "complaints:procedure": [State("published", "", at("complaints:procedure"))],
    "complaints:procedure_of": [State("property", "", at("complaints:procedure_of", "rp"))],
    "complaints:account": [
        State(
            "asked for",
            lambda: _asked().staff,
            of("complaints:account", lambda: _asked().pk),
        ),
    ],
    "complaints:detail": [
        State("not yet sorted", "compliance", _at_stage("draft")),
        State("just logged", "compliance", _at_stage("logged")),
        State("settled by talking", "compliance", _at_stage("early_resolution")),
        State("stage 1", "compliance", _at_stage("stage1_investigating")),
        State("outcome sent", "compliance", _at_stage("stage1_outcome_sent")),
        State("review", "compliance", _at_stage("stage2_reviewing")),
        State("ombudsman", "compliance", _at_stage("redress_open")),
        State("closed", "compliance", _at_stage("closed")),
        State("an outline", "partner", _at_stage("stage1_investigating")),
        State("not there", "compliance", at("complaints:detail", "C-26-999"), status=404),
    ],
    "complaints:deed": [
        *(State(slug, "compliance", _deed(slug)) for slug in _DEEDS),
        State("nothing typed", "compliance", _deed("extend"), press="Send the notice", status=422),
        State(
            "the world moved",
            "compliance",
            lambda: reverse("complaints:deed", args=[_complaint(stage="closed"), "acknowledge"]),
            status=409,
        ),
    ],
}
