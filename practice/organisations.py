"""Who may instruct for a body and who gets its letters, as pages and letters ask it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal

from practice.models import Party, PartyKind, Position, User
from practice.relations import behind_walls
from practice.statuses import may_be_reached


def people_of(parties: Iterable[Party], *, on: date, user: User | None = None) -> Mapping[int, list[Position]]:
    """
    Return who stands for each body on that day, those higher up first; two queries at most, none without a body.

    Of those that ``user`` may see; for what others will read, without one, nobody who is known only through
    restricted matters.
    """
    bodies = [party.pk for party in parties if party.kind == PartyKind.ORGANISATION]
    found: dict[int, list[Position]] = defaultdict(list)
    if not bodies:
        return found
    rows = Position.objects.in_force(on).filter(organisation__in=bodies)
    rows = rows.visible_to(user) if user is not None else rows
    positions = list(rows.select_related("person", "organisation").senior_first())
    walled = behind_walls({one.person_id for one in positions}) if user is None and positions else set()
    for one in positions:
        if one.person_id not in walled:
            found[one.organisation_id].append(one)
    return found


def positions_of(person: Party, user: User, *, on: date) -> list[Position]:
    """Return for which bodies somebody stands on that day, of those that the user may see."""
    if person.kind != PartyKind.INDIVIDUAL:
        return []
    return list(
        Position.objects.in_force(on)
        .visible_to(user)
        .filter(person=person)
        .select_related("organisation")
        .order_by("pk")
    )


def who_may_instruct(positions: Iterable[Position], *, amount: Decimal | None = None) -> list[Position]:
    """Return those who may instruct and may be asked; ``amount``: for work of that price, None: whatever it costs."""
    return [
        one
        for one in positions
        if one.may_instruct
        and may_be_reached(one.person)
        and (amount is None or one.limit is None or one.limit >= amount)
    ]


def whose_attention(positions: Collection[Position]) -> Position | None:
    """Return for whose attention a letter to the body goes: somebody who gets its letters, one who instructs first."""
    getting = [one for one in positions if one.receives_letters and may_be_reached(one.person)]
    return next(iter(sorted(getting, key=lambda one: not one.may_instruct)), None)


def in_words(positions: Iterable[Position]) -> str:
    """Say who may instruct: "Ann Lee, up to £10,000; Bo Ray"; "" for nobody."""
    return "; ".join(", ".join(filter(None, [one.person.name, one.limits])) for one in who_may_instruct(positions))
