"""
Every page of the site with the states it is looked at in (decisions B29).

A new URL name stands either in the STATES of its room, with who opens it and where, or in NO_PAGE, with why there is
nothing to see.
"""

from e2e.pages import (
    acceptance,
    accounts,
    bodies,
    callbacks,
    care,
    clients,
    closing,
    complaints,
    costs,
    desk,
    disclosures,
    enquire,
    identity,
    imports,
    intake,
    letters,
    lists,
    mailings,
    matters,
    outbox,
    register,
    wording,
)
from e2e.pages.nothing import NO_PAGE
from e2e.pages.state import State

ROOMS = {
    "accounts": accounts.STATES,
    "desk": desk.STATES,
    "callbacks": callbacks.STATES,
    "matters": matters.STATES,
    "care": care.STATES,
    "clients": clients.STATES,
    "bodies": bodies.STATES,
    "register": register.STATES,
    "intake": intake.STATES | disclosures.STATES,
    "identity": identity.STATES,
    "enquire": enquire.STATES,
    "imports": imports.STATES,
    "lists": lists.STATES,
    "letters": letters.STATES,
    "costs": costs.STATES,
    "closing": closing.STATES,
    "wording": wording.STATES,
    "acceptance": acceptance.STATES,
    "mailings": mailings.STATES,
    "complaints": complaints.STATES,
    "outbox": outbox.STATES,
}
NAMES = [name for states in ROOMS.values() for name in states] + NO_PAGE

__all__ = ["NAMES", "NO_PAGE", "ROOMS", "State"]
