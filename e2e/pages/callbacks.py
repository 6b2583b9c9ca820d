"""One call."""

from callbacks.models import Callback
from e2e.pages.state import State, at, of, person


def _call(**wanted: object) -> object:
    return Callback.objects.visible_to(person("solicitor")).filter(**wanted).order_by("-taken_at", "-pk")[0].pk


STATES = {
    "callbacks:cadence": [
        State("as delivered", "compliance", at("callbacks:cadence")),
        State("not for this role", "reception", at("callbacks:cadence"), status=403),
    ],
    "told": [State("everything", "solicitor", at("told"))],
    "callbacks:detail": [
        State("promised", "solicitor", of("callbacks:detail", lambda: _call(stage="promised"))),
        State("done", "solicitor", of("callbacks:detail", lambda: _call(stage="completed"))),
        State(
            "no outcome chosen",
            "solicitor",
            of("callbacks:detail", lambda: _call(stage="promised")),
            press="Save the call",
            status=422,
        ),
        State("not there", "solicitor", at("callbacks:detail", 99999999), status=404),
    ],
}
