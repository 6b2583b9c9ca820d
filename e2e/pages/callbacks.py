"""One call, for staff and for the client who comes by their link."""

from datetime import timedelta

from django.core.cache import cache
from django.urls import reverse

from callbacks import links as calls
from callbacks import services
from callbacks.models import Callback, Room, Visit
from callbacks.policies import calendar_of, office_of
from callbacks.rules import ClosureReason
from callbacks.services import Slip
from e2e.pages.state import State, at, matter, of, person
from outbox import links
from practice import clock
from practice.models import ContactPoint


def _call(**wanted: object) -> object:
    return Callback.objects.visible_to(person("solicitor")).filter(**wanted).order_by("-taken_at", "-pk")[0].pk


def _invited(stage: str = "new") -> Callback:
    """Return a call whose client has the link: one without a time, or the nearest promise that it can change."""
    cache.clear()
    now, by = clock.now(), person("solicitor")
    if stage == "new":
        mailbox = ContactPoint.objects.usable_emails(now.date()).filter(party__email_is_safe=True, party__died_on=None)[
            0
        ]
        slip = Slip(for_staff=by, caller=mailbox.party, number="07700 900 142")
        return services.invite(slip=slip, contact_id=mailbox.pk, by=by, now=now)
    limit = now + timedelta(hours=2)
    promised = Callback.objects.filter(stage=stage, caller__isnull=False, promises__starts_at__gt=limit)
    found = promised.order_by("pk")[0]
    calls.keep_link(found, promised_until=found.promises.latest("pk").ends_at, now=now)
    return found


def _door(stage: str = "new", more: str = "") -> str:
    link = calls.link_of(_invited(stage))
    assert link is not None
    return f"{links.path(link)}{more}"


def _called_off() -> str:
    call = _invited("promised")
    link = calls.link_of(call)
    assert link is not None
    services.cancel_callback(
        callback_id=call.pk, reason=ClosureReason.WITHDRAWN_BY_CALLER, by=person("solicitor"), now=clock.now()
    )
    return links.path(link)


def _forged() -> str:
    link = calls.link_of(_invited())
    assert link is not None
    return reverse("callback_link", args=[link.pk, "0" * 40])


def _visit(hours: int = 0, state: str = "booked") -> Visit:
    """Return a meeting of today as the demo has none: its time counts from the opening of the office."""
    now, host = clock.now(), person("solicitor")
    calendar = calendar_of(host)
    starts_at = calendar.opening(calendar.local_date(now)) + timedelta(hours=hours)
    room, _ = Room.objects.get_or_create(office=office_of(host), name="Quiet room")
    of_theirs = matter(stage="open")
    made, _ = Visit.objects.get_or_create(
        host=host,
        party=of_theirs.clients()[0],
        starts_at=starts_at,
        defaults={
            "kind": "first_meeting",
            "way": "in_person",
            "matter": of_theirs,
            "room": room,
            "ends_at": starts_at + timedelta(hours=1),
            "state": state,
            "arrived_at": now if state == "here" else None,
            "booked_at": now,
            "booked_by": host,
        },
    )
    return made


def _arrivals() -> str:
    _visit(1, "here")
    _visit(2)
    return reverse("callbacks:arrivals")


STATES = {
    "callbacks:cadence": [
        State("as delivered", "compliance", at("callbacks:cadence")),
        State("not for this role", "reception", at("callbacks:cadence"), status=403),
    ],
    "windows:index": [
        State("everybody's windows", "head", at("windows:index")),
        State("seen by reception", "reception", at("windows:index")),
    ],
    "windows:firm": [
        State("the firm", "head", at("windows:firm")),
        State("not for this role", "reception", at("windows:firm"), status=403),
    ],
    "windows:department": [
        State("a department", "head", of("windows:department", lambda: person("head").department_id)),
    ],
    "windows:person": [
        State("one's own", "solicitor", of("windows:person", lambda: person("solicitor").pk)),
    ],
    "windows:days": [
        State("one's own days", "solicitor", of("windows:days", lambda: person("solicitor").pk)),
        State(
            "no day given",
            "solicitor",
            of("windows:days", lambda: person("solicitor").pk),
            press="Save the day",
            status=422,
        ),
    ],
    "told": [State("everything", "solicitor", at("told"))],
    "callbacks:how": [State("published", "", at("callbacks:how"))],
    "callbacks:handbook": [State("not read yet", "reception", at("callbacks:handbook"))],
    "callbacks:voicemail": [
        State("script", "solicitor", at("callbacks:voicemail")),
        State("noted", "solicitor", at("callbacks:voicemail"), press="Note that"),
    ],
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
    "callbacks:invite": [
        State("whom to send it", "solicitor", of("callbacks:invite", lambda: matter(stage="open").pk)),
    ],
    "callbacks:feeds": [
        State("none made", "solicitor", at("callbacks:feeds")),
        State("one made", "solicitor", at("callbacks:feeds"), press="Make an address"),
    ],
    "callbacks:arrivals": [
        State("one here, one expected", "solicitor", _arrivals),
        State("they are here", "solicitor", _arrivals, press="They are here"),
    ],
    "callbacks:visit_book": [
        State("empty", "solicitor", of("callbacks:visit_book", lambda: matter(stage="open").pk)),
        State(
            "nothing typed",
            "solicitor",
            of("callbacks:visit_book", lambda: matter(stage="open").pk),
            press="Book it",
            status=422,
        ),
    ],
    "callbacks:visit_move": [State("as it is", "solicitor", of("callbacks:visit_move", lambda: _visit().pk))],
    "callback_link": [
        State("to choose", "", _door),
        State("nothing chosen", "", _door, press="Book the time I chose", status=422),
        State("promised", "", lambda: _door("promised")),
        State("called off", "", _called_off),
        State("a link that never was", "", _forged, status=404),
    ],
    "callback_want": [State("help", "", lambda: _door(more="want/help/"))],
}
