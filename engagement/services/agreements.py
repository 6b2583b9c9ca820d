"""Putting an agreement with a letter in the making, and taking it out again."""

from datetime import date, datetime

from django.db import transaction

from engagement.models import Letter, SideAgreement
from engagement.services.drafts import CHANGED, begin_change, journal_change, locked
from practice import receipts
from practice.errors import Refusal
from practice.models import User
from practice.receipts import FormKey
from practice.uploads import Upload, keep_bytes


class SamePaper(Refusal):
    """This very file goes with the letter already."""

    code = "same_paper"


@transaction.atomic(durable=True)
def add_agreement(
    *,
    letter_id: int,
    kind: str,
    name: str,
    dated_on: date,
    file: Upload,
    seen: int,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> Letter:
    """
    Let a signed paper go with a letter. An approval ends with the draft that it was about.

    :raises SamePaper: if the same bytes are there
    :raises rules.DraftChanged: if somebody saved since
    :raises rules.StepNotAllowed: if the letter has gone
    """
    if (done := receipts.earlier(form_key, Letter)) is not None:
        return done
    letter = locked(letter_id)
    if letter.agreements.filter(sha256=file.sha256).exists():
        raise SamePaper("This very file goes with the letter already.")
    begin_change(letter, seen=seen, by=by, now=now)
    letter.save(update_fields=CHANGED)
    SideAgreement.objects.create(
        letter=letter,
        kind=kind,
        name=name,
        dated_on=dated_on,
        sha256=keep_bytes(file),
        file_name=file.file_name,
        added_at=now,
        added_by=by,
    )
    journal_change(letter, "letter.agreement_added", by=by, now=now, name=name, sha256=file.sha256)
    receipts.keep(form_key, letter, at=now)
    return letter


@transaction.atomic(durable=True)
def remove_agreement(*, agreement_id: int, seen: int, by: User, now: datetime) -> Letter:
    """
    Take an agreement out of a letter in the making; its bytes stay in the store, its hash in the journal.

    :raises rules.DraftChanged: if somebody saved since, or took it out
    :raises rules.StepNotAllowed: if the letter has gone
    """
    letter = locked(SideAgreement.objects.values_list("letter_id", flat=True).get(pk=agreement_id))
    begin_change(letter, seen=seen, by=by, now=now)
    letter.save(update_fields=CHANGED)
    agreement = letter.agreements.get(pk=agreement_id)
    agreement.delete()
    journal_change(letter, "letter.agreement_removed", by=by, now=now, name=agreement.name, sha256=agreement.sha256)
    return letter
