"""Walking from a party to those two steps away, with the words that say how (domain 4.3)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from practice.models import MatterParty, PartyKind, Relation, RelationKind

STEPS: Final = 2
_WALLED: Final = "somebody behind a wall"


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
    Return everybody within these steps of each party, the nearer first and each once; two queries a step.

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
    relations = list(Relation.objects.current().of(parties).select_related("party", "other").order_by("pk"))
    walled = behind_walls({end for relation in relations for end in (relation.party_id, relation.other_id)})
    for relation in relations:
        kind = RelationKind(relation.kind).label.lower()
        one, other = (_WALLED if end.pk in walled else end.name for end in (relation.party, relation.other))
        pronoun = "who" if relation.party.kind == PartyKind.INDIVIDUAL else "which"
        to_other = _Step(relation.other_id, f"{pronoun} is {kind} of {other}", "", relation.other_id in walled)
        to_party = _Step(relation.party_id, "", f"{kind} is {one}", relation.party_id in walled)
        ways[relation.party_id].append(to_other)
        ways[relation.other_id].append(to_party)
    return ways


def behind_walls(parties: Collection[int]) -> set[int]:
    """Return those known only through restricted matters: words about others do not name them."""
    roles = set(MatterParty.objects.filter(party__in=parties).values_list("party", "matter__is_restricted"))
    return {party for party, is_restricted in roles if is_restricted and (party, False) not in roles}


def _joined(before: str, step: _Step) -> str:
    if step.forward:
        return f"{before}, {step.forward}" if before else step.forward.partition(" is ")[2]
    return f"{before}, whose {step.backward}" if before else f"whose {step.backward}"
