"""
What hangs on a party, table by table: what a merge moves, and what stays, with the reason.

A test walks Django's model registry: a new table with a relation to Party stands in one of the two, or it fails.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from practice.models import Matter, Party, User


@dataclass(frozen=True, slots=True)
class Move:
    """
    A relation whose rows go over to the party that is kept.

    ``one``, ``more``: what the preview calls them; "" for what nobody but its own readers may count. ``same``: the
    columns by which two rows say the same. ``matter``: the way from a row to its matter, "" if there is none. ``end``:
    the column of another party, which cannot be the same one. ``is_single``: a party has one such row at most.
    """

    one: str = ""
    more: str = ""
    same: tuple[str, ...] = ()
    matter: str = ""
    end: str = ""
    is_single: bool = False


MOVES: Mapping[str, Move] = {
    "practice.PartyName.party": Move("name", "names", same=("normalised",)),
    "practice.ContactPoint.party": Move("way to reach them", "ways to reach them", same=("kind", "normalised")),
    "practice.MatterParty.party": Move(
        "part in a matter", "parts in matters", same=("matter_id", "role"), matter="matter"
    ),
    "practice.Relation.party": Move(
        "relation to somebody", "relations to others", same=("kind", "other_id", "ended_at"), end="other_id"
    ),
    "practice.Relation.other": Move(
        "relation from somebody", "relations from others", same=("kind", "party_id", "ended_at"), end="party_id"
    ),
    "practice.PartyStatus.party": Move("status", "statuses", same=("kind", "ended_at")),
    "practice.Need.party": Move("adjustment", "adjustments", same=("adjustment", "language", "ended_at")),
    "practice.Circumstance.party": Move(),
    "practice.Position.organisation": Move(
        "person who stands for it", "people who stand for it", same=("person_id", "ended_at"), end="person_id"
    ),
    "practice.Position.person": Move(
        "place in a body", "places in bodies", same=("organisation_id", "ended_at"), end="organisation_id"
    ),
    "practice.RoleNote.party": Move("note on our role", "notes on our role"),
    "practice.DifficultConversation.party": Move(matter="matter"),
    "practice.Grievance.party": Move(matter="matter"),
    "practice.Party.merged_into": Move("record merged before", "records merged before"),
    "intake.Enquiry.party": Move("enquiry", "enquiries", matter="matter"),
    "intake.CddCheck.party": Move("identity check", "identity checks", same=("matter_id",), matter="matter"),
    "intake.CddOwner.party": Move(
        "owner of a client", "owners of clients", same=("check_of_id", "ended_at"), matter="check_of__matter"
    ),
    "intake.SuspicionNote.party": Move(matter="matter"),
    "callbacks.Callback.caller": Move("call", "calls", matter="matter"),
    "callbacks.Visit.party": Move("appointment", "appointments", matter="matter"),
    "callbacks.CallerFlag.party": Move("note for the desk", "notes for the desk", is_single=True),
    "callbacks.HardCall.caller": Move(),
    "callbacks.PutThrough.caller": Move("call put through", "calls put through", matter="matter"),
    "practice.ConsentToShare.party": Move("consent to share", "consents to share", matter="matter"),
    "practice.ConsentToShare.told": Move("consent to be told", "consents to be told", matter="matter"),
    "complaints.Complaint.party": Move("complaint or concern", "complaints or concerns", matter="matter"),
    "practice.ClientQuery.party": Move("question", "questions", matter="matter"),
    "practice.CheckIn.party": Move("weekly call", "weekly calls", matter="matter"),
    "outbox.Message.party": Move("letter or message", "letters or messages", matter="matter"),
    "outbox.SecureLink.party": Move(matter="matter"),
}


@dataclass(frozen=True, slots=True)
class Stay:
    """A relation whose rows keep the record they were written for. ``matter``: as above."""

    because: str
    matter: str = ""


STAYS: Mapping[str, Stay] = {
    "engagement.LetterCopy.party": Stay("a copy that was issued never changes", matter="letter__matter"),
    "engagement.CostUpdateCopy.party": Stay("a copy that was issued never changes", matter="update_of__matter"),
    "outbox.ClientSession.party": Stay("who came in by a link is evidence and never changes", matter="link__matter"),
    "engagement.MailingRow.party": Stay(
        "what went to many clients stays as it went; what waits follows the merge when it is made", matter="matter"
    ),
    "wording.IssuedLetter.party": Stay("a letter that was issued never changes", matter="matter"),
    "intake.Disclosure.party": Stay("whom a letter about a conflict was written to stays as it was written"),
    "intake.ConflictHit.party": Stay("the report of a check says for good whom it found"),
    "intake.ImportRow.party": Stay(
        "what a list brought stays as it came; its undo sees what was done since", matter="matter"
    ),
    "intake.ImportHit.party": Stay("whom a list was found near stays as it was found"),
    "practice.FileNote.party": Stay("a note never changes; it is read for all that were merged", matter="matter"),
    "engagement.Instruction.client": Stay(
        "an instruction never changes; it is read for all that were merged", matter="matter"
    ),
    "practice.PurposeConsent.party": Stay("a yes or no never changes; it is read for all that were merged"),
    "intake.ListHit.party": Stay("the same"),
    "practice.PartyPair.first": Stay("what was decided of two records is read for all that were merged into them"),
    "practice.PartyPair.second": Stay("the same"),
    "practice.PartyMerge.kept": Stay("the merge itself"),
    "practice.PartyMerge.merged": Stay("the merge itself"),
}


def relations_to_party() -> dict[str, Any]:
    """Return every foreign key to Party there is, by "app.Model.field"."""
    return {
        f"{model._meta.label}.{field.name}": field
        for model in apps.get_models(include_auto_created=True)
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.related_model is Party
    }


def rows_of(relation: str, party: Party) -> QuerySet[Any]:
    """Return every row that hangs on a party by this relation, whoever asks: for the deed, not for a page."""
    model, field = _of(relation)
    return model._base_manager.filter(**{field: party}).order_by("pk")


def rows_shown(relation: str, party: Party, user: User) -> QuerySet[Any]:
    """Return those that this person may see; by their own rule, else by their matter's, else those of the party."""
    model, field = _of(relation)
    visible: Callable[[User], QuerySet[Any]] | None = getattr(model._default_manager, "visible_to", None)
    if model is Party:
        return rows_of(relation, party)
    if visible is not None:
        return visible(user).filter(**{field: party}).order_by("pk")
    rows = rows_of(relation, party)
    if matter := MOVES[relation].matter:
        rows = rows.filter(**{f"{matter}__in": Matter.objects.visible_to(user).values("pk")})
    return rows


def matters_of(party: Party) -> set[int]:
    """Return every matter on which something hangs on this party, moved by a merge or not."""
    ways = [(name, rule.matter) for table in (MOVES, STAYS) for name, rule in table.items() if rule.matter]
    return {pk for name, way in ways for pk in rows_of(name, party).values_list(way, flat=True) if pk is not None}


def counted(party: Party, user: User) -> Sequence[tuple[int, str]]:
    """Say what would move, as far as this person may know of it: (3, "calls")."""
    found = []
    for relation, move in MOVES.items():
        if move.one and (number := rows_shown(relation, party, user).count()):
            found.append((number, move.one if number == 1 else move.more))
    return found


def _of(relation: str) -> tuple[type[models.Model], str]:
    label, _, field = relation.rpartition(".")
    return apps.get_model(label), field
