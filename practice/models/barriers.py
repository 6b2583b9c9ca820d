"""Information barriers: who is inside, who is kept outside, and when somebody looked in all the same (domain 4.3)."""

from typing import Self

from django.db import models

from practice import moments
from practice.models.people import User


class OpenTo(models.TextChoices):
    """Whom a barrier lets through."""

    INSIDE = "inside", "Only the people inside"
    ALL_BUT_OUTSIDE = "all_but_outside", "Everybody but the people outside"


class WallSide(models.TextChoices):
    INSIDE = "inside", "Inside"
    OUTSIDE = "outside", "Outside"


class BarrierQuerySet(models.QuerySet["Barrier"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)

    def naming(self, user: User, side: WallSide) -> Self:
        """Return those that name this person on that side."""
        return self.filter(pk__in=BarrierPerson.objects.filter(user=user, side=side).values("barrier"))

    def keeping_out(self, user: User) -> Self:
        """Return standing barriers that do not let this person through, whatever their role or team."""
        inside = BarrierPerson.objects.filter(user=user, side=WallSide.INSIDE)
        outside = BarrierPerson.objects.filter(user=user, side=WallSide.OUTSIDE)
        return (
            self.standing()
            .exclude(pk__in=inside.values("barrier"))
            .filter(models.Q(open_to=OpenTo.INSIDE) | models.Q(pk__in=outside.values("barrier")))
        )

    def kept_by(self, user: User) -> Self:
        """Leave out the barriers of matters that name this person outside: nobody keeps a wall they stand before."""
        outside = self.model._default_manager.standing().naming(user, WallSide.OUTSIDE)
        return self.exclude(matter__in=outside.values("matter"))

    def with_people(self) -> Self:
        return self.select_related(
            "matter__fee_earner", "matter__department__office", "set_by", "ended_by"
        ).prefetch_related(
            models.Prefetch("people", BarrierPerson.objects.select_related("user").order_by("user__family_name", "pk"))
        )


class Barrier(models.Model):
    """
    One setting of the wall around a matter. What it says never changes: a change ends this row and begins the next.

    While one stands its matter is restricted; `was_restricted` is what the matter was before the first of them.
    """

    matter = models.ForeignKey("practice.Matter", models.PROTECT, related_name="barriers")
    open_to = models.CharField(max_length=16, choices=OpenTo.choices, default=OpenTo.INSIDE)
    reason = models.TextField()
    measures = models.TextField(blank=True, help_text="Locked cabinet, printing, seating, undertakings given.")
    was_restricted = models.BooleanField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.TextField(blank=True)
    followed_by = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="follows")

    objects = BarrierQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(open_to__in=OpenTo.values), name="practice_barrier_known_opening"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="practice_barrier_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended_because="", followed_by=None)
                | (models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ended_because="")),
                name="practice_barrier_ended_says_when_by_whom_and_why",
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=models.Q(ended_at=None),
                name="practice_one_standing_barrier_per_matter",
            ),
        ]

    def __str__(self) -> str:
        return f"Barrier {self.pk}"

    @property
    def inside(self) -> list[User]:
        return [one.user for one in self.people.all() if one.side == WallSide.INSIDE]

    @property
    def outside(self) -> list[User]:
        return [one.user for one in self.people.all() if one.side == WallSide.OUTSIDE]


class BarrierPerson(models.Model):
    """Somebody whom a barrier names: on one side of it, never on both."""

    barrier = models.ForeignKey(Barrier, models.PROTECT, related_name="people")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=WallSide.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["barrier", "user"], name="practice_one_side_of_a_barrier"),
            models.CheckConstraint(condition=models.Q(side__in=WallSide.values), name="practice_barrier_known_side"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_side_display().lower()}"


class BrokenGlassQuerySet(models.QuerySet["BrokenGlass"]):
    def open_for(self, user: User) -> Self:
        """
        Return what this person may look into now. It ends by itself: no job has to run.

        The one question that reads the clock in SQL: who may see a row is asked in places that no door hands a time.
        """
        return self.filter(user=user, closed_at=None, expires_at__gt=moments.sql_now())


class BrokenGlass(models.Model):
    """Compliance looked into a restricted matter, for a reason, for a while, and somebody else was told."""

    matter = models.ForeignKey("practice.Matter", models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True, help_text="Ended early, by hand or by a barrier.")
    told = models.ForeignKey(User, models.PROTECT, related_name="+", help_text="Who was alerted.")

    objects = BrokenGlassQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "broken glasses"
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="practice_glass_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("opened_at")), name="practice_glass_ends_after_it_opens"
            ),
            models.CheckConstraint(
                condition=~models.Q(told=models.F("user")), name="practice_glass_tells_somebody_else"
            ),
        ]
        indexes = [models.Index(fields=["user", "expires_at"], name="practice_glass_of_user")]

    def __str__(self) -> str:
        return f"{self.user} until {self.expires_at:%Y-%m-%d %H:%M}Z"
