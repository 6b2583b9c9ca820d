"""A piece of work for a client, who is in it, and who may see it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Upper

from practice.models import walls
from practice.models.asked import asked
from practice.models.barriers import BarrierPerson, WallSide
from practice.models.kinds import Relationship
from practice.models.parties import Party
from practice.models.people import Department, User
from practice.permissions import Role

if TYPE_CHECKING:
    from practice.models.gates import GateKind


class WorkType(models.TextChoices):
    RESIDENTIAL_PURCHASE = "residential_purchase", "Residential purchase"
    RESIDENTIAL_SALE = "residential_sale", "Residential sale"
    PRIVATE_CLIENT = "private_client", "Wills and probate"
    FAMILY = "family", "Family"
    DISPUTES = "disputes", "Disputes"
    EMPLOYMENT = "employment", "Employment"
    PERSONAL_INJURY = "personal_injury", "Personal injury"
    BUSINESS = "business", "Business"
    LETTINGS = "lettings", "Lettings and management"
    SURVEY = "survey", "Survey and valuation"


class MatterStage(models.TextChoices):
    PROSPECTIVE = "prospective", "Not yet taken on"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    DECLINED = "declined", "Declined"


class MatterQuerySet(models.QuerySet["Matter"]):
    def visible_to(self, user: User) -> Self:
        """
        Return what this person may see: the one place where walls are kept. Lists and pages alike go through here.

        Left out: restricted matters whose team the user is not in, and matters behind a barrier that does not let the
        user through, team or not. A broken glass shows its matter until it ends.
        """
        if not user.is_active:
            return self.none()
        seen = (
            models.Q(is_restricted=False) | self._team_of(user) | models.Q(pk__in=asked(walls.behind_a_barrier, user))
        )
        return self.filter(seen & ~self._shut_to(user) | models.Q(pk__in=asked(walls.looked_into_by, user)))

    def walled_from(self, user: User) -> Self:
        """Return matters behind a barrier that keeps this person out: nothing that hangs on them is shown."""
        return self.filter(self._shut_to(user)).exclude(pk__in=asked(walls.looked_into_by, user))

    def outside_of(self, user: User) -> Self:
        """Return matters behind a barrier that names this person outside."""
        return self.filter(pk__in=asked(walls.outside_of, user))

    def hidden_from(self, user: User) -> Self:
        """
        Return matters of whose checks, complaints and tasks this person finds nothing either.

        Compliance decide and oversee those also behind a barrier, unless it names them outside.
        """
        return self.outside_of(user) if user.has_role(Role.COMPLIANCE) else self.walled_from(user)

    def on_team(self, user: User) -> Self:
        return self.filter(self._team_of(user) & ~self._shut_to(user))

    def open(self) -> Self:
        return self.filter(stage=MatterStage.OPEN)

    def owed_a_letter(self) -> Self:
        """Leave out those whose clients are all treated as clients only: without retainer nobody gets its letter."""
        clients = MatterParty.objects.filter(matter=models.OuterRef("pk"), role=MatterRole.CLIENT)
        retained = clients.exclude(party__relationship=Relationship.PSEUDO_CLIENT)
        return self.filter(models.Exists(retained) | ~models.Exists(clients))

    def update_overdue(self, today: date) -> Self:
        """Open matters whose promised update should have been sent before today."""
        return self.open().filter(next_update_on__lt=today).order_by("next_update_on", "pk")

    @staticmethod
    def _team_of(user: User) -> models.Q:
        return (
            models.Q(fee_earner=user)
            | models.Q(supervisor=user)
            | models.Q(assistant=user)
            | models.Q(pk__in=asked(walls.belonging_to, user))
        )

    @staticmethod
    def _shut_to(user: User) -> models.Q:
        return models.Q(pk__in=asked(walls.shut_to, user))


class Formed(models.TextChoices):
    """Where the contract was first discussed; with a consumer it decides what may be cancelled (domain 4.1)."""

    ON_PREMISES = "on_premises", "At our office"
    DISTANCE = "distance", "By phone, post or internet"
    OFF_PREMISES = "off_premises", "Somewhere else, face to face"


class Matter(models.Model):
    """One piece of work. It has no number until the conflict gate opens."""

    reference = models.CharField(max_length=16, unique=True, null=True, blank=True)
    title = models.CharField(max_length=200)
    work_type = models.CharField(max_length=24, choices=WorkType.choices)
    stage = models.CharField(max_length=12, choices=MatterStage.choices, default=MatterStage.PROSPECTIVE)
    department = models.ForeignKey(Department, models.PROTECT, related_name="matters")
    fee_earner = models.ForeignKey(User, models.PROTECT, related_name="matters")
    supervisor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="supervised_matters")
    assistant = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="assisted_matters")
    is_restricted = models.BooleanField(default=False)
    objective = models.TextField(blank=True, help_text="What the client wants, in the client's words.")
    options_said = models.TextField(
        blank=True, default="", help_text="The options talked about in a meeting, and what we advised."
    )
    instructed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    status_line = models.TextField(blank=True, help_text="One plain paragraph that may be said to the client.")
    status_at = models.DateTimeField(null=True, blank=True)
    status_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    internal_note = models.TextField(blank=True, help_text="Inside the firm only. Reception does not see this.")
    next_update_on = models.DateField(null=True, blank=True)
    practice_system_number = models.CharField(max_length=40, blank=True)
    formed = models.CharField(max_length=12, choices=Formed.choices, blank=True, help_text="Empty: not known.")

    objects = MatterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage__in=MatterStage.values), name="practice_matter_known_stage"
            ),
            models.CheckConstraint(
                condition=~models.Q(stage__in=[MatterStage.OPEN, MatterStage.CLOSED])
                | models.Q(reference__isnull=False),
                name="practice_open_matter_has_a_reference",
            ),
            models.CheckConstraint(
                condition=models.Q(status_line="", status_at=None, status_by=None)
                | (~models.Q(status_line="") & models.Q(status_at__isnull=False, status_by__isnull=False)),
                name="practice_status_line_says_when_and_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["next_update_on"], condition=models.Q(stage="open"), name="practice_update_promised"),
            models.Index(OpClass(Upper("reference"), "text_pattern_ops"), name="practice_matter_begins"),
            models.Index(OpClass(Upper("practice_system_number"), "text_pattern_ops"), name="practice_matter_number"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.reference})" if self.reference else self.title

    @property
    def reference_or_stage(self) -> str:
        return self.reference or self.get_stage_display()

    def team_ids(self) -> frozenset[int]:
        """Return the ids of everybody who works or worked on the matter, its supervisor included."""
        named = {self.fee_earner_id, self.supervisor_id, self.assistant_id}
        named |= set(self.members.values_list("user_id", flat=True))
        return frozenset(number for number in named if number is not None)

    def worker_ids(self) -> frozenset[int]:
        """Return the ids of everybody who did work on the matter; to supervise it is not work (decisions 6)."""
        named = {self.fee_earner_id, self.assistant_id}
        named |= set(self.members.values_list("user_id", flat=True))
        return frozenset(number for number in named if number is not None)

    def outside_ids(self) -> frozenset[int]:
        """Return the ids of those whom a barrier names outside; without a query where the matter is open to all."""
        if not self.is_restricted:
            return frozenset()
        named = BarrierPerson.objects.filter(barrier__matter=self, barrier__ended_at=None, side=WallSide.OUTSIDE)
        return frozenset(named.values_list("user_id", flat=True))

    def clients(self) -> "models.QuerySet[Party]":
        return Party.objects.filter(roles__matter=self, roles__role=MatterRole.CLIENT).order_by("roles__pk")

    def may(self, kind: "GateKind", now: datetime) -> bool:
        """Say if this gate is open. No row means closed, unless the letter went before letters were written here."""
        gate = self.gates.filter(kind=kind).latest_of_each_kind().first()
        if gate is None:
            return hasattr(self, "earlier_letter") and self.earlier_letter.opens(kind)
        return gate.is_open_at(now)


class MatterRole(models.TextChoices):
    CLIENT = "client", "Client"
    OPPONENT = "opponent", "Other side"
    OPPONENT_SOLICITOR = "opponent_solicitor", "Solicitor of the other side"
    LENDER = "lender", "Lender"
    AGENT = "agent", "Agent"
    PAYER = "payer", "Payer"
    INTRODUCER = "introducer", "Introducer"
    FAMILY = "family", "Family"
    CO_PARTY = "co_party", "Co-party"
    GUARANTOR = "guarantor", "Guarantor"
    INSURER = "insurer", "Insurer"
    WITNESS = "witness", "Witness"
    EXPERT = "expert", "Expert"
    OTHER = "other", "Other"


class MatterParty(models.Model):
    """A party in a role on a matter."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="parties")
    party = models.ForeignKey(Party, models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=MatterRole.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "party", "role"], name="practice_one_row_per_party_and_role"),
        ]

    def __str__(self) -> str:
        return f"{self.party}, {self.get_role_display().lower()}"


class MatterMember(models.Model):
    """Somebody who did work on a matter besides those it names."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "user"], name="practice_one_row_per_member")]

    def __str__(self) -> str:
        return f"{self.user} on {self.matter}"


class KeyDateQuerySet(models.QuerySet["KeyDate"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(matter__in=Matter.objects.visible_to(user))


class KeyDate(models.Model):
    """A date that cannot be missed: completion, limitation, a mortgage offer's end."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="key_dates")
    label = models.CharField(max_length=120)
    on = models.DateField()

    objects = KeyDateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.label}, {self.on:%a} {self.on.day} {self.on:%b %Y}"
