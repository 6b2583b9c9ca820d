"""A check as compliance reads it: one line a name, the hits gravest first, the low ones folded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q

from intake import mentions
from intake.models import PARTS, ConflictCheck, ConflictHit, Face
from intake.rules import HitDecision, Level
from practice.models import Matter, MatterParty, Party, User

_MASKED = "Restricted"
_PARTS = dict(PARTS)
_TONES = {Level.GRAVE: "late", Level.RESTRICTED: "lock", Level.CLOSE: "soon"}
_DECIDED_TONES = {HitDecision.CONFLICT: "late", HitDecision.POSSIBLE_CONFLICT: "soon"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One searched name and what came of it."""

    name: str
    here: str
    others: Sequence[str]
    tone: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Reading:
    lead: str
    verdicts: Sequence[Verdict]
    open_hits: Sequence[ConflictHit]
    decided_hits: Sequence[ConflictHit]
    low_hits: Sequence[ConflictHit]
    common_hits: Sequence[ConflictHit]

    @property
    def is_clear_at_once(self) -> bool:
        """Nothing above the line, decided or not: one click clears it."""
        return not self.open_hits and not self.decided_hits

    @property
    def low_are_open(self) -> bool:
        return any(not hit.decision for hit in (*self.low_hits, *self.common_hits))


def tone_of(hit: ConflictHit) -> str:
    return _TONES.get(Level(hit.level), "calm")


def read(check: ConflictCheck, *, reader: User) -> Reading:
    """Sort the hits of a check. What a barrier raised since keeps from the reader is masked like a restricted hit."""
    hits = list(
        check.hits.gravest_first().select_related(
            "party", "matter__fee_earner", "enquiry", "staff", "interest__staff", "answer_by", "decided_by"
        )
    )
    _mask(hits, reader)
    above = [hit for hit in hits if Level(hit.level).is_above_line]
    open_hits = [hit for hit in above if not hit.decision]
    return Reading(
        lead=_lead(above, open_hits),
        verdicts=[_verdict(term, [hit for hit in hits if hit.term == term["name"]]) for term in check.terms],
        open_hits=open_hits,
        decided_hits=[hit for hit in above if hit.decision],
        low_hits=[hit for hit in hits if hit.level == Level.LOW],
        common_hits=[hit for hit in hits if hit.level == Level.COMMON and not hit.is_masked],
    )


def places_of(hit: ConflictHit, *, reader: User) -> list[tuple[int | None, int | None]]:
    """Return the matters, then the people, in whose notes the name of a hit stands, for this reader; closest first."""
    _mask([hit], reader)
    if hit.is_masked:
        return []
    more = [*((pk, None) for pk in hit.more_matters), *((None, pk) for pk in hit.more_people)]
    return [(hit.matter_id, None if hit.matter_id else hit.party_id), *more]


def face_for(check: ConflictCheck, *, reader: User) -> Face:
    """
    Say which copy of the report this person reads.

    Compliance's own goes to whom the page shows the hits, unless it names what a barrier keeps from them since.
    """
    if not check.shows_hits_to(reader):
        return Face.ASKER
    named = list(check.hits.filter(is_masked=False))
    before = [(list(hit.also), hit.stands_for) for hit in named]
    _mask(named, reader)
    kept_back = any(
        hit.is_masked or (hit.also, hit.stands_for) != all_of for hit, all_of in zip(named, before, strict=True)
    )
    return Face.ASKER if kept_back else Face.COMPLIANCE


def _mask(hits: Sequence[ConflictHit], reader: User) -> None:
    """Mask in memory what points behind a wall, and drop its matters from the further ones of a hit."""
    walled = Matter.objects.walled_from(reader)
    parties = {pk for hit in hits for pk in (hit.party_id, *hit.more_people) if pk}
    of_parties = MatterParty.objects.filter(party__in=parties)
    matters = {pk for hit in hits for pk in (hit.matter_id, *hit.more_matters) if pk}
    near = Q(pk__in=matters) | Q(pk__in=of_parties.values("matter"))
    about = {matter.pk: str(matter) for matter in walled.filter(near)}
    hidden = set(Party.objects.hidden_from(reader).filter(pk__in=parties).values_list("pk", flat=True))
    for hit in hits:
        if hit.more_matters or hit.more_people:
            _mask_places(hit, about.keys(), hidden)
        if hit.matter_id in about or hit.party_id in hidden:
            hit.is_masked, hit.why = True, _MASKED
        hit.also = [other for other in hit.also if not any(other.startswith(words) for words in about.values())]


def _mask_places(hit: ConflictHit, matters: Collection[int], people: Collection[int]) -> None:
    """Drop from a name in many notes what is behind a wall; the next place stands first if the first one goes."""
    words, before = mentions.in_words(hit), hit.stands_for
    hit.more_matters = [pk for pk in hit.more_matters if pk not in matters]
    hit.more_people = [pk for pk in hit.more_people if pk not in people]
    if hit.matter_id in matters or hit.party_id in people:
        if hit.more_matters:
            hit.matter = Matter.objects.select_related("fee_earner").get(pk=hit.more_matters.pop(0))
            hit.party = None
            hit.also = [other for other in hit.also if other != str(hit.matter)[:220]]
        elif hit.more_people:
            hit.matter, hit.party = None, Party.objects.get(pk=hit.more_people.pop(0))
    if hit.stands_for != before:
        hit.why = hit.why.replace(words, mentions.in_words(hit), 1)


def _lead(above: Sequence[ConflictHit], open_hits: Sequence[ConflictHit]) -> str:
    yours = sum(not hit.is_masked for hit in open_hits)
    masked = len(open_hits) - yours
    if not above:
        return "Nothing above the review line."
    if not open_hits:
        return "Every hit is decided. The outcome is open."
    parts = []
    if yours:
        parts.append("One hit needs your decision." if yours == 1 else f"{yours} hits need your decision.")
    if masked:
        one = "One hit is restricted" if masked == 1 else f"{masked} hits are restricted"
        parts.append(f"{one} and with whoever answers for it.")
    return " ".join(["Not clear.", *parts])


def _verdict(term: dict[str, object], hits: Sequence[ConflictHit]) -> Verdict:
    tone, words, anchor = _words(hits)
    others = [str(other) for other in term["others"]] if isinstance(term["others"], list) else []
    return Verdict(str(term["name"]), _PARTS[str(term["role"])], others, tone, words, anchor)


def _words(hits: Sequence[ConflictHit]) -> tuple[str, str, str]:
    above = [hit for hit in hits if Level(hit.level).is_above_line]
    if waiting := [hit for hit in above if not hit.decision]:
        first = waiting[0]
        more = f", and {len(waiting) - 1} more" if len(waiting) > 1 else ""
        return tone_of(first), first.why + more, f"hit-{first.pk}"
    if above:
        said = {HitDecision(hit.decision) for hit in above}
        gravest = next((grave for grave in _DECIDED_TONES if grave in said), None)
        words = gravest.label if gravest else HitDecision(above[0].decision).label
        return _DECIDED_TONES[gravest] if gravest else "kept", words, "decided"
    if hits and all(hit.level == Level.COMMON for hit in hits):
        return "calm", "Common body, folded below", "low"
    if hits:
        return "calm", "1 low hit, folded below" if len(hits) == 1 else f"{len(hits)} low hits, folded below", "low"
    return "kept", "Nothing found", ""
