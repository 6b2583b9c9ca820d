"""Lists taken over from another system, in each state of their life."""

import io
from functools import cache

from django.urls import reverse

from clientcare.bills.lists import take_list
from e2e.pages.state import State, at, person
from intake.models import Import
from intake.rules.imports import Duplicates
from intake.services import importing
from intake.services.importing.files import proposed_columns
from intake.tables import read_table
from practice import clock
from practice.models import Relationship
from practice.office import local_date, main_office

_LIST = (
    "Client no,First name,Surname,Date of birth,Postcode,Telephone,Email\n"
    "K1,José,Núñez,14/03/1958,LS1 0ZZ,0113 496 0701,jose@example.org\n"
    "K2,Ann,Bell,31/02/1960,LS1 0ZZ,,\n"
    "K3,=1+1,Bell,,,,\n"
    "K4,محمد,عبد الله,01/02/1970,LS2 7AA,,\n"
    "K1,José,Núñez,14/03/1958,,,\n"
)


@cache
def _list(state: str) -> int:
    """Give a list that has come as far as this, by the deeds that people do."""
    by, now = person("admin"), clock.now()
    today = local_date(main_office(), now)
    body = _LIST.replace("K", state[0].upper()).encode()
    table = read_table(io.BytesIO(body), size=len(body))
    made = importing.receive_file(table=table, file_name=f"clients-{state}.csv", sha256=state, by=by, now=now)
    if state == "new":
        return made.pk
    importing.choose_columns(
        import_id=made.pk,
        columns=proposed_columns(made),
        duplicates=Duplicates.SKIP,
        relationship=Relationship.CLIENT,
        by=by,
        now=now,
        today=today,
    )
    if state in ("imported", "undone"):
        importing.run_import(import_id=made.pk, by=by, now=now, today=today)
        importing.sweep_imports(now=now)
    if state == "undone":
        importing.undo_import(import_id=made.pk, by=by, now=now)
    if state == "gone":
        importing.discard_import(import_id=made.pk, by=by, now=now)
    return Import.objects.get(pk=made.pk).pk


def _columns() -> str:
    return reverse("imports:columns", args=[_list("new")])


def _shown(state: str, query: str = "") -> str:
    return reverse("imports:detail", args=[_list(state)]) + query


def _bills() -> str:
    """Give a list of bills with one that nobody here can use, and return its page."""
    body = b"Matter no,Bill no,Date,Net,VAT\nNobody-1,B-1,14/03/2026,100,20\n"
    table = read_table(io.BytesIO(body), size=len(body))
    take_list(table, file_name="bills.csv", sha256="bills", by=person("admin"), now=clock.now())
    return reverse("bill_lists")


STATES = {
    "bill_lists": [
        State("none", "admin", at("bill_lists")),
        State("one to look at", "admin", _bills),
        State("no file", "admin", at("bill_lists"), press="Record its bills", status=422),
        State("not for this role", "reception", at("bill_lists"), status=403),
    ],
    "imports:index": [
        State("upload", "admin", at("imports:index")),
        State("no file chosen", "admin", at("imports:index"), press="Read the list", status=422),
        State("not for this role", "solicitor", at("imports:index"), status=403),
    ],
    "imports:columns": [State("proposed", "admin", _columns)],
    "imports:detail": [
        State("preview", "admin", lambda: _shown("tried")),
        State("only mistakes", "admin", lambda: _shown("tried", "?show=refuse")),
        State("imported", "partner", lambda: _shown("imported")),
        State("as compliance reads it", "compliance", lambda: _shown("imported", "?show=hits")),
        State("undone", "admin", lambda: _shown("undone")),
        State("thrown away", "admin", lambda: _shown("gone")),
    ],
}
