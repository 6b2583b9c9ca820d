"""The names that somebody goes or went by, each with its kind and its days (domain 4.1, 4.3)."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from practice.models.parties import Party


class NameKind(models.TextChoices):
    """What a name is to whoever goes by it. A party has one legal name, which stands on letters: Party.name."""

    CURRENT = "current", "Legal name"
    FORMER = "former", "Former name"
    MAIDEN = "maiden", "Maiden name"
    KNOWN_AS = "known_as", "Known as"
    ALIAS = "alias", "Alias"
    TRADING = "trading", "Trading name"
    TRANSLITERATION = "transliteration", "Transliteration"


class PartyNameQuerySet(models.QuerySet["PartyName"]):
    def without_keys(self, version: int) -> Self:
        """Names whose keys were made by another edition than this one, or not at all."""
        return self.exclude(keys_version=version)

    def borne(self) -> Self:
        """Those that are theirs or were: a name recorded by mistake is only searched by checks."""
        return self.filter(mistaken_because="")


class PartyName(models.Model):
    """A name a party goes or went by, with the form in which it is compared and the keys it is found by."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="names")
    kind = models.CharField(max_length=16, choices=NameKind.choices, default=NameKind.CURRENT)
    text = models.CharField(max_length=200)
    normalised = models.CharField(max_length=200)
    from_on = models.DateField(null=True, blank=True, help_text="None where nobody knows.")
    until_on = models.DateField(null=True, blank=True, help_text="The day it stopped; none where it goes on.")
    mistaken_because = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="Why it never was a name of theirs."
    )
    keys = ArrayField(models.IntegerField(), default=list, help_text="What it is found by: see practice.matching.keys.")
    keys_version = models.PositiveSmallIntegerField(default=0)
    pairs_sought = models.BooleanField(default=False, help_text="Since the keys were made, others were looked for.")

    objects = PartyNameQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "normalised"], name="practice_one_row_per_party_and_name"),
            models.CheckConstraint(condition=models.Q(kind__in=NameKind.values), name="practice_name_known_kind"),
            models.CheckConstraint(
                condition=models.Q(from_on=None)
                | models.Q(until_on=None)
                | models.Q(until_on__gte=models.F("from_on")),
                name="practice_name_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="current") | models.Q(until_on=None, mistaken_because=""),
                name="practice_legal_name_goes_on",
            ),
        ]
        indexes = [
            GinIndex(name="practice_name_trigram", fields=["normalised"], opclasses=["gin_trgm_ops"]),
            GinIndex(name="practice_name_keys", fields=["keys"], fastupdate=False),
            models.Index(fields=["keys_version"], name="practice_name_keys_version"),
            models.Index(fields=["id"], condition=models.Q(pairs_sought=False), name="practice_name_without_pairs"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_legal(self) -> bool:
        return self.kind == NameKind.CURRENT

    def is_used(self, on: date) -> bool:
        """Say if they go by it on that day."""
        began = self.from_on is None or self.from_on <= on
        return began and (self.until_on is None or on < self.until_on) and not self.mistaken_because
