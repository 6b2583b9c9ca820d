"""What a client asks about a paper of theirs instead of answering it: a task, and a line of the timeline."""

from datetime import datetime

from django.db import transaction

from engagement.models import CostUpdate, Letter, LetterCopy, Request
from engagement.papers import OF, AnyCopy, AnyRequest, copies, key_of, kind_of, page_of
from engagement.rules.acceptance import RequestKind
from outbox.models import ClientSession
from practice import journal, receipts
from practice.actors import Actor
from practice.errors import Refusal
from practice.models import Matter, QueryWay, User
from practice.office import load_calendar
from practice.receipts import FormKey
from practice.services.queries import log_query, settle_query
from practice.services.tasks import give_task, settle_tasks


class NothingAsked(Refusal):
    """A question has words."""

    code = "nothing_asked"


@transaction.atomic(durable=True)
def ask_us(
    *,
    copy_id: int,
    kind: RequestKind,
    words: str,
    by: Actor,
    session: ClientSession | None,
    now: datetime,
    of: type[AnyCopy] = LetterCopy,
    form_key: FormKey | None = None,
) -> Request:
    """
    Take a question, or the wish for a call, paper or help: a task for whoever can answer, and a line of the timeline.

    :raises NothingAsked: for a question without words
    """
    if (done := receipts.earlier(form_key, OF[of].request)) is not None:
        return done
    copy = locked_copy(copy_id, of)
    paper, name = copy.paper, kind_of(copy).name
    words = words.strip()
    if kind == RequestKind.QUESTION and not words:
        raise NothingAsked("Write your question, or have us ring you.")
    if not words and (same := copy.requests.open().filter(kind=kind).first()) is not None:
        return same
    made = copy.requests.create(kind=kind, words=words, asked_at=now, session=session)
    titles = {
        RequestKind.QUESTION: f"Answer {copy.party}, about their {name}",
        RequestKind.RING: f"Ring {copy.party}, about their {name}",
        RequestKind.PAPER: f"Send {copy.party} their {name} on paper",
        RequestKind.HELP: f"Help {copy.party} read their {name}: ring",
    }
    owner = paper.prepared_by if kind == RequestKind.PAPER else paper.matter.fee_earner
    calendar = load_calendar(paper.matter.department.office)
    give_task(
        key=f"{key_of(copy)}request:{made.pk}:",
        owner=owner,
        title=titles[kind],
        url=f"{page_of(copy)}#request-{made.pk}",
        due_on=calendar.add_working_days(calendar.local_date(now), 1),
        now=now,
        matter=paper.matter,
    )
    if kind == RequestKind.QUESTION:
        log_query(
            key=f"{key_of(copy)}request:{made.pk}:",
            matter=paper.matter,
            party=copy.party,
            way=QueryWay.PAGE,
            words=words,
            asked_at=now,
            by=by,
            now=now,
        )
    _journal(copy, "asked", by=by, now=now, what=str(RequestKind(kind).label), words=words)
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def answer_request(*, request_id: int, by: User, now: datetime, of: type[AnyCopy] = LetterCopy) -> Request:
    """Note that a client has had their answer; a second time changes nothing."""
    found = OF[of].request.objects.select_for_update(no_key=True, of=("self",)).get(pk=request_id)
    assert isinstance(found, AnyRequest)
    if found.answered_at is None:
        found.answered_at, found.answered_by = now, by
        found.save(update_fields=["answered_at", "answered_by"])
        copy = copies(of).get(pk=found.copy_id)
        settle_tasks(prefix=f"{key_of(copy)}request:{found.pk}:", by=by, now=now)
        settle_query(key=f"{key_of(copy)}request:{found.pk}:", by=by, now=now)
        _journal(copy, "request_answered", by=by, now=now, what=found.get_kind_display())
    return found


def locked_copy(copy_id: int, of: type[AnyCopy]) -> AnyCopy:
    """Lock a copy's matter and its paper, in the order in which every deed about them does."""
    copy = copies(of).get(pk=copy_id)
    Matter.objects.select_for_update(no_key=True).get(pk=copy.paper.matter_id)
    if isinstance(copy, LetterCopy):
        copy.letter.refresh_from_db(from_queryset=Letter.objects.select_for_update(no_key=True))
    else:
        copy.update_of.refresh_from_db(from_queryset=CostUpdate.objects.select_for_update(no_key=True))
    return copy


def _journal(copy: AnyCopy, event: str, *, by: Actor, now: datetime, **facts: str) -> None:
    journal.record(
        subject=copy.paper,
        event=f"{kind_of(copy).event}.{event}",
        by=by,
        at=now,
        matter=copy.paper.matter_id,
        party=copy.party_id,
        name=copy.party.name,
        **facts,
    )
