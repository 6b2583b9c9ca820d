"""A client at their letter, by the link in their mail."""

from functools import partial

from django.db import transaction
from django.urls import reverse

from e2e.pages import cost_answers
from e2e.pages.cost_answers import entered
from e2e.pages.state import State, of, person
from e2e.serving import Cookie
from engagement import services
from engagement.models import LetterCopy
from engagement.rules.acceptance import Standing
from engagement.standing import standings
from outbox import entering, links
from outbox.models import Channel, Message, MessageState, SecureLink
from practice import clock
from practice.models import User


def _copy(state: Standing) -> LetterCopy:
    """Return the newest copy in force that stands there, its link alive."""
    sent = LetterCopy.objects.filter(letter__stage="issued", channel="email").select_related("message", "party")
    for copy in sent.order_by("-letter__issued_at", "-pk"):
        if standings([copy])[copy.pk].state == state:
            _revive(copy)
            return copy
    raise LookupError(f"No copy is {state}.")


def _revive(copy: LetterCopy) -> None:
    link = SecureLink.objects.about(copy).get()
    if not link.is_alive(clock.now()):
        services.send_link(copy_id=copy.pk, by=person("solicitor"), now=clock.now())


def _link(state: Standing = Standing.SENT) -> SecureLink:
    return SecureLink.objects.about(_copy(state)).get()


def _door() -> str:
    return links.path(_link())


def _door_after_a_lost_text() -> str:
    link, now = _link(), clock.now()
    with transaction.atomic():
        entering.queue_code(link, reply_to="", owner=None, now=now)
    Message.objects.filter(channel=Channel.SMS, state=MessageState.PENDING).update(state=MessageState.FAILED)
    return links.path(link)


def _forged() -> str:
    return reverse("accept_link", args=[_link().pk, "0" * 40])


def _inside(user: User, site: str, *, state: Standing) -> Cookie:
    """Give the cookie of a client who has just typed their six figures."""
    return entered(_link(state), user, site)


def _state(name: str, state: Standing, page: str, *more: object, **how: object) -> State:
    return State(
        name,
        "solicitor",
        lambda: reverse(page, args=[_link(state).pk, *more]),
        enters=partial(_inside, state=state),
        **how,  # type: ignore[arg-type]
    )


_read = partial(_state, state=Standing.ASKED, page="accept_letter")

STATES = {
    "accept_link": [
        State("before it is open", "", _door),
        State("figures by text", "", _door, press="Send me the six figures"),
        State("a text that got lost", "", _door_after_a_lost_text),
        State("no figures typed", "", _door, press="Open my letter", status=422),
        State("a link that never was", "", _forged, status=404),
    ],
    "accept_letter": [
        _read("to be read"),
        _read("nothing ticked", press="I accept", status=422),
        _state("accepted", Standing.ACCEPTED, "accept_letter"),
        _state("declined", Standing.DECLINED, "accept_letter"),
        *cost_answers.ANSWERED,
        State("not let in", "", lambda: reverse("accept_letter", args=[_link().pk]), status=403),
    ],
    "accept_ask": [
        _state("a question", Standing.ASKED, "accept_ask", "question"),
        _state("an empty one", Standing.ASKED, "accept_ask", "question", press="Send my question", status=422),
        *(_state(kind, Standing.ASKED, "accept_ask", kind) for kind in ("ring", "paper", "help")),
    ],
    "accept_asked": [_state("a call", Standing.ASKED, "accept_asked", "ring")],
    "accept_wanted": [State("paper", "", lambda: f"{_door()}wanted/paper/")],
    "accept_decline": [
        _state("why not", Standing.ASKED, "accept_decline"),
        _state("no reason", Standing.ASKED, "accept_decline", press="I do not accept", status=422),
    ],
    "accept_share": [
        _state("whom to tell", Standing.ACCEPTED, "accept_share"),
        _state("nobody named", Standing.ACCEPTED, "accept_share", press="Yes, you may", status=422),
    ],
    "engagement:record": [
        State("what they answered", "solicitor", of("engagement:record", lambda: _copy(Standing.SENT).pk)),
        State(
            "nothing said",
            "solicitor",
            of("engagement:record", lambda: _copy(Standing.SENT).pk),
            press="Record it",
            status=422,
        ),
    ],
    "engagement:give_code": [
        State("which number", "solicitor", of("engagement:give_code", lambda: _copy(Standing.SENT).pk)),
    ],
}
