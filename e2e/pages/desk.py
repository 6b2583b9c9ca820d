"""The desk and my day."""

import uuid
from datetime import timedelta

from django.urls import reverse

from callbacks.models import Callback
from clientcare.desk.drafts import keep_draft
from e2e.pages import bodies
from e2e.pages.clients import mourned, stood_for, with_needs
from e2e.pages.state import State, at, matter, person
from practice import clock
from practice.models import ConsentWay, Matter, Party, Shared
from practice.office import local_date, main_office
from practice.services.consents import ShareFacts, record_share
from practice.services.parties import PartyFacts, record_party


def _desk_for_client() -> str:
    """Return the desk with a client on the line for whom nothing is promised yet."""
    waiting = Callback.objects.open().values("matter")
    found = Matter.objects.filter(stage="open", work_type="residential_purchase").exclude(pk__in=waiting)
    return f"{reverse('desk')}?party={found.order_by('pk')[0].clients()[0].pk}"


def _desk_with(**typed: str) -> str:
    """Return a kept slip on which somebody has typed this: when a call would suit, or how soon."""
    waiting = Callback.objects.open().values("matter")
    found = Matter.objects.filter(stage="open", work_type="residential_purchase").exclude(pk__in=waiting)
    matter = found.order_by("pk")[0]
    slip = {"party": str(matter.clients()[0].pk), "matter": str(matter.pk), "for_staff": str(matter.fee_earner_id)}
    kept = keep_draft(owner=person("reception"), key=str(uuid.uuid4()), typed=slip | typed, now=clock.now())
    return f"{reverse('desk')}?draft={kept.pk}"


def _desk_with_rules() -> str:
    """Return the desk with somebody on the line who may be rung on one number, and not by our name."""
    ruled = Party.objects.filter(may_name_firm=False, only_number__isnull=False)
    return f"{reverse('desk')}?party={ruled.order_by('pk')[0].pk}"


def _desk_for_somebody_told() -> str:
    """Return the desk with somebody on the line whom a client lets us tell dates."""
    found, by, now = matter(stage="open"), person("reception"), clock.now()
    david = record_party(facts=PartyFacts(name="David Harcastle"), by=by, now=now)
    facts = ShareFacts(
        told=david,
        relation="a nephew",
        what=Shared.DATES,
        matter=found,
        given_on=local_date(main_office(), now),
        until=local_date(main_office(), now) + timedelta(days=60),
        way=ConsentWay.SIGNED,
    )
    for client in found.clients():
        record_share(party_id=client.pk, facts=facts, by=by, now=now)
    return f"{reverse('desk')}?party={david.pk}"


def _desk_before_clearance() -> str:
    """Return the desk with somebody on the line whose conflict check is with compliance."""
    waiting = Matter.objects.filter(stage="prospective", is_restricted=False, conflict_checks__state="with_compliance")
    return f"{reverse('desk')}?party={waiting.order_by('pk')[0].clients()[0].pk}"


def _difficult() -> str:
    """Return the page of difficult calls with a client on the line."""
    return f"{reverse('desk_difficult')}?party={matter(stage='open').clients()[0].pk}"


STATES = {
    "desk": [
        State("nobody on the line", "reception", at("desk")),
        State("callers found", "reception", at("desk", query="?q=ell")),
        State("nobody found", "reception", at("desk", query="?q=zzzz")),
        State("a number pops the caller", "reception", at("desk", query="?number=07700900001")),
        State("a client with times to offer", "reception", _desk_for_client),
        State("a client with rules of contact", "reception", _desk_with_rules),
        State("somebody who may be told", "reception", _desk_for_somebody_told),
        State("a client with needs", "reception", lambda: f"{reverse('desk')}?party={with_needs()}"),
        bodies.CALLER,
        State("a caller who has died", "reception", lambda: f"{reverse('desk')}?party={mourned()}"),
        State("a caller who lacks capacity", "reception", lambda: f"{reverse('desk')}?party={stood_for()}"),
        State("a holding call", "reception", _desk_before_clearance),
        State("a holding call without a time", "reception", _desk_before_clearance, press="I said we do", status=422),
        State("a time that suits", "reception", lambda: _desk_with(when="after 3")),
        State("which of two times", "reception", lambda: _desk_with(when="in an hour")),
        State("words nobody can read", "reception", lambda: _desk_with(when="when the cows come home"), status=422),
        State("urgent, and why", "reception", lambda: _desk_with(urgency="hour", urgent_because="safety")),
        State("no time chosen", "reception", _desk_for_client, press="Save the promise", status=422),
        State("a lawyer at the desk", "solicitor", _desk_for_client),
    ],
    "desk_list": [State("today on paper", "reception", at("desk_list"))],
    "desk_blank": [State("blank slips", "reception", at("desk_blank"))],
    "desk_difficult": [
        State("what helps", "reception", at("desk_difficult")),
        State("a supervisor with somebody", "head", _difficult),
        State("no day to look again", "head", _difficult, press="Tell the desk", status=422),
        State("nothing said", "reception", at("desk_difficult"), press="Note it", status=422),
    ],
    "my_day": [
        State("a solicitor's day", "solicitor", at("my_day")),
        State("a head's day", "head", at("my_day")),
        State("an empty day", "admin", at("my_day")),
        State("no outcome chosen", "solicitor", at("my_day"), press="Save the call", status=422),
    ],
    "my_day_away": [
        State("away today", "solicitor", at("my_day_away")),
        State("not for this role", "admin", at("my_day_away"), status=403),
    ],
}
