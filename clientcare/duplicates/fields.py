"""What two records say, field by field, and what the one that stays will say."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from practice.models import Party
from practice.phrases import hhmm, long_date

# One of two is taken. What only one of the two says is taken without asking.
CHOSEN: Final = (
    "kind",
    "relationship",
    "title",
    "name",
    "salutation",
    "born_on",
    "postcode",
    "died_on",
    "practice_system_number",
    "legal_form",
    "company_number",
    "treated_as",
    "looked_after_by",
)


def _both(one: Any, other: Any) -> Any:
    return one and other


def _either(one: Any, other: Any) -> Any:
    return one or other


def _sentences(one: str, other: str) -> str:
    """Keep both rules; a number or hour that is safe by one and not by the other is for a person to put right."""
    if not one or not other or one == other:
        return one or other
    return f"{one.rstrip('.')}. {other}"


def _later(one: time | None, other: time | None) -> time | None:
    return max((at for at in (one, other) if at is not None), default=None)


def _earlier(one: time | None, other: time | None) -> time | None:
    return min((at for at in (one, other) if at is not None), default=None)


# Nobody chooses here: what protects somebody is kept, whichever record said it.
UNITED: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "safe_contact": _sentences,
    "voicemail_is_safe": _both,
    "email_is_safe": _both,
    "post_is_safe": _both,
    "may_name_firm": _both,
    "only_number": _either,  # two that are different refuse the merge
    "ring_from": _later,
    "ring_until": _earlier,
    "is_common_body": _both,
    "is_represented_elsewhere": _either,
    "lacks_capacity": _either,
}
# Neither is a thing said about the person.
NOT_COMPARED: Final = {"id", "merged_into"}
_LABELS: Final = {
    "kind": "Person or organisation",
    "relationship": "What they are to us",
    "name": "Name, as it stands on letters",
    "born_on": "Born",
    "died_on": "Died",
    "practice_system_number": "Number in the practice system",
    "treated_as": "Treated as a client: as whom",
    "looked_after_by": "Looked after by",
    "safe_contact": "How we may reach them safely",
    "voicemail_is_safe": "Voicemail is safe",
    "email_is_safe": "E-mail is safe",
    "post_is_safe": "Post is safe",
    "may_name_firm": "May hear who is calling",
    "only_number": "The only number to ring",
    "ring_from": "Ring from",
    "ring_until": "Ring until",
    "is_common_body": "Common body",
    "is_represented_elsewhere": "Represented elsewhere",
    "lacks_capacity": "Lacks capacity",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One field of both. ``is_open``: somebody has to choose; else ``outcome`` says what it becomes."""

    name: str
    label: str
    kept: str
    merged: str
    is_open: bool
    outcome: str

    @property
    def differs(self) -> bool:
        return self.kept != self.merged


def label_of(name: str) -> str:
    return _LABELS.get(name, name.replace("_", " ").capitalize())


def open_fields(kept: Party, merged: Party) -> list[str]:
    """Return the fields in which both say something and not the same."""
    return [
        name
        for name in CHOSEN
        if getattr(kept, name) and getattr(merged, name) and getattr(kept, name) != getattr(merged, name)
    ]


def outcome(kept: Party, merged: Party, *, from_merged: Sequence[str]) -> dict[str, Any]:
    """Return every field as it will be; ``from_merged``: the open fields in which the other record is right."""
    taken = {name: getattr(merged if name in from_merged or not getattr(kept, name) else kept, name) for name in CHOSEN}
    return taken | {name: unite(getattr(kept, name), getattr(merged, name)) for name, unite in UNITED.items()}


def rows(kept: Party, merged: Party) -> list[Row]:
    """Return the comparison: what has to be chosen first, then what differs, then the rest that is known."""
    will, asks = outcome(kept, merged, from_merged=()), set(open_fields(kept, merged))
    found = [
        Row(name, label_of(name), _say(kept, name), _say(merged, name), name in asks, _words(will[name], kept, name))
        for name in (*CHOSEN, *UNITED)
    ]
    known = [row for row in found if row.kept or row.merged]
    return sorted(known, key=lambda row: (not row.is_open, not row.differs))


def fingerprint(kept: Party, merged: Party) -> str:
    """Return what both records said when the page was drawn; another one later means that somebody changed them."""
    said = [[party.pk, *(str(getattr(party, name)) for name in (*CHOSEN, *UNITED))] for party in (kept, merged)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _say(party: Party, name: str) -> str:
    return _words(getattr(party, name), party, name)


def _words(value: Any, party: Party, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, time):
        return hhmm(value)
    choices = dict(Party._meta.get_field(name).flatchoices)  # type: ignore[union-attr]  # a field of its own table
    return str(choices.get(value, value))
