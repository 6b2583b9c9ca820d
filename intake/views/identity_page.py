"""The page of identity of a matter, put together for whichever door shows it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from intake import forms_diligence, forms_identity, services
from intake.models import CddCheck, CddEnhanced, CddLook, CddOwner, CddPaper, CddStage, Screening
from intake.rules import CddState, EnhancedState, enhanced_reasons
from practice import clock
from practice.http import StaffRequest
from practice.models import Matter, MatterParty, MatterRole, Party, PartyKind, Relation
from practice.office import local_date
from practice.permissions import Permission
from practice.sole import is_sole_practitioner

_PEOPLE = ("department__office", "fee_earner")
_TONES = {
    "verified": "kept", "not_required": "kept", "expired": "late", "former_name": "late", "failed": "stop",
    "not_started": "todo",
}  # fmt: skip
_BY_CLIENT = {"check", "search", "owner", "measures", "look"}
#: Forms that came back wrong, by what they are and the number of what they are about.
Wrong = Mapping[tuple[str, int], Any]


def visible_matter(request: StaffRequest, pk: int) -> Matter:
    return get_object_or_404(Matter.objects.visible_to(request.user).select_related(*_PEOPLE), pk=pk)


def clients_of(matter: Matter) -> list[MatterParty]:
    return list(matter.parties.filter(role=MatterRole.CLIENT).select_related("party").order_by("pk"))


def people_in(rows: list[MatterParty]) -> list[tuple[str, str]]:
    """Return the clients as choices."""
    return [(str(row.party_id), row.party.full_name) for row in rows]


def today_of(matter: Matter) -> date:
    return local_date(matter.department.office, clock.now())


def show(request: StaffRequest, matter: Matter, wrong: Wrong | None = None, status: int = 200) -> HttpResponse:
    """Show the page whole, with what was typed where something was wrong."""
    wrong, people = wrong or {}, clients_of(matter)
    checks = {check.party_id: check for check in _checks(request, matter)}
    about = _About(request, matter, [row.party for row in people], list(checks.values()))
    ids = {row.party_id for row in people}
    strange = next((form for (kind, number), form in wrong.items() if kind in _BY_CLIENT and number not in ids), None)
    context = {
        "matter": matter,
        "rows": [_row(row.party, checks.get(row.party_id), about, wrong) for row in people],
        "strange": strange,
        "report": wrong.get(("report", 0)) or forms_identity.ReportSuspicion(people=people_in(people)),
        "is_mlro": request.user.may(Permission.SUSPICION_READ),
    }
    return render(request, "intake/identity.html", context, status=status)


class _About:
    """What is asked once for every client of the page."""

    def __init__(self, request: StaffRequest, matter: Matter, clients: list[Party], checks: list[CddCheck]) -> None:
        user = request.user
        self.user, self.matter, self.today = user, matter, today_of(matter)
        self.may_approve, self.may_retain = user.may(Permission.CDD_APPROVE), user.may(Permission.CDD_RETAIN)
        # only what this reader may see: that somebody is still a client elsewhere may be behind a wall
        self.ends = services.ended_on({one.pk for one in clients}, Matter.objects.visible_to(user))
        self.years = services.policy().kept_years if self.ends else 0
        bodies = [one.pk for one in clients if one.kind == PartyKind.ORGANISATION]
        self.on_record: dict[int, list[Party]] = defaultdict(list)
        if bodies:
            relations = Relation.objects.current().visible_to(user).filter(other__in=bodies, kind__in=services.OWNING)
            for relation in relations.select_related("party").order_by("party__name", "pk"):
                if relation.party not in self.on_record[relation.other_id]:
                    self.on_record[relation.other_id].append(relation.party)
        named = {owner.party_id for check in checks for owner in check.owning if owner.party_id}  # type: ignore[attr-defined]
        self.named = (
            set(Party.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
        )


def _checks(request: StaffRequest, matter: Matter) -> Any:
    return (
        CddCheck.objects.visible_to(request.user)
        .filter(matter=matter)
        .select_related("verified_by", "kept_by", "redacted_by")
        .prefetch_related(
            Prefetch("documents", CddPaper.objects.select_related("seen_by").order_by("-pk")),
            Prefetch("screenings", Screening.objects.select_related("by").order_by("-pk")),
            Prefetch("stages", CddStage.objects.waiting().order_by("fire_at", "pk"), "planned"),
            Prefetch("owners", CddOwner.objects.current().select_related("party").order_by("pk"), "owning"),
            Prefetch(
                "enhanced", CddEnhanced.objects.select_related("done_by", "decided_by").order_by("-pk"), "measures"
            ),
            Prefetch("looks", CddLook.objects.select_related("by").order_by("-pk")),
        )
    )


def _row(party: Party, check: Any, about: _About, wrong: Wrong) -> dict[str, Any]:
    number, is_entity = party.pk, party.kind == PartyKind.ORGANISATION
    row = {
        "party": party,
        "check": check,
        "tone": _TONES.get(check.state, "wait") if check else "todo",
        "is_entity": is_entity,
        "form": wrong.get(("check", number))
        or forms_identity.RecordCheck(party_id=number, check=check, today=about.today),
        "search": wrong.get(("search", number)) or forms_identity.RecordScreening(party_id=number),
    }
    if is_entity:
        row |= _owners(party, check, about, wrong)
    if check is not None:
        row |= _enhanced(check, about, wrong) | _kept(check, about, wrong)
        if check.state == CddState.VERIFIED and row["due_on"] is None:
            row["look"] = wrong.get(("look", number)) or forms_diligence.LookAgain(party_id=number)
    return row


def _owners(party: Party, check: Any, about: _About, wrong: Wrong) -> dict[str, Any]:
    owning = check.owning if check else []
    known = {owner.party_id for owner in owning}
    on_record = [one for one in about.on_record[party.pk] if one.pk not in known]
    form = wrong.get(("owner", party.pk)) or forms_diligence.RecordOwner(party_id=party.pk, on_record=on_record)
    shown = [(owner, owner.party_id is None or owner.party_id in about.named) for owner in owning]
    return {"owners": shown, "owner": form, "on_record": on_record}


def _enhanced(check: Any, about: _About, wrong: Wrong) -> dict[str, Any]:
    """Return why enhanced measures are called for, those that were taken, and what this reader may do about them."""
    searches = list(check.screenings.all())
    reasons = enhanced_reasons(
        risk=check.risk,
        factors=check.risk_factors,
        exposures=[one.exposure for one in searches],
        found=[one.status for one in searches],
    )
    standing = [one for one in check.measures if one.ended_at is None]
    approved = {code for one in standing if one.state == EnhancedState.APPROVED for code in one.reasons}
    waiting = next((one for one in standing if one.state == EnhancedState.ASKED), None)
    still = [one for one in reasons if one not in approved]
    row: dict[str, Any] = {"reasons": [one.label for one in reasons], "still": bool(still), "measures": check.measures}
    if still and waiting is None:
        form = wrong.get(("measures", check.party_id))
        row["ask"] = form or forms_diligence.AskApproval(party_id=check.party_id)
    own = waiting is not None and about.user.pk in {waiting.done_by_id, about.matter.fee_earner_id}
    shown = about.may_approve and not (own and not is_sole_practitioner(about.user, Permission.CDD_APPROVE))
    if waiting is not None and shown:
        form = wrong.get(("decide", waiting.pk)) or forms_diligence.DecideMeasures(measures_id=waiting.pk)
        row |= {"waiting": waiting, "decide": form}
    return row


def _kept(check: Any, about: _About, wrong: Wrong) -> dict[str, Any]:
    """Return until when papers are kept, and once that is over what compliance may do."""
    due_on = services.due_on(check, about.ends, years=about.years)
    row: dict[str, Any] = {"due_on": due_on, "is_due": due_on is not None and due_on <= about.today}
    if row["is_due"] and about.may_retain:
        row["keep"] = wrong.get(("keep", check.pk)) or forms_diligence.KeepPapers(check_id=check.pk)
        row["redact"] = wrong.get(("redact", check.pk)) or forms_diligence.DeletePapers(check_id=check.pk)
        row["has_copies"] = any(paper.copy_ref for paper in check.documents.all())
    return row
