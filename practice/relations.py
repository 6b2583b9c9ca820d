"""Walking from a party to those two steps away, with the words that say how (domain 4.3)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from practice.models import MatterParty, Party, PartyKind, Position, Relation, RelationKind

STEPS: Final = 2
_WALLED: Final = "somebody behind a wall"
_INSTRUCTS: Final = "authorised contact"  # what somebody who may instruct for a body is called on the way to it


@dataclass(frozen=True, slots=True)
class Relative:
    """
    Somebody near a party: ``words`` say what the party is to them, as in `director of Alder Ltd`.

    ``is_walled``: known only through restricted matters, and so not named in the words.
    """

    party_id: int
    words: str
    is_walled: bool


@dataclass(frozen=True, slots=True)
class _Step:
    """One relation, from the end that it is walked from: said forwards or backwards, the other is empty."""

    to: int
    forward: str
    backward: str
    is_walled: bool


def relatives_of(parties: Collection[int], *, steps: int = STEPS) -> dict[int, list[Relative]]:
    """
    Return everybody within these steps of each party, the nearer first and each once; three queries a step.

    `director of Alder Ltd, whose parent company is Beech plc` leads from Ann Lee to Beech plc.
    """
    found: dict[int, dict[int, Relative]] = {party: {} for party in parties}
    edge = {party: {party: ""} for party in found}  # of each: whom the last step reached, and in what words
    for _ in range(steps):
        ways = _ways({reached for ends in edge.values() for reached in ends})
        for start, ends in edge.items():
            further: dict[int, Relative] = {}
            for reached, words in ends.items():
                for step in ways[reached]:
                    if step.to != start and step.to not in found[start]:
                        further.setdefault(step.to, Relative(step.to, _joined(words, step), step.is_walled))
            found[start] |= further
            edge[start] = {relative.party_id: relative.words for relative in further.values()}
    return {start: list(near.values()) for start, near in found.items()}


def ids_near(parties: Collection[int], *, steps: int = STEPS) -> set[int]:
    """Return the numbers of everybody within these steps of any of the parties, without the parties."""
    near = relatives_of(parties, steps=steps)
    return {relative.party_id for found in near.values() for relative in found} - set(parties)


def in_words(name: str, relative: Relative) -> str:
    """Return the whole sentence: `Ann Lee is director of Alder Ltd, whose parent company is Beech plc`."""
    return f"{name}, {relative.words}" if relative.words.startswith("whose ") else f"{name} is {relative.words}"


def _ways(parties: set[int]) -> dict[int, list[_Step]]:
    """Return from each party where its relations lead."""
    ways: dict[int, list[_Step]] = defaultdict(list)
    known = _known(parties)
    walled = behind_walls({end.pk for one, _, other in known for end in (one, other)})
    for party, kind, end in known:
        one, other = (_WALLED if side.pk in walled else side.name for side in (party, end))
        pronoun = "who" if party.kind == PartyKind.INDIVIDUAL else "which"
        ways[party.pk].append(_Step(end.pk, f"{pronoun} is {kind} of {other}", "", end.pk in walled))
        ways[end.pk].append(_Step(party.pk, "", f"{kind} is {one}", party.pk in walled))
    return ways


def _known(parties: set[int]) -> list[tuple[Party, str, Party]]:
    """Return who is what to whom: the relations, then whoever may instruct for a body."""
    relations = Relation.objects.current().of(parties).select_related("party", "other").order_by("pk")
    known = [(one.party, RelationKind(one.kind).label.lower(), one.other) for one in relations]
    instructing = Position.objects.standing().of(parties).filter(may_instruct=True)
    rows = instructing.select_related("person", "organisation").order_by("pk")
    return known + [(one.person, _INSTRUCTS, one.organisation) for one in rows]


def behind_walls(parties: Collection[int]) -> set[int]:
    """Return those known only through restricted matters: words about others do not name them."""
    roles = set(MatterParty.objects.filter(party__in=parties).values_list("party", "matter__is_restricted"))
    return {party for party, is_restricted in roles if is_restricted and (party, False) not in roles}


def _joined(before: str, step: _Step) -> str:
    if step.forward:
        return f"{before}, {step.forward}" if before else step.forward.partition(" is ")[2]
    return f"{before}, whose {step.backward}" if before else f"whose {step.backward}"
