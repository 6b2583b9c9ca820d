"""A call somebody took, and what became of it."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from callbacks.rules import FIRST_STAGE, AttemptResult, AttemptValue, ClosureReason, Stage
from practice import phrases, reach
from practice.models import Matter, Party, User

OPEN_STAGES = (
    Stage.NEW,
    Stage.PROMISED,
    Stage.DUE,
    Stage.IN_ATTEMPT,
    Stage.MISSED,
    Stage.RE_PROMISED,
    Stage.ESCALATED,
)


class Subject(models.TextChoices):
    """What the call is about, in one word."""

    PROGRESS = "progress", "Progress"
    DOCUMENTS = "documents", "Documents"
    COSTS = "costs", "Costs"
    NEW = "new", "New"
    OTHER = "other", "Other"


class Urgency(models.TextChoices):
    """How soon the caller needs to be rung."""

    HOUR = "hour", "In the hour"
    TODAY = "today", "Today"
    NEXT = "next", "Next free time"

    @property
    def meaning(self) -> str:
        """When to choose it, as the desk reads it beside the choice."""
        return _MEANINGS[self]


_MEANINGS = {
    Urgency.HOUR: "for a reason below",
    Urgency.TODAY: "cannot wait until tomorrow",
    Urgency.NEXT: "everything else",
}


class Relation(models.TextChoices):
    """What the caller is to the firm, as far as the desk knows (domain 5.1)."""

    CLIENT = "client", "Client"
    PROSPECTIVE = "prospective", "Would like to be a client"
    FAMILY = "family", "Family or friend of a client"
    OTHER_SIDE = "other_side", "The other side"
    COURT = "court", "Court or tribunal"
    SUPPLIER = "supplier", "Supplier, agent or lender"
    PRESS = "press", "Press"
    OTHER = "other", "Somebody else"


class Action(models.TextChoices):
    """What the caller would like us to do (domain 5.1)."""

    CALL_BACK = "call_back", "Ring back"
    WILL_CALL_AGAIN = "will_call_again", "They will ring again"
    RETURNED = "returned_your_call", "They returned our call"
    APPOINTMENT = "wants_appointment", "Wants an appointment"
    INFORMATION = "information_only", "For information only"
    URGENT_ADVICE = "urgent_advice", "Urgent advice"


class Fact(models.TextChoices):
    """What a caller was asked so that we know who it is (domain 5.1)."""

    BIRTHDAY = "birthday", "Day and month of birth"
    POSTCODE = "postcode", "Postcode they live at"


class CallbackQuerySet(models.QuerySet["Callback"]):
    def visible_to(self, user: User) -> Self:
        """
        Leave out calls on restricted matters of other people's teams, unless the user took or makes the call.

        Behind a barrier that keeps the user out not even those; nor calls of people known only from behind one.
        """
        if not user.is_active:
            return self.none()
        own = models.Q(for_staff=user) | models.Q(adviser=user) | models.Q(taken_by=user)
        seen = own | models.Q(matter=None) | models.Q(matter__in=Matter.objects.visible_to(user).values("pk"))
        return (
            self.filter(seen)
            .exclude(matter__in=Matter.objects.walled_from(user))
            .exclude(caller__in=Party.objects.walled_from(user))
        )

    def open(self) -> Self:
        return self.filter(stage__in=OPEN_STAGES)

    def to_return(self) -> Self:
        """Calls that still have to be made."""
        return self.open().filter(needs_call=True)

    def messages_for(self, user: User) -> Self:
        """Messages that need no call and have not been read."""
        return self.filter(stage=Stage.NEW, needs_call=False, adviser=user).order_by("taken_at", "pk")

    def of_caller(self, party: Party) -> Self:
        return self.filter(caller=party)


class Callback(models.Model):
    """A call that was taken: who rang, for whom, about what, and who rings back (domain 5.1)."""

    caller = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="callbacks")
    caller_name = models.CharField(max_length=200)
    number = models.CharField(max_length=40, blank=True)
    other_number = models.CharField(max_length=40, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    relation = models.CharField(max_length=12, choices=Relation.choices, blank=True)
    action = models.CharField(max_length=18, choices=Action.choices, blank=True, help_text="What they would like done.")
    deadline = models.CharField(max_length=160, blank=True, help_text="A date or hour the caller named, as they did.")
    read_back = models.BooleanField(default=False, help_text="The number was read back to the caller.")
    safe_contact = models.TextField(blank=True, help_text="The rules as they stood when the call was taken.")
    for_staff = models.ForeignKey(User, models.PROTECT, related_name="calls_for")
    adviser = models.ForeignKey(User, models.PROTECT, related_name="calls_to_make", help_text="Who rings.")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="callbacks")
    subject = models.CharField(max_length=10, choices=Subject.choices, default=Subject.OTHER)
    message = models.TextField(blank=True)
    urgency = models.CharField(max_length=6, choices=Urgency.choices, default=Urgency.NEXT)
    urgent_because = models.CharField(
        max_length=80, blank=True, help_text="The written reason, as it was called then; of an urgent call only."
    )
    verified_facts = ArrayField(models.CharField(max_length=10, choices=Fact.choices), default=list, blank=True)
    needs_call = models.BooleanField(default=True)
    wants_message = models.BooleanField(default=False, help_text="The caller said yes to a message with the time.")
    calls = models.PositiveSmallIntegerField(default=1, help_text="How often the caller has rung about it (D02).")
    taken_at = models.DateTimeField()
    last_called_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    helped_with = models.CharField(max_length=80, blank=True, help_text="The topic that reception could answer.")
    stage = models.CharField(max_length=12, choices=Stage.choices, default=FIRST_STAGE)
    closed_as = models.CharField(max_length=26, choices=ClosureReason.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CallbackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="callbacks_known_stage"),
            models.CheckConstraint(condition=~models.Q(caller_name=""), name="callbacks_caller_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(needs_call=False) | ~models.Q(number=""), name="callbacks_call_has_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(taken_at__lte=models.F("recorded_at")), name="callbacks_taken_before_recorded"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_as="", closed_at=None)
                | (~models.Q(closed_as="") & models.Q(closed_at__isnull=False)),
                name="callbacks_closed_says_why_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(urgency="hour") ^ models.Q(urgent_because=""),
                name="callbacks_urgent_for_a_written_reason",
            ),
            models.CheckConstraint(condition=models.Q(calls__gte=1), name="callbacks_somebody_called"),
        ]
        indexes = [
            models.Index(
                fields=["adviser"],
                condition=~models.Q(stage__in=["completed", "closed"]),
                name="callbacks_open_of_adviser",
            ),
            models.Index(fields=["caller", "taken_at"], name="callbacks_of_caller"),
            models.Index(fields=["matter", "taken_at"], name="callbacks_of_matter"),
        ]

    def __str__(self) -> str:
        return f"Call from {self.caller_name}"

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN_STAGES

    @property
    def initials(self) -> str:
        """The caller as rows of colleagues show them: M. E."""
        return " ".join(f"{word[:1].upper()}." for word in self.caller_name.split()[-2:])

    @property
    def particulars(self) -> list[str]:
        """What else was taken down, for whoever rings: "Press, Leeds Herald", "Wants an appointment"."""
        who = ", ".join(filter(None, [self.get_relation_display(), self.organisation]))
        also = f"Also on {phrases.phone_groups(self.other_number)}" if self.other_number else ""
        named = f"Named a deadline: {self.deadline}" if self.deadline else ""
        return [words for words in (who, self.get_action_display(), named, also) if words]

    @property
    def reference(self) -> str:
        """What messages to staff carry instead of anything about the caller (decisions 5, 19)."""
        return self.matter.reference_or_stage if self.matter else f"call {self.pk}"

    @property
    def is_urgent(self) -> bool:
        return self.urgency == Urgency.HOUR

    @property
    def urgency_words(self) -> str:
        """How soon, and for what: "In the hour: custody"."""
        words = str(self.get_urgency_display())
        return f"{words}: {self.urgent_because.lower()}" if self.urgent_because else words

    @property
    def number_to_ring(self) -> str:
        """The only number that may be rung, where there is one, else the one given; fetch with caller__only_number."""
        return reach.number_to_ring(self.caller) or self.number if self.caller else self.number

    @property
    def rules_now(self) -> str:
        """How the caller may be reached by the rules of today, as above; `safe_contact` keeps those of the call."""
        return reach.sentence(self.caller) if self.caller else self.safe_contact

    @property
    def call_words(self) -> str:
        """How often they have rung: "", "second call", "third call", "4 calls"."""
        return {1: "", 2: "second call", 3: "third call"}.get(self.calls, f"{self.calls} calls")


class Attempt(models.Model):
    """One try at ringing back: when it was made by the caller's word, and when it was entered (decisions 33)."""

    callback = models.ForeignKey(Callback, models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, blank=True, help_text="The number rung; empty if they rang us first.")
    result = models.CharField(max_length=30, choices=AttemptResult.choices)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(at__lte=models.F("recorded_at")), name="callbacks_attempt_before_recorded"
            ),
            models.CheckConstraint(
                condition=models.Q(result__in=AttemptResult.values), name="callbacks_attempt_known_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_result_display()} at {self.at:%Y-%m-%d %H:%M}Z"

    def value(self) -> AttemptValue:
        """Return what the rules judge by."""
        return AttemptValue(at=self.at, recorded_at=self.recorded_at, result=AttemptResult(self.result))


class PutThroughQuerySet(models.QuerySet["PutThrough"]):
    def visible_to(self, user: User) -> Self:
        """Leave out callers whom a barrier keeps from this person meanwhile."""
        return self.exclude(matter__in=Matter.objects.walled_from(user)).exclude(
            caller__in=Party.objects.walled_from(user)
        )

    def of_today(self, since: datetime) -> Self:
        return self.filter(at__gte=since).order_by("-at", "-pk")


class PutThrough(models.Model):
    """A caller who was handed on at once; unanswered, the slip comes back as it was typed (decisions 30)."""

    caller = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    caller_name = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=40, blank=True)
    to = models.ForeignKey(User, models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    typed = models.JSONField(default=dict)
    came_back_at = models.DateTimeField(null=True, blank=True)

    objects = PutThroughQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Put through to {self.to} at {self.at:%H:%M}Z"
