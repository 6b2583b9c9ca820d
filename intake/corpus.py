"""
Everything a conflict check searches: every stored name, across all walls (domain 4.3).

Nothing here looks at who asks. What comes out goes to compliance's face of the check only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import models

from intake import nearness
from intake.models import ConflictHit, Enquiry, EnquiryName, OwnInterest
from intake.nearness import Near
from intake.rules import Level, Match, Policy, Source, assess
from practice.matching.keys import VERSION
from practice.matching.likeness import SAME_NUMBER, Traits, traits_of
from practice.models import Matter, MatterParty, MatterRole, MatterStage, Party, PartyName, Relationship, User
from practice.names import normalise
from practice.relations import Relative, in_words, relatives_of

_CLIENTS = {Relationship.CLIENT, Relationship.FORMER}
_SIDES = {MatterRole.CLIENT, MatterRole.OPPONENT}
_LIVE = {MatterStage.OPEN, MatterStage.PROSPECTIVE}


@dataclass(frozen=True, slots=True)
class Term:
    """
    One person, body or property to search: the name, its part in the matter, and every spelling given or stored.

    ``role``: a MatterRole, or PROPERTY. Of somebody two steps from a party of the matter, ``of`` is that party's name,
    ``via`` how they are related, and ``itself`` the record found so, whatever names it goes by. ``number``: company's.
    """

    name: str
    role: str
    others: tuple[str, ...] = ()
    born_on: date | None = None
    of: str = ""
    via: str = ""
    itself: Near | None = None
    number: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way the name is compared, once each."""
        return tuple(dict.fromkeys(found for text in (self.name, *self.others) if (found := normalise(text))))

    def traits(self, spelling: str) -> Traits:
        return traits_of(name=spelling, born=self.born_on.strftime("%Y%m%d") if self.born_on else "")

    def as_json(self) -> dict[str, Any]:
        number = [f"company number {self.number}"] if self.number else []
        return {"name": self.name, "role": self.role, "others": [*self.others, *number]}


def terms_of(matter: Matter) -> list[Term]:
    """Return every party of the matter with all the names it goes or went by; clients first."""
    return [_term(row.party, row.role) for row in _rows(matter)]


def related_terms(matter: Matter) -> list[Term]:
    """
    Return officers and owners, group and household of the matter's parties, two steps out; not its parties again.

    Of a common body only where it is client or opponent: a bank's directors have no part in a purchase. Of somebody
    behind a wall no name is searched: what is near to it would tell it. Their matters are found, masked.
    """
    everyone = _rows(matter)
    rows = [row for row in everyone if not row.party.is_common_body or row.role in _SIDES]
    near = relatives_of({row.party_id for row in rows})
    ids = {one.party_id for found in near.values() for one in found} - {row.party_id for row in everyone}
    people = Party.objects.prefetch_related("names").in_bulk(ids)
    return [
        _related(people[one.party_id], one, row) for row in rows for one in near[row.party_id] if one.party_id in people
    ]


def _related(party: Party, relative: Relative, row: MatterParty) -> Term:
    term = _term(party, row.role)
    if relative.is_walled:
        term = replace(term, name="", others=(), number="")
    itself = Near("party", party.pk, party.name, 1.0, 1.0, "")
    return replace(term, of=row.party.name, via=in_words(row.party.name, relative), itself=itself)


def _rows(matter: Matter) -> list[MatterParty]:
    rows = matter.parties.select_related("party").prefetch_related("party__names").order_by("pk")
    return sorted(rows, key=lambda row: row.role != MatterRole.CLIENT)


def _term(party: Party, role: str) -> Term:
    others = tuple(name.text for name in party.names.all() if name.text != party.name)
    return Term(party.name, MatterRole(role), others, party.born_on, number=party.company_number)


def search(terms: Sequence[Term], *, matter: Matter, policy: Policy) -> list[ConflictHit]:
    """
    Return unsaved hits for these terms, those of relatives among them, best first a thing found.

    The matter's own parties are no hits of it; what is as grave by name as by relation is found by name.
    """
    asked = {(spelling, term.born_on): term.traits(spelling) for term in terms for spelling in term.spellings}
    near = nearness.near(asked, listing_line=policy.listing_line)
    numbers = nearness.near_numbers({term.number for term in terms if term.number})
    of_terms = [(term, [*_near(term, near), *numbers.get(term.number, ())]) for term in terms]
    stored = _Stored.of([found for _, group in of_terms for found in group], own=matter)
    best: dict[tuple[object, ...], ConflictHit] = {}
    for term, group in of_terms:
        for found in sorted(group, key=lambda found: (-found.score, found.why != SAME_NUMBER, -found.weakest)):
            for match, links in stored.matches(term, found):
                hit = _hit(term, found, match, links, policy)
                if not _is_worth_a_line(hit, term, found):
                    continue
                if (other := best.setdefault(_key(hit), hit)).level > hit.level:
                    best[_key(other)] = hit
    return _folded(best.values())


def _is_worth_a_line(hit: ConflictHit, term: Term, found: Near) -> bool:
    """Say if a hit is listed: who is only near in spelling to a relative, and on no other side, is not."""
    return not term.via or found is term.itself or Level(hit.level).is_above_line


def _folded(hits: Iterable[ConflictHit]) -> list[ConflictHit]:
    """Fold the matters of one party into the gravest hit on it, low ones apart: one person is one decision."""
    folded: dict[tuple[object, ...], ConflictHit] = {}
    for hit in sorted(hits, key=lambda hit: hit.level):
        person = (hit.term, hit.here, hit.party_id, Level(hit.level).is_above_line)
        if hit.is_masked or hit.party_id is None or hit.matter is None:
            folded[_key(hit)] = hit
        elif (first := folded.setdefault(person, hit)) is not hit:
            first.also.append(f"{hit.matter}, {hit.get_there_display().lower()}")
    return list(folded.values())


def _near(term: Term, near: Mapping[nearness.Spelling, list[Near]]) -> Iterable[Near]:
    """Give the relative itself, then what stands near each name."""
    if term.itself is not None:
        yield term.itself
    for spelling in term.spellings:
        yield from near[spelling, term.born_on]


@dataclass(frozen=True, slots=True)
class _Stored:
    """What stands behind the names found: parties with their parts in other matters, and names of enquiries."""

    parties: dict[int, Party]
    roles: dict[int, list[MatterParty]]
    names: dict[int, EnquiryName]
    own: frozenset[int]

    @classmethod
    def of(cls, everything: Iterable[Near], *, own: Matter) -> "_Stored":
        ids: dict[str, set[int]] = {}
        for found in everything:
            ids.setdefault(found.source, set()).add(found.pk)
        roles: dict[int, list[MatterParty]] = {}
        rows = MatterParty.objects.filter(party__in=ids.get("party", ())).select_related("party", "matter")
        for row in rows.order_by("pk"):
            roles.setdefault(row.party_id, []).append(row)
        return cls(
            parties=Party.objects.in_bulk(ids.get("party", ())),
            roles={pk: [row for row in group if row.matter_id != own.pk] for pk, group in roles.items()},
            names=EnquiryName.objects.in_bulk(ids.get("enquiry", ())),
            own=frozenset(pk for pk, group in roles.items() if any(row.matter_id == own.pk for row in group)),
        )

    def matches(self, term: Term, found: Near) -> Iterable[tuple[Match, dict[str, Any]]]:
        """Give each thing the name leads to, with what a hit on it points at."""
        base = Match(
            score=found.score,
            weakest=found.weakest,
            is_another=found.is_another,
            source=Source.PARTY,
            here=term.role,
            is_related=bool(term.via),
        )
        if found.source == "staff":
            yield replace(base, source=Source.STAFF), {"staff_id": found.pk}
        elif found.source == "interest":
            yield replace(base, source=Source.INTEREST), {"interest_id": found.pk}
        elif found.source == "enquiry":
            name = self.names[found.pk]
            yield replace(base, source=Source.ENQUIRY, there=name.role), {"enquiry_id": name.enquiry_id}
        else:
            rows = self.roles.get(found.pk, [])
            for row in rows:
                yield _on_matter(base, row), {"party_id": row.party_id, "matter": row.matter}
            party = self.parties[found.pk]
            is_known = _is_client_elsewhere(party, rows)
            if term.via:  # of a relative who is only on record there is nothing to say, or nothing to be said
                is_known = is_known and not (rows and all(row.matter.is_restricted for row in rows))
            else:
                is_known = is_known or not rows
            if found.pk not in self.own and is_known:
                yield _on_record(base, party), {"party_id": found.pk}


def _is_client_elsewhere(party: Party, rows: Iterable[MatterParty]) -> bool:
    """Say if it is known as a client although no matter here has it as one: of the practice system, or before."""
    return party.relationship in _CLIENTS and all(row.role != MatterRole.CLIENT for row in rows)


def _on_record(match: Match, party: Party) -> Match:
    """A party beside its matters here: its relationship says if it was a client before this house was used."""
    return replace(
        match,
        there=MatterRole.CLIENT if party.relationship in _CLIENTS else "",
        is_live=party.relationship == Relationship.CLIENT,
        is_common_body=party.is_common_body,
    )


def _on_matter(match: Match, row: MatterParty) -> Match:
    """A party of another matter; one that was declined counts as the enquiry it was."""
    return replace(
        match,
        source=Source.ENQUIRY if row.matter.stage == MatterStage.DECLINED else Source.MATTER,
        there=row.role,
        is_live=row.matter.stage in _LIVE,
        is_common_body=row.party.is_common_body,
        is_restricted=row.matter.is_restricted,
    )


def _hit(term: Term, found: Near, match: Match, links: dict[str, Any], policy: Policy) -> ConflictHit:
    """Build one hit. A body met every day is one hit, however many matters it is met in."""
    assessment = assess(match, policy=policy)
    if assessment.level == Level.COMMON:
        match, links = replace(match, there="", is_restricted=False), {"party_id": links["party_id"]}
    return ConflictHit(
        term=term.of or term.name,
        via=term.via[:400],
        here=term.role,
        found=found.text,
        score=found.score,
        likeness=found.why[:200],
        source=match.source,
        there=match.there,
        level=assessment.level,
        why=assessment.why,
        is_masked=match.is_restricted,
        **links,
    )


def _key(hit: ConflictHit) -> tuple[object, ...]:
    return (
        hit.term,
        hit.here,
        hit.source,
        hit.there,
        hit.party_id,
        hit.matter_id,
        hit.enquiry_id,
        hit.staff_id,
        hit.interest_id,
    )


def coverage(terms: Sequence[Term], *, policy: Policy, related: Sequence[Term] = ()) -> dict[str, Any]:
    """Say how much was searched: the statement that stands on every check (decisions 26)."""
    oldest = Matter.objects.aggregate(on=models.Min("instructed_on"))["on"]
    stages = dict(Matter.objects.order_by().values_list("stage").annotate(models.Count("pk")))
    return {
        "names": len(terms),
        "related": len({term.itself.pk for term in related if term.itself}),
        "spellings": sum(len(term.spellings) for term in terms),
        "parties": Party.objects.filter(merged_into=None).count(),
        "stored_names": PartyName.objects.count(),
        "open_matters": sum(stages.get(stage, 0) for stage in _LIVE),
        "closed_matters": stages.get(MatterStage.CLOSED, 0),
        "declined": stages.get(MatterStage.DECLINED, 0),
        "enquiries": Enquiry.objects.filter(matter=None).exclude(outcome__in=nearness.NOT_REAL).count(),
        "staff": User.objects.count(),
        "interests": OwnInterest.objects.filter(ended_on=None).count(),
        "since": oldest.isoformat() if oldest else "",
        "engine": VERSION,
        "listing_line": policy.listing_line,
        "review_line": policy.review_line,
        "word_line": policy.word_line,
    }
