"""Stages and steps, who may handle and review, what must be true before a step, and the limits of redress."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from complaints import rules
from complaints.presets import preset_mappings, procedure_presets, redress_presets
from complaints.rules import DeadlineKind, Involvement, ProcedurePolicy, RedressPolicy, Stage, Step
from practice.errors import Refusal, WorldMoved
from practice.tests.calendars import calendar_of, local

STANDARD = procedure_presets()["standard"]
LEO, TPO = redress_presets()["leo"], redress_presets()["tpo"]

# --- stages

PROCEDURE = """
draft log logged
draft discard not_a_complaint
logged acknowledge acknowledged
acknowledged offer_early_resolution early_resolution
early_resolution resolve closed
early_resolution not_resolved stage1_investigating
acknowledged start_stage1 stage1_investigating
stage1_investigating extend stage1_investigating
stage1_investigating send_outcome stage1_outcome_sent
stage1_outcome_sent accept closed
stage1_outcome_sent request_review review_requested
stage1_outcome_sent window_expires final_response_sent
review_requested assign_reviewer stage2_reviewing
stage2_reviewing extend stage2_reviewing
stage2_reviewing send_final final_response_sent
final_response_sent redress_notified redress_open
redress_open redress_decides redress_closed
final_response_sent close closed
redress_closed close closed
closed reopen stage1_investigating
"""
ALLOWED = {(start, step): end for start, step, end in (line.split() for line in PROCEDURE.split("\n") if line)}
ANY_OPEN = [
    "logged",
    "acknowledged",
    "early_resolution",
    "stage1_investigating",
    "stage1_outcome_sent",
    "review_requested",
    "stage2_reviewing",
]
ALLOWED |= {(stage, "eight_weeks_pass"): stage for stage in ANY_OPEN}
ALLOWED |= {(stage, "withdraw"): "withdrawn" for stage in ANY_OPEN}


@pytest.mark.parametrize(("stage", "step"), ALLOWED, ids=str)
def test_every_step_of_the_procedure_leads_where_it_says(stage: str, step: str) -> None:
    assert rules.next_stage(stage, step) == ALLOWED[stage, step]


def test_no_other_step_is_allowed_from_any_stage() -> None:
    refused = 0
    for stage in Stage:
        for step in Step:
            if (stage.value, step.value) not in ALLOWED:
                with pytest.raises(rules.StepNotAllowed):
                    rules.next_stage(stage, step)
                refused += 1

    assert refused == len(Stage) * len(Step) - len(ALLOWED)


def test_a_refused_step_is_a_plain_sentence_and_a_conflict() -> None:
    with pytest.raises(rules.StepNotAllowed) as refusal:
        rules.next_stage(Stage.LOGGED, Step.CLOSE)

    assert str(refusal.value) == "You cannot close a complaint that is logged."
    assert (refusal.value.status, isinstance(refusal.value, WorldMoved)) == (409, True)


def test_a_closed_complaint_may_reopen_at_its_review() -> None:
    assert rules.next_stage(Stage.CLOSED, Step.REOPEN, to=Stage.STAGE2_REVIEWING) == Stage.STAGE2_REVIEWING


def test_no_other_end_may_be_chosen() -> None:
    with pytest.raises(rules.StepNotAllowed):
        rules.next_stage(Stage.CLOSED, Step.REOPEN, to=Stage.LOGGED)


def test_the_page_offers_exactly_the_allowed_steps() -> None:
    offered = {(stage.value, step.value) for stage in Stage for step in rules.steps_from(stage)}

    assert offered == set(ALLOWED)


def test_every_stage_can_be_reached_from_the_first() -> None:
    reached = {rules.FIRST_STAGE}
    for _ in Stage:
        reached |= {rules.next_stage(stage, step) for stage in reached for step in rules.steps_from(stage)}

    assert reached == set(Stage)


def test_what_a_step_settles() -> None:
    assert {step: rules.settled_by(step) for step in Step if rules.settled_by(step)} == {
        Step.ACKNOWLEDGE: (DeadlineKind.ACK,),
        Step.SEND_OUTCOME: (DeadlineKind.STAGE1_OUTCOME,),
        Step.REQUEST_REVIEW: (DeadlineKind.REVIEW_REQUEST_WINDOW,),
        Step.SEND_FINAL: (DeadlineKind.STAGE2_OUTCOME, DeadlineKind.EIGHT_WEEK),
        Step.RESOLVE: (DeadlineKind.STAGE1_OUTCOME, DeadlineKind.EIGHT_WEEK),
        Step.ACCEPT: (DeadlineKind.EIGHT_WEEK,),
        Step.WINDOW_EXPIRES: (DeadlineKind.EIGHT_WEEK,),
    }


# --- who

HEAD, PARTNER, SOLICITOR, SUPERVISOR, OUTSIDER = 1, 2, 3, 4, 5
TEAM = Involvement(
    subjects=frozenset({SOLICITOR}),
    worked_on_matter=frozenset({SOLICITOR, PARTNER}),
    supervisors=frozenset({SUPERVISOR}),
    stage1_handler=HEAD,
)
ABOUT_SUPERVISION = Involvement(supervisors=frozenset({SUPERVISOR}), supervision_is_a_head=True)


@pytest.mark.parametrize(
    ("check", "code"),
    [
        pytest.param(
            lambda: rules.check_handler(SOLICITOR, involvement=TEAM), "handler_is_subject", id="complained of"
        ),
        pytest.param(
            lambda: rules.check_handler(PARTNER, involvement=TEAM), "handler_in_matter_team", id="worked on the matter"
        ),
        pytest.param(
            lambda: rules.check_handler(SUPERVISOR, involvement=TEAM),
            "handler_supervised_matter",
            id="supervisor, undeclared",
        ),
        pytest.param(
            lambda: rules.check_handler(SUPERVISOR, involvement=ABOUT_SUPERVISION, supervision_declared=True),
            "handler_supervised_matter",
            id="supervision is complained about",
        ),
        pytest.param(
            lambda: rules.check_handler(SOLICITOR, involvement=TEAM, sole_principal_exception=True),
            "handler_is_subject",
            id="sole principal complained of",
        ),
        pytest.param(
            lambda: rules.check_reviewer(SOLICITOR, involvement=TEAM),
            "reviewer_is_subject",
            id="reviewer complained of",
        ),
        pytest.param(
            lambda: rules.check_reviewer(HEAD, involvement=TEAM), "reviewer_was_stage1", id="reviewer decided stage 1"
        ),
        pytest.param(
            lambda: rules.check_reviewer(PARTNER, involvement=TEAM),
            "reviewer_in_matter_team",
            id="reviewer worked on the matter",
        ),
        pytest.param(
            lambda: rules.check_reviewer(SUPERVISOR, involvement=TEAM),
            "reviewer_in_matter_team",
            id="reviewer supervised the matter",
        ),
    ],
)
def test_who_may_not(check: Callable[[], None], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        check()

    assert (refusal.value.code, refusal.value.status) == (code, 422)


@pytest.mark.parametrize(
    "check",
    [
        pytest.param(lambda: rules.check_handler(HEAD, involvement=TEAM), id="not involved"),
        pytest.param(
            lambda: rules.check_handler(SUPERVISOR, involvement=TEAM, supervision_declared=True),
            id="supervisor, declared",
        ),
        pytest.param(
            lambda: rules.check_handler(PARTNER, involvement=TEAM, sole_principal_exception=True),
            id="sole principal who did the work",
        ),
        pytest.param(lambda: rules.check_reviewer(OUTSIDER, involvement=TEAM), id="separate reviewer"),
    ],
)
def test_who_may(check: Callable[[], None]) -> None:
    check()


def test_only_the_named_supervisor_has_something_to_declare() -> None:
    people = (HEAD, PARTNER, SOLICITOR, SUPERVISOR)

    assert [who for who in people if rules.must_declare_supervision(who, involvement=TEAM)] == [SUPERVISOR]


def test_the_first_candidate_who_passes_is_chosen() -> None:
    def check(person: int) -> None:
        rules.check_reviewer(person, involvement=TEAM)

    assert rules.first_allowed([HEAD, PARTNER, OUTSIDER], check) == OUTSIDER
    assert rules.first_allowed([HEAD, PARTNER], check) is None


@pytest.mark.parametrize(
    ("person", "substitutes", "expected"),
    [
        pytest.param(HEAD, {}, HEAD, id="not complained of"),
        pytest.param(SOLICITOR, {SOLICITOR: HEAD}, HEAD, id="the substitute"),
        pytest.param(SOLICITOR, {SOLICITOR: PARTNER, PARTNER: HEAD}, HEAD, id="the substitute's substitute"),
        pytest.param(SOLICITOR, {}, None, id="no substitute"),
        pytest.param(SOLICITOR, {SOLICITOR: PARTNER, PARTNER: SOLICITOR}, None, id="a ring"),
    ],
)
def test_nobody_complained_of_is_told(person: int, substitutes: dict[int, int], expected: int | None) -> None:
    subjects = frozenset({SOLICITOR, PARTNER})

    assert rules.escalate_to(person, subjects=subjects, substitutes=substitutes) == expected


# --- before a step

RUNNING = rules.deadline(
    DeadlineKind.STAGE1_OUTCOME, local("2026-11-03T10:00"), procedure=STANDARD, calendar=calendar_of()
)
NOTICE = local("2026-11-13T10:00")


def extend(**changed: Any) -> None:
    facts: dict[str, Any] = {
        "rule": STANDARD.rule(DeadlineKind.STAGE1_OUTCOME),
        "running": RUNNING,
        "new_due_on": date(2026, 11, 26),
        "notice_sent_at": NOTICE,
        "times_extended": 0,
        "eight_weeks_on": date(2026, 12, 29),
    }
    rules.check_extension(**facts | changed)


@pytest.mark.parametrize(
    ("changed", "code", "sentence"),
    [
        pytest.param(
            {"notice_sent_at": local("2026-11-18T00:00")},
            "extension_after_due",
            "This was due by the end of Tue 17 November 2026. Notice has to leave before a date passes.",
            id="notice at midnight",
        ),
        pytest.param(
            {"times_extended": 1},
            "extension_limit",
            "This date has been extended already; 1 is the most.",
            id="a second time",
        ),
        pytest.param(
            {"new_due_on": date(2026, 11, 17)},
            "extension_limit",
            "An extension needs a date after Tue 17 November 2026.",
            id="to no later day",
        ),
        pytest.param(
            {"new_due_on": date(2026, 12, 30)},
            "extension_limit",
            "The eight weeks end on Tue 29 December 2026; choose a date up to then.",
            id="beyond the eight weeks",
        ),
        pytest.param(
            {"rule": STANDARD.rule(DeadlineKind.EIGHT_WEEK)},
            "extension_limit",
            "This date cannot be extended.",
            id="the eight weeks themselves",
        ),
    ],
)
def test_no_extension_without_notice_in_time(changed: dict[str, Any], code: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refusal:
        extend(**changed)

    assert (refusal.value.code, str(refusal.value)) == (code, sentence)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({}, id="in time"),
        pytest.param({"notice_sent_at": local("2026-11-17T23:59:59")}, id="in the last second"),
        pytest.param({"new_due_on": date(2026, 12, 29)}, id="to the last day of the eight weeks"),
        pytest.param({"new_due_on": date(2027, 1, 5), "beyond_eight_weeks": True}, id="beyond them, entitled"),
    ],
)
def test_an_extension_with_notice_in_time_is_allowed(changed: dict[str, Any]) -> None:
    extend(**changed)


VERIFIED = date(2025, 11, 2)


def block(last_verified_on: date | None, today: date) -> None:
    rules.check_redress_block(
        name="the Legal Ombudsman", last_verified_on=last_verified_on, stale_after_days=365, today=today
    )


@pytest.mark.parametrize(
    ("check", "code", "sentence"),
    [
        pytest.param(
            lambda: rules.check_acknowledged(None),
            "no_ack_letter",
            "The complaint has not been acknowledged yet. Send the acknowledgement first.",
            id="not acknowledged",
        ),
        pytest.param(
            lambda: rules.check_dispatched(None),
            "letter_not_dispatched",
            "The letter has not left yet. This step follows when it has been sent or posted.",
            id="not dispatched",
        ),
        pytest.param(
            lambda: rules.check_findings({"The bill": ("upheld", "over the estimate"), "Calls": ("upheld", " ")}),
            "head_without_finding",
            "“Calls” needs a finding and a reason.",
            id="no reason",
        ),
        pytest.param(
            lambda: rules.check_findings({"The bill": ("", "over the estimate")}),
            "head_without_finding",
            "“The bill” needs a finding and a reason.",
            id="no finding",
        ),
        pytest.param(
            lambda: rules.check_findings({}),
            "head_without_finding",
            "The complaint has no heads yet. Enter what is alleged, point by point.",
            id="no head",
        ),
        pytest.param(
            lambda: block(VERIFIED, VERIFIED + timedelta(days=366)),
            "redress_block_stale",
            "The contact details of the Legal Ombudsman were last checked on Sun 2 November 2025. "
            "Compliance has to confirm them first.",
            id="stale block",
        ),
        pytest.param(
            lambda: block(None, VERIFIED),
            "redress_block_stale",
            "The contact details of the Legal Ombudsman were never checked. Compliance has to confirm them first.",
            id="block never checked",
        ),
        pytest.param(
            lambda: rules.check_closing(root_cause="delay", learning="chase weekly", remedies_outstanding=1),
            "remedy_outstanding",
            "A remedy is neither delivered nor dated. Deliver it, or enter its date, first.",
            id="remedy open",
        ),
        pytest.param(
            lambda: rules.check_closing(root_cause="", learning="chase weekly", remedies_outstanding=0),
            "no_root_cause",
            "Say why it went wrong and what we learn from it, then close.",
            id="no cause",
        ),
        pytest.param(
            lambda: rules.check_closing(root_cause="delay", learning=" ", remedies_outstanding=0),
            "no_root_cause",
            "Say why it went wrong and what we learn from it, then close.",
            id="nothing learnt",
        ),
        pytest.param(
            lambda: rules.check_approval(
                offered=Decimal("1000.01"), limit=Decimal("1000.00"), approved_by_second=False
            ),
            "approval_limit_exceeded",
            "£1,000.01 is over the handler's limit of £1,000.00: it needs approval.",
            id="a penny over the limit",
        ),
    ],
)
def test_what_must_be_true_first(check: Callable[[], None], code: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refusal:
        check()

    assert (refusal.value.code, str(refusal.value)) == (code, sentence)


def test_with_everything_in_place_nothing_is_refused() -> None:
    rules.check_acknowledged(NOTICE)
    rules.check_dispatched(NOTICE)
    rules.check_findings({"The bill": ("upheld", "over the estimate")})
    block(VERIFIED, VERIFIED + timedelta(days=365))
    rules.check_closing(root_cause="delay", learning="chase weekly", remedies_outstanding=0)
    rules.check_approval(offered=Decimal("1000.00"), limit=Decimal("1000.00"), approved_by_second=False)
    rules.check_approval(offered=Decimal("5000.00"), limit=Decimal("1000.00"), approved_by_second=True)


# --- redress


@pytest.mark.parametrize(
    ("sent", "tpo", "leo"),
    [
        pytest.param("2026-07-10", "2027-07-10", "2027-01-10", id="C1"),
        pytest.param("2027-01-29", "2028-01-29", "2027-07-29", id="C2"),
        pytest.param("2026-08-31", "2027-08-31", "2027-02-28", id="M1 from the 31st"),
        pytest.param("2026-08-30", "2027-08-30", "2027-02-28", id="M1 from the 30th"),
        pytest.param("2027-08-31", "2028-08-31", "2028-02-29", id="M2"),
        pytest.param("2028-02-29", "2029-02-28", "2028-08-29", id="M3"),
        pytest.param("2026-11-30", "2027-11-30", "2027-05-30", id="M4"),
    ],
)
def test_last_dates_count_from_the_day_the_final_response_left(sent: str, tpo: str, leo: str) -> None:
    found = rules.redress_limits(date.fromisoformat(sent), schemes=[TPO, LEO])

    assert [(one.scheme, one.last_on) for one in found] == [
        ("tpo", date.fromisoformat(tpo)),
        ("leo", date.fromisoformat(leo)),
    ]


def test_without_the_day_of_the_act_the_second_limit_stands_in_words() -> None:
    (found,) = rules.redress_limits(date(2026, 11, 25), schemes=[LEO])

    assert found.act_limit_on is None
    assert found.sentences == (
        "You need to go to the Legal Ombudsman by Tuesday 25 May 2027, within 6 months of the day we sent this letter.",
        "You need to go to the Legal Ombudsman within 12 months of what went wrong, "
        "or of when you should have known about it.",
    )


def test_with_the_day_of_the_act_the_second_limit_has_its_date() -> None:
    (found,) = rules.redress_limits(date(2026, 11, 25), schemes=[LEO], act_or_knowledge_on=date(2026, 8, 4))

    assert found.act_limit_on == date(2027, 8, 4)
    assert found.sentences[1].startswith("You need to go to the Legal Ombudsman by Wednesday 4 August 2027,")


def test_limits_of_the_committee_and_the_commission() -> None:
    schemes = [redress_presets()["scc_ni"], redress_presets()["slcc"]]

    committee, commission = rules.redress_limits(date(2026, 10, 10), schemes=schemes, last_service_on=date(2026, 3, 1))

    assert committee.last_on == date(2027, 1, 10)
    assert (commission.last_on, commission.service_limit_on) == (None, date(2029, 3, 1))
    assert commission.sentences == (
        "You need to go to the Scottish Legal Complaints Commission by Thursday 1 March 2029, "
        "within 3 years of the day we last acted for you.",
    )


# --- presets as data


def test_preset_standard_is_three_calendar_days_and_ten_working_days() -> None:
    assert [(rule.kind, rule.value, rule.unit) for rule in STANDARD.deadlines] == [
        ("ack", 3, "calendar_days"),
        ("stage1_outcome", 10, "working_days"),
        ("stage2_outcome", 10, "working_days"),
        ("eight_week", 8, "weeks"),
        ("progress_update", 10, "working_days"),
        ("review_request_window", 20, "working_days"),
    ]


def test_every_scheme_a_procedure_names_is_known() -> None:
    named = {code for procedure in procedure_presets().values() for code in procedure.redress_schemes}

    assert named == {"leo", "tpo", "slcc", "scc_ni", "ico"} == set(redress_presets())


def changed_standard(**changed: Any) -> dict[str, Any]:
    return next(one for one in preset_mappings()["procedures"] if one["code"] == "standard") | changed


ACK_RULE = changed_standard()["deadlines"][0]


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        pytest.param(changed_standard(pauses=True), "ProcedurePolicy has no pauses", id="unknown setting"),
        pytest.param(
            changed_standard(deadlines=[ACK_RULE | {"days": 3}]), "DeadlinePolicy has no days", id="misspelt key"
        ),
        pytest.param(changed_standard(deadlines=[ACK_RULE | {"unit": "fortnights"}]), "fortnights", id="unknown unit"),
        pytest.param(changed_standard(deadlines=[ACK_RULE | {"value": 0}]), "0 calendar_days is none", id="nought"),
        pytest.param(changed_standard(deadlines=[ACK_RULE | {"warn_at": [100]}]), "between 1 and 99", id="100 %"),
        pytest.param(changed_standard(deadlines=[ACK_RULE, ACK_RULE]), "two rules for one kind", id="twice"),
        pytest.param(changed_standard(deadlines=[]), "safety net needs a deadline", id="net without deadline"),
        pytest.param(
            changed_standard(deadlines=[ACK_RULE | {"starts_from": "deemed_received"}]), "no cut-off", id="no cut-off"
        ),
    ],
)
def test_a_procedure_that_is_none_is_refused(mapping: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ProcedurePolicy.from_mapping(mapping)


def test_a_scheme_with_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValueError, match="no fax"):
        RedressPolicy.from_mapping({"code": "leo", "name": "x", "stale_after_days": 365, "fax": "1"})


def test_times_may_come_from_rows_as_well() -> None:
    net = changed_standard()["safety_net"] | {"due_time": datetime(2026, 1, 1, 12).time()}  # noqa: DTZ001

    assert ProcedurePolicy.from_mapping(changed_standard(safety_net=net)) == STANDARD
