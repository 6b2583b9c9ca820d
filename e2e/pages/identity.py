"""The page of identity, from a client of whom little is asked to a company with everything, and after the end."""

from datetime import timedelta
from typing import Any

from e2e.pages.state import State, matter, of, person
from intake import services
from intake.models import CddCheck
from intake.rules import CddRisk, CddState, Control, Exposure, ScreeningStatus
from intake.screening import Found
from intake.services import Diligence, OwnerFacts, Paper
from practice import clock
from practice.models import Matter, MatterRole, MatterStage, PartyKind
from practice.office import load_calendar
from practice.services.matters import add_new_party
from practice.services.parties import PartyFacts

_NAME = "Alder Joinery Ltd"


def _open_matter() -> int:
    return matter(stage="open").pk


def _company() -> int:
    """Return a matter for a company with an owner, an exposed person, and measures that wait for approval."""
    by, now = person("solicitor"), clock.now()
    known = CddCheck.objects.filter(party__name=_NAME).first()
    if known is not None:
        return known.matter_id
    mine = Matter.objects.visible_to(by).filter(stage=MatterStage.OPEN, fee_earner=by, is_restricted=False)
    made = mine.order_by("-pk")[0]
    facts = PartyFacts(name=_NAME, kind=PartyKind.ORGANISATION)
    party = add_new_party(matter_id=made.pk, facts=facts, role=MatterRole.CLIENT, by=by, now=now).party
    ids: dict[str, Any] = {"matter_id": made.pk, "party_id": party.pk}
    services.record_identity(
        **ids,
        state=CddState.RECEIVED,
        papers="Certificate of incorporation",
        paper=Paper(kind="Certificate", issuer="Companies House", last_four="4417", copy_ref="Strong room, box 12"),
        diligence=Diligence(risk=CddRisk.HIGH, purpose="To buy a yard", source_of_funds="Sale of the old yard"),
        by=by,
        now=now,
    )
    owner = OwnerFacts(name="Ann Lee", control=Control.SHARES, share="60 %", verified_how="Passport, register")
    services.record_owner(**ids, facts=owner, by=by, now=now)
    found = Found("manual", ScreeningStatus.CLEAR, load_calendar(made.department.office).local_date(now))
    services.record_screening(**ids, found=found, by=by, now=now)
    exposed = Found("manual", ScreeningStatus.CLEAR, exposure=Exposure.NEAR)
    services.record_screening(**ids, found=exposed, by=by, now=now)
    services.ask_enhanced(**ids, measures="Two years of accounts; the sale of the old yard", by=by, now=now)
    return made.pk


def _over() -> int:
    """Return a closed matter of long ago whose papers are due for deletion."""
    by, now = person("solicitor"), clock.now()
    for one in Matter.objects.visible_to(by).filter(stage=MatterStage.CLOSED).order_by("pk"):
        client = one.clients()[0]
        if client.pk in services.ended_on({client.pk}):
            break
    if not CddCheck.objects.filter(matter=one).exists():
        paper = Paper(kind="Passport", last_four="417B", copy_ref="Strong room, box 12")
        ids: dict[str, Any] = {"matter_id": one.pk, "party_id": client.pk}
        services.record_identity(**ids, state=CddState.VERIFIED, papers="Passport", paper=paper, by=by, now=now)
        client.roles.model.objects.filter(party=client).exclude(matter=one).delete()
        Matter.objects.filter(pk=one.pk).update(closed_on=(now - timedelta(days=6 * 366)).date())
    return one.pk


STATES = {
    "intake:identity": [
        State("of each client", "solicitor", of("intake:identity", _open_matter)),
        State("an empty report", "solicitor", of("intake:identity", _open_matter), "Pass it", 422),
        State("a company of high risk", "solicitor", of("intake:identity", _company)),
        State("measures to approve", "partner", of("intake:identity", _company)),
        State("no word why", "partner", of("intake:identity", _company), "Send back", 422),
        State("papers to delete", "compliance", of("intake:identity", _over)),
        State("the copies are still there", "compliance", of("intake:identity", _over), "Delete the papers", 422),
    ],
}
