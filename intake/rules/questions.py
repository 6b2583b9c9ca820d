"""
Which questions an enquiry is asked, given what has been answered so far. Pure.

Questions are data (intake/data/questions.yaml): a kind, options, and conditions on earlier answers. Nothing in the
data is run. An answer is text: "yes", the value of an option, a name, an ISO date, a whole number.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from practice.errors import Refusal

MOST_LETTERS = 200
_YES_NO = (("yes", "Yes"), ("no", "No"), ("unknown", "I do not know"))
Answers = Mapping[str, str]


class QuestionKind(TextChoices):
    """What an answer looks like."""

    YES_NO = "yes_no", "Yes, no or not known"
    CHOICE = "choice", "One of several"
    TEXT = "text", "A few words"
    NAME = "name", "A name, which the conflict check searches"
    DATE = "date", "A date"
    NUMBER = "number", "A whole number"


class BadQuestions(Refusal):
    """Question data that could never be asked as it says."""

    code = "bad_questions"


@dataclass(frozen=True, slots=True)
class Condition:
    """True if an earlier question was asked and answered with one of these values."""

    question: str
    is_one_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    One question. ``asked_when``: every condition must hold; none means always.

    ``role``: the part in the matter of whoever a NAME answer names. ``is_key``: something must be done by that date.
    ``is_required`` binds the person on the public page; staff may leave a question for later.
    """

    code: str
    kind: str
    text: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    asked_when: tuple[Condition, ...] = ()
    role: str = ""
    is_key: bool = False
    is_required: bool = False

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Return value and words of what can be chosen; nothing where the answer is typed."""
        return _YES_NO if self.kind == QuestionKind.YES_NO else self.options


def asked(questions: Sequence[Question], answers: Answers) -> list[Question]:
    """Return the questions to ask, in order. A condition on a question that is itself not asked does not hold."""
    found: list[Question] = []
    live: dict[str, str] = {}
    for question in questions:
        if all(live.get(one.question, "") in one.is_one_of for one in question.asked_when):
            found.append(question)
            live[question.code] = answers.get(question.code, "")
    return found


def kept(questions: Sequence[Question], answers: Answers) -> dict[str, str]:
    """Return the answers that count: those to questions still asked, given all the others."""
    return {one.code: answers[one.code] for one in asked(questions, answers) if answers.get(one.code)}


def open_questions(questions: Sequence[Question], answers: Answers) -> list[Question]:
    """Return the questions to ask that have no answer yet."""
    return [one for one in asked(questions, answers) if not answers.get(one.code)]


def key_dates(questions: Sequence[Question], answers: Answers) -> list[tuple[date, str]]:
    """Return the dates given by which something must be done, the earliest first, each with its question."""
    live = kept(questions, answers)
    return sorted(
        (date.fromisoformat(live[one.code]), one.text) for one in questions if one.is_key and one.code in live
    )


def in_words(question: Question, answer: str) -> str:
    """Return an answer as people read it; a date stays as it is typed."""
    return dict(question.choices).get(answer, answer)


def problem(question: Question, answer: str) -> str:
    """Say what is wrong with an answer in a sentence for the person, or return ""."""
    if not answer:
        return ""
    if question.choices:
        return "" if answer in dict(question.choices) else "Choose one of the answers."
    if len(answer) > MOST_LETTERS:
        return f"Use at most {MOST_LETTERS} letters. This has {len(answer)}."
    if has_unprintable(answer):
        return "There is a character in it that cannot be shown. Type it again."
    if question.kind == QuestionKind.NAME and not has_a_letter(answer):
        return "Enter a name, with letters."
    if question.kind == QuestionKind.NUMBER and not re.fullmatch(r"[0-9]{1,9}", answer):
        return "Enter a whole number in figures."
    if question.kind == QuestionKind.DATE and not _is_date(answer):
        return "Enter a real date, such as 24 11 2026."
    return ""


def has_a_letter(text: str) -> bool:
    """Say if there is a letter of any script in it."""
    return any(unicodedata.category(one).startswith("L") for one in text)


def has_unprintable(text: str) -> bool:
    """Say if there is a control character, a surrogate, or a mark that turns the direction of what follows."""
    return any(
        unicodedata.category(one) in {"Cc", "Cs", "Co", "Cn"}
        or one in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        for one in text
    )


def _is_date(text: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is not None and date.fromisoformat(text).year >= 1900
    except ValueError:
        return False


def check_questions(questions: Iterable[Question], *, roles: Iterable[str]) -> None:
    """
    Refuse data that contradicts itself, before it is loaded.

    :raises BadQuestions: naming the question that is wrong
    """
    earlier: dict[str, Question] = {}
    known_roles = set(roles)
    for one in questions:
        if one.code in earlier:
            raise BadQuestions(f'There are two questions "{one.code}".')
        if one.kind not in QuestionKind.values:
            raise BadQuestions(f'{one.code}: "{one.kind}" is no kind of question.')
        if (one.kind == QuestionKind.CHOICE) != bool(one.options):
            raise BadQuestions(f"{one.code}: a choice has options, and nothing else has.")
        if (one.kind == QuestionKind.NAME) != bool(one.role) or (one.role and one.role not in known_roles):
            raise BadQuestions(f'{one.code}: a name has a part in the matter, and "{one.role}" is none.')
        if one.is_key and one.kind != QuestionKind.DATE:
            raise BadQuestions(f"{one.code}: only a date can be a key date.")
        for condition in one.asked_when:
            before = earlier.get(condition.question)
            if before is None:
                raise BadQuestions(f'{one.code} depends on "{condition.question}", which is not asked before it.')
            strangers = set(condition.is_one_of) - {value for value, _ in before.choices}
            if strangers or not condition.is_one_of:
                raise BadQuestions(f'{one.code}: "{condition.question}" never has that answer.')
        earlier[one.code] = one
