"""What somebody recorded on their voicemail, and that the handbook of the desk was read (domain D12, D13)."""

from datetime import date, datetime

from django.db import transaction

from callbacks.models import HandbookRead, VoicemailText
from callbacks.rules.voicemail import FEWEST_WORDS, MOST_WORDS, count_words, is_right_length
from practice import journal, receipts
from practice.errors import Refusal
from practice.models import User
from practice.receipts import FormKey


class WrongLength(Refusal):
    """Nobody listens for longer, and less says too little."""

    code = "wrong_length"


@transaction.atomic(durable=True)
def keep_voicemail(
    *, text: str, by: User, today: date, now: datetime, form_key: FormKey | None = None
) -> VoicemailText:
    """
    Note that somebody has recorded this text; what they had before ends with it.

    :raises WrongLength: if it is not read out in twenty to thirty seconds
    """
    list(VoicemailText.objects.select_for_update().filter(owner=by, valid_until=None))
    if (before := receipts.earlier(form_key, VoicemailText)) is not None:
        return before
    if not is_right_length(text):
        raise WrongLength(
            f"That is {count_words(text)} words. {FEWEST_WORDS} to {MOST_WORDS} take twenty to thirty seconds."
        )
    VoicemailText.objects.filter(owner=by, valid_until=None).update(valid_until=today)
    kept = VoicemailText.objects.create(owner=by, text=text, valid_from=today, recorded_at=now)
    journal.record(subject=kept, event="voicemail.recorded", by=by, at=now, words=count_words(text))
    receipts.keep(form_key, kept, at=now)
    return kept


@transaction.atomic(durable=True)
def note_handbook_read(*, digest: str, by: User, now: datetime) -> None:
    """Note that somebody has read the handbook as it stands. Safe to repeat."""
    _, is_new = HandbookRead.objects.get_or_create(reader=by, digest=digest, defaults={"read_at": now})
    if is_new:
        journal.record(subject=by, event="handbook.read", by=by, at=now, digest=digest)
