"""Who may ring instead of somebody: their team, as the matter and they themselves name it (domain D09)."""

from callbacks.policies import office_of
from practice.care import deputy_of
from practice.models import Matter, User


def helpers_for(owner: User, matter: Matter | None) -> list[tuple[User, str]]:
    """Return who may ring instead, in the order they are offered: of the owner's office, and not behind a barrier."""
    named = [
        (matter.assistant if matter else None, "Assistant on the matter"),
        (owner.substitute, "Deputy"),
        (matter.supervisor if matter else None, "Supervisor"),
    ]
    if matter is not None:
        named[:0] = [(matter.fee_earner, "Their solicitor"), (deputy_of(matter), "Deputy on the matter")]
    found: dict[int, tuple[User, str]] = {}
    for person, why in named:
        if person is not None and person != owner and person.is_active and office_of(person) == office_of(owner):
            found.setdefault(person.pk, (person, why))
    if matter is not None and matter.is_restricted:
        walled = Matter.objects.filter(pk=matter.pk)
        return [(one, why) for one, why in found.values() if not walled.walled_from(one).exists()]
    return list(found.values())
