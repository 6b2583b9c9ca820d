"""Find as you type: a few people, bodies and references for what stands in a box so far; see static/js/find.js."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from practice.http import StaffRequest
from practice.models import ContactKind, ContactPoint, Matter, Party, PartyName, User
from practice.names import normalise, normalise_phone
from practice.naming import said
from practice.permissions import Permission, needs

SHOWN: Final = 8
_LOOKED_AT: Final = 60  # rows, of which the nearest are chosen
_LONGEST: Final = 80
_FEWEST_DIGITS: Final = 3
_NUMBER = re.compile(r"[\d\s()+-]+")
_COUNTRY = re.compile(r"^\s*(\+|00)44")
_POSTCODE = re.compile(r"[A-Za-z]{1,2}\d[A-Za-z\d]?\s*(\d[A-Za-z]{0,2})?")


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the list: where it leads, what it puts into the box, and what tells two of one name apart."""

    url: str
    name: str
    detail: str


def find(text: str, user: User, *, matters: bool = True) -> Sequence[Option]:
    """Return what the text may mean so far, among what this person may see; the nearest first."""
    text = " ".join(text.split())[:_LONGEST]
    if not text:
        return []
    found = [*_matters(text, user)] if matters else []
    nearest: dict[int, Option] = {}
    for party, by in _parties(text, user):
        nearest.setdefault(party.pk, Option(reverse("client", args=[party.pk]), party.full_name, _detail(party, by)))
    return [*found, *nearest.values()][:SHOWN]


def _parties(text: str, user: User) -> Iterable[tuple[Party, str]]:
    """Yield parties with the words by which each was found, "" for its own name."""
    if _NUMBER.fullmatch(text):
        digits = normalise_phone(_COUNTRY.sub("0", text))
        if len(digits) >= _FEWEST_DIGITS:
            yield from _by_contact(ContactKind.PHONE, digits, user)
    elif _POSTCODE.fullmatch(text):
        yield from _by_postcode(text, user)
    if any(letter.isdigit() for letter in text):
        visible = Party.objects.visible_to(user)
        numbered = visible.filter(practice_system_number__istartswith=text).order_by("pk")[:SHOWN]
        yield from ((party, party.practice_system_number) for party in numbered)
        before = visible.filter(merged_parties__practice_system_number__iexact=text).order_by("pk").distinct()[:SHOWN]
        yield from ((party, text.upper()) for party in before)
    if any(letter.isalpha() for letter in text):
        yield from _by_name(text, user)


def _by_name(text: str, user: User) -> Iterable[tuple[Party, str]]:
    """Every word typed stands in one name, in whatever order; whose words begin so come first."""
    words = normalise(text).split()
    names = PartyName.objects.borne().exclude(party__in=Party.objects.numbers_kept_from(user))
    for word in words:
        names = names.filter(normalised__contains=word)
    if not words:
        return
    # The few rows first and their parties after: joined, PostgreSQL would read every party there is.
    rows = list(names.order_by("normalised", "pk")[:_LOOKED_AT].prefetch_related("party"))
    for name in sorted(rows, key=lambda row: (-_begun(words, row.normalised), row.normalised, row.pk)):
        yield name.party, "" if name.text == name.party.name else said(name)


def _begun(words: Sequence[str], name: str) -> int:
    return sum(any(part.startswith(word) for part in name.split()) for word in words)


def _by_contact(kind: ContactKind, part: str, user: User) -> Iterable[tuple[Party, str]]:
    points = ContactPoint.objects.not_ended().filter(kind=kind, normalised__contains=part)
    points = points.exclude(party__in=Party.objects.numbers_kept_from(user))
    for point in points.order_by("normalised", "pk")[:SHOWN].prefetch_related("party"):
        yield point.party, point.text


def _by_postcode(text: str, user: User) -> Iterable[tuple[Party, str]]:
    """Find the beginning of a postcode, however it was parted in typing or when it was stored."""
    plain = re.sub(r"\s", "", text).upper()
    begins = Q(postcode__startswith=plain)
    for outward in range(2, min(5, len(plain))):
        begins |= Q(postcode__startswith=f"{plain[:outward]} {plain[outward:]}")
    parties = Party.objects.visible_to(user).filter(begins)
    yield from ((party, party.postcode) for party in parties.order_by("name", "pk")[:SHOWN])


def _matters(text: str, user: User) -> Iterable[Option]:
    if not any(letter.isdigit() for letter in text):
        return
    found = Matter.objects.visible_to(user).filter(
        Q(reference__istartswith=text) | Q(practice_system_number__istartswith=text)
    )
    for matter in found.order_by("-pk")[:SHOWN]:
        number = matter.reference or matter.practice_system_number
        yield Option(reverse("matter", args=[matter.pk]), number, matter.title)


def _detail(party: Party, by: str) -> str:
    born = f"born {party.born_on.year}" if party.born_on else ""
    return ", ".join(dict.fromkeys(filter(None, [by, party.get_relationship_display().lower(), born, party.postcode])))


@require_GET
@needs(Permission.MATTER_VIEW)
def options(request: StaffRequest) -> HttpResponse:
    """Return the list for a combobox; ``kind=party`` leaves out matters."""
    wants_all = request.GET.get("kind") != "party"
    found = find(request.GET.get("q", ""), request.user, matters=wants_all)
    return render(request, "clientcare/_find.html", {"options": found})


urlpatterns = [path("", options, name="find")]
