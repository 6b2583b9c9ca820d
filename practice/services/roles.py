"""Treating somebody as a client without acting for them, and what we told them of our role (domain 4.7, A09)."""

from datetime import date, datetime

from django.db import transaction

from practice import journal, receipts
from practice.conduct import towards_treated
from practice.errors import Refusal
from practice.models import (
    DifficultConversation,
    GateKind,
    Matter,
    MatterRole,
    MatterStage,
    Party,
    Relationship,
    RoleNote,
    TreatedAs,
    User,
)
from practice.office import local_date, main_office
from practice.receipts import FormKey
from practice.services.reach import lock_party

#: From these somebody may become one who is treated as a client, and go back to the last of them.
MAY_BECOME = (Relationship.PSEUDO_CLIENT, Relationship.PROSPECTIVE, Relationship.THIRD_PARTY)


class IsAClient(Refusal):
    """They are or were a client, which conflict checks have to know for good."""

    code = "is_a_client"


class NotTreatedAsOne(Refusal):
    """Our role is explained to those whom we treat as clients."""

    code = "not_treated_as_one"


class NotExplainedYet(Refusal):
    """Nobody can have said anything on a day that is still to come."""

    code = "not_explained_yet"


@transaction.atomic(durable=True)
def treat_as(*, party_id: int, kind: TreatedAs | None, by: User, now: datetime) -> Party:
    """
    Treat somebody as a client who has no retainer; None: as a third party again. The same again changes nothing.

    :raises IsAClient: if they are or were one, or have a client care letter
    """
    party = lock_party(party_id)
    if party.relationship not in MAY_BECOME or _has_letter(party, now):
        raise IsAClient("They are or were our client, and that stays on record. On a matter their part there counts.")
    becomes = Relationship.THIRD_PARTY if kind is None else Relationship.PSEUDO_CLIENT
    if (party.relationship, party.treated_as) == (becomes, kind or ""):
        return party
    party.relationship, party.treated_as = becomes, kind or ""
    party.save(update_fields=["relationship", "treated_as"])
    journal.record(
        subject=party,
        event="party.treated_as",
        by=by,
        at=now,
        party=party,
        treated=kind.label.lower() if kind else "a third party",
    )
    return party


@transaction.atomic(durable=True)
def explain_role(
    *,
    party_id: int,
    words: str,
    explained_on: date,
    explained_by: User,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> RoleNote:
    """
    Keep what we explained about our role, when, and who did.

    :raises NotTreatedAsOne: if they are not treated as a client
    :raises NotExplainedYet: if the day is still to come
    """
    party = lock_party(party_id)
    if (before := receipts.earlier(form_key, RoleNote)) is not None:
        return before
    if not party.has_no_retainer:
        raise NotTreatedAsOne("Say first as whom they are treated.")
    if explained_on > local_date(main_office(), now):
        raise NotExplainedYet("It cannot have been explained on a day that is still to come.")
    made = RoleNote.objects.create(
        party=party, words=words, explained_on=explained_on, explained_by=explained_by, recorded_at=now, recorded_by=by
    )
    journal.record(subject=made, event="role.explained", by=by, at=now, party=party, explained_by=explained_by.name)
    receipts.keep(form_key, made, at=now)
    return made


class NoNoteForThem(Refusal):
    """A note of a difficult conversation is kept of those to whom we explain our role before a hearing."""

    code = "no_note_for_them"


@transaction.atomic(durable=True)
def note_conversation(
    *,
    party_id: int,
    matter: Matter | None,
    held_on: date,
    held_by: User,
    told: str,
    next_steps: str,
    by: User,
    now: datetime,
    taken: str = "",
    support: str = "",
    promised: str = "",
    form_key: FormKey | None = None,
) -> DifficultConversation:
    """
    Keep what had to be said, how it was taken and what follows. The journal says that there is a note, and no word.

    :raises NoNoteForThem: if they are treated as nobody of whom such a note is kept
    :raises NotExplainedYet: if the day is still to come
    """
    party = lock_party(party_id)
    if (before := receipts.earlier(form_key, DifficultConversation)) is not None:
        return before
    if not party.has_no_retainer or not towards_treated(party.treated_as).hard_news:
        raise NoNoteForThem("Such a note is kept of police, victims and witnesses. Say first as whom they are treated.")
    if held_on > local_date(main_office(), now):
        raise NotExplainedYet("It cannot have been held on a day that is still to come.")
    made = DifficultConversation.objects.create(
        party=party,
        matter=matter,
        held_on=held_on,
        held_by=held_by,
        told=told,
        taken=taken,
        support=support,
        promised=promised,
        next_steps=next_steps,
        written_at=now,
        written_by=by,
    )
    journal.record(subject=made, event="conversation.noted", by=by, at=now)
    receipts.keep(form_key, made, at=now)
    return made


def _has_letter(party: Party, now: datetime) -> bool:
    theirs = Matter.objects.filter(
        parties__party=party,
        parties__role=MatterRole.CLIENT,
        stage__in=[MatterStage.OPEN, MatterStage.PROSPECTIVE],
    )
    return any(matter.may(GateKind.LETTER, now) for matter in theirs)
