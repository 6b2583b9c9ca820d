"""Slips half-typed and calls parked, so that nothing typed is lost (decisions 30, B14). A draft is no record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from callbacks.models import PutThrough
from practice import receipts
from practice.models import FormDraft, Party, User

FORM = "desk.slip"
PARKED = "desk.parked"
#: What stands in a slip on which nobody has typed a word.
_BLANK = {"form_key", "urgency", "time_is_running"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A slip in the strip above: whose it is, and for how long it has stood there."""

    draft: FormDraft
    who: str
    seconds: int

    @property
    def clock(self) -> str:
        return f"{self.seconds // 60}:{self.seconds % 60:02}"


def drafts_of(owner: User) -> QuerySet[FormDraft]:
    """A draft stays with its owner, also where two people share a desk (decisions 38)."""
    return FormDraft.objects.filter(owner=owner, form=FORM).order_by("saved_at", "pk")


def parked_by(owner: User) -> QuerySet[FormDraft]:
    """Return the callers on hold, who has waited longest first."""
    return FormDraft.objects.filter(owner=owner, form=PARKED).order_by("saved_at", "pk")


def waiting(drafts: QuerySet[FormDraft], user: User, now: datetime) -> list[Waiting]:
    """Return slips with the names that their owner may see today; somebody kept from them meanwhile has none."""
    parties = {one.typed["party"] for one in drafts if one.typed.get("party", "").isdecimal()}
    names = {str(one.pk): one.full_name for one in Party.objects.visible_to(user).filter(pk__in=parties)}
    return [Waiting(one, _who(one.typed, names), max(0, int((now - one.saved_at).total_seconds()))) for one in drafts]


def has_words(typed: dict[str, str]) -> bool:
    """Say if anybody has typed or picked anything."""
    return bool(set(typed) - _BLANK)


@transaction.atomic(durable=True)
def keep_draft(*, owner: User, key: str, typed: dict[str, str], now: datetime) -> FormDraft:
    """Keep a slip as it is typed; the same slip again replaces itself."""
    return _kept(owner, FORM, key, typed, now)


@transaction.atomic(durable=True)
def keep_by_itself(*, owner: User, key: UUID, typed: dict[str, str], now: datetime) -> FormDraft | None:
    """Keep a slip while it is typed; None if it was saved, parked or put through meanwhile, so that none is left."""
    gone = PutThrough.objects.filter(by=owner, came_back_at=None, typed__form_key=str(key))
    if receipts.is_used(key) or parked_by(owner).filter(about=str(key)).exists() or gone.exists():
        return None
    return _kept(owner, FORM, str(key), typed, now)


@transaction.atomic(durable=True)
def park(*, owner: User, key: str, typed: dict[str, str], now: datetime) -> FormDraft:
    """Put the caller on hold with everything typed; the same slip again goes on waiting from the first time."""
    if (before := parked_by(owner).filter(about=key).first()) is not None:
        return before
    drafts_of(owner).filter(about=key).delete()
    return _kept(owner, PARKED, key, typed, now)


@transaction.atomic(durable=True)
def take_back(*, owner: User, draft_id: int) -> FormDraft | None:
    """Return to a caller on hold; asked twice it is the same slip. None if it was saved or thrown away meanwhile."""
    mine = FormDraft.objects.filter(owner=owner, form__in=[FORM, PARKED])
    draft = mine.select_for_update(no_key=True).filter(pk=draft_id).first()
    if draft is not None and draft.form == PARKED:
        drafts_of(owner).filter(about=draft.about).delete()
        draft.form = FORM
        draft.save(update_fields=["form"])
    return draft


@transaction.atomic(durable=True)
def drop_draft(*, owner: User, key: str) -> None:
    """Throw away a draft whose slip was saved."""
    drafts_of(owner).filter(about=key).delete()


def _kept(owner: User, form: str, key: str, typed: dict[str, str], now: datetime) -> FormDraft:
    draft, _ = FormDraft.objects.update_or_create(
        owner=owner, form=form, about=key, defaults={"typed": typed, "saved_at": now}
    )
    return draft


def _who(typed: dict[str, str], names: dict[str, str]) -> str:
    if typed.get("party"):
        return names.get(typed["party"], "A caller")
    return typed.get("caller_name") or typed.get("number") or "A caller"
