"""What people do with the clauses of the library. One public function, one deed, one transaction."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from practice import receipts
from practice.errors import WorldMoved
from practice.models import User
from practice.receipts import FormKey
from wording import changes, moving
from wording.changes import OPEN_STAGES, ChangeStage, Source, Step
from wording.models import Clause, ClauseDraft
from wording.moving import DraftMoved
from wording.proposals import latest_if_any

OWN = "own_"  # what the firm's own codes begin with: what comes with the product later never takes one
_LONGEST_CODE = 36  # so that a number fits behind it


class CodeTaken(WorldMoved):
    """Another clause has this code already."""

    code = "code_taken"


@dataclass(frozen=True, kw_only=True)
class About:
    """What a clause of the firm's own is, beside its words: settled once it has been published."""

    title: str
    owner_role: str
    presets: list[str]
    review_months: int


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Everything that somebody types about a new version. `in_force_on` None is at once."""

    level: str
    trigger: str
    body: str
    required_text: str
    in_because: str
    out_because: str
    reason: str
    review_on: date | None
    in_force_on: date | None


@transaction.atomic(durable=True)
def begin_clause(
    *,
    made_for: str,
    code: str,
    about: About,
    words: Proposal,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> ClauseDraft:
    """
    Begin a clause of the firm's own for a kind of letter; it is in none before it is published and given a place.

    `code` "" is made from its title.

    :raises CodeTaken: for a typed code that another clause has
    :raises changes.WrongDay: for a day that is over
    """
    if (done := receipts.earlier(form_key, ClauseDraft)) is not None:
        return done
    facts = {**asdict(about), "made_for": made_for}
    for free in _codes(code or about.title):
        clause, is_new = Clause.objects.get_or_create(code=free, defaults=facts)
        if is_new:
            break
        if code:
            raise CodeTaken(f"“{clause.title}” has the code {free} already. Choose another, or leave it empty.")
    draft = _save(clause, words, seen=0, by=by, now=now)
    receipts.keep(form_key, draft, at=now)
    return draft


def _codes(words: str) -> Iterator[str]:
    """Yield codes for a clause, the plainest first: own_pets, own_pets_2."""
    plain = re.sub(r"[^a-z0-9]+", "_", slugify(words)).removeprefix(OWN).strip("_")
    base = f"{OWN}{plain or 'clause'}"[:_LONGEST_CODE].rstrip("_")
    yield base
    yield from (f"{base}_{number}" for number in range(2, 1000))


@transaction.atomic(durable=True)
def save_draft(
    *,
    clause_id: int,
    words: Proposal,
    seen: int,
    by: User,
    now: datetime,
    about: About | None = None,
    form_key: FormKey | None = None,
) -> ClauseDraft:
    """
    Keep what was typed as the firm's proposal, whether or not it could be published; `seen` is 0 for a new one.

    It is about the words in force now: whoever saves has seen them. One that waited to be published waits no more.
    `about` counts only while the clause never had words.

    :raises DraftMoved: if somebody else saved, published or gave it up since
    :raises changes.WrongDay: for a day that is over
    """
    if (done := receipts.earlier(form_key, ClauseDraft)) is not None:
        return done
    clause = Clause.objects.select_for_update(no_key=True).get(pk=clause_id)
    if about is not None and latest_if_any(clause) is None:
        for name, value in asdict(about).items():
            setattr(clause, name, value)
        clause.save(update_fields=list(asdict(about)))
    draft = _save(clause, words, seen=seen, by=by, now=now)
    receipts.keep(form_key, draft, at=now)
    return draft


def _save(clause: Clause, words: Proposal, *, seen: int, by: User, now: datetime) -> ClauseDraft:
    changes.check_day(words.in_force_on, today=moving.today(now))
    draft = clause.drafts.filter(source=Source.FIRM, stage__in=OPEN_STAGES).first()
    if (draft.draft_version if draft else 0) != seen:
        raise DraftMoved("Somebody worked on this clause since you opened it. What you typed stands below.")
    if draft is None:
        draft = ClauseDraft(clause=clause, source=Source.FIRM, written_by=by, started_at=now, draft_version=0)
    draft.stage = changes.next_stage(ChangeStage(draft.stage), Step.SAVE)
    for name, value in asdict(words).items():
        setattr(draft, name, value)
    draft.based_on, draft.saved_at, draft.asked_at = latest_if_any(clause), now, None
    draft.draft_version += 1
    draft.save()
    draft.writers.add(by)
    moving.settle(draft, by=by, now=now)
    new = {} if draft.based_on else {"title": clause.title, "owner": clause.owner_role, "presets": clause.presets}
    facts = {"reason": words.reason, "draft_version": draft.draft_version, **new}
    moving.record(draft, "proposed", by=by, now=now, **facts)
    return draft
