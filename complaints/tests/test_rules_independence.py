"""Who may handle, review and hear of a complaint (decisions 5 and 6)."""

from collections.abc import Callable

import pytest

from complaints import rules
from complaints.rules import Involvement
from practice.errors import Refusal

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
