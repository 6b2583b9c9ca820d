"""A list to check, as somebody uploads it."""

import io

from intake.models import ConflictList
from intake.services import lists
from intake.tables import read_table
from intake.tests.factories import NOON
from practice.models import User

HEADER = "given_name,family_name,organisation,date_of_birth,address,postcode"


def given(text: str, *, by: User, header: str = HEADER) -> ConflictList:
    body = f"{header}\n{text}\n".encode()
    return lists.receive_list(
        table=read_table(io.BytesIO(body), size=len(body)),
        title="Clients of J. Pell",
        whose="J. Pell, who joins us",
        why="Agreed with her firm on 2 November",
        file_name="pell.csv",
        sha256="0" * 64,
        by=by,
        now=NOON,
    )
