"""The first contact, before anybody acts for anybody (domain 4.1)."""

from datetime import date, datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from intake.rules import Answered
from practice.models import Adjustment, Formed, Matter, MatterRole, Party, PartyKind, User, WorkType
from practice.models.stages import Stage, StageQuerySet
from practice.permissions import Permission


class Channel(models.TextChoices):
    PHONE = "phone", "By telephone"
    EMAIL = "email", "By e-mail"
    WEB = "web", "Through the website"
    WALK_IN = "walk_in", "In person"
    LETTER = "letter", "By letter"
    REFERRAL = "referral", "Passed on to us"

    @property
    def is_spoken(self) -> bool:
        """Say if somebody of ours spoke to them as they reached us: nothing is left to answer first."""
        return self in {self.PHONE, self.WALK_IN}


class EnquirySource(models.TextChoices):
    """How they heard of us."""

    EXISTING_CLIENT = "existing_client", "Is a client already"
    REFERRAL_CLIENT = "referral_client", "A client told them"
    REFERRAL_PROFESSIONAL = "referral_professional", "Another professional"
    INTRODUCER_PAID = "introducer_paid", "An introducer we pay"
    SEARCH = "search", "Searched the web"
    DIRECTORY = "directory", "A directory"
    REVIEW_SITE = "review_site", "A review site"
    SOCIAL = "social", "Social media"
    ADVERT = "advert", "An advertisement"
    WALK_IN = "walk_in", "Walked past"
    PANEL = "panel", "A panel"
    OTHER = "other", "Something else"


class EnquiryOutcome(models.TextChoices):
    CONVERTED = "converted", "Became a client"
    DECLINED_CONFLICT = "declined_conflict", "Declined: conflict"
    DECLINED_CAPACITY = "declined_capacity", "Declined: no capacity"
    DECLINED_NOT_OUR_WORK = "declined_not_our_work", "Declined: not our work"
    DECLINED_AML = "declined_aml", "Declined: identity or funds"
    CLIENT_DECLINED_PRICE = "client_declined_price", "They found it too dear"
    CLIENT_NO_REPLY = "client_no_reply", "They did not reply"
    REFERRED_ON = "referred_on", "Referred on"
    DUPLICATE = "duplicate", "The same as another"
    SPAM = "spam", "Not a real enquiry"

    @property
    def needs_letter(self) -> bool:
        """Say if they must be told in writing that we do not act, and that time limits may be running."""
        return self in {
            self.DECLINED_CONFLICT,
            self.DECLINED_CAPACITY,
            self.DECLINED_NOT_OUR_WORK,
            self.DECLINED_AML,
            self.REFERRED_ON,
        }


class TimeRunning(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "They do not know"


class Preferred(models.TextChoices):
    """How somebody likes to be reached best; what they forbid is a matter of safe contact."""

    PHONE = "phone", "By telephone"
    EMAIL = "email", "By e-mail"
    POST = "post", "By post"


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, user: User) -> Self:
        """
        Leave out enquiries that became a restricted matter whose team the user is not in.

        Reception and fee earners see the others, because whoever answers the next call needs them.
        """
        if not user.may(Permission.ENQUIRY_TAKE):
            return self.none()
        return self.filter(models.Q(matter=None) | models.Q(matter__in=Matter.objects.visible_to(user)))

    def open(self) -> Self:
        return self.filter(outcome="")

    def newest_first(self) -> Self:
        return self.order_by("-received_at", "-pk")

    def in_queue_order(self, *, urgent_until: date) -> Self:
        """Those with a key date up to that day first, then by when a first answer is due, then the newest."""
        return self.order_by(
            models.Case(models.When(key_date__lte=urgent_until, then="key_date")).asc(nulls_last=True),
            models.Case(models.When(answered_at=None, then="respond_by")).asc(nulls_last=True),
            "-received_at",
            "-pk",
        )

    def unanswered(self) -> Self:
        return self.open().filter(answered_at=None)


class Enquiry(models.Model):
    """Somebody who asks whether we can act. Names only: nothing of the merits before the conflict check."""

    reference = models.CharField(max_length=16, unique=True, null=True, blank=True)
    received_at = models.DateTimeField()
    channel = models.CharField(max_length=12, choices=Channel.choices)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="enquiries_taken")
    for_person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="enquiries")
    kind = models.CharField(max_length=12, choices=PartyKind.choices, default=PartyKind.INDIVIDUAL)
    title = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200, help_text="As given.")
    born_on = models.DateField(null=True, blank=True, help_text="If they gave it; the conflict check compares it.")
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True, help_text="For a letter on paper.")
    safe_contact = models.CharField(max_length=200, blank=True)
    voicemail_is_safe = models.BooleanField(default=False)
    email_is_safe = models.BooleanField(default=False, help_text="They said that we may write to this mailbox.")
    post_is_safe = models.BooleanField(default=False, help_text="They said that we may write to this address.")
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    address_confirmed_at = models.DateTimeField(null=True, blank=True)
    work_type = models.CharField(max_length=24, choices=WorkType.choices)
    issue = models.CharField(max_length=160, help_text="One line, nothing confidential.")
    key_date = models.DateField(null=True, blank=True)
    key_date_label = models.CharField(max_length=120, blank=True)
    time_is_running = models.CharField(max_length=8, choices=TimeRunning.choices, blank=True)
    source = models.CharField(max_length=24, choices=EnquirySource.choices)
    formed = models.CharField(max_length=12, choices=Formed.choices, blank=True, help_text="Empty: not known.")
    language = models.CharField(max_length=40, blank=True, help_text="Of an interpreter, if they need one.")
    adjustments = ArrayField(
        models.CharField(max_length=24, choices=Adjustment.choices),
        default=list,
        blank=True,
        help_text="What they asked for; it is theirs on record once staff confirm it.",
    )
    prefers = models.CharField(max_length=6, choices=Preferred.choices, blank=True)
    prefers_from = models.TimeField(null=True, blank=True)
    prefers_until = models.TimeField(null=True, blank=True)
    marketing = models.BooleanField(null=True, blank=True, help_text="What they said to news from us; empty: nothing.")
    notice_version = models.CharField(max_length=20, blank=True, help_text="The privacy notice they were given.")
    notice_given_at = models.DateTimeField(null=True, blank=True)
    respond_by = models.DateTimeField(null=True, blank=True, help_text="A person answers by then, in office hours.")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When somebody of ours first answered.")
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="enquiries")
    matter = models.OneToOneField(Matter, models.PROTECT, null=True, blank=True, related_name="enquiry")
    outcome = models.CharField(max_length=24, choices=EnquiryOutcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_because = models.CharField(max_length=400, blank=True, help_text="For us; the letter gives no reason.")

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "enquiries"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="", closed_at=None, closed_by=None)
                | (
                    models.Q(outcome__in=EnquiryOutcome.values)
                    & models.Q(closed_at__isnull=False, closed_by__isnull=False)
                ),
                name="intake_enquiry_outcome_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(party=None, matter=None) | models.Q(party__isnull=False, matter__isnull=False),
                name="intake_enquiry_has_party_and_matter_or_neither",
            ),
            models.CheckConstraint(
                condition=~models.Q(phone="") | ~models.Q(email=""), name="intake_enquiry_can_be_answered"
            ),
            models.CheckConstraint(
                condition=models.Q(taken_by__isnull=False) | models.Q(channel="web"),
                name="intake_enquiry_taken_by_somebody_or_from_the_web",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="intake_enquiry_answer_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(notice_version="", notice_given_at=None)
                | (~models.Q(notice_version="") & models.Q(notice_given_at__isnull=False)),
                name="intake_enquiry_notice_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(prefers_from=None, prefers_until=None)
                | models.Q(prefers_from__lt=models.F("prefers_until")),
                name="intake_enquiry_prefers_from_until",
            ),
            models.CheckConstraint(
                condition=models.Q(marketing=None) | models.Q(marketing=False) | ~models.Q(notice_version=""),
                name="intake_enquiry_marketing_names_its_notice",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at"], condition=models.Q(outcome=""), name="intake_open_enquiry"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def forbids_email(self) -> bool:
        """Say if they were asked whether we may write to their mailbox and did not say yes."""
        was_asked = self.channel == Channel.WEB or self.email_confirmed_at is not None
        return bool(self.email) and was_asked and not self.email_is_safe

    @property
    def forbids_post(self) -> bool:
        """Say the same of their address."""
        was_asked = self.channel == Channel.WEB or self.address_confirmed_at is not None
        return bool(self.address) and was_asked and not self.post_is_safe

    @property
    def asked_needs(self) -> list[tuple[Adjustment, str]]:
        """Give what they need so that they can deal with us, an interpreter with the language."""
        found = [(Adjustment.INTERPRETER, self.language)] if self.language else []
        return [*found, *((Adjustment(one), "") for one in self.adjustments)]

    def answered(self, now: datetime) -> Answered:
        """Say how the promise of a first answer stands."""
        return Answered.of(
            respond_by=self.respond_by, answered_at=self.answered_at, is_closed=bool(self.outcome), now=now
        )


class EnquiryStage(Stage):
    """What is planned for an enquiry: to ask, when the promised time of a first answer is over, whether it came."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="stages")

    objects = StageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "kind", "occurrence"], name="intake_one_stage_of_a_kind"),
        ]
        indexes = [
            models.Index(fields=["fire_at"], condition=models.Q(outcome=""), name="intake_stages_waiting"),
        ]


class EnquiryName(models.Model):
    """A name that an enquiry gave: the caller's own, a former one, or somebody else's. Searched like any other."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="names")
    role = models.CharField(max_length=20, choices=MatterRole.choices)
    is_former = models.BooleanField(default=False)
    text = models.CharField(max_length=200)
    normalised = models.CharField(max_length=200)
    keys = ArrayField(models.IntegerField(), default=list, help_text="What it is found by: see practice.matching.keys.")
    keys_version = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "role", "normalised"], name="intake_one_row_per_enquiry_name"),
        ]
        indexes = [
            GinIndex(name="intake_enquiry_name_trigram", fields=["normalised"], opclasses=["gin_trgm_ops"]),
            GinIndex(name="intake_enquiry_name_keys", fields=["keys"], fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.text
