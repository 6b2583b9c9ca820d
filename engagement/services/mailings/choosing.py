"""Which clients a mailing is for, and what the record says of each: asked set-based, however many there are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from engagement.models import Letter, MailingRow
from engagement.rules import LetterStage
from engagement.rules.mailings import Known, RowState
from outbox.models import MessageState
from practice.models import ContactPoint, Matter, MatterParty, MatterRole, Party, Position, StatusKind
from practice.organisations import people_of, whose_attention
from practice.statuses import acting_for, may_be_reached
from wording.models import Template


@dataclass(frozen=True, slots=True)
class Selection:
    """
    Which open matters. What is empty asks nothing; all that is not must hold.

    ``letter``, ``terms``: the version, by its number, of letter or terms that the clients have from us. ``clause``:
    "complaints" or "complaints:3", of an issued letter or its terms.
    """

    departments: tuple[int, ...] = ()
    work_types: tuple[str, ...] = ()
    letter: int | None = None
    terms: int | None = None
    clause: str = ""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Selection":
        return cls(
            departments=tuple(kept.get("departments", ())),
            work_types=tuple(kept.get("work_types", ())),
            letter=kept.get("letter"),
            terms=kept.get("terms"),
            clause=kept.get("clause", ""),
        )

    def kept(self) -> dict[str, Any]:
        return {
            "departments": list(self.departments),
            "work_types": list(self.work_types),
            "letter": self.letter,
            "terms": self.terms,
            "clause": self.clause,
        }


def client_roles(selection: Selection) -> QuerySet[MatterParty]:
    """Return the clients of the matters chosen, each person's open-to-all matters first; whoever asks."""
    matters = Matter.objects.open().filter(reference__isnull=False)
    if selection.departments:
        matters = matters.filter(department__in=selection.departments)
    if selection.work_types:
        matters = matters.filter(work_type__in=selection.work_types)
    if selection.letter or selection.clause:
        matters = matters.filter(pk__in=_letters(selection).values("matter"))
    roles = MatterParty.objects.filter(matter__in=matters, role=MatterRole.CLIENT, party__merged_into=None)
    if selection.terms:
        roles = _who_have_terms(roles, selection.terms)
    return roles.select_related("party", "matter").order_by("party", "matter__is_restricted", "matter")


def _letters(selection: Selection) -> QuerySet[Letter]:
    letters = Letter.objects.filter(stage=LetterStage.ISSUED)
    if selection.letter:
        letters = letters.filter(copies__issued__template=selection.letter)
    if selection.clause:
        code, _, version = selection.clause.partition(":")
        wanted = [{"code": code, "version": int(version)} if version.isdecimal() else {"code": code}]
        letters = letters.filter(Q(copies__issued__clauses__contains=wanted) | Q(terms__clauses__contains=wanted))
    return letters


def _who_have_terms(roles: QuerySet[MatterParty], terms: int) -> QuerySet[MatterParty]:
    """Leave those who have these terms, with their letter or by an earlier mailing, and no later ones by a mailing."""
    chosen = Template.objects.get(pk=terms)
    brought = MailingRow.objects.filter(state=RowState.ISSUED).exclude(message__state=MessageState.WITHDRAWN)
    with_letter = Letter.objects.filter(stage=LetterStage.ISSUED, terms__template=terms)
    have = Q(matter__in=with_letter.values("matter")) | Q(
        party__in=brought.filter(terms__template=terms).values("party")
    )
    later = brought.filter(terms__template__code=chosen.code, terms__template__version__gt=chosen.version)
    return roles.filter(have).exclude(party__in=later.values("party"))


@dataclass(frozen=True, slots=True)
class Record:
    """What is on record of somebody on one day: how they may be written to, and whoever acts for them in words."""

    known: Known
    attention: Position | None
    acting: str


def records_of(parties: Collection[Party], *, restricted: Collection[int], on: date) -> Mapping[int, Record]:
    """Return what is on record of each, by their number; six queries at most, however many people."""
    points = ContactPoint.objects.filter(party__in=parties)
    mailboxes, addresses = _first(points.usable_emails(on)), _first(points.usable_posts(on))
    people = people_of(parties, on=on)
    gone = [party for party in parties if not may_be_reached(party)]
    acting = acting_for(gone, because=[StatusKind.DECEASED, StatusKind.LACKS_CAPACITY]) if gone else {}
    found = {}
    for party in parties:
        attention = whose_attention(people.get(party.pk, ()))
        who = " or ".join(
            f"{one.party.full_name}, {one.get_kind_display().lower()}" for one in acting.get(party.pk, ())
        )
        found[party.pk] = Record(
            known=Known(
                has_no_retainer=party.has_no_retainer,
                has_died=party.died_on is not None,
                lacks_capacity=party.lacks_capacity,
                is_represented=party.is_represented_elsewhere,
                is_body=party.kind == "organisation",
                has_person=attention is not None,
                mailbox=mailboxes.get(party.pk, "") if party.email_is_safe else "",
                address=addresses.get(party.pk, "") if party.post_is_safe else "",
                has_words=bool(party.safe_contact.strip()),
                is_restricted=party.pk in restricted,
            ),
            attention=attention,
            acting=f"Acting: {who}." if who else "",
        )
    return found


def _first(points: QuerySet[ContactPoint]) -> dict[int, str]:
    """Return the one to use of each person: the preferred, else the oldest."""
    found: dict[int, str] = {}
    for party, text in points.values_list("party", "text"):
        found.setdefault(party, text)
    return found
