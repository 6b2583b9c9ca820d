"""The two papers that a client answers by link, a client care letter and a cost update: names, keys and addresses."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from engagement.models import (
    AcceptanceStage,
    ClientRequest,
    CostDecline,
    CostRequest,
    CostStage,
    CostUpdateCopy,
    Decline,
    LetterCopy,
)
from outbox.models import SecureLink

AnyCopy = LetterCopy | CostUpdateCopy
AnyRequest = ClientRequest | CostRequest
AnyStage = AcceptanceStage | CostStage


@dataclass(frozen=True, slots=True)
class Paper:
    """How one kind of paper is spoken of. ``event``: how its events and the keys of its tasks begin."""

    event: str
    name: str
    page: str  # where staff find its copies
    field: str  # of the copy, to the paper
    decline: type[Decline] | type[CostDecline]
    request: type[ClientRequest] | type[CostRequest]


_LETTER = Paper("letter", "client care letter", "engagement:letter", "letter", Decline, ClientRequest)
_UPDATE = Paper("cost_update", "cost update", "engagement:costs", "update_of", CostDecline, CostRequest)
OF: dict[type[AnyCopy], Paper] = {LetterCopy: _LETTER, CostUpdateCopy: _UPDATE}
_BY_LABEL = {kind._meta.label_lower: kind for kind in OF}


def kind_of(copy: AnyCopy) -> Paper:
    return OF[type(copy)]


def key_of(copy: AnyCopy) -> str:
    """Return how the keys of tasks and messages about a paper begin."""
    return f"{kind_of(copy).event}:{copy.paper.pk}:"


def waiting_key(copy: AnyCopy) -> str:
    """Return how the keys of tasks begin that are over when this client has answered."""
    return f"{key_of(copy)}waiting:{copy.pk}:"


def reminder_key(stage: AnyStage) -> str:
    return f"{key_of(stage.copy)}reminder:{stage.copy.party_id}:{stage.occurrence}"


def page_of(copy: AnyCopy) -> str:
    return reverse(kind_of(copy).page, args=[copy.paper.matter_id])


def copies(of: type[AnyCopy]) -> QuerySet[LetterCopy] | QuerySet[CostUpdateCopy]:
    """Return copies with what their pages, codes, certificates and messages read."""
    to = OF[of].field
    paths = ["party__only_number", "party__merged_into__only_number", "message", "issued__document", "issued__snapshot"]
    paths += [f"{to}__{name}" for name in ("matter__department__office", "matter__fee_earner", "issued_by")]
    paths += [f"{to}__{name}" for name in ("prepared_by", "prepared_for")]
    if of is LetterCopy:
        return LetterCopy.objects.select_related(*paths, "letter__terms__document", "own_terms__document")
    return CostUpdateCopy.objects.select_related(*paths)


def copy_of(link: SecureLink) -> AnyCopy:
    """Return the copy that a link leads to, with what its pages read."""
    return copies(_BY_LABEL[link.subject_type]).get(pk=link.subject_id)
