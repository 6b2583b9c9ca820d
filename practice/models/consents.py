"""What somebody has agreed to: for which purposes we may use what we know, and who may be told what (domain H02)."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models

from practice.models.matters import Matter
from practice.models.parties import Party
from practice.models.people import User


class ConsentWay(models.TextChoices):
    """How somebody said so."""

    FACE_TO_FACE = "face_to_face", "Face to face"
    RANG_THEM = "rang_them", "We rang a confirmed number of theirs"
    SIGNED = "signed", "In a letter or form that they signed"
    MAILBOX = "mailbox", "From their confirmed mailbox"
    RANG_US = "rang_us", "They rang us"
    ENQUIRY = "enquiry", "When they first enquired"
    LINK = "link", "On the page of their secure link"


#: Whoever rings or enquires may be anybody: enough to take a consent back, and never to let somebody else be told.
WAYS_TO_SHARE = tuple(way for way in ConsentWay if way not in {ConsentWay.RANG_US, ConsentWay.ENQUIRY})
#: What staff can record; what a client does by their link records itself.
WAYS_RECORDED = tuple(way for way in ConsentWay if way != ConsentWay.LINK)


class Purpose(models.TextChoices):
    """What else than their matter we would use what we know for; each is asked and answered by itself."""

    MARKETING = "marketing", "News and offers from us"
    FEEDBACK = "feedback", "Asking what they think of our work"
    TESTIMONIAL = "testimonial", "Showing others a review in their name"
    RECORDING = "recording", "Recording their calls"


class PurposeConsentQuerySet(models.QuerySet["PurposeConsent"]):
    def of(self, party: Party) -> Self:
        """Return what was said by this person, and of the records merged into theirs: rows stay where they were."""
        return self.filter(party__in=party.ids_of_all())

    def newest_first(self) -> Self:
        return self.order_by("-said_on", "-pk")


class PurposeConsent(models.Model):
    """A yes or a no to one purpose. Rows never change: the last that was said counts."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="purpose_consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    is_given = models.BooleanField()
    said_on = models.DateField()
    way = models.CharField(max_length=12, choices=ConsentWay.choices)
    notice_version = models.CharField(
        max_length=20, blank=True, help_text="The privacy notice that they had been given; a yes is nothing without it."
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = PurposeConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(purpose__in=Purpose.values), name="practice_known_purpose"),
            models.CheckConstraint(condition=models.Q(way__in=ConsentWay.values), name="practice_purpose_known_way"),
            models.CheckConstraint(
                condition=models.Q(is_given=False) | ~models.Q(notice_version=""),
                name="practice_purpose_given_names_its_notice",
            ),
        ]
        indexes = [models.Index(fields=["party", "purpose"], name="practice_purposes_of_party")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {'yes' if self.is_given else 'no'}"


class Shared(models.TextChoices):
    """How much somebody else may be told."""

    DATES = "dates", "Dates only"
    STATUS = "status", "Where things stand"
    ALL = "all", "Anything about it"


class ConsentToShareQuerySet(models.QuerySet["ConsentToShare"]):
    def visible_to(self, user: User) -> Self:
        """Return those of people, and about matters, that this person may see."""
        matters = Matter.objects.visible_to(user).values("pk")
        parties = Party.objects.visible_to(user).values("pk")
        return self.filter(models.Q(matter=None) | models.Q(matter__in=matters), party__in=parties)

    def standing(self, on: date) -> Self:
        """Return those that hold on that day: given, not run out, not taken back."""
        return self.filter(withdrawn_at=None, given_on__lte=on, until__gte=on)

    def about(self, matter: Matter, clients: Iterable[Party]) -> Self:
        """Return what these clients have agreed to on this matter, or on everything we do for them."""
        return self.filter(models.Q(matter=None) | models.Q(matter=matter), party__in=list(clients))


class ConsentToShare(models.Model):
    """A client lets us tell somebody something, until a day. It can be taken back, once; nothing else of it changes."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="shares", help_text="Who consents.")
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="shares", help_text="Empty: all we do for them."
    )
    told = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="may_be_told", help_text="If they are on record."
    )
    told_name = models.CharField(max_length=200, help_text="Who may be told.")
    relation = models.CharField(max_length=80, blank=True, help_text="Her son; mortgage broker.")
    what = models.CharField(max_length=6, choices=Shared.choices)
    limits = models.CharField(max_length=200, blank=True, help_text="In words: not the price.")
    given_on = models.DateField()
    until = models.DateField()
    way = models.CharField(max_length=12, choices=ConsentWay.choices)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: they did it by their link."
    )
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_way = models.CharField(max_length=12, choices=ConsentWay.choices, blank=True)

    objects = ConsentToShareQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "consents to share"
        constraints = [
            models.CheckConstraint(condition=models.Q(what__in=Shared.values), name="practice_share_known_extent"),
            models.CheckConstraint(
                condition=models.Q(way__in=[way.value for way in WAYS_TO_SHARE]), name="practice_share_known_way"
            ),
            models.CheckConstraint(
                condition=models.Q(way="link", recorded_by=None)
                | (~models.Q(way="link") & models.Q(recorded_by__isnull=False)),
                name="practice_share_says_who_recorded_it",
            ),
            models.CheckConstraint(condition=~models.Q(told_name=""), name="practice_share_says_who_is_told"),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("given_on")), name="practice_share_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None, withdrawn_way="")
                | models.Q(withdrawn_at__isnull=False, withdrawn_by=None, withdrawn_way="link")
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, withdrawn_way__in=ConsentWay.values),
                name="practice_share_withdrawn_says_when_by_whom_and_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.told_name}: {self.get_what_display()}"

    @property
    def who(self) -> str:
        """Say who may be told: "David Ellison, her son"."""
        return f"{self.told_name}, {self.relation}" if self.relation else self.told_name

    @property
    def extent(self) -> str:
        """Say what they may be told: "Dates only, not the price"."""
        return f"{self.get_what_display()}, {self.limits}" if self.limits else self.get_what_display()

    def holds(self, on: date) -> bool:
        """Say if it holds on that day."""
        return self.withdrawn_at is None and self.given_on <= on <= self.until
