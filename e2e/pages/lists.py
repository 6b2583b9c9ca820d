"""Lists checked for conflicts as a whole: waiting, half-way, done, and as each person reads them."""

import io
from functools import cache

from django.urls import reverse

from e2e.pages.state import State, at, matter, person
from intake.models import ConflictList, ListedName
from intake.services import lists
from intake.tables import read_table
from practice import clock
from practice.models import Matter

_HEADER = "Forename,Surname,Company,DOB,Address,Post code\n"
_OTHERS = (
    "Zora,Quill,,,,\n,,,,,LS1 0ZZ\nAnn,Bell,,31/02/1960,,\n=1+1,Bell,,,,\n,,,never,,\nمحمد,عبد الله,,01/02/1970,,\n"
)


@cache
def _list(state: str) -> int:
    """Give a list as far as this: two clients of the demo firm on it, one of them behind a wall, and others."""
    known = matter(stage="open", is_restricted=False).clients()[0]
    hidden = Matter.objects.filter(is_restricted=True).order_by("pk")[0].clients()[0]
    body = f"{_HEADER}{_OTHERS},{known.name},,,,\n,{hidden.name},,,,\n,,The Calder Building Society,,,\n".encode()
    now = clock.now()
    made = lists.receive_list(
        table=read_table(io.BytesIO(body), size=len(body)),
        title="Clients of J. Pell, who joins us",
        whose="J. Pell, of Pell and Partners: her clients of the last six years",
        why="Agreed with her firm on 2 November; nobody on it may be written to.",
        file_name="pell.csv",
        sha256=state,
        by=person("solicitor"),
        now=now,
    )
    if state == "done":
        lists.check_listed_names(list_id=made.pk, now=now)
    if state == "half":
        ListedName.objects.filter(of=made, number__lte=4).update(checked_at=now, was_searched=True)
    return ConflictList.objects.get(pk=made.pk).pk


def _shown(state: str, query: str = "") -> str:
    return reverse("conflict_list", args=[_list(state)]) + query


STATES = {
    "conflict_lists": [
        State("upload", "compliance", at("conflict_lists")),
        State("nothing filled in", "solicitor", at("conflict_lists"), press="Check the list", status=422),
        State("not for this role", "reception", at("conflict_lists"), status=403),
    ],
    "conflict_list": [
        State("being checked", "solicitor", lambda: _shown("half")),
        State("as compliance read it", "compliance", lambda: _shown("done")),
        State("as who asked reads it", "solicitor", lambda: _shown("done")),
        State("not searched", "compliance", lambda: _shown("done", "?show=unsearched")),
        State("no such rows", "compliance", lambda: _shown("half", "?show=near")),
    ],
}
