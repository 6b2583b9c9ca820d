"""What was agreed with somebody so that they can deal with us, and, kept apart, why (domain 4.6)."""

from datetime import date
from typing import Any, Self

from django.db import models

from practice.models.matters import Matter, MatterParty, MatterRole
from practice.models.parties import Party
from practice.models.people import User
from practice.permissions import INSIDE


class Adjustment(models.TextChoices):
    """What we do otherwise for somebody."""

    LARGE_PRINT = "large_print", "Large print"
    PLAIN_TEXT = "plain_text", "Plain text"
    BRAILLE = "braille", "Braille"
    AUDIO = "audio", "Audio"
    EASY_READ = "easy_read", "Easy read"
    COLOURED_PAPER = "coloured_paper", "Coloured paper"
    INTERPRETER = "interpreter", "Interpreter"
    SIGN_LANGUAGE = "sign_language", "Sign language"
    RELAY_SERVICE = "relay_service", "Relay service"
    CALL_ONLY_TIMES = "call_only_times", "Calls at set times only"
    NO_VOICEMAIL = "no_voicemail", "No voicemail"
    ONE_POINT_OF_CONTACT = "one_point_of_contact", "One point of contact"
    PLAIN_SUMMARY_AFTER_CALL = "plain_summary_after_call", "Plain summary after each call"
    LONGER_APPOINTMENTS = "longer_appointments", "Longer appointments"
    BREAKS = "breaks", "Breaks"
    QUIET_ROOM = "quiet_room", "Quiet room"
    CHAPERONE = "chaperone", "Chaperone"
    HOME_VISIT = "home_visit", "Home visit"


class NeedQuerySet(models.QuerySet["Need"]):
    def standing(self) -> Self:
        """Those that nobody has ended, whether they have begun or not."""
        return self.filter(ended_at=None)

    def in_force(self, on: date) -> Self:
        return self.standing().filter(models.Q(ends_on=None) | models.Q(ends_on__gte=on), starts_on__lte=on)

    def not_over(self, on: date) -> Self:
        """Those in force on that day or later."""
        return self.standing().filter(models.Q(ends_on=None) | models.Q(ends_on__gte=on))

    def to_review(self, on: date) -> Self:
        """Those whose day of review has come, however long ago, and nobody was asked yet."""
        return self.standing().filter(review_on__lte=on, review_asked_at=None)


class Need(models.Model):
    """
    One adjustment agreed with somebody. What it says never changes: a change ends this row and begins the next.

    It says what to do, never why: that is a Circumstance.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="needs")
    adjustment = models.CharField(max_length=24, choices=Adjustment.choices)
    language = models.CharField(max_length=40, blank=True, help_text="Of an interpreter and of letters: Polish.")
    words = models.CharField(max_length=160, help_text="What to do, for whoever makes contact. Never a diagnosis.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="The last day; none where it holds until it is ended.")
    consented_on = models.DateField(help_text="When they agreed that we keep this on record.")
    consented_how = models.CharField(max_length=120)
    review_on = models.DateField()
    review_asked_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.CharField(max_length=200, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(adjustment__in=Adjustment.values), name="practice_need_known_adjustment"
            ),
            models.CheckConstraint(condition=~models.Q(words=""), name="practice_need_says_what_to_do"),
            models.CheckConstraint(condition=~models.Q(consented_how=""), name="practice_need_says_how_they_agreed"),
            models.CheckConstraint(
                condition=models.Q(adjustment="interpreter") & ~models.Q(language="")
                | ~models.Q(adjustment="interpreter") & models.Q(language=""),
                name="practice_need_language_of_an_interpreter",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="practice_need_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended_because="")
                | (models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ended_because="")),
                name="practice_need_ended_says_when_by_whom_and_why",
            ),
            models.UniqueConstraint(
                fields=["party", "adjustment", "language"],
                condition=models.Q(ended_at=None),
                name="practice_one_standing_need_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["review_on"],
                condition=models.Q(ended_at=None, review_asked_at=None),
                name="practice_need_to_review",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What was agreed, in two or three words: "Large print", "Polish interpreter"."""
        if self.adjustment == Adjustment.INTERPRETER:
            return f"{self.language} interpreter"
        return str(Adjustment(self.adjustment).label)

    def is_in_force(self, on: date) -> bool:
        return self.ended_at is None and self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


class CircumstanceKind(models.TextChoices):
    """The groups of the Law Society's guidance, and what makes people vulnerable for a while."""

    SUPPORT = "support", "Has capacity and needs support"
    CAPACITY = "capacity", "Capacity is in doubt"
    PRESSURE = "pressure", "Open to influence or pressure"
    BEREAVEMENT = "bereavement", "Bereavement"
    ILLNESS = "illness", "Illness"
    DEBT = "debt", "Debt"
    OTHER = "other", "Something else"


class CircumstanceQuerySet(models.QuerySet["Circumstance"]):
    def visible_to(self, user: User) -> Self:
        """Return those of clients on whose matters this person works or answers, and sees at least one of."""
        return self.filter(party__in=self.parties_known_to(user))

    @staticmethod
    def parties_known_to(user: User) -> models.QuerySet[MatterParty, Any]:
        """Return the numbers of those clients, whether anything of them is on record or not."""
        parts = MatterParty.objects.filter(role=MatterRole.CLIENT, matter__in=Matter.objects.visible_to(user))
        may = any(user.may(permission) for permission in INSIDE)
        return (parts if may else parts.none()).values("party")

    def standing(self) -> Self:
        return self.filter(ended_at=None)


class Circumstance(models.Model):
    """
    Why somebody needs care, in their own words: special-category data, kept apart from what is to be done.

    Shown on the page of their needs and nowhere else; never in a list, an export, a log or the journal.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="circumstances")
    kind = models.CharField(max_length=12, choices=CircumstanceKind.choices)
    words = models.TextField(help_text="As they put it.")
    consented_on = models.DateField()
    consented_how = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.CharField(max_length=200, blank=True)

    objects = CircumstanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=CircumstanceKind.values), name="practice_circumstance_known_kind"
            ),
            models.CheckConstraint(condition=~models.Q(words=""), name="practice_circumstance_has_words"),
            models.CheckConstraint(
                condition=~models.Q(consented_how=""), name="practice_circumstance_says_how_they_agreed"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended_because="")
                | (models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ended_because="")),
                name="practice_circumstance_ended_says_when_by_whom_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Circumstance {self.pk}"
