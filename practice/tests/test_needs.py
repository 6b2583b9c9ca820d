"""What is agreed with somebody: rows, rules of contact, journal and refusals of each deed."""

import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from practice import needs, reach
from practice.calendar import Nation
from practice.errors import Refusal
from practice.models import Adjustment, Circumstance, JournalEntry, Matter, Need, Office, Party, Task, User
from practice.permissions import Role
from practice.receipts import FormKey
from practice.services import needs as services
from practice.services.needs import Agreed
from practice.services.reach import ReachRules, change_reach
from practice.services.reviews import ask_for_reviews
from practice.tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
TODAY = date(2026, 11, 24)
LATER = date(2027, 11, 24)


@pytest.fixture
def by() -> User:
    return factories.user()


@pytest.fixture
def nkechi(by: User) -> Party:
    return factories.party("Nkechi Bowen", by=by, phone="07700 900123", voicemail_is_safe=True)


def _agreed(adjustment: Adjustment = Adjustment.LARGE_PRINT, **agreed: Any) -> Agreed:
    known: dict[str, Any] = {"starts_on": TODAY, "consented_on": TODAY, "review_on": LATER}
    return Agreed(adjustment=adjustment, **{"consented_how": "On the phone", **known, **agreed})


def _rules(**rules: Any) -> ReachRules:
    usual = {"voicemail_is_safe": False, "email_is_safe": True, "post_is_safe": True, "may_name_firm": True}
    return ReachRules(**usual | rules)


def _change_rules(party: Party, by: User, **rules: Any) -> Party:
    party.refresh_from_db()
    return change_reach(
        party_id=party.pk, rules=_rules(**rules), over=None, seen=reach.fingerprint(party), by=by, now=NOON
    )


def test_an_adjustment_says_the_usual_unless_somebody_wrote_more_and_the_journal_keeps_no_words(
    nkechi: Party, by: User
) -> None:
    services.record_need(party_id=nkechi.pk, agreed=_agreed(Adjustment.QUIET_ROOM), by=by, now=NOON)
    polish = _agreed(Adjustment.INTERPRETER, language="Polish", words="Ring Anna, she has worked with her before.")
    services.record_need(party_id=nkechi.pk, agreed=polish, by=by, now=NOON)

    assert [(one.label, one.words) for one in needs.shown(nkechi, TODAY)] == [
        ("Polish interpreter", "Ring Anna, she has worked with her before."),
        ("Quiet room", "Book the quiet room."),
    ]
    entries = JournalEntry.objects.filter(event="need.recorded").order_by("pk")
    assert [(one.party_id, one.facts) for one in entries] == [
        (nkechi.pk, {"adjustment": "Quiet room"}),
        (nkechi.pk, {"adjustment": "Polish interpreter"}),
    ]


@pytest.mark.parametrize(
    ("adjustment", "agreed", "code", "status"),
    [
        pytest.param("large_print", {}, "agreed_already", 409, id="agreed already"),
        pytest.param("interpreter", {}, "no_language", 422, id="an interpreter without a language"),
        pytest.param("braille", {"language": "Polish"}, "no_language", 422, id="a language of something else"),
        pytest.param("call_only_times", {}, "no_hours_set", 422, id="set times that no rule knows"),
        pytest.param("audio", {"consented_on": date(2026, 11, 25)}, "not_agreed_yet", 422, id="agreed tomorrow"),
        pytest.param("audio", {"ends_on": date(2026, 11, 23)}, "ends_before_it_starts", 422, id="over before"),
        pytest.param("audio", {"review_on": TODAY}, "review_past", 422, id="to be reviewed today"),
    ],
)
def test_what_cannot_be_agreed_is_refused_and_leaves_no_trace(
    nkechi: Party, by: User, adjustment: str, agreed: dict[str, Any], code: str, status: int
) -> None:
    factories.agree(nkechi, Adjustment.LARGE_PRINT)
    entries = JournalEntry.objects.count()

    with pytest.raises(Refusal) as refusal:
        services.record_need(party_id=nkechi.pk, agreed=_agreed(Adjustment(adjustment), **agreed), by=by, now=NOON)

    assert (refusal.value.code, refusal.value.status) == (code, status)
    assert (Need.objects.count(), JournalEntry.objects.count()) == (1, entries)


def test_a_change_ends_one_row_and_begins_another_and_an_end_says_why(nkechi: Party, by: User) -> None:
    first = factories.agree(nkechi, Adjustment.LARGE_PRINT)

    second = services.change_need(need_id=first.pk, agreed=_agreed(words="18 point"), by=by, now=NOON)
    with pytest.raises(services.EndedMeanwhile):
        services.change_need(need_id=first.pk, agreed=_agreed(words="20 point"), by=by, now=NOON)
    for _ in range(2):
        services.end_need(need_id=second.pk, because="New glasses", by=by, now=NOON)

    rows = Need.objects.order_by("pk").values_list("words", "ended_because", "ended_by")
    assert list(rows) == [
        (needs.USUAL_WORDS[Adjustment.LARGE_PRINT], "Changed", by.pk),
        ("18 point", "New glasses", by.pk),
    ]
    assert needs.in_force(nkechi, TODAY) == []
    events = JournalEntry.objects.filter(event__startswith="need.").order_by("pk").values_list("event", flat=True)
    assert list(events) == ["need.recorded", "need.changed", "need.ended"]


def test_a_repeated_form_records_once(nkechi: Party, by: User) -> None:
    key = FormKey.of(uuid.UUID(int=9), {"adjustment": "audio"})

    made = {
        services.record_need(party_id=nkechi.pk, agreed=_agreed(Adjustment.AUDIO), by=by, now=NOON, form_key=key).pk
        for _ in range(2)
    }

    assert (len(made), Need.objects.count()) == (1, 1)


def test_it_holds_from_its_first_day_to_its_last(nkechi: Party) -> None:
    factories.agree(nkechi, Adjustment.BREAKS, starts_on=date(2026, 11, 25), ends_on=date(2026, 11, 26))

    held = [bool(needs.in_force(nkechi, TODAY + timedelta(days=days))) for days in range(4)]

    assert held == [False, True, True, False]


def test_no_voicemail_becomes_a_rule_of_contact_that_alone_is_said_and_stays_while_it_is_agreed(
    nkechi: Party, by: User
) -> None:
    need = factories.agree(nkechi, Adjustment.NO_VOICEMAIL)

    nkechi.refresh_from_db()
    assert (reach.sentence(nkechi), needs.shown(nkechi, TODAY)) == ("No voicemail.", [])
    assert JournalEntry.objects.get(event="party.reach_changed").facts["rules"] == "No voicemail."
    with pytest.raises(needs.NeedStands):
        _change_rules(nkechi, by, voicemail_is_safe=True)
    services.end_need(need_id=need.pk, because="Lives alone now", by=by, now=NOON)
    nkechi.refresh_from_db()
    assert nkechi.voicemail_is_safe is False
    assert _change_rules(nkechi, by, voicemail_is_safe=True).voicemail_is_safe is True


def test_calls_at_set_times_point_to_the_hours_of_the_rules_which_stay_while_it_is_agreed(
    nkechi: Party, by: User
) -> None:
    _change_rules(nkechi, by, ring_from=time(9, 30), ring_until=time(11))
    factories.agree(nkechi, Adjustment.CALL_ONLY_TIMES)

    with pytest.raises(needs.NeedStands):
        _change_rules(nkechi, by)
    changed = _change_rules(nkechi, by, ring_from=time(10), ring_until=time(11))

    assert (str(reach.hours_of(changed)), needs.shown(changed, TODAY)) == ("between 10:00 and 11:00", [])


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"adjustment": "giant_print"}, id="unknown"),
        pytest.param({"words": ""}, id="says nothing"),
        pytest.param({"consented_how": ""}, id="nobody agreed"),
        pytest.param({"language": "Polish"}, id="a language of large print"),
        pytest.param({"ends_on": date(2026, 11, 23)}, id="ends first"),
        pytest.param({"ended_at": NOON}, id="ended by nobody"),
    ],
)
def test_the_database_refuses_what_no_deed_writes(nkechi: Party, wrong: dict[str, Any]) -> None:
    need = factories.agree(nkechi, Adjustment.LARGE_PRINT)

    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.filter(pk=need.pk).update(**wrong)


@pytest.mark.parametrize(
    ("role", "on_matter", "knows"),
    [
        pytest.param(Role.FEE_EARNER, "open", True, id="a lawyer"),
        pytest.param(Role.SECRETARY, "open", True, id="a secretary"),
        pytest.param(Role.COMPLAINTS_HANDLER, "open", True, id="who answers complaints"),
        pytest.param(Role.RECEPTIONIST, "open", False, id="reception"),
        pytest.param(Role.MLRO, "open", False, id="the MLRO"),
        pytest.param(Role.FEE_EARNER, "restricted", False, id="a lawyer who does not see the matter"),
        pytest.param(Role.FEE_EARNER, "", False, id="a lawyer, of nobody's client"),
    ],
)
def test_why_is_known_to_those_who_work_on_a_matter_of_theirs(
    nkechi: Party, role: Role, on_matter: str, knows: bool
) -> None:
    if on_matter:
        factories.matter(client=nkechi, is_restricted=on_matter == "restricted")
    factories.explain(nkechi)

    assert Circumstance.objects.visible_to(factories.user(role)).exists() is knows


def test_nothing_of_why_is_journalled(nkechi: Party, by: User) -> None:
    made = factories.explain(nkechi, "Retinitis, since the spring")
    services.end_circumstance(circumstance_id=made.pk, because="She asked us to", by=by, now=NOON)

    entries = JournalEntry.objects.filter(event__startswith="circumstance.").order_by("pk")
    assert [(one.event, one.party_id, one.facts) for one in entries] == [
        ("circumstance.recorded", None, {}),
        ("circumstance.ended", None, {}),
    ]
    made.refresh_from_db()
    assert (made.ended_because, made.words) == ("She asked us to", "Retinitis, since the spring")


def test_a_review_is_asked_for_once_of_the_fee_earner_of_the_newest_live_matter(nkechi: Party) -> None:
    need = factories.agree(nkechi, Adjustment.LARGE_PRINT, review_on=date(2026, 12, 1))
    factories.agree(factories.party("Nobody's Client"), Adjustment.AUDIO, review_on=date(2026, 12, 1))
    factories.matter(client=nkechi)
    newest = factories.matter(client=nkechi)

    asked = [ask_for_reviews(now=NOON + timedelta(days=days)) for days in (6, 7, 8, 300)]

    assert asked == [0, 1, 0, 0]
    task = Task.objects.get()
    assert (task.owner, task.matter, task.due_on, task.title) == (
        newest.fee_earner,
        newest,
        date(2026, 12, 1),
        "Ask Mr Nkechi Bowen if this is still right: large print",
    )
    services.change_need(need_id=need.pk, agreed=_agreed(), by=newest.fee_earner, now=NOON + timedelta(days=9))
    task.refresh_from_db()
    assert task.done_at == NOON + timedelta(days=9)


def test_a_review_that_nobody_swept_for_months_is_still_asked_for(nkechi: Party) -> None:
    factories.agree(nkechi, Adjustment.LARGE_PRINT, review_on=date(2026, 12, 1))
    factories.matter(client=nkechi)

    assert ask_for_reviews(now=NOON + timedelta(days=200)) == 1


def test_one_review_that_cannot_be_asked_for_stops_no_other(nkechi: Party) -> None:
    for party in (nkechi, factories.party("Otto Other")):
        factories.agree(party, Adjustment.BREAKS, review_on=date(2026, 12, 1))
        factories.matter(client=party)
    elsewhere = factories.department("Lettings", "LT")
    elsewhere.office = factories.office(Nation.SCOTLAND)
    elsewhere.save(update_fields=["office"])
    Office.objects.filter(pk=elsewhere.office_id).update(zone="Nowhere/At all")
    Matter.objects.filter(parties__party=nkechi).update(department=elsewhere)

    assert ask_for_reviews(now=NOON + timedelta(days=8)) == 1
    assert [task.title for task in Task.objects.all()] == ["Ask Mr Otto Other if this is still right: breaks"]
