"""Client care letters."""

from e2e.pages.state import State, at, matter, of
from engagement.models import Letter
from practice.models import User


def _letter(**wanted: object) -> Letter:
    return Letter.objects.filter(**wanted).order_by("pk")[0]


def _approver() -> User:
    found = _letter(stage="to_approve").approver
    assert found is not None
    return found


STATES = {
    "letters": [
        State("being written", "solicitor", at("letters")),
        *(
            State(show, "solicitor", at("letters", query=f"?show={show}"))
            for show in ("approval", "to-write", "issued")
        ),
        State("none undelivered", "solicitor", at("letters", query="?show=undelivered")),
    ],
    "engagement:letter": [
        State("a draft", "solicitor", of("engagement:letter", lambda: _letter(stage="draft").matter_id)),
        State("to be approved", _approver, of("engagement:letter", lambda: _letter(stage="to_approve").matter_id)),
        State("issued", "solicitor", of("engagement:letter", lambda: _letter(stage="issued").matter_id)),
        State(
            "not begun",
            "solicitor",
            of("engagement:letter", lambda: matter(stage="open", care_letters=None, work_type="residential_sale").pk),
        ),
        State("not for this role", "reception", at("engagement:letter", 1), status=403),
    ],
    "engagement:issue": [
        State("who gets it", "solicitor", of("engagement:issue", lambda: _letter(stage="draft").matter_id)),
    ],
}
