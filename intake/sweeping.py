"""New names, and the open matters that each comes near: what the sweep has to tell somebody (domain 4.3)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from intake import nearness
from intake.models import ConflictHit, EnquiryName, NameSource, OwnInterest, SweptName
from intake.rules import Match, Policy, Source, assess
from practice.matching.likeness import Traits, traits_of
from practice.models import MatterParty, MatterRole, MatterStage, PartyName, Relationship

_CLIENTS = {Relationship.CLIENT, Relationship.FORMER, Relationship.PROSPECTIVE}
_SIDES = {MatterRole.CLIENT, MatterRole.OPPONENT}
_SOURCES = {NameSource.PARTY: Source.PARTY, NameSource.ENQUIRY: Source.ENQUIRY, NameSource.INTEREST: Source.INTEREST}


@dataclass(frozen=True, slots=True)
class NewName:
    """
    A name nobody has swept yet: which row it is, and what it is the name of.

    ``thing``: the party, enquiry or interest; ``parts``: what it is in matters, enquiries or on record; ``staff``:
    whose own interest it is.
    """

    source: NameSource
    row: int
    thing: int
    text: str
    parts: frozenset[str]
    born_on: date | None = None
    staff: int | None = None

    @property
    def spelling(self) -> nearness.Spelling:
        return self.text, self.born_on

    def traits(self) -> Traits:
        return traits_of(name=self.text, born=self.born_on.strftime("%Y%m%d") if self.born_on else "")


@dataclass(frozen=True, slots=True)
class Pair:
    """A new name near a party of an open matter, by the part that makes it grave."""

    name: NewName
    near: MatterParty
    why: str

    @property
    def key(self) -> str:
        return f"near:{self.name.source}:{self.name.thing}:{self.near.matter_id}"


def new_names(most: int) -> list[NewName]:
    """Return names that came since they were last looked for, interests and enquiries before the many of parties."""
    found: list[NewName] = []
    for read in (_interests, _enquiries, _parties):
        found += read(most - len(found))
    return found


def _swept(source: NameSource) -> Exists:
    return Exists(SweptName.objects.filter(source=source, row=OuterRef("pk")))


def _interests(most: int) -> list[NewName]:
    rows = OwnInterest.objects.filter(ended_on=None).exclude(_swept(NameSource.INTEREST)).order_by("pk")
    return [
        NewName(NameSource.INTEREST, row.pk, row.pk, row.name, frozenset(), staff=row.staff_id) for row in rows[:most]
    ]


def _enquiries(most: int) -> list[NewName]:
    """Those of an enquiry that became a matter are its parties, and were searched with its check."""
    rows = EnquiryName.objects.filter(enquiry__matter=None).exclude(enquiry__outcome__in=nearness.NOT_REAL)
    rows = rows.exclude(_swept(NameSource.ENQUIRY)).order_by("pk")
    return [NewName(NameSource.ENQUIRY, row.pk, row.enquiry_id, row.text, frozenset([row.role])) for row in rows[:most]]


def _parties(most: int) -> list[NewName]:
    rows = PartyName.objects.exclude(_swept(NameSource.PARTY)).select_related("party").order_by("pk")[:most]
    roles: dict[int, set[str]] = defaultdict(set)
    for party_id, role in MatterParty.objects.filter(party__in=[row.party_id for row in rows]).values_list(
        "party_id", "role"
    ):
        roles[party_id].add(role)
    for row in rows:
        if row.party.relationship in _CLIENTS:
            roles[row.party_id].add(MatterRole.CLIENT)
    return [
        NewName(NameSource.PARTY, row.pk, row.party_id, row.text, frozenset(roles[row.party_id]), row.party.born_on)
        for row in rows
    ]


def pairs_of(names: Sequence[NewName], *, policy: Policy) -> list[Pair]:
    """Return each name with each open matter it comes near, once a pair; what a check has met is left out."""
    near = nearness.near_parties({name.spelling: name.traits() for name in names}, listing_line=policy.review_line)
    found = {one.pk for group in near.values() for one in group}
    rows: dict[int, list[MatterParty]] = defaultdict(list)
    live = MatterParty.objects.filter(party__in=found, matter__stage__in=[MatterStage.OPEN, MatterStage.PROSPECTIVE])
    for row in live.select_related("party", "matter__department__office", "matter__fee_earner").order_by("pk"):
        rows[row.party_id].append(row)
    pairs: dict[str, Pair] = {}
    for name in names:
        for one in near[name.spelling]:
            for row in rows[one.pk]:
                if why := _why(name, one, row, policy):
                    pair = Pair(name, row, why)
                    pairs.setdefault(pair.key, pair)
    return _not_met(pairs.values())


def _why(name: NewName, near: nearness.Near, row: MatterParty, policy: Policy) -> str:
    """Say why the pair is to be looked at; empty if it is not, or if it is the party itself."""
    if name.source == NameSource.PARTY and name.thing == row.party_id:
        return ""
    if row.party.is_common_body and row.role not in _SIDES:
        return ""
    for here in sorted(name.parts) or [""]:
        match = Match(
            score=near.score,
            weakest=near.weakest,
            is_another=near.is_another,
            source=Source.MATTER if name.source == NameSource.PARTY else _SOURCES[name.source],
            here=here,
            there=row.role,
            is_live=True,
            is_restricted=row.matter.is_restricted,
        )
        found = assess(match, policy=policy)
        if found.level.is_above_line:
            return found.why
    return ""


def _not_met(pairs: Iterable[Pair]) -> list[Pair]:
    """Leave out pairs that a check has shown to compliance, from whichever side it was asked."""
    pairs = list(pairs)
    parties = {pair.name.thing for pair in pairs if pair.name.source == NameSource.PARTY}
    hits = ConflictHit.objects.filter(check_of__matter__in={pair.near.matter_id for pair in pairs})
    met = {
        (source, matter, thing)
        for matter, *things in hits.values_list("check_of__matter", "party", "enquiry", "interest")
        for source, thing in zip((NameSource.PARTY, NameSource.ENQUIRY, NameSource.INTEREST), things, strict=True)
    }
    asked = ConflictHit.objects.filter(
        check_of__matter__parties__party__in=parties, party__in={pair.near.party_id for pair in pairs}
    )
    met_from_there = set(asked.values_list("check_of__matter__parties__party", "party"))
    return [
        pair
        for pair in pairs
        if (pair.name.source, pair.near.matter_id, pair.name.thing) not in met
        and not (pair.name.source == NameSource.PARTY and (pair.name.thing, pair.near.party_id) in met_from_there)
    ]
