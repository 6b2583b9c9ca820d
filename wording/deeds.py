"""What people do with the clauses of the library. One public function, one deed, one transaction."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import User
from practice.office import local_date, main_office
from practice.receipts import FormKey
from practice.services.tasks import give_task, settle_tasks
from wording import changes
from wording.changes import OPEN_STAGES, ChangeStage, NotFit, Source, Step, StepNotAllowed
from wording.models import Clause, ClauseDraft
from wording.proposals import latest, may_withdraw, problems_of, publishers, second_people

_WORDS = ("level", "trigger", "body", "required_text", "in_because", "out_because")


class DraftMoved(WorldMoved):
    """Somebody saved, published or gave up this proposal since the page was drawn."""

    code = "draft_moved"


class NoComment(Refusal):
    """A proposal is sent back with a comment, so that its writer knows what to do."""

    code = "no_comment"


class NotTheirs(Refusal):
    """Only whoever wrote a proposal, or may publish it, gives it up."""

    code = "not_theirs"


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
def save_draft(
    *, clause_id: int, words: Proposal, seen: int, by: User, now: datetime, form_key: FormKey | None = None
) -> ClauseDraft:
    """
    Keep what was typed as the firm's proposal, whether or not it could be published; `seen` is 0 for a new one.

    It is about the words in force now: whoever saves has seen them. One that waited to be published waits no more.

    :raises DraftMoved: if somebody else saved, published or gave it up since
    :raises changes.WrongDay: for a day that is over
    """
    if (done := receipts.earlier(form_key, ClauseDraft)) is not None:
        return done
    clause = Clause.objects.select_for_update(no_key=True).get(pk=clause_id)
    changes.check_day(words.in_force_on, today=today(now))
    draft = clause.drafts.filter(source=Source.FIRM, stage__in=OPEN_STAGES).first()
    if (draft.draft_version if draft else 0) != seen:
        raise DraftMoved("Somebody worked on this clause since you opened it. What you typed stands below.")
    if draft is None:
        draft = ClauseDraft(clause=clause, source=Source.FIRM, written_by=by, started_at=now, draft_version=0)
    draft.stage = changes.next_stage(ChangeStage(draft.stage), Step.SAVE)
    for name, value in asdict(words).items():
        setattr(draft, name, value)
    draft.based_on, draft.saved_at, draft.asked_at = latest(clause), now, None
    draft.draft_version += 1
    draft.save()
    draft.writers.add(by)
    settle_tasks(prefix=tasks(draft), by=by, now=now)
    journal.record(
        subject=draft, event="clause.proposed", by=by, at=now, code=clause.code, reason=words.reason,
        draft_version=draft.draft_version,
    )  # fmt: skip
    receipts.keep(form_key, draft, at=now)
    return draft


@transaction.atomic(durable=True)
def ask_publication(
    *, draft_id: int, seen: int, by: User, now: datetime, form_key: FormKey | None = None
) -> ClauseDraft:
    """
    Ask those who may publish; each gets the task, and whoever does it first settles it for all.

    :raises changes.NotFit: if it would fail in a letter
    """
    if (done := receipts.earlier(form_key, ClauseDraft)) is not None:
        return done
    draft = locked(draft_id, seen=seen)
    draft.stage = changes.next_stage(ChangeStage(draft.stage), Step.ASK)
    check_fit(draft, now=now)
    draft.asked_at, draft.comment, draft.comment_by = now, "", None
    draft.save(update_fields=["stage", "asked_at", "comment", "comment_by"])
    for person in second_people(draft) or publishers():
        give(draft, person, f"Publish the clause “{draft.clause.title}”, or send it back", now=now)
    journal.record(subject=draft, event="clause.publication_asked", by=by, at=now, code=draft.clause.code)
    receipts.keep(form_key, draft, at=now)
    return draft


@transaction.atomic(durable=True)
def send_back(
    *, draft_id: int, comment: str, seen: int, by: User, now: datetime, form_key: FormKey | None = None
) -> ClauseDraft:
    """
    Send a proposal back with a comment.

    :raises NoComment: without one
    :raises changes.StepNotAllowed: for what came with the product: nobody here could change it
    """
    if (done := receipts.earlier(form_key, ClauseDraft)) is not None:
        return done
    draft = locked(draft_id, seen=seen)
    draft.stage = changes.next_stage(ChangeStage(draft.stage), Step.SEND_BACK)
    if draft.written_by is None:
        raise StepNotAllowed("These words came with ClientCare. Publish them, or keep your own.")
    if not comment.strip():
        raise NoComment("Say what has to change.")
    draft.asked_at, draft.comment, draft.comment_by = None, comment.strip(), by
    draft.save(update_fields=["stage", "asked_at", "comment", "comment_by"])
    settle_tasks(prefix=tasks(draft), by=by, now=now)
    give(draft, draft.written_by, f"Sent back: the clause “{draft.clause.title}”", now=now)
    journal.record(
        subject=draft, event="clause.sent_back", by=by, at=now, code=draft.clause.code, comment=comment.strip()
    )
    receipts.keep(form_key, draft, at=now)
    return draft


@transaction.atomic(durable=True)
def withdraw_draft(
    *, draft_id: int, seen: int, by: User, now: datetime, form_key: FormKey | None = None
) -> ClauseDraft:
    """
    Give a proposal up; for what came with the product that is keeping the firm's own words.

    :raises NotTheirs: if they neither wrote it nor may publish it
    """
    if (done := receipts.earlier(form_key, ClauseDraft)) is not None:
        return done
    draft = locked(draft_id, seen=seen)
    draft.stage, draft.ended_at = changes.next_stage(ChangeStage(draft.stage), Step.WITHDRAW), now
    if not may_withdraw(draft, by):
        raise NotTheirs("Whoever wrote it, or may publish it, gives it up.")
    draft.save(update_fields=["stage", "ended_at"])
    settle_tasks(prefix=tasks(draft), by=by, now=now)
    journal.record(subject=draft, event="clause.given_up", by=by, at=now, code=draft.clause.code)
    receipts.keep(form_key, draft, at=now)
    return draft


def locked(draft_id: int, *, seen: int) -> ClauseDraft:
    """Lock a proposal behind its clause, as every deed about it does."""
    clause_id = ClauseDraft.objects.values_list("clause_id", flat=True).get(pk=draft_id)
    clause = Clause.objects.select_for_update(no_key=True).get(pk=clause_id)
    draft = ClauseDraft.objects.select_related("based_on", "written_by").get(pk=draft_id)
    draft.clause = clause
    if draft.is_open and draft.draft_version != seen:
        raise DraftMoved("Somebody saved other words since you opened this. Look at them first.")
    return draft


def check_fit(draft: ClauseDraft, *, now: datetime) -> None:
    if draft.based_on_id != latest(draft.clause).pk:
        raise DraftMoved("Other words were published since this was written. Look at them, then save it again.")
    problems = problems_of(draft, now=now)
    if problems:
        raise NotFit(" ".join(problem.sentence for problem in problems))


def give(draft: ClauseDraft, owner: User, title: str, *, now: datetime) -> None:
    give_task(
        key=f"{tasks(draft)}{draft.draft_version}:{draft.stage}:{now:%Y%m%dT%H%M%S}:{owner.pk}",
        owner=owner,
        title=title,
        url=reverse("wording:draft", args=[draft.pk]),
        due_on=today(now),
        now=now,
    )


def tasks(draft: ClauseDraft) -> str:
    return f"clause_draft:{draft.pk}:"


def today(now: datetime) -> date:
    return local_date(main_office(), now)
