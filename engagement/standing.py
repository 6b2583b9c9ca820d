"""Where the copies of a letter stand, read from their rows in two queries however many there are (product 1.4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engagement.models import AcceptanceStage, ClientRequest, LetterCopy
from engagement.rules.acceptance import Standing, standing
from outbox.models import ClientSession, MessageState, SecureLink

_TONES = {
    Standing.NOT_SENT: "calm",
    Standing.SENT: "wait",
    Standing.OPENED: "wait",
    Standing.ASKED: "soon",
    Standing.DECLINED: "late",
    Standing.ACCEPTED: "kept",
}


@dataclass(frozen=True)
class CopyStanding:
    """One client's copy: where it stands, its link, and what will be said by itself."""

    copy: LetterCopy
    state: Standing
    link: SecureLink | None
    opened_at: datetime | None
    requests: tuple[ClientRequest, ...]
    reminder: AcceptanceStage | None

    @property
    def tone(self) -> str:
        return _TONES[self.state]

    @property
    def words(self) -> str:
        return str(self.state.label)

    @property
    def waits(self) -> bool:
        return self.state not in (Standing.ACCEPTED, Standing.DECLINED)


def standings(copies: Sequence[LetterCopy]) -> dict[int, CopyStanding]:
    """
    Return where each copy stands, by its number.

    Fetch with message; prefetch acceptance, decline, requests and stages where there are many.
    """
    if not copies:
        return {}
    links = _links(copies)
    opened: dict[str, datetime] = {}
    for subject, at in ClientSession.objects.filter(link__in=links.values()).values_list("subject_id", "opened_at"):
        opened[subject] = min(at, opened.get(subject, at))
    return {copy.pk: _one(copy, links.get(str(copy.pk)), opened.get(str(copy.pk))) for copy in copies}


def _links(copies: Iterable[LetterCopy]) -> dict[str, SecureLink]:
    numbers = [str(copy.pk) for copy in copies]
    found = SecureLink.objects.filter(subject_type=LetterCopy._meta.label_lower, subject_id__in=numbers)
    return {link.subject_id: link for link in found}


def _one(copy: LetterCopy, link: SecureLink | None, opened_at: datetime | None) -> CopyStanding:
    requests = tuple(sorted(copy.requests.all(), key=lambda one: (one.asked_at, one.pk)))
    state = standing(
        is_sent=copy.message.state == MessageState.SENT,
        is_opened=opened_at is not None,
        has_open_request=any(one.answered_at is None for one in requests),
        is_declined=hasattr(copy, "decline"),
        is_accepted=hasattr(copy, "acceptance"),
    )
    reminders = [one for one in copy.stages.all() if one.kind == "reminder"]
    return CopyStanding(copy, state, link, opened_at, requests, reminders[0] if reminders else None)
