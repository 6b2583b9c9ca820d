"""The places of a template in their order: moved, put in and taken out, what would be wrong, and what changed. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from wording import contents, liquid, rules
from wording.library import Examples, Library, TemplateText, names_of
from wording.redline import IN, OUT, SAME, Change, Piece, redline
from wording.rules import ClauseText, Level, Place, Problem, Slot

PLACES = (Place.OPENING, Place.KEY, Place.SECTION, Place.CLOSING, Place.ACCEPTANCE)
_ONE_EACH = (Place.OPENING, Place.KEY, Place.CLOSING, Place.ACCEPTANCE)  # one group each, whatever stands there
Slots = tuple[Slot, ...]


@dataclass(frozen=True)
class Group:
    """What is read together: a section with its heading, or one of the other places of a letter."""

    place: str
    heading: str
    slots: Slots

    @property
    def is_section(self) -> bool:
        return self.place == Place.SECTION

    @property
    def title(self) -> str:
        return self.heading if self.is_section else str(Place(self.place).label)


def grouped(slots: Sequence[Slot]) -> list[Group]:
    """Return the places as one reads them: opening, key facts, section by section, closing, acceptance page."""
    ordered = sorted(slots, key=lambda slot: PLACES.index(Place(slot.place)))
    found = []
    for (place, heading), some in groupby(ordered, key=_group_of):
        found.append(Group(place, heading, tuple(some)))
    return found


def _group_of(slot: Slot) -> tuple[str, str]:
    return slot.place, "" if slot.place in _ONE_EACH else slot.heading


def _flat(groups: Sequence[Group]) -> Slots:
    return tuple(slot for group in groups for slot in group.slots)


# --- One step at a time: what a page without JavaScript can ask for


def move(slots: Slots, code: str, step: int) -> Slots:
    """Move a clause one place up (-1) or down (1); beyond the end of its section it goes into the next one."""
    groups = grouped(slots)
    at = next((number for number, group in enumerate(groups) if any(one.clause == code for one in group.slots)), None)
    if at is None:
        return slots
    group = groups[at]
    inside = [one.clause for one in group.slots].index(code)
    if 0 <= inside + step < len(group.slots):
        some = list(group.slots)
        some[inside], some[inside + step] = some[inside + step], some[inside]
        groups[at] = replace(group, slots=tuple(some))
        return _flat(groups)
    if not 0 <= at + step < len(groups):
        return slots
    return put(_without(slots, code), group.slots[inside], groups[at + step], last=step < 0)


def move_section(slots: Slots, heading: str, step: int) -> Slots:
    """Move a whole section before (-1) or behind (1) its neighbour."""
    groups = grouped(slots)
    at = next((number for number, one in enumerate(groups) if one.is_section and one.heading == heading), None)
    if at is None or not 0 <= at + step < len(groups) or not groups[at + step].is_section:
        return slots
    groups[at], groups[at + step] = groups[at + step], groups[at]
    return _flat(groups)


def put(slots: Slots, slot: Slot, group: Group, *, last: bool = True) -> Slots:
    """Put a clause into a group, as its last or its first; a key fact keeps or gets a label of its own."""
    label = slot.heading if Place(group.place) in _ONE_EACH else group.heading
    placed = replace(slot, place=group.place, heading=label, joins=slot.joins and group.is_section)
    found = []
    for one in grouped(slots):
        if _group_of(one.slots[0]) == (group.place, group.heading):
            found.append(replace(one, slots=(*one.slots, placed) if last else (placed, *one.slots)))
        else:
            found.append(one)
    if all(placed not in one.slots for one in found):
        found.append(Group(group.place, group.heading, (placed,)))
    return tuple(sorted(_flat(found), key=lambda one: PLACES.index(Place(one.place))))


def _without(slots: Slots, code: str) -> Slots:
    return tuple(one for one in slots if one.clause != code)


def take_out(slots: Slots, code: str) -> Slots:
    return _without(slots, code)


# --- What would be wrong


def problems(after: TemplateText, before: TemplateText, library: Library, examples: Examples) -> list[Problem]:
    """Say what keeps another order of a template from being published; `library` is of the day on which it begins."""
    if after.slots == before.slots and after == replace(before, slots=after.slots):
        return [Problem("unchanged", "This is the order in force: nothing would change.")]
    return [
        *_out_of_it(after, before, library),
        *_headings(after),
        *_wordless(after, library),
        *_unknown(after, library, examples),
    ]


def _out_of_it(after: TemplateText, before: TemplateText, library: Library) -> Iterator[Problem]:
    """Name what may not be taken out: what is mandatory, what the template must have, what clients have to be told."""
    there = library.of(after)
    gone = [slot.clause for slot in before.slots if slot.clause not in there]
    for code in dict.fromkeys([*gone, *(one for one in after.must_have if one not in there)]):
        clause = library.clauses.get(code)
        if code in after.must_have or (clause and clause.level == Level.MANDATORY):
            title = clause.title if clause else code
            yield Problem("mandatory_out", f"“{title}” is mandatory where it applies: it cannot be taken out.", code)
    if after.kind != contents.CARE_LETTER:
        return
    for rule in contents.rules():
        if contents.said(rule, before, library).clause and not contents.said(rule, after, library).clause:
            yield Problem("not_told", f"Nothing would tell the client: {rule.what[0].lower()}{rule.what[1:]}.")


def _headings(after: TemplateText) -> Iterator[Problem]:
    groups = grouped(after.slots)
    if not groups:
        yield Problem("empty", "The template has no clause.")
    seen = [one.heading for one in groups if one.is_section]
    for heading in sorted({one for one in seen if seen.count(one) > 1}):
        yield Problem("heading_twice", f"Two sections are called “{heading}”. Join them, or name one of them anew.")
    for group in groups:
        labels = [one.heading for one in group.slots if group.place == Place.KEY] or [group.heading]
        if (group.is_section or group.place == Place.KEY) and not all(one.strip() for one in labels):
            yield Problem("no_heading", f"Something in {group.title or 'a section'} has no heading.")


def _wordless(after: TemplateText, library: Library) -> Iterator[Problem]:
    codes = [slot.clause for slot in after.slots]
    for code in sorted({one for one in codes if codes.count(one) > 1}):
        yield Problem("twice", f"“{_title(code, library)}” stands in it twice.", clause=code)
    for code in codes:
        if code not in library.clauses:
            yield Problem("wordless", f"“{code}” has no words in force on that day.", clause=code)


def _unknown(after: TemplateText, library: Library, examples: Examples) -> Iterator[Problem]:
    """Name each clause that asks for what such a letter does not know."""
    allowed = names_of(after, examples)
    known = {"always"}.union(*(triggers for _, triggers in examples[after.kind]))
    for slot in after.slots:
        clause = library.clauses.get(slot.clause)
        if clause is None:
            continue
        used = liquid.analyse(clause.body) | liquid.analyse(clause.required_text)
        for field in sorted(used - allowed):
            group, _, name = field.partition(".")
            what = f"the number of “{_title(name, library)}”" if group == "sections" else f"“{field}”"
            yield Problem("unknown_field", f"“{clause.title}” uses {what}, which this letter would not have.")
        for fact in sorted(rules.check_trigger(clause.trigger) - known):
            yield Problem("unknown_fact", f"“{clause.title}” asks for “{fact}”, which this letter does not know.")


def _title(code: str, library: Library) -> str:
    return library.clauses[code].title if code in library.clauses else code


# --- What changed


def compare(before: Sequence[Slot], after: Sequence[Slot], titles: Mapping[str, str]) -> list[Change]:
    """Return each group of the list before and after, the order of the sections first."""
    old, new = grouped(before), grouped(after)
    found = [_lines("Sections", [one.title for one in old], [one.title for one in new])]
    for title in dict.fromkeys([*(one.title for one in new), *(one.title for one in old)]):
        found.append(_lines(title, _told(old, title, titles), _told(new, title, titles)))
    return found


_FRAME = {
    "title": "What we call it", "heading": "Heading", "subheading": "Line below the heading", "file_name": "File name",
    "companions": "Goes with", "must_have": "Must have",
}  # fmt: skip


def compare_frame(before: TemplateText, after: TemplateText) -> list[Change]:
    """Return what else changed: only a newer template of the product changes it."""
    told = ((label, _words(getattr(before, name)), _words(getattr(after, name))) for name, label in _FRAME.items())
    return [Change(label, redline(old, new)) for label, old, new in told if old != new]


def _words(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _told(groups: Sequence[Group], title: str, titles: Mapping[str, str]) -> list[str]:
    return [_line(slot, titles) for group in groups if group.title == title for slot in group.slots]


def _line(slot: Slot, titles: Mapping[str, str]) -> str:
    label = f"{slot.heading}: " if slot.place in (Place.KEY, Place.ACCEPTANCE) and slot.heading else ""
    return f"{label}{titles.get(slot.clause, slot.clause)}{' (runs on)' if slot.joins else ''}"


def _lines(label: str, old: Sequence[str], new: Sequence[str]) -> Change:
    """Compare two lists line by line: nobody reads half a line that moved."""
    pieces = []
    for step, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        out, came = old[old_from:old_to], new[new_from:new_to]
        parts = [(SAME, out)] if step == "equal" else [(OUT, out), (IN, came)]
        pieces += [Piece(kind, f"{line}\n") for kind, lines in parts for line in lines]
    return Change(label, tuple(pieces))


def may_go_in(library: Library, template: TemplateText, slots: Collection[Slot]) -> list[ClauseText]:
    """Return the clauses that could be put in: written for such letters, or standing in another of them."""
    there = {slot.clause for slot in slots}
    kin = {slot.clause for one in library.templates.values() if one.kind == template.kind for slot in one.slots}
    found = [
        one
        for one in library.clauses.values()
        if one.code not in there and (one.made_for == template.kind or one.code in kin)
    ]
    return sorted(found, key=lambda one: (one.made_for == "", one.title))
