"""Who is what to whom: officers and owners, groups, households, who acts for whom. A check searches two steps of it."""

from typing import Self

from django.db import models

from practice.models.parties import Party
from practice.models.people import User


class RelationKind(models.TextChoices):
    """What the one is to the other (domain 4.3: who to search)."""

    DIRECTOR = "director", "Director"
    OFFICER = "officer", "Officer"
    OWNER = "owner", "Owner or shareholder"
    BENEFICIAL_OWNER = "beneficial_owner", "Beneficial owner"
    PARENT_COMPANY = "parent_company", "Parent company"
    TRUSTEE = "trustee", "Trustee"
    BENEFICIARY = "beneficiary", "Beneficiary"
    GUARANTOR = "guarantor", "Guarantor"
    SPOUSE = "spouse", "Spouse or partner"
    CHILD = "child", "Child"
    DEPENDANT = "dependant", "Dependant"
    HOUSEHOLD = "household", "Household member"
    ATTORNEY = "attorney", "Attorney under a lasting power"
    DEPUTY = "deputy", "Deputy appointed by the court"
    LITIGATION_FRIEND = "litigation_friend", "Litigation friend"
    PERSONAL_REPRESENTATIVE = "personal_representative", "Personal representative"
    TRUSTEE_IN_BANKRUPTCY = "trustee_in_bankruptcy", "Trustee in bankruptcy"

    @property
    def is_mutual(self) -> bool:
        """Say if each is to the other what the other is to the one."""
        return self in {self.SPOUSE, self.HOUSEHOLD}


class RelationQuerySet(models.QuerySet["Relation"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def of(self, parties: "models.QuerySet[Party] | set[int]") -> Self:
        return self.filter(models.Q(party__in=parties) | models.Q(other__in=parties))

    def visible_to(self, user: User) -> Self:
        """Return those of which both ends may be seen: one end alone would name the other."""
        seen = Party.objects.visible_to(user).values("pk")
        return self.filter(party__in=seen, other__in=seen)


class Relation(models.Model):
    """`party` is the `kind` of `other`: Ann Lee, director, Alder Ltd."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=24, choices=RelationKind.choices)
    other = models.ForeignKey(Party, models.PROTECT, related_name="relations_to")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=RelationKind.values), name="practice_relation_known_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(party=models.F("other")), name="practice_relation_is_between_two"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="practice_relation_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["party", "kind", "other"],
                condition=models.Q(ended_at=None),
                name="practice_one_current_relation_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}, {self.get_kind_display().lower()} of {self.other}"

    @property
    def is_mutual(self) -> bool:
        return RelationKind(self.kind).is_mutual
