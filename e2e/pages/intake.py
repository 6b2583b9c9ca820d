"""Enquiries, conflict checks, the register of own interests."""

from decimal import Decimal
from uuid import UUID

from django.urls import reverse

from e2e.pages.state import State, at, matter, of, person
from intake import quoting, services
from intake.models import Channel, ConflictCheck, ConflictHit, Enquiry, EnquiryQuote, EnquirySource, Interview, Waiver
from intake.rules import Advice, ConsentForm, HitDecision, Side
from intake.services.enquiry_drafts import keep_enquiry_draft
from practice import clock
from practice.models import Matter, MatterRole, QuoteWay, User, WorkType
from practice.office import load_calendar, local_date, main_office
from practice.permissions import Role
from practice.pricing import Wanted

_SALE = WorkType.RESIDENTIAL_SALE
_DRAFTS = [UUID(f"5f0c8a52-8a53-4a55-b1a5-0c2f9b3b7d1{number}") for number in (1, 2)]


def _enquiry(**wanted: object) -> int:
    return Enquiry.objects.visible_to(person("reception")).filter(**wanted).order_by("-received_at")[0].pk


def _check(**wanted: object) -> int:
    return ConflictCheck.objects.filter(**wanted).order_by("pk")[0].pk


def _asker() -> User:
    return ConflictCheck.objects.get(pk=_check(state="with_compliance")).asked_by


def _decided_asker() -> User:
    return ConflictCheck.objects.get(pk=_check(state="cleared")).asked_by


def _plain_check() -> int:
    return ConflictCheck.objects.waiting().exclude(hits__level__lte=3).order_by("pk")[0].pk


def _overridden() -> object:
    """Return a waiting check whose gate compliance has opened for a day."""
    now, pk = clock.now(), _plain_check()
    today = local_date(main_office(), now)
    services.override_gate(
        check_id=pk, reason="The exchange is tomorrow.", until=today, by=person("compliance"), now=now
    )
    return pk


def _hit(*, is_masked: bool) -> ConflictHit:
    return ConflictHit.objects.filter(
        is_masked=is_masked, decision="", level__lte=3, check_of__state="with_compliance"
    ).order_by("pk")[0]


def _named_often() -> int:
    """Return a hit on a name that stands in the notes of sixty matters and on one person of none."""
    check = _check(state="with_compliance")
    term = ConflictCheck.objects.values_list("terms", flat=True).get(pk=check)[0]["name"]
    first, *more = Matter.objects.filter(is_restricted=False).order_by("pk")[:60]
    facts = {"term": term, "here": "client", "found": term, "score": 1.0, "level": 4, "source": "note"}
    hit, _ = ConflictHit.objects.get_or_create(
        check_of_id=check,
        matter=first,
        **facts,
        defaults={
            "why": f"Named in notes of {len(more) + 1} matters",
            "also": [str(one) for one in more[:2]],
            "more_matters": [one.pk for one in more],
        },
    )
    return hit.pk


def undecided_hit() -> ConflictHit:
    return _hit(is_masked=False)


def consented_to() -> int:
    """Return a hit that compliance found to be a conflict, with the reason recorded why consent may help."""
    known = Waiver.objects.order_by("pk").first()
    if known is not None:
        return known.hit_id
    helen, now, lawyer = person("compliance"), clock.now(), person("solicitor")
    client = matter(stage="open", is_restricted=False).clients()[0]
    made = services.record_enquiry(
        facts=services.EnquiryFacts(
            received_at=now,
            channel=Channel.PHONE,
            name="Somebody Who Bids Too",
            phone="07700 900399",
            work_type=WorkType.RESIDENTIAL_PURCHASE,
            issue="The same house",
            source=EnquirySource.SEARCH,
            others=(services.GivenName(client.name, MatterRole.OPPONENT),),
        ),
        due_on=local_date(main_office(), now),
        by=lawyer,
        now=now,
    )
    check = services.convert_enquiry(
        enquiry_id=made.pk,
        fee_earner=lawyer,
        title="The same house",
        party=None,
        by=lawyer,
        now=now,
        calendar=load_calendar(main_office()),
    )
    hit = check.hits.above_line().filter(is_masked=False, there=MatterRole.CLIENT).gravest_first()[0]
    services.decide_hit(hit_id=hit.pk, decision=HitDecision.CONFLICT, reason="Both bid for it", by=helen, now=now)
    met = dict.fromkeys(("consents", "safeguards", "reasonable"), "Two teams, two folders, one seller")
    services.record_waiver(hit_id=hit.pk, gateway="same_objective", met=met, by=helen, now=now)
    for side, who in ((Side.HERE, "Our client"), (Side.THERE, "The other client")):
        services.record_consent(hit_id=hit.pk, facts=_consent(side, who), by=helen, now=now)
    return hit.pk


def _in_spite_of() -> int:
    """Return a check whose outcome asks for a reason in terms of each client."""
    return ConflictHit.objects.get(pk=consented_to()).check_of_id


def _consent(side: Side, who: str) -> services.ConsentFacts:
    return services.ConsentFacts(
        side=side,
        who=who,
        capacity="Herself",
        disclosed="That two clients of ours want the same house",
        risks="That we may have to stop for both",
        advice=Advice.TAKEN,
        form=ConsentForm.EMAIL,
        evidence="E-mail, folder 4",
        consented_on=local_date(main_office(), clock.now()),
    )


def _keeper_of_the_secret() -> User:
    found = _hit(is_masked=True).answer_by
    assert found is not None
    return found


def _met(*, is_running: bool) -> int:
    return Interview.objects.filter(ended_at__isnull=is_running).order_by("pk")[0].matter_id


def _matter_to_meet() -> Matter:
    """Return a matter of an enquiry that was cleared: nobody has met its client yet."""
    check = ConflictCheck.objects.filter(state="cleared", matter__stage="open", matter__is_restricted=False)
    return check.order_by("pk")[0].matter


def _quoted() -> int:
    """Return an enquiry at which a price was given."""
    found = EnquiryQuote.objects.order_by("pk").first()
    if found is not None:
        return found.enquiry_id
    pk, now, desk = _enquiry(work_type=_SALE, outcome=""), clock.now(), person("reception")
    on, wanted = local_date(main_office(), now), Wanted(value=Decimal(312_500), people=2, options=("mortgage",))
    [service] = quoting.services_for(_SALE, on=on)
    seen = quoting.offer(service, wanted, on=on).fingerprint
    given = services.give_quote(
        enquiry_id=pk, code="sale", wanted=wanted, seen=seen, way=QuoteWay.PHONE, by=desk, now=now
    )
    return given.enquiry_id


def _draft() -> str:
    """Return a draft that goes on, with another one offered above it."""
    desk, typed = person("reception"), {"name": "Ottoline Marsh", "work_type": str(_SALE), "key_date_day": "31"}
    for key in _DRAFTS:
        kept = keep_enquiry_draft(key=key, typed=typed, by=desk, now=clock.now())
    assert kept is not None
    return reverse("intake:enquiry") + f"?draft={kept.pk}"


def _mlro() -> User:
    return User.objects.with_role(Role.MLRO).order_by("pk")[0]


STATES = {
    "intake:enquiries": [
        State("open", "solicitor", at("intake:enquiries")),
        State("all", "solicitor", at("intake:enquiries", query="?view=all")),
        State("declined", "solicitor", at("intake:enquiries", query="?view=declined")),
        State("behind a figure", "solicitor", at("intake:enquiries", query="?of=clients")),
    ],
    "intake:enquiry": [
        State("a new one", "reception", at("intake:enquiry")),
        State("nothing typed", "reception", at("intake:enquiry"), press="Save the enquiry", status=422),
        State("a draft goes on", "reception", _draft),
        State("kept as a draft", "secretary", at("intake:enquiry"), press="Save draft"),
    ],
    "intake:detail": [
        State("to be checked", "solicitor", of("intake:detail", lambda: _enquiry(outcome="", matter=None))),
        State("the desk's view", "reception", of("intake:detail", lambda: _enquiry(outcome="", matter=None))),
        State("became a matter", "reception", of("intake:detail", lambda: _enquiry(outcome="converted"))),
    ],
    "intake:decline": [
        State("the letter", "solicitor", of("intake:decline", lambda: _enquiry(outcome="", matter=None))),
        State(
            "nothing chosen",
            "solicitor",
            of("intake:decline", lambda: _enquiry(outcome="", matter=None)),
            "Decline, with",
            422,
        ),
        State(
            "declined without it", "solicitor", of("intake:decline", lambda: _enquiry(outcome="declined_not_our_work"))
        ),
    ],
    "intake:quote": [
        State(
            "proposed from the answers", "reception", of("intake:quote", lambda: _enquiry(work_type=_SALE, outcome=""))
        ),
        State(
            "a price",
            "reception",
            of(
                "intake:quote",
                lambda: _enquiry(work_type=_SALE, outcome=""),
                "?look=1&table=sale&value=312500&people=2",
            ),
        ),
        State(
            "not a price",
            "reception",
            of("intake:quote", lambda: _enquiry(work_type=_SALE, outcome=""), "?look=1&table=sale&value=1.2k&people=2"),
            status=422,
        ),
        State(
            "one of three services",
            "solicitor",
            of("intake:quote", lambda: _enquiry(work_type="private_client", outcome="")),
        ),
    ],
    "intake:quote_given": [
        State("as it was given", "reception", lambda: reverse("intake:quote_given", args=[_quoted(), 1])),
    ],
    "conflicts": [
        State("the deciders' queue", "compliance", at("conflicts")),
        State("what I asked", "solicitor", at("conflicts")),
    ],
    "conflict": [
        State("with hits", "compliance", of("conflict", lambda: _check(hits__level=1))),
        State("a reason for each client", "compliance", of("conflict", _in_spite_of)),
        State("nothing above the line", "compliance", of("conflict", _plain_check)),
        State("an override of nothing", "compliance", of("conflict", _plain_check), "Override the gate", 422),
        State("overridden", "compliance", of("conflict", _overridden)),
        State("as the asker reads it", _asker, of("conflict", lambda: _check(state="with_compliance"))),
        State("cleared", "compliance", of("conflict", lambda: _check(state="cleared"))),
        State("declined", "head", of("conflict", lambda: _check(state="declined"))),
    ],
    "conflict_report": [
        State("compliance's copy", "compliance", of("conflict_report", lambda: _check(state="cleared"))),
        State("as the asker reads it", _decided_asker, of("conflict_report", lambda: _check(state="cleared"))),
    ],
    "conflict_hit": [
        State("one hit", "compliance", of("conflict_hit", lambda: _hit(is_masked=False).pk)),
        State(
            "no decision", "compliance", of("conflict_hit", lambda: _hit(is_masked=False).pk), "Record decision", 422
        ),
        State("a restricted one", _keeper_of_the_secret, of("conflict_hit", lambda: _hit(is_masked=True).pk)),
    ],
    "conflict_hit_notes": [
        State("places of a name", "compliance", of("conflict_hit_notes", _named_often)),
        State("more of them", "compliance", of("conflict_hit_notes", _named_often, query="?page=2")),
    ],
    "conflict_interests": [
        State("the register", "compliance", at("conflict_interests")),
        State("nothing typed", "compliance", at("conflict_interests"), press="Enter", status=422),
    ],
    "intake:meeting": [
        State("to begin", "solicitor", of("intake:meeting", lambda: _matter_to_meet().pk)),
        State("not cleared", "solicitor", of("intake:meeting", lambda: matter(stage="prospective").pk)),
        State("half written down", "solicitor", of("intake:meeting", lambda: _met(is_running=True))),
        State(
            "something is open",
            "solicitor",
            of("intake:meeting", lambda: _met(is_running=True)),
            "Save and finish",
            422,
        ),
        State("a later consultation", "solicitor", of("intake:meeting", lambda: _met(is_running=False))),
        State("not for this role", "reception", of("intake:meeting", lambda: _met(is_running=True)), status=403),
    ],
    "intake:meeting_record": [
        State(
            "as it was written", "solicitor", lambda: reverse("intake:meeting_record", args=[_met(is_running=False), 1])
        ),
    ],
    "intake:suspicions": [
        State("nothing to read", _mlro, at("intake:suspicions")),
        State("not for this role", "partner", at("intake:suspicions"), status=403),
    ],
}
