"""Where the copies of a letter stand, read from their rows in two queries however many there are (product 1.4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engagement.models import LetterCopy, Request
from engagement.papers import AnyCopy, AnyStage
from engagement.rules.acceptance import Standing, standing, waits_for
from outbox.models import ClientSession, MessageState, SecureLink

_TONES = {
    Standing.NOT_SENT: "calm",
    Standing.NOT_THEIR_TURN: "calm",
    Standing.SENT: "wait",
    Standing.OPENED: "wait",
    Standing.ASKED: "soon",
    Standing.DECLINED: "late",
    Standing.ACCEPTED: "kept",
}


@dataclass(frozen=True)
class CopyStanding:
    """One client's copy: where it stands, its link, and what will be said by itself."""

    copy: AnyCopy
    state: Standing
    link: SecureLink | None
    opened_at: datetime | None
    requests: tuple[Request, ...]
    reminder: AnyStage | None
    after: LetterCopy | None  # who has to accept before it is their turn

    @property
    def tone(self) -> str:
        return _TONES[self.state]

    @property
    def words(self) -> str:
        return str(self.state.label)

    @property
    def waits(self) -> bool:
        return self.state not in (Standing.ACCEPTED, Standing.DECLINED)


def standings(copies: Sequence[AnyCopy]) -> dict[int, CopyStanding]:
    """
    Return where each copy stands, by its number. All are of client care letters, or all of cost updates.

    Fetch with message and letter; prefetch acceptance, decline, requests and stages where there are many. Whose turn
    it is can be told only where all the copies of a letter are among them.
    """
    if not copies:
        return {}
    links = _links(copies)
    opened: dict[str, datetime] = {}
    for subject, at in ClientSession.objects.filter(link__in=links.values()).values_list("subject_id", "opened_at"):
        opened[subject] = min(at, opened.get(subject, at))
    after = _whom_they_wait_for([copy for copy in copies if isinstance(copy, LetterCopy)])
    return {
        copy.pk: _one(copy, links.get(str(copy.pk)), opened.get(str(copy.pk)), after.get(copy.pk)) for copy in copies
    }


def _links(copies: Sequence[AnyCopy]) -> dict[str, SecureLink]:
    numbers = [str(copy.pk) for copy in copies]
    found = SecureLink.objects.filter(subject_type=copies[0]._meta.label_lower, subject_id__in=numbers)
    return {link.subject_id: link for link in found}


def _whom_they_wait_for(copies: Iterable[LetterCopy]) -> dict[int, LetterCopy]:
    by_client = {(copy.letter_id, copy.party_id): copy for copy in copies}
    found = {}
    for copy in by_client.values():
        accepted = [
            party
            for (letter, party), one in by_client.items()
            if letter == copy.letter_id and hasattr(one, "acceptance")
        ]
        first = waits_for(copy.party_id, copy.letter.sign_order, accepted)
        if first is not None and (copy.letter_id, first) in by_client:
            found[copy.pk] = by_client[copy.letter_id, first]
    return found


def _one(copy: AnyCopy, link: SecureLink | None, opened_at: datetime | None, after: LetterCopy | None) -> CopyStanding:
    requests = tuple(sorted(copy.requests.all(), key=lambda one: (one.asked_at, one.pk)))
    state = standing(
        is_sent=copy.message.state == MessageState.SENT,
        is_opened=opened_at is not None,
        has_open_request=any(one.answered_at is None for one in requests),
        is_declined=hasattr(copy, "decline"),
        is_accepted=hasattr(copy, "acceptance"),
        is_their_turn=after is None or link is not None,
    )
    reminders: list[AnyStage] = [one for one in copy.stages.all() if one.kind == "reminder"]
    return CopyStanding(copy, state, link, opened_at, requests, reminders[0] if reminders else None, after)
