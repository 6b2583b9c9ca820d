"""Closing a matter: the questions with the letter beside them, what is missing, and a matter that was closed."""

from e2e.pages.state import State, at, matter, of


def _open() -> int:
    return matter(stage="open", work_type="residential_sale").pk


STATES = {
    "engagement:close": [
        State("to close", "partner", of("engagement:close", _open)),
        State("nothing typed", "partner", of("engagement:close", _open), press="Close with this letter", status=422),
        State("closed long ago", "partner", of("engagement:close", lambda: matter(stage="closed").pk)),
        State("not for this role", "reception", at("engagement:close", 1), status=403),
    ],
}
