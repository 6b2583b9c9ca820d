"""Answers to the questions of an enquiry: read, checked, and kept beside the question as it stood."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from intake.models import Enquiry, EnquiryAnswer, EnquiryQuestion
from intake.rules import Question, QuestionKind, asked, in_words, kept, key_dates, problem
from intake.services.naming import add_names
from practice import journal
from practice.actors import System
from practice.errors import Refusal, WorldMoved
from practice.models import MatterRole, User
from practice.phrases import long_date


class AnswerNotPossible(Refusal):
    """A question has an answer that it cannot have."""

    code = "answer_not_possible"


class QuestionsOver(WorldMoved):
    """Names and facts of an enquiry that has gone to its check are added there."""

    code = "questions_over"


@dataclass(frozen=True, slots=True)
class Given:
    """The answers that count, each with its question, and the key dates among them, earliest first."""

    answers: tuple[tuple[Question, str], ...]
    key_dates: tuple[tuple[date, str], ...]


def questions_of(work_type: str) -> list[Question]:
    """Return the questions of one kind of work, in order; one query."""
    return [row.as_rule() for row in EnquiryQuestion.objects.of(work_type)]


def read_answers(work_type: str, typed: Mapping[str, str]) -> Given:
    """
    Keep the answers to questions that are asked; what hung on an answer since changed is dropped.

    :raises AnswerNotPossible: naming the first question with an answer that it cannot have
    """
    if not typed:
        return Given((), ())
    questions = questions_of(work_type)
    live = kept(questions, typed)
    for one in asked(questions, live):
        if wrong := problem(one, live.get(one.code, "")):
            raise AnswerNotPossible(f"{one.text} {wrong}")
    answers = tuple((one, live[one.code]) for one in questions if one.code in live)
    return Given(answers, tuple(key_dates(questions, live)))


def write_answers(enquiry: Enquiry, given: Given, *, by: User | System, now: datetime) -> None:
    """Write answers in the caller's transaction; names among them are searched by the conflict check."""
    EnquiryAnswer.objects.bulk_create(
        [
            EnquiryAnswer(
                enquiry=enquiry,
                code=question.code,
                question=question.text,
                answer=answer,
                words=_words(question, answer),
                answered_at=now,
                taken_by=by if isinstance(by, User) else None,
            )
            for question, answer in given.answers
        ],
        update_conflicts=True,
        unique_fields=["enquiry", "code"],
        update_fields=["question", "answer", "words", "answered_at", "taken_by"],
    )
    names = [(answer, MatterRole(one.role), False) for one, answer in given.answers if one.kind == QuestionKind.NAME]
    add_names(enquiry, names)


@transaction.atomic(durable=True)
def answer_questions(*, enquiry_id: int, answers: Mapping[str, str], by: User, now: datetime) -> Enquiry:
    """
    Write what was answered later. An answer that no longer counts goes; a name once given stays searchable.

    :raises QuestionsOver: if it went to its check or was closed
    :raises AnswerNotPossible: if a question has an answer that it cannot have
    """
    enquiry = Enquiry.objects.select_for_update(no_key=True).get(pk=enquiry_id)
    if enquiry.matter_id or enquiry.outcome:
        raise QuestionsOver("This enquiry was closed or went to its conflict check. Add names on the check.")
    given = read_answers(enquiry.work_type, answers)
    enquiry.answers.exclude(code__in=[question.code for question, _ in given.answers]).delete()
    write_answers(enquiry, given, by=by, now=now)
    for on, label in given.key_dates:
        if enquiry.key_date is None or on < enquiry.key_date:
            enquiry.key_date, enquiry.key_date_label = on, label[:120]
            enquiry.save(update_fields=["key_date", "key_date_label"])
    journal.record(
        subject=enquiry,
        event="enquiry.questions_answered",
        by=by,
        at=now,
        answers=[one.code for one, _ in given.answers],
    )
    return enquiry


def _words(question: Question, answer: str) -> str:
    return long_date(date.fromisoformat(answer)) if question.kind == QuestionKind.DATE else in_words(question, answer)
