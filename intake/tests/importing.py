"""A list, uploaded, understood and taken over, by the deeds that people do."""

import io
from datetime import date, datetime

from intake.models import Import
from intake.rules.imports import Duplicates
from intake.services import importing
from intake.services.importing.files import proposed_columns
from intake.tables import read_table
from intake.tests.factories import NOON
from practice.models import Relationship, User

TODAY = date(2026, 11, 24)
HEADER = "Client no,First name,Surname,Organisation,Date of birth,Address,Postcode,Telephone,Email"
WITH_MATTER = "Client no,First name,Surname,Matter no,Matter description,Matter type,Fee earner,Opened,Closed"


def read(text: str | bytes, *, by: User, header: str = HEADER, now: datetime = NOON, name: str = "list.csv") -> Import:
    """Upload a list and say what its columns mean, as they are proposed."""
    body = text if isinstance(text, bytes) else f"{header}\n{text}\n".encode()
    table = read_table(io.BytesIO(body), size=len(body))
    return importing.receive_file(table=table, file_name=name, sha256="0" * 64, by=by, now=now)


def tried(
    text: str | bytes,
    *,
    by: User,
    duplicates: Duplicates = Duplicates.SKIP,
    relationship: Relationship = Relationship.CLIENT,
    header: str = HEADER,
    now: datetime = NOON,
) -> Import:
    of = read(text, by=by, header=header, now=now)
    return importing.choose_columns(
        import_id=of.pk,
        columns=proposed_columns(of),
        duplicates=duplicates,
        relationship=relationship,
        by=by,
        now=now,
        today=TODAY,
    )


def taken_over(
    text: str | bytes,
    *,
    by: User,
    duplicates: Duplicates = Duplicates.SKIP,
    header: str = HEADER,
    now: datetime = NOON,
) -> Import:
    of = tried(text, by=by, duplicates=duplicates, header=header, now=now)
    return importing.run_import(import_id=of.pk, by=by, now=now, today=TODAY)


def outcomes(of: Import) -> list[str]:
    return list(of.rows.order_by("number").values_list("outcome", flat=True))


def reasons(of: Import) -> list[tuple[str, str]]:
    """Return field and reason of every row that has one, in the order of the file."""
    rows = of.rows.order_by("number").values_list("problems", flat=True)
    return [(problem["field"], problem["because"]) for problems in rows for problem in problems]
