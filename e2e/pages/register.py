"""The register of people: pairs that may be one, and merges."""

from collections.abc import Callable

from django.urls import reverse

from e2e.pages.state import State, at
from practice.models import Party


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


STATES = {
    "duplicates": [
        State("the list", "secretary", at("duplicates")),
        State("who looks like one", "secretary", like),
        State("not for this role", "reception", at("duplicates"), status=403),
    ],
    "duplicate": [
        State("side by side", "secretary", pair()),
        State("nothing chosen", "secretary", pair(), press="They are one", status=422),
    ],
    "merge": [State("not there", "secretary", at("merge", 99999999), status=404)],
}
