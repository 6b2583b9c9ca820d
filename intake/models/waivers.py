"""Informed consent to act in spite of a conflict: per pair of matters, with what was told and what proves it."""

from django.db import models

from intake.models.conflicts import ConflictHit
from intake.rules import Advice, Answer, ConsentForm, Regime, Side, Told
from outbox.models import Document, Message
from practice.models import JurisdictionProfile, Party, User


class ConflictRegime(models.Model):
    """One regulator's rule about consent (see data/conflict_regimes.yaml)."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    profiles = models.ManyToManyField(JurisdictionProfile, related_name="conflict_regimes")
    own_interest_may = models.BooleanField(default=False, help_text="Whether consent may cure an own interest.")
    contentious = models.JSONField(help_text="Kinds of work with two sides of one dispute.")
    gateways = models.JSONField(help_text="[code, words] each. One must be open, where there are any.")
    conditions = models.JSONField(help_text="[code, words] each, in order. All must be met.")
    former_conditions = models.JSONField(help_text="The same for a former client.")

    def __str__(self) -> str:
        return self.name

    def as_rules(self) -> Regime:
        return Regime(
            name=self.name,
            own_interest_may=self.own_interest_may,
            contentious=frozenset(self.contentious),
            gateways=dict(self.gateways),
            conditions=dict(self.conditions),
            former_conditions=dict(self.former_conditions),
        )


class Waiver(models.Model):
    """Why consent may help with one hit. The last words count; the journal keeps those before."""

    hit = models.OneToOneField(ConflictHit, models.PROTECT, related_name="waiver")
    regime = models.CharField(max_length=120, help_text="The rule it was made under.")
    gateway = models.CharField(max_length=200, blank=True, help_text="In words.")
    conditions = models.JSONField(help_text="Each condition and how it is met, in words.")
    is_former = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Waiver for {self.hit}"


class Scan(models.Model):
    """What somebody signed, as it was scanned: its bytes lie with the uploads, under their hash (decisions B15)."""

    waiver = models.ForeignKey(Waiver, models.PROTECT, related_name="scans")
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=80)
    file_name = models.CharField(max_length=160)
    size_bytes = models.PositiveIntegerField()
    kept_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="intake_scan_has_hash"),
        ]

    def __str__(self) -> str:
        return self.file_name


class Disclosure(models.Model):
    """A letter that tells one client of a conflict: what it says, why that may be told, where it went, the answer."""

    waiver = models.ForeignKey(Waiver, models.PROTECT, related_name="disclosures")
    side = models.CharField(max_length=5, choices=Side.choices)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=120)
    disclosed = models.TextField()
    risks = models.TextField()
    safeguards = models.TextField()
    told = models.CharField(max_length=8, choices=Told.choices)
    agreed_by = models.CharField(max_length=200, blank=True, help_text="Whose secret it was, and who agreed for them.")
    agreed_on = models.DateField(null=True, blank=True)
    agreed_how = models.CharField(max_length=200, blank=True)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="+")
    went_as = models.CharField(max_length=120, blank=True)
    answer = models.CharField(max_length=9, choices=Answer.choices, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer_form = models.CharField(max_length=6, choices=ConsentForm.choices, blank=True)
    answer_note = models.CharField(max_length=200, blank=True)
    answer_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answer_at = models.DateTimeField(null=True, blank=True)
    scan = models.ForeignKey(Scan, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "letter about a conflict"
        constraints = [
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="intake_disclosure_known_side"),
            models.CheckConstraint(
                condition=models.Q(told=Told.NOBODYS, agreed_by="", agreed_on=None, agreed_how="")
                | (
                    models.Q(told=Told.AGREED, agreed_on__isnull=False)
                    & ~models.Q(agreed_by="")
                    & ~models.Q(agreed_how="")
                ),
                name="intake_disclosure_says_who_agreed_that_it_be_told",
            ),
            models.CheckConstraint(
                condition=models.Q(issued_at=None, issued_by=None, document=None, message=None, went_as="", answer="")
                | (models.Q(issued_at__isnull=False, issued_by__isnull=False, document__isnull=False)),
                name="intake_disclosure_issued_says_by_whom_and_keeps_it",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_on=None, answer_form="", answer_by=None, answer_at=None)
                | models.Q(
                    answer__in=Answer.values,
                    answered_on__isnull=False,
                    answer_by__isnull=False,
                    answer_at__isnull=False,
                ),
                name="intake_disclosure_answer_says_when_and_by_whom",
            ),
            models.UniqueConstraint(
                fields=["waiver", "side", "party"],
                condition=models.Q(issued_at=None),
                name="intake_one_unsent_disclosure_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Disclosure {self.pk}"


class Consent(models.Model):
    """One person's consent: who, what they were told, what they were advised, what proves it."""

    waiver = models.ForeignKey(Waiver, models.PROTECT, related_name="consents")
    side = models.CharField(max_length=5, choices=Side.choices)
    who = models.CharField(max_length=200)
    capacity = models.CharField(max_length=120, help_text="In what capacity: herself, director, attorney.")
    disclosed = models.TextField(help_text="The facts that they were told.")
    risks = models.TextField(help_text="What may come of it, as it was explained.")
    advice = models.CharField(max_length=8, choices=Advice.choices)
    form = models.CharField(max_length=6, choices=ConsentForm.choices)
    evidence = models.CharField(max_length=200, help_text="Where the proof is: a letter, e-mail, file and date.")
    scan = models.ForeignKey(Scan, models.PROTECT, null=True, blank=True, related_name="+")
    disclosure = models.OneToOneField(Disclosure, models.PROTECT, null=True, blank=True, related_name="consent")
    consented_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="intake_consent_known_side"),
            models.CheckConstraint(condition=models.Q(advice__in=Advice.values), name="intake_consent_known_advice"),
            models.CheckConstraint(condition=models.Q(form__in=ConsentForm.values), name="intake_consent_known_form"),
            models.CheckConstraint(
                condition=~models.Q(who="") & ~models.Q(disclosed="") & ~models.Q(evidence=""),
                name="intake_consent_says_who_what_and_where_the_proof_is",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_because="")),
                name="intake_consent_withdrawn_says_when_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("consented_on")),
                name="intake_consent_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["waiver", "side", "who", "consented_on"],
                condition=models.Q(withdrawn_at=None),
                name="intake_one_consent_a_person_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}, {self.get_side_display().lower()}"
