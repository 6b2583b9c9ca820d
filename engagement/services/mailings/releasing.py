"""The dry run, the second person, and the stop button."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from engagement.letters import mailings as letters
from engagement.models import Mailing, MailingRow
from engagement.rules import mailings as rules
from engagement.rules.mailings import MailingStage, MailingStep, RowState, Why
from engagement.services.mailings.making import locked
from engagement.services.mailings.planning import plan_rows
from engagement.services.mailings.reading import to_of
from outbox import services as outbox
from outbox.models import Channel
from practice import journal, receipts
from practice.errors import Refusal
from practice.models import User
from practice.office import local_date, main_office
from practice.permissions import Permission
from practice.receipts import FormKey
from practice.services.tasks import give_task, settle_tasks
from wording.composition import Composition
from wording.services import print_letter


@dataclass(frozen=True, slots=True)
class Trial:
    """What a dry run found. ``problems`` stop the release; ``pages`` are of the sample letter and its terms."""

    version: int
    email: int
    print: int
    out: dict[str, int]
    kinds: int
    pages: int
    terms_pages: int
    problems: list[str]
    warnings: list[str]


def try_mailing(*, mailing_id: int, by: User, now: datetime) -> Mailing:
    """
    Look at everybody's record again, compose a letter of each kind, and print one with its terms; nothing is sent.

    For doors: it prints, so call it outside any transaction. Letters of one work and department differ only
    by whom they are to.

    :raises rules.MailingStepNotAllowed: once it was released
    """
    mailing = _looked_again(mailing_id, now=now)
    return _keep_trial(mailing, _try(mailing, now=now), by=by, now=now)


@transaction.atomic(durable=True)
def _looked_again(mailing_id: int, *, now: datetime) -> Mailing:
    mailing = locked(mailing_id)
    rules.next_stage(MailingStage(mailing.stage), MailingStep.CHANGE)
    plan_rows(mailing, now=now)
    mailing.version += 1
    mailing.save(update_fields=["planned_at", "version"])
    return mailing


def _try(mailing: Mailing, *, now: datetime) -> Trial:
    counts = Counter(mailing.rows.values_list("state", "why", "channel"))
    planned = list(mailing.rows.filter(state=RowState.PLANNED).order_by("pk"))
    made: dict[str, Composition] = {}
    problems: list[str] = []
    pages = terms_pages = kinds = 0
    try:
        shared = letters.setting(mailing, now)
        for row in _one_of_each_kind(mailing):
            to = to_of(row, now=now)
            made.setdefault("letter", letter := letters.compose_notice(shared, to))
            kinds += 1
            problems += [one.sentence for one in letter.problems]
            if mailing.encloses_terms:
                terms = letters.compose_terms(shared, to.matter, large_print=False)
                made.setdefault("terms", terms)
                problems += [f"{to.matter.department}, terms of business: {one.sentence}" for one in terms.problems]
        if not problems and made:
            pages = print_letter(made["letter"]).pages
            terms_pages = print_letter(made["terms"]).pages if "terms" in made else 0
    except Refusal as refusal:
        problems.append(str(refusal))
    if not planned:
        problems.append("Nobody would get this letter.")
    out: Counter[str] = Counter()
    for (state, why, _channel), number in counts.items():
        if state != RowState.PLANNED:
            out[why] += number
    return Trial(
        version=mailing.version,
        email=sum(number for (state, _, way), number in counts.items() if (state, way) == ("planned", Channel.EMAIL)),
        print=sum(number for (state, _, way), number in counts.items() if (state, way) == ("planned", Channel.PRINT)),
        out=dict(out),
        kinds=kinds,
        pages=pages,
        terms_pages=terms_pages,
        problems=list(dict.fromkeys(problems)),
        warnings=[one.sentence for one in made["letter"].warnings] if made else [],
    )


def _one_of_each_kind(mailing: Mailing) -> list[MailingRow]:
    """Return the first row of each work of each department; what else differs is only whom the letter is to."""
    kinds = ("matter__department", "matter__work_type")
    return list(mailing.rows.filter(state=RowState.PLANNED).order_by(*kinds, "pk").distinct(*kinds))


@transaction.atomic(durable=True)
def _keep_trial(mailing: Mailing, trial: Trial, *, by: User, now: datetime) -> Mailing:
    current = locked(mailing.pk)
    rules.check_version(trial.version, current.version)
    current.trial = {**asdict(trial), "at": now.isoformat(), "by": by.name}
    current.save(update_fields=["trial"])
    journal.record(
        subject=current, event="mailing.tried", by=by, at=now, email=trial.email, print=trial.print,
        problems=len(trial.problems),
    )  # fmt: skip
    return current


def check_tried(mailing: Mailing) -> None:
    """:raises rules.NotTried: if nobody tried it as it stands, or the dry run found something wrong"""
    if mailing.trial is None:
        raise rules.NotTried("Do a dry run first: it looks at everybody once more, and prints one letter.")
    if mailing.trial["problems"]:
        raise rules.NotTried(f"The dry run found something: {' '.join(mailing.trial['problems'])}")


@transaction.atomic(durable=True)
def ask_release(*, mailing_id: int, seen: int, by: User, now: datetime) -> Mailing:
    """
    Ask those who may release a mailing to do so.

    :raises rules.NotTried: without a dry run that found nothing wrong
    """
    mailing = locked(mailing_id)
    rules.check_version(seen, mailing.version)
    mailing.stage = rules.next_stage(MailingStage(mailing.stage), MailingStep.ASK)
    check_tried(mailing)
    mailing.asked_by, mailing.asked_at, mailing.comment, mailing.comment_by = by, now, "", None
    mailing.save(update_fields=["stage", "asked_by", "asked_at", "comment", "comment_by"])
    journal.record(subject=mailing, event="mailing.release_asked", by=by, at=now, version=mailing.version)
    for person in releasers(mailing):
        give_task(
            key=f"mailing:{mailing.pk}:release:{mailing.version}:{person.pk}",
            owner=person,
            title=f"Release the letter to many clients “{mailing.title}”, or send it back",
            url=reverse("mailings:detail", args=[mailing.pk]),
            due_on=local_date(main_office(), now),
            now=now,
        )
    return mailing


@transaction.atomic(durable=True)
def send_back(*, mailing_id: int, seen: int, comment: str, by: User, now: datetime) -> Mailing:
    """Give a mailing back to whoever prepared it, with what has to change."""
    mailing = locked(mailing_id)
    rules.check_version(seen, mailing.version)
    mailing.stage = rules.next_stage(MailingStage(mailing.stage), MailingStep.SEND_BACK)
    mailing.comment, mailing.comment_by, mailing.asked_by, mailing.asked_at = comment, by, None, None
    mailing.save(update_fields=["stage", "comment", "comment_by", "asked_by", "asked_at"])
    settle_tasks(prefix=f"mailing:{mailing.pk}:release:", by=by, now=now)
    journal.record(subject=mailing, event="mailing.sent_back", by=by, at=now, comment=comment)
    return mailing


def releasers(mailing: Mailing) -> list[User]:
    """Return who may release it as a second person."""
    people = User.objects.working().exclude(pk__in=mailing.author_ids).by_name()
    return [person for person in people if person.may(Permission.MAILING_RELEASE)]


@transaction.atomic(durable=True)
def release_mailing(
    *,
    mailing_id: int,
    seen: int,
    by: User,
    now: datetime,
    alone_because: str = "",
    form_key: FormKey | None = None,
) -> Mailing:
    """
    Let a mailing go: from now on workers make its letters, one by one.

    :raises rules.NotTheirMailing: for its author, unless nobody else in the firm may and they say why
    :raises rules.MailingChanged: if somebody changed it, or who gets it, since it was seen
    """
    if (done := receipts.earlier(form_key, Mailing)) is not None:
        return done
    mailing = locked(mailing_id)
    if not by.may(Permission.MAILING_RELEASE):
        raise rules.NotTheirMailing("You may prepare a mailing; compliance or the managing partner releases it.")
    rules.check_version(seen, mailing.version)
    mailing.stage = rules.next_stage(MailingStage(mailing.stage), MailingStep.RELEASE)
    check_tried(mailing)
    others = {person.pk for person in releasers(mailing)}
    rules.check_releaser(by=by.pk, authors=mailing.author_ids, others=others, alone_because=alone_because)
    mailing.released_by, mailing.released_at = by, now
    mailing.alone_because = alone_because if by.pk in mailing.author_ids else ""
    mailing.save(update_fields=["stage", "released_by", "released_at", "alone_because"])
    settle_tasks(prefix=f"mailing:{mailing.pk}:release:", by=by, now=now)
    _tell_those_inside(mailing, now=now)
    journal.record(
        subject=mailing, event="mailing.released", by=by, at=now, version=mailing.version,
        people=mailing.rows.filter(state=RowState.PLANNED).count(), alone_because=mailing.alone_because,
    )  # fmt: skip
    receipts.keep(form_key, mailing, at=now)
    return mailing


def _tell_those_inside(mailing: Mailing, *, now: datetime) -> None:
    """Ask whoever has a restricted matter to see that its client hears of this too: nobody else may know of them."""
    held = mailing.rows.filter(state=RowState.HELD, why=Why.COMPLIANCE).select_related("party", "matter__fee_earner")
    for row in held.order_by("pk"):
        give_task(
            key=f"mailing:{mailing.pk}:inside:{row.pk}",
            owner=row.matter.fee_earner,
            title=f"“{mailing.heading}” goes to all clients but not to {row.party}: write to them, or ask compliance",
            url=reverse("matter", args=[row.matter_id]),
            due_on=local_date(main_office(), now),
            now=now,
            matter=row.matter,
        )


@transaction.atomic(durable=True)
def stop_mailing(*, mailing_id: int, by: User, now: datetime) -> Mailing:
    """
    Stop what has not left: letters that are not made, and made ones that still wait for their time or to be posted.

    :raises rules.MailingStepNotAllowed: if it was not released, or stopped before
    """
    mailing = locked(mailing_id)
    mailing.stage = rules.next_stage(MailingStage(mailing.stage), MailingStep.STOP)
    mailing.stopped_by, mailing.stopped_at = by, now
    mailing.save(update_fields=["stage", "stopped_by", "stopped_at"])
    not_made = mailing.rows.filter(state=RowState.PLANNED).update(state=RowState.STOPPED)
    keys = list(mailing.rows.not_gone().order_by("pk").values_list("message__key", flat=True))
    taken_back = sum(outbox.withdraw(key=key) for key in keys)
    settle_tasks(prefix=f"mailing:{mailing.pk}:", by=by, now=now)
    journal.record(
        subject=mailing, event="mailing.stopped", by=by, at=now, not_made=not_made, taken_back=taken_back,
        gone=mailing.rows.filter(state=RowState.ISSUED).count() - taken_back,
    )  # fmt: skip
    return mailing
