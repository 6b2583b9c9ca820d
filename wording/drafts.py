"""
Drafts of letters that a change of wording touches, wherever a feature keeps them.

Wording knows no feature (decisions B1): each says at its start how its drafts are found.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from practice.models import Matter, User


@dataclass(frozen=True)
class InTheMaking:
    """A letter that nobody has issued yet. `page` is the URL name of where it is written, given the matter's number."""

    matter: Matter
    owner: User
    template_code: str
    page: str


Finder = Callable[[Collection[str]], Sequence[InTheMaking]]
_finders: dict[str, Finder] = {}


def register(feature: str, finder: Finder) -> None:
    """Say how a feature's drafts of these templates are found."""
    _finders[feature] = finder


def in_the_making(template_codes: Collection[str]) -> list[InTheMaking]:
    """Return every draft of these templates, whoever may see it: what is shown is the reader's to decide."""
    return [draft for _, finder in sorted(_finders.items()) for draft in finder(template_codes)]
