"""What clients instructed, what a matter costs, with and without an estimate, and the cost update itself."""

from django.urls import reverse

from e2e.pages.cost_answers import asked
from e2e.pages.state import State, at, matter, of
from engagement.models import Bill, CostUpdate, CostWarning, Instruction
from engagement.services import costs
from practice import clock
from practice.models import Matter


def _warned() -> Matter:
    return CostWarning.objects.open().select_related("matter__fee_earner")[0].matter


def _updated() -> int:
    return CostUpdate.objects.issued()[0].matter_id


def _with_a_bill_set_aside() -> int:
    return Bill.objects.exclude(set_aside_at=None)[0].matter_id


def _draft() -> str:
    found = _warned()
    costs.start_update(matter_id=found.pk, by=found.fee_earner, now=clock.now())
    return reverse("engagement:cost_update", args=[found.pk])


def _disputed() -> int:
    return Instruction.objects.exclude(about=None)[0].matter_id


def _of_changed() -> int:
    return Instruction.objects.filter(changes_scope=True)[0].matter_id


def _answered() -> str:
    first = Instruction.objects.filter(about=None, matter_id=_disputed())[0]
    return f"{reverse('engagement:instructions', args=[first.matter_id])}?about={first.pk}"


STATES = {
    "engagement:instructions": [
        State("joint clients differ", "partner", of("engagement:instructions", _disputed)),
        State("what somebody says about one", "partner", _answered),
        State("one changes the scope", "partner", of("engagement:instructions", _of_changed)),
        State(
            "none, and an empty form",
            "partner",
            of("engagement:instructions", lambda: matter(stage="open", instructions=None).pk),
            press="Log it",
            status=422,
        ),
        State("not for this role", "reception", at("engagement:instructions", 1), status=403),
    ],
    "engagement:costs": [
        State("warned", "partner", of("engagement:costs", lambda: _warned().pk)),
        State("a cost update was sent", "partner", of("engagement:costs", _updated)),
        State("a bill set aside", "partner", of("engagement:costs", _with_a_bill_set_aside)),
        State(
            "no estimate",
            "partner",
            of("engagement:costs", lambda: matter(stage="open", care_letters=None, earlier_letter__estimate=None).pk),
        ),
        State(
            "an empty bill",
            "partner",
            of("engagement:costs", lambda: _warned().pk),
            press="Record the bill",
            status=422,
        ),
        State("not for this role", "reception", at("engagement:costs", 1), status=403),
    ],
    "engagement:cost_record": [
        State("by whom and how", "partner", of("engagement:cost_record", lambda: asked().pk)),
        State("not for this role", "reception", at("engagement:cost_record", 1), status=403),
    ],
    "engagement:cost_code": [
        State("on which number", "partner", of("engagement:cost_code", lambda: asked().pk)),
        State("not for this role", "reception", at("engagement:cost_code", 1), status=403),
    ],
    "engagement:cost_update": [
        State("a draft", "partner", _draft),
        State("not for this role", "reception", at("engagement:cost_update", 1), status=403),
    ],
}
