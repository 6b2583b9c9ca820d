"""What the firm has promised and what protects its clients: quoted by letters, counted by clocks, all of it data."""

from datetime import date, time
from typing import Self

from django.db import models

from practice.models.people import Department, User


class FirmProfile(models.Model):
    """The firm itself. There is one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    descriptor = models.CharField(max_length=80, blank=True, help_text="Under the name on letters: Solicitors.")
    legal_form = models.CharField(max_length=120)
    address = models.TextField()
    phone = models.CharField(max_length=20)
    email = models.EmailField()
    website = models.CharField(max_length=120)
    registration = models.CharField(max_length=120)
    vat_number = models.CharField(max_length=20)
    regulator_number = models.CharField(max_length=20)
    privacy_url = models.CharField(max_length=200)
    complaints_partner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    merge_undo_days = models.PositiveSmallIntegerField(
        default=30, help_text="How many days a merge of two records can be undone."
    )
    form_draft_kept_days = models.PositiveSmallIntegerField(
        default=30, db_default=30, help_text="How many days a half-typed form of staff is kept that nobody touches."
    )
    post_goes_at = models.TimeField(
        default=time(16), db_default=time(16), help_text="Letters still in the post tray then are warned of (20)."
    )
    file_kept_years = models.PositiveSmallIntegerField(
        default=15, db_default=15, help_text="How long a closed file is kept, as terms and closing letters say."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="practice_one_firm"),
            models.CheckConstraint(
                condition=models.Q(file_kept_years__gte=1), name="practice_files_are_kept_for_a_year"
            ),
            models.CheckConstraint(
                condition=models.Q(form_draft_kept_days__gte=1), name="practice_drafts_are_kept_for_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RedressScheme(models.Model):
    """
    An independent body that a complainant may go to after us, with its own limits (domain 2.4, 2.6).

    Its block is printed only when somebody has confirmed all of it lately: what we do not know stays empty.
    """

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    url = models.CharField(max_length=120, blank=True)
    last_verified_on = models.DateField(null=True, blank=True, help_text="Empty: nobody has confirmed it yet.")
    contact_stale_after_days = models.PositiveSmallIntegerField(default=365)
    limit_from_final_response_months = models.PositiveSmallIntegerField(null=True, blank=True)
    limit_from_act_or_knowledge_years = models.PositiveSmallIntegerField(null=True, blank=True)
    limit_from_last_service_months = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=120, help_text="Where the limits come from.")

    def __str__(self) -> str:
        return self.name

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the parts of the contact block that nobody has entered."""
        parts = (("address", self.address), ("telephone", self.phone), ("email", self.email), ("website", self.url))
        return tuple(name for name, value in parts if not value)

    def is_confirmed(self, *, on: date) -> bool:
        """Say if its block may be printed that day: whole, and confirmed lately."""
        if self.last_verified_on is None or self.missing:
            return False
        return (on - self.last_verified_on).days <= self.contact_stale_after_days


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def in_force(self, code: str, *, on: date) -> "Procedure":
        """
        Return the version of a procedure that was in force on a day; for a day before all of them, the first.

        :raises Procedure.DoesNotExist: if there is no such procedure
        """
        versions = self.filter(code=code)
        found = versions.filter(in_force_from__lte=on).order_by("-in_force_from", "-version").first()
        return found or versions.order_by("in_force_from", "version")[:1].get()


class Procedure(models.Model):
    """A version of the complaints procedure. Its numbers are data; changing them never rewrites history."""

    code = models.SlugField(max_length=20)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    in_force_from = models.DateField()
    settings = models.JSONField(
        help_text="The policy without its deadlines, as complaints/data/procedures.yaml has it."
    )

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="practice_one_row_per_procedure_version")
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class DeadlineRule(models.Model):
    """One promise of a procedure: how long, in what unit, from when (domain 2.7)."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="rules")
    kind = models.CharField(max_length=24)
    position = models.PositiveSmallIntegerField()
    settings = models.JSONField(help_text="How long, in what unit, from when, and what is warned of.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "kind"], name="practice_one_rule_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.procedure}"


class JurisdictionProfile(models.Model):
    """Which regulator, redress bodies and procedure a department works under."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    regulator_name = models.CharField(max_length=120)
    regulator_url = models.CharField(max_length=120)
    status_sentence = models.TextField()
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="profiles")
    schemes = models.ManyToManyField(RedressScheme, related_name="profiles")

    def __str__(self) -> str:
        return self.name


class InsurancePolicy(models.Model):
    """Professional indemnity cover. A letter cannot be issued on a day without it (domain C07)."""

    insurer = models.CharField(max_length=120)
    contact = models.TextField()
    territory = models.CharField(max_length=120)
    starts_on = models.DateField()
    expires_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("expires_on")), name="practice_policy_starts_before_it_ends"
            )
        ]

    def __str__(self) -> str:
        return f"{self.insurer} until {self.expires_on:%a} {self.expires_on.day} {self.expires_on:%b %Y}"


class ServiceStandard(models.Model):
    """What a department promises its clients: an update every so often, a letter within so many days (domain C21)."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="standards")
    kind = models.CharField(max_length=24)
    value = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["department", "kind"], name="practice_one_standard_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value} {self.unit}"


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> Self:
        """Return one's own tasks, but for those about a matter that is kept from its owner meanwhile."""
        from practice.models.matters import Matter  # task leaf: matters know of no tasks

        return self.filter(owner=user).exclude(matter__in=Matter.objects.hidden_from(user))

    def open_for(self, user: User) -> Self:
        return self.visible_to(user).filter(done_at=None).order_by("due_on", "pk")


class Task(models.Model):
    """Something one person has to do. The key makes a repeated request harmless."""

    key = models.CharField(max_length=120, unique=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="tasks")
    matter = models.ForeignKey("practice.Matter", models.PROTECT, null=True, blank=True, related_name="tasks")
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=200)
    due_on = models.DateField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=models.Q(done_at=None), name="practice_open_task")
        ]

    def __str__(self) -> str:
        return self.title


class SendMode(models.TextChoices):
    OFF = "off", "Off"
    REHEARSE = "rehearse", "Rehearse: record what would go, send nothing"
    ON = "on", "On"


class AutomaticMessage(models.Model):
    """Whether one kind of message to clients may go out by itself (decisions 4)."""

    kind = models.CharField(max_length=40, primary_key=True)
    mode = models.CharField(max_length=8, choices=SendMode.choices, default=SendMode.REHEARSE)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(mode__in=SendMode.values), name="practice_known_send_mode")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.mode}"
