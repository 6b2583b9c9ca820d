"""What people type into a letter is printed as text: it fetches nothing, runs nothing, and nothing in it is hidden."""

import re
from html import escape

import pytest

from engagement import letters, services
from engagement.forms import Answers
from engagement.models import Letter
from engagement.tests import factories
from engagement.tests.test_work import ENOUGH
from outbox.pdf import render_pdf
from outbox.reading import text_of
from practice import clock
from practice.inputs import LetterText
from practice.models import Matter, WorkType

pytestmark = pytest.mark.django_db
HOSTILE = "<script>x()</script> <img src='http://x.example/y.png'> {{ firm.name }} {% raw %} file:///etc/passwd"
_PARTS = (
    "<script>x()</script>",
    "<img src='http://x.example/y.png'>",
    "{{ firm.name }} {% raw %}",
    "file:///etc/passwd",
)


def _begun(work_type: str) -> Matter:
    matter = factories.matter(work_type=work_type, title=f"{work_type} {HOSTILE}"[:120])
    services.start_letter(matter_id=matter.pk, by=matter.fee_earner, now=clock.now())
    return matter


def _typed(matter: Matter) -> tuple[dict[str, str], list[str]]:
    """Answer what the letter needs, and every question that takes words with marks, each with its own number."""
    form = Answers(letters.package(Letter.objects.get(matter=matter), clock.now()))
    words = [name for name, field in form.fields.items() if isinstance(field, LetterText)]
    typed = {name: str(value) for name, value in form.initial.items() if name in form.fields and value is not None}
    typed |= {name: str(value) for name, value in ENOUGH[matter.work_type].items()}
    return typed | {name: f"{number}# {HOSTILE}" for number, name in enumerate(words)}, words


@pytest.mark.parametrize("work_type", WorkType.values)
def test_marks_typed_into_any_question_stand_in_the_letter_as_text(work_type: str) -> None:
    matter = _begun(work_type)
    browser, (typed, words) = factories.browser_of(matter.fee_earner), _typed(matter)

    answer = browser.post(
        factories.page("letter", matter), {**typed, "seen": "1", "form_key": "7b1b52d0-4d39-4c56-9c1e-3a2f6f0e1c41"}
    )

    page = browser.get(factories.page("letter", matter)).content.decode()
    made = letters.package(Letter.objects.get(), clock.now()).copies[0].composition
    assert answer.status_code == 303
    assert len(words) > 10
    asked = {number for number, _ in enumerate(words) if f"{number}# {escape(HOSTILE)[:30]}" in made.html}
    assert len(asked) > 5
    for html in (page, made.html):
        assert "<script>x()" not in html
        assert "<img src=" not in html
    assert "{{ firm.name }}" in made.html
    assert "Hartley" in made.html


def test_they_are_printed_and_nothing_is_fetched() -> None:
    matter = _begun("residential_purchase")
    typed, _ = _typed(matter)
    services.save_answers(
        letter_id=Letter.objects.get().pk, answers=typed, seen=1, by=matter.fee_earner, now=clock.now()
    )

    said = text_of(render_pdf(letters.package(Letter.objects.get(), clock.now()).copies[0].composition.html).pdf)

    assert [part for part in _PARTS if part not in said] == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param(
            {"objectives": "before the \u200bspring"}, "nobody sees (U+200B) behind “before the”", id="no width"
        ),
        pytest.param({"objectives": "\u202eyenom"}, "nobody sees (U+202E) at the beginning", id="turned round"),
        pytest.param({"property": "27\x07 Quarry"}, "a control character (U+0007) behind “27”", id="control"),
        pytest.param({"objectives": "x" * 500}, "at most 400 characters", id="too long"),
        pytest.param({"price": "-5"}, "That is too little", id="negative price"),
        pytest.param({"price": "99999999999999"}, "That is too much", id="absurd price"),
        pytest.param({"weeks_from": "14", "weeks_to": "10"}, "The range ends before it begins.", id="end before start"),
    ],
)
def test_what_cannot_be_printed_or_meant_comes_back_with_a_sentence_and_everything_typed(
    typed: dict[str, str], sentence: str
) -> None:
    matter = _begun("residential_purchase")
    browser = factories.browser_of(matter.fee_earner)
    given = {**_typed(matter)[0], "cost_changes": "A second lender", **typed}

    answer = browser.post(
        factories.page("letter", matter), {**given, "seen": "1", "form_key": "7b1b52d0-4d39-4c56-9c1e-3a2f6f0e1c42"}
    )

    page = re.sub(r"\s+", " ", answer.content.decode())
    assert answer.status_code == 422
    assert sentence in page
    assert "A second lender" in page
    assert Letter.objects.get().answers == {}
