"""A complaint and its heads. It has no dates but receipt and logging: what is due is a Deadline row (decisions B5)."""

from typing import Self

from django.db import models

from complaints.models.words import Category, Channel, Finding, Kind, RootCause, Sorting
from complaints.rules import OPEN_STAGES, Stage
from practice.models import Department, Matter, Party, Procedure, User, WorkType
from practice.permissions import Permission

#: Stages in which the firm, the complainant or the scheme still has something to do.
UNFINISHED = (Stage.DRAFT, *OPEN_STAGES, Stage.FINAL_RESPONSE_SENT, Stage.REDRESS_OPEN, Stage.REDRESS_CLOSED)
REVIEW_STAGES = (Stage.REVIEW_REQUESTED, Stage.STAGE2_REVIEWING)


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User) -> Self:
        """
        Return what this person may read in full: handler, reviewer, and compliance (domain 3.3, decision 5).

        Nobody complained of and nobody of the matter team ever finds a row here, whatever their role.
        """
        mine = models.Q(handler=user) | models.Q(reviewer=user)
        if user.is_active and user.may(Permission.COMPLAINT_OVERSEE):
            return self._kept_from(user)
        return self._kept_from(user).filter(mine) if user.is_active else self.none()

    def outlined_to(self, user: User) -> Self:
        """Return what the managing partner sees as reference, stage and dates only, so that a review stays separate."""
        if not (user.is_active and user.may(Permission.COMPLAINT_REVIEW)):
            return self.none()
        return self._before_walls_of(user).exclude(pk__in=Complaint.objects.visible_to(user).values("pk"))

    def listed_for(self, user: User) -> Self:
        """Return every row of this person's board, with `in_full` saying how much of it they may read."""
        in_full = Complaint.objects.visible_to(user).values("pk")
        outlined = Complaint.objects.outlined_to(user).values("pk")
        return self.filter(models.Q(pk__in=in_full) | models.Q(pk__in=outlined)).annotate(
            in_full=models.Case(
                models.When(pk__in=in_full, then=True), default=False, output_field=models.BooleanField()
            )
        )

    def logged_by_reader(self, user: User) -> Self:
        """Return what this person logged, to be shown as "logged, with [name]" and no more (decision 8)."""
        return self._before_walls_of(user).filter(logged_by=user)

    def unfinished(self) -> Self:
        return self.filter(stage__in=UNFINISHED)

    def unsorted(self) -> Self:
        return self.filter(stage=Stage.DRAFT)

    def of_stage(self, stage_id: int) -> "Complaint":
        """Return the complaint a planned stage belongs to. For the machinery only: it asks nobody's permission."""
        return self.get(deadlines__stages=stage_id)

    def _kept_from(self, user: User) -> Self:
        """
        Leave out complaints about this person, about matters whose team they are in unless they handle them, and about
        matters or people behind a barrier that names them outside.

        A handler or reviewer need not be inside: the complaint is theirs to deal with, and its file is kept apart.
        """
        team = (
            models.Q(matter__fee_earner=user)
            | models.Q(matter__assistant=user)
            | models.Q(matter__supervisor=user)
            | models.Q(matter__in=Matter.objects.filter(members__user=user))
        )
        about = self.model.subjects.through.objects.filter(user=user).values("complaint")
        outside = Matter.objects.outside_of(user)
        return (
            self.exclude(pk__in=about)
            .exclude(team & ~models.Q(handler=user, handler__isnull=False))
            .exclude(matter__in=outside)
            .exclude(matter=None, party__in=Party.objects.kept_outside(user))
        )

    def _before_walls_of(self, user: User) -> Self:
        """Leave out besides what hangs on a matter behind a barrier that does not let this person through."""
        return (
            self._kept_from(user)
            .exclude(matter__in=Matter.objects.walled_from(user))
            .exclude(party__in=Party.objects.walled_from(user))
        )


class Complaint(models.Model):
    """What somebody was unhappy about, in their own words, and who deals with it."""

    reference = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.SERVICE)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    stage = models.CharField(max_length=24, choices=Stage.choices)
    sorting = models.CharField(max_length=10, choices=Sorting.choices)
    sorted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sorting_words = models.TextField(blank=True, help_text="Of a concern: that the person agreed, and how.")
    received_at = models.DateTimeField(help_text="When it was said or arrived. Every clock starts here.")
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(User, models.PROTECT, related_name="logged_complaints")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="complaints")
    complainant_name = models.CharField(max_length=200, help_text="As they gave it.")
    representative = models.CharField(max_length=200, blank=True)
    wrote_from = models.CharField(max_length=254, blank=True, help_text="The mailbox it came from.")
    reach = models.CharField(max_length=300, blank=True, help_text="How we may reach them, in their words.")
    postal_address = models.TextField(blank=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="complaints")
    department = models.ForeignKey(Department, models.PROTECT, related_name="complaints")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="complaints")
    work_type = models.CharField(max_length=24, choices=WorkType.choices, blank=True)
    summary = models.TextField(help_text="In their words.")
    about_whom = models.CharField(max_length=200, blank=True, help_text="In their words, until staff are named.")
    outcome_sought = models.TextField(blank=True)
    subjects = models.ManyToManyField(User, related_name="complaints_about", blank=True)
    handler = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="handled_complaints")
    reviewer = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="reviewed_complaints")
    supervision_declared = models.BooleanField(default=False)
    sole_principal_exception = models.TextField(blank=True)
    act_known_on = models.DateField(null=True, blank=True, help_text="When it happened or became known, if given.")
    last_service_on = models.DateField(null=True, blank=True)
    apology = models.TextField(blank=True)
    scheme_reference = models.CharField(max_length=60, blank=True)
    root_cause = models.CharField(max_length=24, choices=RootCause.choices, blank=True)
    learning = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Goes up with every deed.")

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="complaints_known_stage"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="complaints_known_kind"),
            models.CheckConstraint(condition=models.Q(channel__in=Channel.values), name="complaints_known_channel"),
            models.CheckConstraint(
                condition=models.Q(received_at__lte=models.F("logged_at")), name="complaints_received_before_logged"
            ),
            models.CheckConstraint(condition=~models.Q(summary=""), name="complaints_summary_present"),
            models.CheckConstraint(
                condition=models.Q(sorting="unsorted", stage=Stage.DRAFT)
                | models.Q(sorting="concern", stage=Stage.NOT_A_COMPLAINT, sorted_by__isnull=False)
                & ~models.Q(sorting_words="")
                | models.Q(sorting="complaint") & ~models.Q(stage__in=[Stage.DRAFT, Stage.NOT_A_COMPLAINT]),
                name="complaints_sorting_goes_with_stage",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.STAGE2_REVIEWING) | models.Q(reviewer__isnull=False),
                name="complaints_review_has_a_reviewer",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewer=None) | ~models.Q(reviewer=models.F("handler")),
                name="complaints_reviewer_is_not_handler",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.CLOSED) | ~models.Q(learning="") & ~models.Q(root_cause=""),
                name="complaints_closed_says_what_was_learnt",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "received_at"], name="complaints_by_stage"),
            models.Index(fields=["party", "received_at"], name="complaints_by_party"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def who(self) -> str:
        """The complainant as the page names them."""
        return self.complainant_name

    @property
    def owner_id(self) -> int | None:
        """The id of whoever has to do the next thing."""
        return self.reviewer_id or self.handler_id if self.stage in REVIEW_STAGES else self.handler_id

    @property
    def is_open(self) -> bool:
        return self.stage in UNFINISHED


class HeadOfComplaint(models.Model):
    """One separate allegation, and what was found of it at either stage (domain 3.1)."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="heads")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(help_text="In their words.")
    category = models.CharField(max_length=40, choices=Category.choices, default=Category.OTHER)
    is_about_supervision = models.BooleanField(default=False)
    finding = models.CharField(max_length=12, choices=Finding.choices, blank=True)
    reason = models.TextField(blank=True)
    root_cause = models.CharField(max_length=24, choices=RootCause.choices, blank=True)
    review_finding = models.CharField(max_length=12, choices=Finding.choices, blank=True)
    review_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "position"], name="complaints_one_head_a_place"),
            models.CheckConstraint(condition=~models.Q(text=""), name="complaints_head_says_what"),
            models.CheckConstraint(
                condition=models.Q(finding="", reason="") | ~models.Q(finding="") & ~models.Q(reason=""),
                name="complaints_finding_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(review_finding="", review_reason="")
                | ~models.Q(review_finding="") & ~models.Q(review_reason=""),
                name="complaints_review_finding_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint}, point {self.position}"

    def found(self, *, at_review: bool) -> tuple[str, str]:
        """Return the finding and its reason of one of the two stages."""
        return (self.review_finding, self.review_reason) if at_review else (self.finding, self.reason)
