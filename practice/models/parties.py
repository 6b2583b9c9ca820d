"""Everybody the firm deals with: clients, opponents, lenders, courts. One person or body, one Party (domain A07)."""

from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Upper

from practice.models import walls
from practice.models.asked import asked
from practice.models.kinds import ContactKind, LegalForm, PartyKind, Relationship, TreatedAs
from practice.models.people import User
from practice.names import normalise, normalise_email, normalise_phone
from practice.permissions import Role


class PartyQuerySet(models.QuerySet["Party"]):
    def visible_to(self, user: User) -> Self:
        """Leave out those known only through restricted matters that the user may not see, and those merged away."""
        return self.filter(merged_into=None).exclude(pk__in=self.numbers_kept_from(user))

    def numbers_kept_from(self, user: User) -> RawSQL:
        """Return the numbers of those known only through restricted matters that the user may not see: a few rows."""
        return asked(walls.parties_kept_from, user)

    def known_to(self, user: User) -> Self:
        """Return those that this person may see, and whoever was merged into one of them: for rows of before."""
        seen = Party.objects.visible_to(user).values("pk")
        return self.filter(models.Q(pk__in=seen) | models.Q(merged_into__in=seen))

    def standing_for(self, pk: int) -> Self:
        """Return the party with this number, or the one that it was merged into."""
        merged_into = models.Subquery(Party.objects.filter(pk=pk).values("merged_into")[:1])
        return self.filter(pk=Coalesce(merged_into, pk))

    def walled_from(self, user: User) -> Self:
        """Return parties known only through matters behind a barrier that keeps this person out."""
        return self.filter(pk__in=asked(walls.parties_walled_from, user))

    def hidden_from(self, user: User) -> Self:
        """Return those whose messages this person does not find either; see MatterQuerySet.hidden_from."""
        return self.kept_outside(user) if user.has_role(Role.COMPLIANCE) else self.walled_from(user)

    def kept_outside(self, user: User) -> Self:
        """Return parties known only through matters behind a barrier that names this person outside."""
        return self.filter(pk__in=asked(walls.parties_outside_of, user))

    def same_as(self, *, name: str, phone: str = "", email: str = "") -> Self:
        """Whoever a new name may be: the same name, number or mailbox, letter by letter (domain 4.2)."""
        same = models.Q(names__normalised=normalise(name), names__mistaken_because="")
        for kind, text in ((ContactKind.PHONE, normalise_phone(phone)), (ContactKind.EMAIL, normalise_email(email))):
            if text:
                same |= models.Q(contacts__kind=kind, contacts__normalised=text)
        return self.filter(same).distinct().order_by("name", "pk")

    def matching(self, text: str) -> Self:
        """Find by part of a name, of a number in use (three digits or more) or a whole e-mail address in use."""
        digits = normalise_phone(text)
        if "@" in text:
            return self.filter(contacts__normalised=text.strip().lower(), contacts__ended_on__isnull=True).distinct()
        if len(digits) >= 3 and not any(letter.isalpha() for letter in text):
            return self.filter(
                contacts__kind=ContactKind.PHONE,
                contacts__normalised__contains=digits,
                contacts__ended_on__isnull=True,
            ).distinct()
        found = self
        for word in normalise(text).split():
            found = found.filter(names__normalised__contains=word, names__mistaken_because="")
        return found.distinct() if normalise(text) else self.none()


class Party(models.Model):
    """A person or body. Names and contact points hang on it; nothing about it is ever deleted."""

    kind = models.CharField(max_length=12, choices=PartyKind.choices, default=PartyKind.INDIVIDUAL)
    relationship = models.CharField(max_length=16, choices=Relationship.choices, default=Relationship.PROSPECTIVE)
    title = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200, help_text="In full, as it stands on letters.")
    salutation = models.CharField(max_length=80, blank=True, help_text="After Dear: Mr Adeyemi.")
    born_on = models.DateField(null=True, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    safe_contact = models.CharField(
        max_length=200,
        blank=True,
        help_text="Anything else, in words; shown with the rules.",
    )
    voicemail_is_safe = models.BooleanField(default=False)
    email_is_safe = models.BooleanField(default=True)
    post_is_safe = models.BooleanField(default=True)
    may_name_firm = models.BooleanField(default=True, help_text="Whoever answers may hear who is calling.")
    only_number = models.ForeignKey(
        "ContactPoint",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The only number that may be rung: one of their own, in use.",
    )
    ring_from = models.TimeField(null=True, blank=True, help_text="By the clock of the office that rings.")
    ring_until = models.TimeField(null=True, blank=True)
    is_common_body = models.BooleanField(default=False, help_text="A lender, council, court or agent met every day.")
    is_represented_elsewhere = models.BooleanField(default=False)
    lacks_capacity = models.BooleanField(default=False)
    died_on = models.DateField(null=True, blank=True)
    practice_system_number = models.CharField(
        max_length=40, blank=True, help_text="The client number in the firm's practice system."
    )
    legal_form = models.CharField(max_length=12, choices=LegalForm.choices, blank=True)
    company_number = models.CharField(
        max_length=20, blank=True, help_text="As compared: capitals, no spaces, noughts in front up to eight signs."
    )
    treated_as = models.CharField(max_length=8, choices=TreatedAs.choices, blank=True)
    looked_after_by = models.ForeignKey(
        "User", models.PROTECT, null=True, blank=True, related_name="+", help_text="Who owns the relationship (A25)."
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_parties",
        help_text="The record that stands for this one since a merge; always one that stands for itself.",
    )

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=PartyKind.values), name="practice_party_known_kind"),
            models.CheckConstraint(condition=~models.Q(name=""), name="practice_party_has_a_name"),
            models.UniqueConstraint(
                fields=["practice_system_number"],
                condition=~models.Q(practice_system_number=""),
                name="practice_one_party_per_system_number",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="practice_party_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(ring_from=None, ring_until=None)
                | models.Q(ring_from__isnull=False, ring_until__isnull=False, ring_from__lt=models.F("ring_until")),
                name="practice_party_hours_both_or_neither",
            ),
            models.CheckConstraint(
                condition=models.Q(legal_form__in=["", *LegalForm.values]), name="practice_party_known_legal_form"
            ),
            models.CheckConstraint(
                condition=models.Q(treated_as__in=["", *TreatedAs.values]), name="practice_party_known_treated_as"
            ),
        ]
        indexes = [
            models.Index(OpClass(Upper("practice_system_number"), "text_pattern_ops"), name="practice_party_number"),
            models.Index(fields=["postcode"], opclasses=["varchar_pattern_ops"], name="practice_party_postcode"),
            models.Index(
                fields=["company_number"], condition=~models.Q(company_number=""), name="practice_party_company"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.title} {self.name}".strip()

    @property
    def dear(self) -> str:
        return self.salutation or self.full_name

    @property
    def has_no_retainer(self) -> bool:
        """Say if they are treated as a client and are none: no client care letter, no gate for it, no bill."""
        return self.relationship == Relationship.PSEUDO_CLIENT

    def ids_of_all(self) -> list[int]:
        """Return its own number and those of the records that were merged into it."""
        return [self.pk, *self.merged_parties.order_by("pk").values_list("pk", flat=True)]

    def system_numbers(self) -> list[str]:
        """Return its number in the practice system, and those of the records that were merged into it."""
        merged = self.merged_parties.order_by("pk").values_list("practice_system_number", flat=True)
        return [number for number in (self.practice_system_number, *merged) if number]

    def is_child(self, *, on_year: int) -> bool:
        """Say if the person may be under 18 in that year; an unknown birth date counts as adult."""
        return self.born_on is not None and on_year - self.born_on.year <= 18


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    def not_ended(self) -> Self:
        """Those in use, now or from a day to come: an ended one stays on record and is offered nowhere."""
        return self.filter(ended_on=None)

    def current(self, on: date) -> Self:
        """Those in use on that day, by which somebody may be rung or written to."""
        return self.not_ended().filter(models.Q(began_on=None) | models.Q(began_on__lte=on))

    def phones(self, on: date) -> Self:
        return self.current(on).filter(kind=ContactKind.PHONE).order_by("-is_preferred", "pk")

    def usable_phones(self, on: date) -> Self:
        """Confirmed numbers: the only ones a text goes to (decisions 23)."""
        return self.phones(on).filter(confirmed_at__isnull=False)

    def usable_emails(self, on: date) -> Self:
        """Confirmed and never bounced: the only ones a letter, link or code goes to (decisions 23)."""
        mailboxes = self.current(on).filter(kind=ContactKind.EMAIL, confirmed_at__isnull=False, bounced_at=None)
        return mailboxes.order_by("-is_preferred", "pk")

    def usable_posts(self, on: date) -> Self:
        """Confirmed addresses, as above."""
        posts = self.current(on).filter(kind=ContactKind.ADDRESS, confirmed_at__isnull=False)
        return posts.order_by("-is_preferred", "pk")


class ContactPoint(models.Model):
    """A telephone number, mailbox or address of a party; unconfirmed until staff confirm it (decisions 23)."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=8, choices=ContactKind.choices)
    text = models.TextField()
    normalised = models.CharField(max_length=254)
    is_preferred = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    is_registered_office = models.BooleanField(default=False, help_text="Of a body: one address of its own, in use.")
    bounced_at = models.DateTimeField(null=True, blank=True)
    began_on = models.DateField(null=True, blank=True, help_text="Before this day it is not used; none: at once.")
    ended_on = models.DateField(null=True, blank=True, help_text="From this day on it is not used any more.")

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "kind", "normalised"], name="practice_one_row_per_contact_point"),
            models.UniqueConstraint(
                fields=["party"], condition=models.Q(is_registered_office=True), name="practice_one_registered_office"
            ),
            models.CheckConstraint(
                condition=models.Q(is_registered_office=False) | models.Q(kind="address", ended_on=None),
                name="practice_registered_office_is_an_address_in_use",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "normalised"], name="practice_contact_exact"),
            GinIndex(name="practice_contact_trigram", fields=["normalised"], opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.text

    def is_current(self, on: date) -> bool:
        """Say the same of one that was fetched."""
        return self.ended_on is None and (self.began_on is None or self.began_on <= on)
