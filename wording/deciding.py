"""How a proposal is decided, whatever it is a version of. One public function, one deed, one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import transaction

from practice import journal, receipts
from practice.models import User
from practice.receipts import FormKey
from wording import moving
from wording.models import Proposed, Published

D = TypeVar("D", bound=Proposed)
V = TypeVar("V", bound=Published)


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[D, V]):
    """What there are proposals of, and what only it knows. Each function works inside the transaction of a deed."""

    drafts: type[D]
    versions: type[V]
    lock: Callable[[int, int], D]  # by number, as it was seen; behind what it is about
    check_fit: Callable[[D, datetime], None]
    take_over: Callable[[D, datetime, dict[str, Any]], V]  # when, and who and why; also says what it is published as
    tell_owners: Callable[[V, datetime], int]  # of drafts; how many they are


@transaction.atomic(durable=True)
def ask(*, of: Kind[D, V], draft_id: int, seen: int, by: User, now: datetime, form_key: FormKey | None = None) -> D:
    """
    Ask those who may publish.

    :raises changes.NotFit: if it would fail in a letter, or a letter would lack what must be in it
    """
    if (done := receipts.earlier(form_key, of.drafts)) is not None:
        return done
    draft = of.lock(draft_id, seen)
    of.check_fit(draft, now)
    moving.ask(draft, by=by, now=now)
    receipts.keep(form_key, draft, at=now)
    return draft


@transaction.atomic(durable=True)
def send_back(
    *, of: Kind[D, V], draft_id: int, comment: str, seen: int, by: User, now: datetime, form_key: FormKey | None = None
) -> D:
    """
    Send a proposal back with a comment.

    :raises moving.NoComment: without one
    """
    if (done := receipts.earlier(form_key, of.drafts)) is not None:
        return done
    draft = of.lock(draft_id, seen)
    moving.send_back(draft, comment=comment, by=by, now=now)
    receipts.keep(form_key, draft, at=now)
    return draft


@transaction.atomic(durable=True)
def withdraw(
    *, of: Kind[D, V], draft_id: int, seen: int, by: User, now: datetime, form_key: FormKey | None = None
) -> D:
    """
    Give a proposal up; for what came with the product that is keeping the firm's own.

    :raises moving.NotTheirs: if they neither wrote it nor may publish it
    """
    if (done := receipts.earlier(form_key, of.drafts)) is not None:
        return done
    draft = of.lock(draft_id, seen)
    moving.give_up(draft, by=by, now=now)
    receipts.keep(form_key, draft, at=now)
    return draft


@transaction.atomic(durable=True)
def publish(
    *,
    of: Kind[D, V],
    draft_id: int,
    seen: int,
    by: User,
    now: datetime,
    alone_because: str = "",
    tell_owners: bool = False,
    form_key: FormKey | None = None,
) -> V:
    """
    Let a proposal take over, at once or on its day; letters that are issued keep what they had.

    `tell_owners` sends one notice to each owner of drafts that it touches.

    :raises changes.NotYourOwn: if its author publishes it although somebody else could
    :raises changes.NotFit: if it would fail in a letter, or a letter would lack what must be in it
    :raises changes.WrongDay: if another already waits to take over after it
    """
    if (done := receipts.earlier(form_key, of.versions)) is not None:
        return done
    draft = of.lock(draft_id, seen)
    alone = moving.publisher(draft, alone_because=alone_because, by=by)
    of.check_fit(draft, now)
    facts = {
        "source": draft.source, "reason": draft.reason, "written_by": draft.written_by, "approved_by": by,
        "published_at": now, "alone_because": alone,
    }  # fmt: skip
    made = of.take_over(draft, moving.begins(draft.in_force_on, now=now), facts)
    draft.ended_at = now
    draft.save(update_fields=["stage", "ended_at", "published_as"])
    moving.settle(draft, by=by, now=now)
    told = of.tell_owners(made, now) if tell_owners else 0
    journal.record(
        subject=made, event=f"{draft.noun}.published", by=by, at=now, code=draft.subject_code, version=made.version,
        reason=made.reason, in_force_from=made.in_force_from.isoformat(), source=made.source,
        written_by=draft.written_by.name if draft.written_by else "ClientCare", alone_because=alone, told=told,
    )  # fmt: skip
    receipts.keep(form_key, made, at=now)
    return made
