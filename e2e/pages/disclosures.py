"""States of the consent to a conflict, and of the letter that tells a client of it."""

from e2e.pages.intake import consented_to, undecided_hit
from e2e.pages.state import State, of, person
from intake import services
from intake.models import ConflictHit, Disclosure
from intake.rules import Side, Told
from practice import clock

_FACTS = services.DisclosureFacts(
    capacity="our client",
    disclosed="We act for somebody else who wants to buy the same house. They know that we tell you this, and do not "
    "want to be named.\n\nBoth of you look for a house of that size in the same street.",
    risks="We cannot tell you what they offer, nor them what you offer. One of you gets it, the other does not.",
    safeguards="Two lawyers in two offices work on the two offers. Neither sees the papers of the other.",
    told=Told.AGREED,
    agreed_by="The other client herself",
    agreed_how="Her call with Helen Marsh, noted in folder 4",
)


def _hit() -> ConflictHit:
    return ConflictHit.objects.select_related("check_of__matter", "matter", "party").get(pk=consented_to())


def _prepared(side: Side) -> Disclosure:
    """Return a letter that nobody has sent."""
    hit, helen, now = _hit(), person("compliance"), clock.now()
    known = Disclosure.objects.filter(waiver__hit=hit, side=side).order_by("pk").first()
    if known is not None:
        return known
    party = dict(services.recipients_of(hit))[side]
    facts = services.DisclosureFacts(
        **{name: getattr(_FACTS, name) for name in _FACTS.__slots__} | {"agreed_on": now.date()}
    )
    return services.prepare_disclosure(hit_id=hit.pk, side=side, party_id=party.pk, facts=facts, by=helen, now=now)


def _sent() -> int:
    made = _prepared(Side.HERE)
    if made.issued_at is None:
        helen, now = person("compliance"), clock.now()
        composed = services.compose_disclosure(made, _hit(), by=helen, now=now)
        seen = services.stamp_of(made, _hit(), composed, now=now)
        letter = services.print_disclosure(made, _hit(), seen=seen, by=helen, now=now)
        services.issue_disclosure(disclosure_id=made.pk, letter=letter, by=helen, now=now)
    return made.pk


def _written_to() -> int:
    """Return a hit with a letter that went and one that did not."""
    _sent()
    _prepared(Side.THERE)
    return consented_to()


STATES = {
    "conflict_waiver": [
        State("letters written", "compliance", of("conflict_waiver", _written_to)),
        State("not decided yet", "compliance", of("conflict_waiver", lambda: undecided_hit().pk)),
        State("both have consented", "compliance", of("conflict_waiver", consented_to)),
        State("nothing typed", "compliance", of("conflict_waiver", consented_to), "Record the consent", 422),
    ],
    "conflict_letter_write": [
        State("an empty letter", "compliance", of("conflict_letter_write", consented_to)),
        State("nothing typed", "compliance", of("conflict_letter_write", consented_to), "Read the letter", 422),
        State("where no consent helps", "compliance", of("conflict_letter_write", lambda: undecided_hit().pk)),
    ],
    "conflict_letter": [
        State("to be read", "compliance", of("conflict_letter", lambda: _prepared(Side.THERE).pk)),
        State("sent", "compliance", of("conflict_letter", _sent)),
        State("no answer typed", "compliance", of("conflict_letter", _sent), "Record the answer", 422),
    ],
}
