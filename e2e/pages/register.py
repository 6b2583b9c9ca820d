"""The register of people: pairs that may be one, and merges."""

from collections.abc import Callable

from django.urls import reverse

from clientcare.duplicates.fields import fingerprint
from clientcare.duplicates.merging import merge_parties
from e2e.pages.state import State, at, person
from practice import clock
from practice.models import Party, PartyPair
from practice.services.pairs import tell_apart
from practice.services.parties import PartyFacts, record_party


def pair(query: str = "") -> Callable[[], str]:
    """Return the address that compares the first two people of the demo firm, whether or not they look alike."""

    def address() -> str:
        people = Party.objects.filter(kind="individual", merged_into=None, roles__matter__is_restricted=False)
        first = list(people.order_by("pk").distinct().values_list("pk", flat=True)[:2])
        return reverse("duplicate", args=first) + query

    return address


def like() -> str:
    first = Party.objects.filter(kind="individual").order_by("pk")[0]
    return reverse("duplicates") + f"?of={first.pk}"


def _twins() -> tuple[Party, Party]:
    """Record somebody twice in the demo firm."""
    by, now = person("secretary"), clock.now()
    names = ("Odette Winterbourne", "Odete Winterbourne")
    one, other = (record_party(facts=PartyFacts(name=name, postcode="LS6 2AB"), by=by, now=now) for name in names)
    return one, other


def likely() -> str:
    one, other = _twins()
    PartyPair.objects.create(first=one, second=other, score=0.97, why="Nearly the same name", found_at=clock.now())
    return reverse("duplicates") + f"?of={one.pk}"


def told_apart() -> str:
    one, other = _twins()
    tell_apart(one_id=one.pk, other_id=other.pk, by=person("secretary"), now=clock.now())
    return reverse("duplicate", args=[one.pk, other.pk])


def merged() -> str:
    """Return the address of a new merge; every reading has its own, so that each can be taken back."""
    one, other = _twins()
    made = merge_parties(
        kept_id=one.pk,
        merged_id=other.pk,
        from_merged=(),
        seen=fingerprint(one, other),
        by=person("secretary"),
        now=clock.now(),
    )
    return reverse("merge", args=[made.pk])


STATES = {
    "duplicates": [
        State("the list", "secretary", at("duplicates")),
        State("a pair waits", "secretary", likely),
        State("who looks like one", "secretary", like),
        State("not for this role", "reception", at("duplicates"), status=403),
    ],
    "duplicate": [
        State("side by side", "secretary", pair()),
        State("told apart", "secretary", told_apart),
        State("nothing chosen", "secretary", pair(), press="They are one", status=422),
    ],
    "merge": [
        State("it can be taken back", "secretary", merged),
        State("taken back", "secretary", merged, press="Take the merge back"),
        State("not there", "secretary", at("merge", 99999999), status=404),
    ],
}
