"""What came after the search of a check cannot be let through by it."""

from intake import corpus
from intake.models import ConflictCheck
from practice.errors import WorldMoved
from practice.models import Gate
from practice.names import normalise


class NamesNotSearched(WorldMoved):
    """A party joined the matter after the search: what was not searched cannot be cleared."""

    code = "names_not_searched"


def refuse_unsearched(check: ConflictCheck) -> None:
    """:raises NamesNotSearched: if a name or anything else that calls for a search is newer than this one"""
    searched = {normalise(text) for term in check.terms for text in (term["name"], *term["others"])}
    missing = [term.name for term in corpus.terms_of(check.matter) if not set(term.spellings) <= searched]
    if missing:
        raise NamesNotSearched(f"{missing[0]} joined the matter after this search. Run it again, then decide.")
    gate = Gate.objects.calling_for_a_check().filter(matter=check.matter).first()
    if gate is not None:
        raise NamesNotSearched(f"{gate.because} after this search. Run it again, then decide.")
