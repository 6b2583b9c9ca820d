"""Who does a deed: a member of staff, a client by a secure link, or the system (decisions B11)."""

from dataclasses import dataclass

from practice.models import ActorKind, User


@dataclass(frozen=True, slots=True)
class System:
    """The house itself: a sweep or a worker."""

    name: str = "ClientCare"


@dataclass(frozen=True, slots=True)
class ClientLink:
    """A party who came by a secure link."""

    party_id: int
    name: str


Actor = User | ClientLink | System
SYSTEM = System()


def kind_of(actor: Actor) -> ActorKind:
    if isinstance(actor, User):
        return ActorKind.STAFF
    return ActorKind.CLIENT_LINK if isinstance(actor, ClientLink) else ActorKind.SYSTEM


def id_of(actor: Actor) -> int | None:
    if isinstance(actor, User):
        return actor.pk
    return actor.party_id if isinstance(actor, ClientLink) else None
