"""Who may speak for a body, and what we told those whom we care for without acting for them (domain 4.7)."""

from datetime import date
from typing import Self

from django.db import models

from practice.models.parties import Party
from practice.models.people import User
from practice.phrases import money


class Rung(models.TextChoices):
    """Where somebody stands in a client's own house; each reports to the next (domain A08)."""

    SUPERVISOR = "supervisor", "Supervisor"
    DEPARTMENT = "department", "Instructing department"
    EXECUTIVE = "executive", "Executive"


class PositionQuerySet(models.QuerySet["Position"]):
    def standing(self) -> Self:
        """Those that nobody has ended, whether they have begun or not."""
        return self.filter(ended_at=None)

    def in_force(self, on: date) -> Self:
        return self.standing().filter(models.Q(ends_on=None) | models.Q(ends_on__gte=on), starts_on__lte=on)

    def of(self, parties: set[int]) -> Self:
        return self.filter(models.Q(organisation__in=parties) | models.Q(person__in=parties))

    def visible_to(self, user: User) -> Self:
        """Return those of which both ends may be seen: one end alone would name the other."""
        seen = Party.objects.visible_to(user).values("pk")
        return self.filter(organisation__in=seen, person__in=seen)

    def senior_first(self) -> Self:
        """Order by who reports to whom; those on no rung last."""
        order = [models.When(rung=rung, then=place) for place, rung in enumerate(reversed(Rung))]
        return self.order_by(models.Case(*order, default=len(order)), "pk")


class Position(models.Model):
    """
    A person's place in an organisation, what they may do for it and what shows that they may.

    What it says never changes: a change ends this row and begins the next.
    """

    organisation = models.ForeignKey(Party, models.PROTECT, related_name="people")
    person = models.ForeignKey(Party, models.PROTECT, related_name="positions")
    title = models.CharField(max_length=80, help_text="As on their card: finance director.")
    rung = models.CharField(max_length=10, choices=Rung.choices, blank=True)
    may_instruct = models.BooleanField(default=False)
    instructs_on = models.CharField(max_length=160, blank=True, help_text="The work it is limited to, in words.")
    limit = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="GBP; none: no limit."
    )
    receives_letters = models.BooleanField(default=False)
    receives_bills = models.BooleanField(default=False)
    authority = models.CharField(max_length=200, blank=True, help_text="What shows it: board minute, letter of theirs.")
    authority_seen_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="The last day; none where it holds until it is ended.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.CharField(max_length=200, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="practice_position_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(rung__in=["", *Rung.values]), name="practice_position_known_rung"
            ),
            models.CheckConstraint(
                condition=~models.Q(organisation=models.F("person")), name="practice_position_is_between_two"
            ),
            models.CheckConstraint(
                condition=models.Q(may_instruct=False, instructs_on="", limit=None)
                | (models.Q(may_instruct=True, authority_seen_on__isnull=False) & ~models.Q(authority="")),
                name="practice_position_instructs_by_authority_seen",
            ),
            models.CheckConstraint(
                condition=models.Q(limit=None) | models.Q(limit__gt=0), name="practice_position_limit_is_an_amount"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="practice_position_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended_because="")
                | (models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ended_because="")),
                name="practice_position_ended_says_when_by_whom_and_why",
            ),
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=models.Q(ended_at=None),
                name="practice_one_standing_position_of_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title} of {self.organisation}"

    @property
    def limits(self) -> str:
        """How far they may instruct: "up to £10,000, leases only"; "" where nothing limits it."""
        amount = f"up to {money(self.limit)}" if self.limit is not None else ""
        return ", ".join(filter(None, [amount, self.instructs_on]))

    def is_in_force(self, on: date) -> bool:
        return self.ended_at is None and self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


class RoleNoteQuerySet(models.QuerySet["RoleNote"]):
    def newest_first(self) -> Self:
        return self.order_by("-explained_on", "-pk")


class RoleNote(models.Model):
    """What we explained about our role to somebody treated as a client, when, and who did (domain A09)."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="role_notes")
    words = models.CharField(max_length=500)
    explained_on = models.DateField()
    explained_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = RoleNoteQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="practice_role_note_has_words")]

    def __str__(self) -> str:
        return f"Our role, explained to {self.party}"
