"""Which questions are asked, what may be answered, and the data that says so."""

from datetime import date
from typing import Any

import pytest

from intake.models import EnquiryQuestion
from intake.rules import (
    BadQuestions,
    Condition,
    Question,
    asked,
    check_questions,
    kept,
    key_dates,
    open_questions,
    problem,
)
from intake.services.reference import load_questions, questions_in
from practice.models import MatterRole, WorkType

MORTGAGE = Question(code="mortgage", kind="yes_no", text="A mortgage?")
LENDER = Question(
    code="lender", kind="name", role="lender", text="Who lends?", asked_when=(Condition("mortgage", ("yes",)),)
)
HOW = Question(
    code="how",
    kind="choice",
    text="How?",
    options=(("auction", "Auction"), ("agent", "Agent")),
    asked_when=(Condition("mortgage", ("no", "unknown")),),
)
AUCTION_ON = Question(
    code="auction_on", kind="date", is_key=True, text="When?", asked_when=(Condition("how", ("auction",)),)
)
ALL = (MORTGAGE, LENDER, HOW, AUCTION_ON)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param({}, ["mortgage"], id="nothing answered"),
        pytest.param({"mortgage": "yes"}, ["mortgage", "lender"], id="yes opens one"),
        pytest.param({"mortgage": "unknown"}, ["mortgage", "how"], id="not known counts too"),
        pytest.param({"mortgage": "no", "how": "auction"}, ["mortgage", "how", "auction_on"], id="two steps"),
        pytest.param({"mortgage": "no", "how": "agent"}, ["mortgage", "how"], id="the other branch"),
        pytest.param(
            {"mortgage": "yes", "how": "auction"}, ["mortgage", "lender"], id="an answer left over opens nothing"
        ),
        pytest.param({"mortgage": "maybe"}, ["mortgage"], id="no such answer"),
    ],
)
def test_questions_follow_from_the_answers_so_far(answers: dict[str, str], expected: list[str]) -> None:
    assert [one.code for one in asked(ALL, answers)] == expected


def test_answers_left_over_from_another_branch_do_not_count() -> None:
    typed = {"mortgage": "no", "lender": "Old Bank", "how": "auction", "auction_on": "2026-12-01"}

    assert kept(ALL, typed) == {"mortgage": "no", "how": "auction", "auction_on": "2026-12-01"}
    assert key_dates(ALL, typed) == [(date(2026, 12, 1), "When?")]
    assert key_dates(ALL, {**typed, "mortgage": "yes"}) == []
    assert [one.code for one in open_questions(ALL, {"mortgage": "no"})] == ["how"]


@pytest.mark.parametrize(
    ("question", "answer", "says"),
    [
        pytest.param(MORTGAGE, "yes", "", id="a choice"),
        pytest.param(MORTGAGE, "perhaps", "Choose one of the answers.", id="no such choice"),
        pytest.param(LENDER, "Ö", "", id="a name of one letter"),
        pytest.param(LENDER, "محمد علي", "", id="right to left"),
        pytest.param(LENDER, "Zoe\u0308", "", id="combining"),
        pytest.param(LENDER, "12345", "Enter a name, with letters.", id="only digits"),
        pytest.param(LENDER, "x" * 201, "Use at most 200 letters. This has 201.", id="too long"),
        pytest.param(
            LENDER, "Bank\x07", "There is a character in it that cannot be shown. Type it again.", id="a bell"
        ),
        pytest.param(
            LENDER, "Bank\u202e", "There is a character in it that cannot be shown. Type it again.", id="turned"
        ),
        pytest.param(AUCTION_ON, "2026-12-01", "", id="a date"),
        pytest.param(AUCTION_ON, "2026-02-31", "Enter a real date, such as 24 11 2026.", id="31 February"),
        pytest.param(AUCTION_ON, "0026-02-01", "Enter a real date, such as 24 11 2026.", id="a two-figure year"),
        pytest.param(AUCTION_ON, "", "", id="no answer is not a wrong one"),
    ],
)
def test_an_answer_that_cannot_be_is_named(question: Question, answer: str, says: str) -> None:
    assert problem(question, answer) == says


_NO_PART = 'a: a name has a part in the matter, and "{}" is none.'
_NEVER = 'a: "first" never has that answer.'


@pytest.mark.parametrize(
    ("item", "says"),
    [
        pytest.param({"kind": "essay"}, 'a: "essay" is no kind of question.', id="no such kind"),
        pytest.param({"kind": "choice"}, "a: a choice has options, and nothing else has.", id="a choice of nothing"),
        pytest.param({"kind": "name"}, _NO_PART.format(""), id="a name without a part"),
        pytest.param({"kind": "name", "role": "judge"}, _NO_PART.format("judge"), id="no such part"),
        pytest.param({"kind": "text", "key": True}, "a: only a date can be a key date.", id="key text"),
        pytest.param(
            {"kind": "text", "asked_when": {"later": [True]}},
            'a depends on "later", which is not asked before it.',
            id="a later question",
        ),
        pytest.param({"kind": "text", "asked_when": {"first": ["blue"]}}, _NEVER, id="an answer that never comes"),
        pytest.param({"kind": "text", "asked_when": {"first": []}}, _NEVER, id="no answer at all"),
    ],
)
def test_questions_that_contradict_themselves_are_refused_before_they_are_loaded(
    item: dict[str, Any], says: str
) -> None:
    first = {"code": "first", "kind": "yes_no", "text": "?"}
    rows = questions_in({"survey": [first, {"code": "a", "text": "?", **item}]})

    with pytest.raises(BadQuestions) as refusal:
        check_questions([row.as_rule() for row in rows], roles=MatterRole.values)

    assert str(refusal.value) == says


@pytest.mark.django_db
def test_every_kind_of_work_has_questions_and_a_second_load_keeps_what_people_edited() -> None:
    EnquiryQuestion.objects.filter(work_type="survey", code="about").update(text="What may we do for you?")
    EnquiryQuestion.objects.filter(work_type="survey", code="address").delete()

    assert load_questions() == 1
    assert load_questions() == 0

    assert set(EnquiryQuestion.objects.values_list("work_type", flat=True)) == set(WorkType.values)
    assert EnquiryQuestion.objects.get(work_type="survey", code="about").text == "What may we do for you?"


@pytest.mark.django_db
@pytest.mark.parametrize("work_type", WorkType.values)
def test_every_question_of_the_data_can_be_reached(work_type: str) -> None:
    questions = [row.as_rule() for row in EnquiryQuestion.objects.of(work_type)]
    reached: set[str] = set()
    paths: list[dict[str, str]] = [{}]
    while paths:
        answers = paths.pop()
        reached |= {one.code for one in asked(questions, answers)}
        following = next((one for one in asked(questions, answers) if one.code not in answers and one.choices), None)
        if following is not None:
            paths += [{**answers, following.code: value} for value, _ in following.choices]

    assert reached == {one.code for one in questions}
