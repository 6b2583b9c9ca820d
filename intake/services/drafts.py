"""The public form: begun, saved page by page, taken up again, and sent once."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare

from intake import links
from intake.models import Enquiry, EnquiryDraft, PrivacyNotice
from intake.services.enquiries import EnquiryFacts, write_enquiry
from intake.services.promises import policy
from outbox import services as outbox
from outbox.services import Notice
from practice import journal
from practice.actors import System
from practice.calendar import WorkingCalendar
from practice.errors import Refusal, WorldMoved
from practice.models import FirmProfile

PUBLIC_FORM = System(name="Public enquiry form")
MOST_WRONG_CODES = 5
_MOST_FIELDS, _MOST_LETTERS = 80, 4000
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "later", "website"})


class DraftOver(WorldMoved):
    """The form was sent, or nobody touched it for too long."""

    code = "draft_over"


class NoNotice(Refusal):
    """Nobody may be asked for personal data without being told what becomes of it."""

    code = "no_privacy_notice"


class WrongCode(Refusal):
    """The six figures do not belong to this link."""

    code = "wrong_code"


@transaction.atomic(durable=True)
def begin_draft(*, today: date, now: datetime) -> EnquiryDraft:
    """
    Begin a public form under the privacy notice in force.

    :raises NoNotice: if there is none
    """
    notice = PrivacyNotice.objects.in_force(today)
    if notice is None:
        raise NoNotice("This form is not open yet. Please ring us.")
    return EnquiryDraft.objects.create(notice=notice, started_at=now, saved_at=now, expires_at=_expiry(now))


@transaction.atomic(durable=True)
def save_draft(*, draft_id: UUID, page: str, typed: Mapping[str, str], now: datetime) -> EnquiryDraft:
    """
    Keep one page as it was typed, right or wrong, and begin the days of keeping anew.

    :raises DraftOver: if it was sent or has expired
    """
    draft = _locked(draft_id, now=now)
    draft.typed = {**draft.typed, page: _as_typed(typed)}
    draft.saved_at, draft.expires_at = now, _expiry(now)
    draft.save(update_fields=["typed", "saved_at", "expires_at"])
    return draft


@transaction.atomic(durable=True)
def send_draft(
    *, draft_id: UUID, facts: EnquiryFacts, due_on: date, now: datetime, calendar: WorkingCalendar
) -> Enquiry:
    """
    Make the form an enquiry, once: sent again, it gives the same one. What was half typed is emptied.

    :raises DraftOver: if it has expired
    """
    # Without a join: after waiting for the lock, a joined enquiry would be read as it was before the wait.
    draft = EnquiryDraft.objects.select_for_update().get(pk=draft_id)
    if draft.enquiry is not None:
        return draft.enquiry
    if draft.expires_at <= now:
        raise DraftOver("This form was left for too long and has been deleted. Please begin again or ring us.")
    enquiry = write_enquiry(facts=facts, due_on=due_on, by=PUBLIC_FORM, now=now, calendar=calendar)
    draft.enquiry, draft.typed, draft.saved_at = enquiry, {}, now
    draft.save(update_fields=["enquiry", "typed", "saved_at"])
    return enquiry


def open_draft(*, draft_id: UUID, code: str, now: datetime) -> EnquiryDraft:
    """
    Take up a form again with the six figures that were shown with its link.

    :raises WrongCode: if they are not the ones, or were tried too often; the count of wrong ones stays
    :raises DraftOver: if it was sent or has expired
    """
    with transaction.atomic(durable=True):
        draft = _locked(draft_id, now=now)
        is_locked = draft.wrong_codes >= MOST_WRONG_CODES
        fits = not is_locked and constant_time_compare(links.code(draft.pk), code)
        if not fits and not is_locked:
            draft.wrong_codes += 1
            draft.save(update_fields=["wrong_codes"])
    if is_locked:
        raise WrongCode("The figures were wrong five times, so this link is shut. Please begin again or ring us.")
    if not fits:
        raise WrongCode("These are not the six figures that the page showed beside the link. Check them.")
    return draft


@transaction.atomic(durable=True)
def mail_link(*, draft_id: UUID, to: str, today: date, now: datetime) -> bool:
    """
    Queue the link to the mailbox they typed, once a day; False if it is on its way already.

    The address is not trusted: the link opens nothing without the six figures, which are not in the mail.
    """
    draft = _locked(draft_id, now=now)
    firm = FirmProfile.objects.get()
    message = outbox.queue(
        Notice(
            kind="enquiry.resume",
            to_address=to,
            to_name=to,
            subject="The link to your form",
            body=_MAIL.format(link=links.MARK, firm=firm.name, phone=firm.phone),
            reply_to=firm.email,
        ),
        key=f"enquirydraft:{draft.pk}:link:{today:%Y%m%d}",
        now=now,
    )
    if message is not None:
        journal.record(subject=draft, event="enquiry_draft.link_mailed", by=PUBLIC_FORM, at=now)
    return message is not None


@transaction.atomic(durable=True)
def empty_old_drafts(*, now: datetime) -> int:
    """Empty what nobody sent in time; return how many. The row stays, without anything in it."""
    rows = EnquiryDraft.objects.to_empty(now).select_for_update(skip_locked=True)[:500]
    return EnquiryDraft.objects.filter(pk__in=[draft.pk for draft in rows]).update(typed={})


def _locked(draft_id: UUID, *, now: datetime) -> EnquiryDraft:
    draft = EnquiryDraft.objects.alive(now).select_for_update(of=("self",)).filter(pk=draft_id).first()
    if draft is None:
        raise DraftOver("This form has been sent, or was left for too long and has been deleted.")
    return draft


def _expiry(now: datetime) -> datetime:
    return now + timedelta(days=policy().draft_kept_days)


def _as_typed(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what a page sent, within bounds: PostgreSQL's JSON takes no NUL (it becomes SUBSTITUTE, as wrong)."""
    names = [name for name in typed if name not in _NOT_TYPED and len(name) <= 80][:_MOST_FIELDS]
    return {name: str(typed[name]).replace("\x00", "\x1a")[:_MOST_LETTERS] for name in names}


_MAIL = """You asked us for the link to your form. It opens where you stopped:

{link}

You need the six figures that the page showed you beside it. They are not in this message, so nobody else can read what
you typed. If you did not ask for this, do nothing: it is deleted by itself.

We do not act for you yet, and time limits may be running.

{firm}
{phone}
"""
