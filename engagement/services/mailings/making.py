"""Preparing a letter to many clients: its words, whom it goes to, and whom somebody takes out or puts in."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from engagement.models import Mailing, MailingRow
from engagement.rules import mailings as rules
from engagement.rules.mailings import MailingKind, MailingStage, MailingStep, RowState, Why
from engagement.services.mailings.choosing import Selection
from engagement.services.mailings.planning import plan_rows
from practice import journal, receipts
from practice.errors import Refusal
from practice.models import User
from practice.permissions import Permission
from practice.receipts import FormKey

_CLIENT_WORDS = ("heading", "changes", "todo")


class BankDetails(Refusal):
    """The words look as if they gave clients an account to pay into."""

    code = "mailing_bank_details"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a letter to many says: data, whatever is typed in it."""

    kind: MailingKind
    title: str
    reason: str
    heading: str
    changes: str
    todo: str = ""
    applies_on: date | None = None


@transaction.atomic(durable=True)
def make_mailing(
    *, words: Words, selection: Selection, by: User, now: datetime, form_key: FormKey | None = None
) -> Mailing:
    """
    Begin a letter to many clients and write its proof list. Nothing goes to anybody.

    :raises BankDetails: if its words give clients an account to pay into
    """
    if (done := receipts.earlier(form_key, Mailing)) is not None:
        return done
    _check_words(words)
    made = Mailing.objects.create(**asdict(words), selection=selection.kept(), made_by=by, made_at=now, saved_by=by)
    plan_rows(made, now=now)
    made.save(update_fields=["planned_at"])
    journal.record(
        subject=made, event="mailing.made", by=by, at=now, kind=made.kind, title=made.title, reason=made.reason,
        selection=made.selection, people=made.rows.count(),
    )  # fmt: skip
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def save_mailing(
    *,
    mailing_id: int,
    words: Words,
    selection: Selection,
    seen: int,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> Mailing:
    """
    Change the words or the selection: the proof list is written anew, and the dry run has to be done again.

    :raises rules.MailingChanged: if somebody changed it since
    :raises rules.MailingStepNotAllowed: once it was released
    """
    if (done := receipts.earlier(form_key, Mailing)) is not None:
        return done
    mailing = locked(mailing_id)
    rules.check_version(seen, mailing.version)
    stage = rules.next_stage(MailingStage(mailing.stage), MailingStep.CHANGE)
    _check_words(words)
    for name, value in asdict(words).items():
        setattr(mailing, name, value)
    mailing.stage, mailing.selection, mailing.saved_by, mailing.trial = stage, selection.kept(), by, None
    mailing.asked_by = mailing.asked_at = None
    mailing.version += 1
    plan_rows(mailing, now=now)
    mailing.save()
    journal.record(
        subject=mailing, event="mailing.changed", by=by, at=now, version=mailing.version, selection=mailing.selection,
        people=mailing.rows.count(), **{name: getattr(mailing, name) for name in _CLIENT_WORDS},
    )  # fmt: skip
    receipts.keep(form_key, mailing, at=now)
    return mailing


@transaction.atomic(durable=True)
def take_out(*, row_id: int, reason: str, by: User, now: datetime) -> MailingRow:
    """
    Leave one person out of a mailing, with the reason; also of one that goes out, as long as theirs is not made.

    :raises rules.NotInTheList: if it was made, or they are out already
    """
    row = _locked_row(row_id)
    if row.state not in (RowState.PLANNED, RowState.HELD):
        raise rules.NotInTheList(f"This letter is “{RowState(row.state).label.lower()}”: it cannot be taken out.")
    row.state, row.why, row.because = RowState.TAKEN_OUT, Why.BY_HAND, reason
    return _decided(row, "mailing.row_taken_out", by=by, now=now)


@transaction.atomic(durable=True)
def put_in(*, row_id: int, by: User, now: datetime) -> MailingRow:
    """
    Let a letter go that waits for a person's word, or was taken out by hand.

    Its rules are asked again when it is made. Of a mailing that was released this is a release too.

    :raises rules.NotInTheList: if it must not go, or compliance decides
    :raises rules.NotTheirMailing: if it was released and this person may not release
    """
    row = _locked_row(row_id)
    if not row.mailing.is_in_the_making and not by.may(Permission.MAILING_RELEASE):
        raise rules.NotTheirMailing("This mailing was released. Whoever may release decides who is put in now.")
    rules.check_put_in(RowState(row.state), row.why, keeps_barriers=by.may(Permission.BARRIER_KEEP))
    if row.matter.is_restricted and not by.may(Permission.BARRIER_KEEP):
        raise rules.NotInTheList("Compliance decides about this one.")
    if not row.to_address:
        raise rules.NotInTheList("There is no mailbox or address that may be used. Confirm one, then look again.")
    row.state, row.why, row.because = RowState.PLANNED, "", ""
    row.tries, row.claimed_at = 0, None
    return _decided(row, "mailing.row_put_in", by=by, now=now)


def locked(mailing_id: int) -> Mailing:
    """Return a mailing that the caller's transaction has to itself."""
    return Mailing.objects.select_for_update(no_key=True).get(pk=mailing_id)


def _locked_row(row_id: int) -> MailingRow:
    """Lock the mailing, then the row: whoever releases waits, and is told that something changed."""
    locked(MailingRow.objects.values_list("mailing_id", flat=True).get(pk=row_id))
    rows = MailingRow.objects.select_for_update(no_key=True, of=("self",)).select_related("mailing", "matter")
    return rows.get(pk=row_id)


def _decided(row: MailingRow, event: str, *, by: User, now: datetime) -> MailingRow:
    mailing = row.mailing
    mailing.stage = rules.next_stage(MailingStage(mailing.stage), MailingStep.CHOOSE)
    mailing.version += 1
    if mailing.stage == MailingStage.RELEASED:
        mailing.finished_at = None
    mailing.save(update_fields=["stage", "version", "finished_at"])
    row.decided_by, row.decided_at = by, now
    row.save(
        update_fields=["state", "why", "because", "tries", "claimed_at", "decided_by", "decided_at"],
    )
    journal.record(subject=mailing, event=event, by=by, at=now, row=row.pk, because=row.because)
    return row


def _check_words(words: Words) -> None:
    if any(rules.names_bank_details(getattr(words, name)) for name in _CLIENT_WORDS):
        raise BankDetails(
            "No letter to many clients gives an account to pay into: that is what fraudsters send. Take it out."
        )
