"""The instructions of a matter, as they were given (domain C19). A row never changes: a later one puts it right."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from engagement.models.cost_updates import CostUpdate
from engagement.rules.instructions import Authority, Channel, Stance
from practice.models import Matter, Party, User


class InstructionQuerySet(models.QuerySet["Instruction"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(matter__in=Matter.objects.visible_to(user))

    def standing(self) -> Self:
        """Those that no later entry puts right, in the order in which they were given."""
        return self.filter(corrected_by=None).order_by("given_at", "pk")


class Instruction(models.Model):
    """One word of a client to us: who gave it and by what right, when and how, in what words, and who took it."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="instructions")
    client = models.ForeignKey(Party, models.PROTECT, related_name="instructions", help_text="Whose word it is.")
    given_by = models.CharField(max_length=200, help_text="Who spoke, as they were called then.")
    authority = models.CharField(max_length=8, choices=Authority.choices)
    shown_by = models.CharField(max_length=200, blank=True, help_text="What shows that they may; empty: the client.")
    channel = models.CharField(max_length=9, choices=Channel.choices)
    given_at = models.DateTimeField(help_text="When it was said, which may be before it was logged.")
    words = models.TextField()
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changes_scope = models.BooleanField(default=False)
    changes_estimate = models.BooleanField(default=False)
    changes_time = models.BooleanField(default=False)
    stance = models.CharField(max_length=9, choices=Stance.choices, default=Stance.NEW)
    about = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answers")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")

    objects = InstructionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(authority__in=Authority.values), name="engagement_instruction_by_right"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="engagement_instruction_channel"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(given_by=""), name="engagement_instruction_says_what"),
            models.CheckConstraint(
                condition=Q(authority=Authority.CLIENT) | ~Q(shown_by=""), name="engagement_instruction_shows_authority"
            ),
            models.CheckConstraint(condition=Q(given_at__lte=F("logged_at")), name="engagement_instruction_was_given"),
            models.CheckConstraint(
                condition=Q(stance=Stance.NEW, about=None)
                | Q(stance__in=[Stance.AGREES, Stance.DIFFERS, Stance.WITHDRAWS], about__isnull=False),
                name="engagement_instruction_answer_is_about_one",
            ),
        ]
        indexes = [models.Index(fields=["matter", "given_at"], name="engagement_instructions_of")]

    def __str__(self) -> str:
        return f"Instruction of {self.given_by}"

    @property
    def changes(self) -> list[str]:
        """What of the letter it changes, as a page names it."""
        named = (("scope", self.changes_scope), ("estimate", self.changes_estimate), ("timescale", self.changes_time))
        return [what for what, does in named if does]

    @property
    def is_by_client(self) -> bool:
        return self.authority == Authority.CLIENT


class InstructionUpdate(models.Model):
    """That a cost update came of an instruction. Rows never change."""

    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="led_to")
    update_of = models.ForeignKey(CostUpdate, models.PROTECT, related_name="came_of")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instruction", "update_of"], name="engagement_one_row_an_update_came_of")
        ]

    def __str__(self) -> str:
        return f"{self.update_of} came of {self.instruction}"


class InstructionRule(models.Model):
    """Whether all the clients of a matter have to agree before we act. The latest row counts; none changes."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="instruction_rules")
    all_must_agree = models.BooleanField()
    because = models.CharField(max_length=300, help_text="What the clients told us, and where.")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="engagement_instruction_rule_because")]

    def __str__(self) -> str:
        return "All must agree" if self.all_must_agree else "Any one may instruct"
