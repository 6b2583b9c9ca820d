"""Finding who is calling, and what the desk may know about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from callbacks.models import Callback, Promise
from practice import phrases
from practice.inputs import row_number
from practice.models import Matter, MatterParty, MatterRole, MatterStage, Party, Position, User
from practice.names import normalise, normalise_phone
from practice.naming import by_kind, said
from practice.permissions import Role
from practice.reach import number_to_ring
from practice.sharing import MayBeTold, told_to
from practice.statuses import may_be_reached

SHOWN = 8
_ENOUGH_LETTERS = 3
_STAGES = {MatterStage.OPEN: 0, MatterStage.PROSPECTIVE: 1}


@dataclass(frozen=True, slots=True)
class Caller:
    """A party as the desk sees it: never a matter that the reader may not see."""

    party: Party
    roles: Sequence[MatterParty]
    open_calls: Sequence[Callback]
    told: Sequence[MayBeTold] = ()
    found_by: str = ""  # the name that was typed, where it is not the legal one

    def matter_of(self, pk: str | None) -> Matter | None:
        """Return the matter of this number, if they have a part in it or may be told something of it."""
        matters = [*(role.matter for role in self.roles), *(one.matter for one in self.told)]
        return next((matter for matter in matters if str(matter.pk) == pk), None)

    def told_on(self, matter: Matter | None) -> MayBeTold | None:
        return next((one for one in self.told if one.matter == matter), None)

    def role_on(self, matter: Matter | None) -> MatterParty | None:
        return next((role for role in self.roles if matter is not None and role.matter_id == matter.pk), None)

    @property
    def first_role(self) -> MatterParty | None:
        return self.roles[0] if self.roles else None

    @property
    def first_matter(self) -> Matter | None:
        if self.roles:
            return self.roles[0].matter
        return self.told[0].matter if self.told else None

    @property
    def told_apart_by(self) -> str:
        """Say birth year and postcode area: two of one name must not be mixed up."""
        born = f"born {self.party.born_on.year}" if self.party.born_on else ""
        return ", ".join(filter(None, [born, self.party.postcode.split(" ")[0]]))

    @property
    def birthday(self) -> str:
        born: date | None = self.party.born_on
        return phrases.long_date(born).split(" ", 1)[1].rsplit(" ", 1)[0] if born else ""

    @property
    def open_call(self) -> Callback | None:
        return self.open_calls[0] if self.open_calls else None


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a search gives.

    ``pass_to``: people to whom a caller is passed on by name and number alone, without a word why (decisions 32).
    """

    callers: Sequence[Caller]
    pass_to: Sequence[User]
    shows_all: bool = True

    @property
    def only_one(self) -> Caller | None:
        return self.callers[0] if len(self.callers) == 1 and not self.pass_to else None


def find(text: str, user: User) -> Found:
    """Search names (letters) or numbers (three figures and more); who waits for our call comes first."""
    text = text.strip()
    if not text:
        return Found((), ())
    matching = Party.objects.matching(text).order_by().values_list("pk", flat=True)
    is_enough = max(len(normalise(text).replace(" ", "")), len(normalise_phone(text))) >= _ENOUGH_LETTERS
    # Who fits is few among many: asked first, the walls are asked of those few.
    of = list(matching) if is_enough else matching
    waiting = Callback.objects.visible_to(user).to_return().filter(caller=OuterRef("pk"))
    visible = Party.objects.visible_to(user).filter(pk__in=of).order_by(Exists(waiting).desc(), "name", "pk")
    found = list(visible.values_list("pk", flat=True)[: None if is_enough else SHOWN + 1])
    known = {party.pk: party for party in _known(Party.objects.filter(pk__in=found[:SHOWN]), user)}
    callers = [replace(_caller(known[pk]), found_by=_found_by(known[pk], text)) for pk in found[:SHOWN]]
    hidden = set(of).difference(found) if is_enough else set[int]()
    return Found(callers, _pass_to(hidden, user), shows_all=len(found) <= SHOWN)


def _found_by(party: Party, text: str) -> str:
    """Say by which name the words typed have found somebody; "" by the legal one, or by no single name."""
    words = normalise(text).split()
    for name in by_kind(party.names.all()):
        if words and not name.mistaken_because and all(word in name.normalised for word in words):
            return "" if name.is_legal else said(name)
    return ""


def known(party_id: int, user: User, *, on: date) -> Caller | None:
    """Return one caller with what they may be told that day, or None if the reader may not know them."""
    party = _known(Party.objects.visible_to(user).standing_for(party_id), user).first()
    return replace(_caller(party), told=told_to(party, user, on=on)) if party else None


def on_the_line(party_id: int, matter: str, user: User, *, on: date) -> tuple[Party, Matter | None] | None:
    """Return a caller and the matter of that number as `known` does, without what only the page shows."""
    parties = Party.objects.visible_to(user).standing_for(party_id).select_related("only_number")
    party = parties.first()
    if party is None or not matter.isdecimal():
        return (party, None) if party else None
    theirs = Matter.objects.visible_to(user).filter(pk=row_number(matter), parties__party=party)
    found = theirs.select_related("department__office").first()
    told = [] if found else told_to(party, user, on=on)
    return party, found or next((one.matter for one in told if str(one.matter.pk) == matter), None)


def same_named(caller: Caller, user: User) -> list[Caller]:
    """Return others of the same name, so that nobody is taken for somebody else."""
    name = normalise(caller.party.name)
    others = (
        Party.objects.visible_to(user)
        .filter(names__normalised=name, names__mistaken_because="")
        .exclude(pk=caller.party.pk)
    )
    return [Caller(party, (), ()) for party in others.distinct().order_by("pk")[:3]]


def phone_of(party: Party, *, on: date) -> str:
    """Return the only number that may be rung, or the one to ring first; "" for who may not be rung at all."""
    if not may_be_reached(party):
        return ""
    if only := number_to_ring(party):
        return only
    point = party.contacts.phones(on).first()
    return phrases.phone_groups(point.text) if point else ""


def with_people(positions: Sequence[Position], user: User) -> list[tuple[Position, list[str]]]:
    """Return each place in a body with the names of those who have its live matters, of those the reader may see."""
    if not positions:
        return []
    parts = MatterParty.objects.filter(
        party__in=[one.organisation_id for one in positions],
        role=MatterRole.CLIENT,
        matter__in=Matter.objects.visible_to(user).filter(stage__in=_STAGES),
    ).select_related("matter__fee_earner")
    names: dict[int, dict[str, None]] = {}
    for part in parts.order_by("-matter__pk"):
        names.setdefault(part.party_id, {})[part.matter.fee_earner.name] = None
    return [(one, list(names.get(one.organisation_id, {}))) for one in positions]


def _known(parties: QuerySet[Party], user: User) -> QuerySet[Party]:
    roles = (
        MatterParty.objects.filter(matter__in=Matter.objects.visible_to(user))
        .select_related(
            "matter__fee_earner__department__office",
            "matter__fee_earner__substitute__department__office",
            "matter__assistant__department__office",
            "matter__supervisor__department__office",
            "matter__care_plan__deputy__department__office",
            "matter__status_by",
        )
        .order_by("-matter__pk", "pk")
    )
    calls = (
        Callback.objects.visible_to(user)
        .to_return()
        .select_related("adviser", "matter")
        .prefetch_related(Prefetch("promises", Promise.objects.current(), to_attr="current"))
        .order_by("-taken_at", "-pk")
    )
    return parties.select_related("only_number", "caller_flag").prefetch_related(
        Prefetch("roles", roles, to_attr="seen_roles"),
        Prefetch("callbacks", calls, to_attr="open_calls"),
        "needs",
        "names",
    )


def _caller(party: Party) -> Caller:
    roles = sorted(party.seen_roles, key=lambda role: _STAGES.get(MatterStage(role.matter.stage), 2))  # type: ignore[attr-defined]
    return Caller(party, roles, party.open_calls)  # type: ignore[attr-defined]


def _pass_to(hidden: Collection[int], user: User) -> list[User]:
    """
    Return who looks after these callers, by number, known only through matters that the reader may not see.

    Behind a barrier that keeps the reader out only reception hears a name to pass them to, and not if it names them
    outside: to anybody else the answer would tell that this person is a client (decisions 25, 32).
    """
    if not hidden:
        return []
    matters = Matter.objects.filter(parties__party__in=hidden).exclude(
        pk__in=Matter.objects.visible_to(user).values("pk")
    )
    answers = user.has_role(Role.RECEPTIONIST)
    kept = Matter.objects.outside_of(user) if answers else Matter.objects.walled_from(user)
    matters = matters.exclude(pk__in=kept.values("pk"))
    return list(User.objects.working().filter(matters__in=matters).distinct().by_name())
