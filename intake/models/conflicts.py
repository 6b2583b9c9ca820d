"""Conflict checks: what was searched, what was found, who decided what and why."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from intake.models.enquiries import Enquiry
from intake.models.interests import OwnInterest
from intake.rules import PROPERTY, CheckState, HitDecision, Level, Outcome, Policy, Source
from practice.models import Matter, MatterRole, Party, User
from practice.permissions import Permission, Role
from practice.sole import is_sole_practitioner


class ConflictPolicy(models.Model):
    """The firm's numbers for conflict checks. There is one row; without it the values below hold."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    listing_line = models.FloatField(default=0.55, help_text="Similarity (0 to 1) from which a name is listed at all.")
    review_line = models.FloatField(default=0.65, help_text="Similarity from which a hit may need a decision.")
    word_line = models.FloatField(default=0.6, help_text="Nearness that each word needs besides.")
    notes_listed = models.PositiveSmallIntegerField(
        default=3, db_default=3, help_text="Where a name stands in the notes of more matters, they are read as one hit."
    )
    urgent_within_working_days = models.PositiveSmallIntegerField(default=2)
    urgent_answer_working_hours = models.PositiveSmallIntegerField(default=1)
    override_at_most_working_days = models.PositiveSmallIntegerField(
        default=3, db_default=3, help_text="How long work may go on by override before the check is decided."
    )

    class Meta:
        verbose_name_plural = "conflict policies"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="intake_one_conflict_policy"),
            models.CheckConstraint(
                condition=models.Q(listing_line__gt=0, listing_line__lte=models.F("review_line"), review_line__lte=1)
                & models.Q(word_line__gte=0, word_line__lte=1),
                name="intake_listing_line_below_review_line",
            ),
        ]

    def __str__(self) -> str:
        return f"Listed from {self.listing_line:.2f}, reviewed from {self.review_line:.2f}"

    def as_rules(self) -> Policy:
        return Policy(
            listing_line=self.listing_line,
            review_line=self.review_line,
            word_line=self.word_line,
            notes_listed=self.notes_listed,
            urgent_within_working_days=self.urgent_within_working_days,
            urgent_answer_working_hours=self.urgent_answer_working_hours,
        )


#: What a searched name or a found one is in a matter: a party in its role, or the property that it is about.
PARTS = [*MatterRole.choices, (PROPERTY, "The property")]


class ConflictCheckQuerySet(models.QuerySet["ConflictCheck"]):
    def visible_to(self, user: User) -> Self:
        """
        Return one's own checks and those of matters one works on; deciders see the others too.

        A restricted matter's check is left to compliance, who decide it, and to that matter's team. Behind a barrier
        only to those it lets through and to compliance; somebody named outside finds nothing whatever their role.
        """
        decides = user.may(Permission.CONFLICT_DECIDE)
        if not decides and not user.may(Permission.CONFLICT_ASK):
            return self.none()
        seen = self.exclude(matter__in=Matter.objects.hidden_from(user))
        if decides and user.has_role(Role.COMPLIANCE):
            return seen
        own = models.Q(asked_by=user) | models.Q(matter__in=Matter.objects.on_team(user))
        return seen.filter(own | models.Q(matter__is_restricted=False) if decides else own)

    def waiting(self) -> Self:
        return self.filter(state=CheckState.WITH_COMPLIANCE)

    def decidable_by(self, user: User) -> Self:
        """Waiting checks that this person neither asked for nor would work on; a sole practitioner has nobody else."""
        waiting = self.visible_to(user).waiting()
        if is_sole_practitioner(user, Permission.CONFLICT_DECIDE):
            return waiting
        return waiting.exclude(models.Q(asked_by=user) | models.Q(matter__fee_earner=user))

    def in_queue_order(self) -> Self:
        """Urgent ones first by when an answer is due, then the oldest."""
        return self.order_by(models.F("answer_due_at").asc(nulls_last=True), "asked_at", "pk")

    def with_open_hits(self) -> Self:
        """Annotate `open_above`: hits above the review line without a decision; `open_below`: the others."""
        undecided = models.Q(hits__decision="")
        above = models.Q(hits__level__lte=Level.CLOSE)
        return self.annotate(
            open_above=models.Count("hits", filter=undecided & above),
            above=models.Count("hits", filter=above),
            open_below=models.Count("hits", filter=undecided & ~above),
        )


class ConflictCheck(models.Model):
    """One search for conflicts about one matter, as a snapshot: nobody edits or deletes it."""

    reference = models.CharField(max_length=16, unique=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="conflict_checks")
    enquiry = models.ForeignKey(Enquiry, models.PROTECT, null=True, blank=True, related_name="conflict_checks")
    because = models.CharField(max_length=200)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="conflict_checks_asked")
    asked_at = models.DateTimeField()
    key_date = models.DateField(null=True, blank=True)
    key_date_label = models.CharField(max_length=120, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    terms = models.JSONField(help_text="Names searched: text, role, as.")
    searched_at = models.DateTimeField()
    coverage = models.JSONField(help_text="How much was searched, and by what lines.")
    state = models.CharField(max_length=16, choices=CheckState.choices, default=CheckState.WITH_COMPLIANCE)
    outcome = models.CharField(max_length=32, choices=Outcome.choices, blank=True)
    reason = models.TextField(blank=True)
    interests = models.JSONField(
        default=list, blank=True, help_text="Why work goes on despite a hit, for each client: client, reason."
    )
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="conflict_checks_decided")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_alone = models.BooleanField(
        default=False, db_default=False, help_text="By a sole practitioner, on their own work."
    )

    objects = ConflictCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=CheckState.values), name="intake_check_known_state"),
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_by=None, decided_at=None)
                | (
                    models.Q(outcome__in=Outcome.values)
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~models.Q(reason="")
                ),
                name="intake_check_outcome_says_who_when_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(state=CheckState.WITH_COMPLIANCE) | ~models.Q(outcome=""),
                name="intake_check_leaves_compliance_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(("decided_by", None), ("decided_alone", True), _connector="OR")
                | ~models.Q(decided_by=models.F("asked_by")),
                name="intake_check_decided_by_somebody_else",
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=models.Q(state=CheckState.WITH_COMPLIANCE),
                name="intake_one_waiting_check_per_matter",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(state=CheckState.WITH_COMPLIANCE),
                name="intake_waiting_check",
            ),
            models.Index(fields=["matter", "-asked_at"], name="intake_check_of_matter"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_waiting(self) -> bool:
        return self.state == CheckState.WITH_COMPLIANCE

    def shows_hits_to(self, user: User) -> bool:
        """
        Say if this person sees compliance's face of the check: not who asked, not who would do the work.

        But for a sole practitioner; a query then.
        """
        if user.pk in {self.asked_by_id, self.matter.fee_earner_id}:
            return is_sole_practitioner(user, Permission.CONFLICT_DECIDE)
        return user.may(Permission.CONFLICT_DECIDE)


class ConflictHitQuerySet(models.QuerySet["ConflictHit"]):
    def above_line(self) -> Self:
        return self.filter(level__lte=Level.CLOSE)

    def below_line(self) -> Self:
        return self.filter(level__gt=Level.CLOSE)

    def undecided(self) -> Self:
        return self.filter(decision="")

    def gravest_first(self) -> Self:
        return self.order_by("level", "-score", "pk")

    def answerable_by(self, user: User) -> Self:
        """Restricted hits that wait for this very person, whatever their role (decisions 25)."""
        return self.undecided().filter(answer_by=user, check_of__state=CheckState.WITH_COMPLIANCE)


class ConflictHit(models.Model):
    """One stored name near one searched name. What it points at is one of five things."""

    check_of = models.ForeignKey(ConflictCheck, models.PROTECT, related_name="hits")
    term = models.CharField(max_length=200)
    here = models.CharField(max_length=20, choices=PARTS)
    found = models.CharField(max_length=200)
    score = models.FloatField()
    likeness = models.CharField(max_length=200, blank=True, default="", help_text="Why the names may mean one person.")
    via = models.CharField(max_length=400, blank=True, default="", help_text="How the person found is related.")
    source = models.CharField(max_length=12, choices=Source.choices)
    there = models.CharField(max_length=20, choices=PARTS, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    enquiry = models.ForeignKey(Enquiry, models.PROTECT, null=True, blank=True, related_name="+")
    staff = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    interest = models.ForeignKey(OwnInterest, models.PROTECT, null=True, blank=True, related_name="+")
    also = ArrayField(models.CharField(max_length=220), default=list, blank=True, help_text="Further matters of it.")
    more_matters = ArrayField(
        models.BigIntegerField(), default=list, db_default=[], blank=True, help_text="Whose notes have the name too."
    )
    more_people = ArrayField(
        models.BigIntegerField(), default=list, db_default=[], blank=True, help_text="Of no matter, in notes on whom."
    )
    level = models.PositiveSmallIntegerField(choices=[(level, level.name.capitalize()) for level in Level])
    why = models.CharField(max_length=120)
    is_masked = models.BooleanField(default=False)
    answer_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="conflict_hits_to_answer")
    decision = models.CharField(max_length=24, choices=HitDecision.choices, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ConflictHitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision="", decided_by=None, decided_at=None)
                | (
                    models.Q(decision__in=HitDecision.values)
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~models.Q(reason="")
                ),
                name="intake_hit_decision_says_who_when_and_why",
            ),
            models.UniqueConstraint(
                fields=[
                    "check_of",
                    "term",
                    "source",
                    "party",
                    "matter",
                    "there",
                    "enquiry",
                    "staff",
                    "interest",
                    "via",
                ],
                nulls_distinct=False,
                name="intake_one_hit_per_thing_found",
            ),
            models.CheckConstraint(
                condition=models.Q(is_masked=False) | models.Q(answer_by__isnull=False),
                name="intake_masked_hit_has_somebody_to_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term}: {self.why}"

    @property
    def stands_for(self) -> int:
        """Say in how many matters, and on how many people of none, the name stands: 1 but for names in many notes."""
        return 1 + len(self.more_matters) + len(self.more_people)
