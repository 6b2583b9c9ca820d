"""Noting something down on a client or a matter; a note is never changed, a further one corrects it."""

from datetime import datetime

from django.db import transaction

from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import FileNote, Matter, Party, User
from practice.receipts import FormKey


class NothingNoted(Refusal):
    """A note says something."""

    code = "nothing_noted"


class NotOfThisMatter(Refusal):
    """A note on a matter and a person is about somebody who has a part in it."""

    code = "not_of_this_matter"


class RecordMerged(WorldMoved):
    """Another record stands for this one since the page was drawn."""

    code = "record_merged"


@transaction.atomic(durable=True)
def write_note(
    *,
    text: str,
    by: User,
    now: datetime,
    party: Party | None = None,
    matter: Matter | None = None,
    corrects: FileNote | None = None,
    form_key: FormKey | None = None,
) -> FileNote:
    """
    Write a note on a client, a matter, or both. One that ``corrects`` another is about whatever that is about.

    :raises NothingNoted: if it says nothing, or is about nothing
    :raises NotOfThisMatter: if the person has no part in the matter
    :raises RecordMerged: if the person's record was merged into another meanwhile
    """
    if corrects is not None:
        party, matter = corrects.party, corrects.matter
    if not text.strip() or (party is None and matter is None):
        raise NothingNoted("Write what there is to note, and about whom.")
    if party is not None:
        party = Party.objects.select_for_update(no_key=True).get(pk=party.pk)
    if (before := receipts.earlier(form_key, FileNote)) is not None:
        return before
    if party is not None and party.merged_into_id is not None and corrects is None:
        raise RecordMerged("This record has been merged into another. Open the client again.")
    has_part = party is None or matter is None or corrects is not None or matter.parties.filter(party=party).exists()
    if not has_part:
        raise NotOfThisMatter("They have no part in that matter. Choose another, or none.")
    note = FileNote.objects.create(
        party=party, matter=matter, text=text.strip(), corrects=corrects, written_by=by, written_at=now
    )
    journal.record(
        subject=note,
        event="file_note.corrected" if corrects else "file_note.written",
        by=by,
        at=now,
        matter=matter,
        party=party,
        text=note.text,
        **({"first_at": corrects.written_at.isoformat(), "corrects": corrects.pk} if corrects else {}),
    )
    receipts.keep(form_key, note, at=now)
    return note
