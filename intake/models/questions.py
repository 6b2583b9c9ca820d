"""What is asked about an enquiry, and what was answered."""

from typing import Self

from django.db import models

from intake.models.enquiries import Enquiry
from intake.rules import Condition, Question, QuestionKind
from practice.models import MatterRole, User, WorkType


class EnquiryQuestionQuerySet(models.QuerySet["EnquiryQuestion"]):
    def of(self, work_type: str) -> Self:
        return self.filter(work_type=work_type, is_retired=False).order_by("position", "pk")


class EnquiryQuestion(models.Model):
    """One question about one kind of work. Loaded from data; conditions are plain values, never code."""

    work_type = models.CharField(max_length=24, choices=WorkType.choices)
    code = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=QuestionKind.choices)
    text = models.CharField(max_length=160)
    hint = models.CharField(max_length=200, blank=True)
    options = models.JSONField(default=list, blank=True, help_text="Pairs of value and words.")
    asked_when = models.JSONField(default=list, blank=True, help_text="Earlier question and the answers that open it.")
    role = models.CharField(max_length=20, choices=MatterRole.choices, blank=True)
    is_key = models.BooleanField(default=False, help_text="A date by which something must be done.")
    is_required = models.BooleanField(default=False, help_text="On the public page.")
    is_retired = models.BooleanField(default=False)

    objects = EnquiryQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work_type", "code"], name="intake_one_question_per_code"),
            models.CheckConstraint(
                condition=models.Q(kind="name", role__in=MatterRole.values)
                | (~models.Q(kind="name") & models.Q(role="")),
                name="intake_name_question_has_a_role",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def as_rule(self) -> Question:
        return Question(
            code=self.code,
            kind=self.kind,
            text=self.text,
            hint=self.hint,
            options=tuple((value, words) for value, words in self.options),
            asked_when=tuple(Condition(code, tuple(values)) for code, values in self.asked_when),
            role=self.role,
            is_key=self.is_key,
            is_required=self.is_required,
        )


class EnquiryAnswer(models.Model):
    """What was answered, beside the question as it read then."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="answers")
    code = models.SlugField(max_length=40)
    question = models.CharField(max_length=160)
    answer = models.CharField(max_length=200)
    words = models.CharField(max_length=200, help_text="The answer as people read it.")
    answered_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enquiry", "code"], name="intake_one_answer_per_question")]

    def __str__(self) -> str:
        return f"{self.question} {self.words}"
