"""Taking an enquiry, and closing one that comes to nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction
from django.urls import reverse

from intake.models import Channel, Enquiry, EnquiryOutcome, EnquirySource
from intake.people import asked_about
from intake.services.answers import Given, read_answers, write_answers
from intake.services.enquiry_drafts import enquiry_drafts_of
from intake.services.naming import add_names
from intake.services.promises import plan_first_answer, settle_first_answer
from practice import journal, receipts
from practice.actors import System
from practice.calendar import WorkingCalendar
from practice.errors import Refusal, WorldMoved
from practice.models import MatterRole, PartyKind, User, WorkType
from practice.office import load_calendar, main_office
from practice.receipts import FormKey
from practice.references import next_reference
from practice.services.tasks import give_task, settle_tasks


@dataclass(frozen=True, slots=True)
class GivenName:
    """Somebody else whom the caller named, and their part in it."""

    text: str
    role: MatterRole


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryFacts:
    """What is asked before the conflict check, and nothing else."""

    received_at: datetime
    channel: Channel
    name: str
    work_type: WorkType
    issue: str
    source: EnquirySource
    kind: PartyKind = PartyKind.INDIVIDUAL
    title: str = ""
    former_names: tuple[str, ...] = ()
    born_on: date | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    safe_contact: str = ""
    voicemail_is_safe: bool = False
    email_is_safe: bool = False
    post_is_safe: bool = False
    others: tuple[GivenName, ...] = ()
    key_date: date | None = None
    key_date_label: str = ""
    time_is_running: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    introducer: str = ""
    formed: str = ""
    language: str = ""
    adjustments: tuple[str, ...] = ()
    prefers: str = ""
    prefers_from: time | None = None
    prefers_until: time | None = None
    marketing: bool | None = None
    notice_version: str = ""
    for_person: User | None = None


class NotYetReceived(Refusal):
    """Nothing is received in the future."""

    code = "not_yet_received"


class NotBornYet(Refusal):
    """Nobody who asks us is born in the future."""

    code = "not_born_yet"


@transaction.atomic(durable=True)
def record_enquiry(
    *,
    facts: EnquiryFacts,
    due_on: date,
    by: User,
    now: datetime,
    calendar: WorkingCalendar | None = None,
    form_key: FormKey | None = None,
) -> Enquiry:
    """
    Take an enquiry with every name given. Whoever it is for is asked to have it checked by ``due_on``.

    ``calendar``: of the office that answers; the main office's if not given.

    :raises NotYetReceived: if it says it came later than now
    :raises NotBornYet: if they would be born later than that
    :raises AnswerNotPossible: if a question has an answer that it cannot have
    :raises FormUsedForSomethingElse: if the form was saved before with other words
    """
    if (before := receipts.earlier(form_key, Enquiry)) is not None:
        return before
    enquiry = write_enquiry(
        facts=facts, due_on=due_on, by=by, now=now, calendar=calendar or load_calendar(main_office())
    )
    receipts.keep(form_key, enquiry, at=now)
    if form_key is not None:
        enquiry_drafts_of(by).filter(about=str(form_key.key)).delete()
    return enquiry


def write_enquiry(
    *, facts: EnquiryFacts, due_on: date, by: User | System, now: datetime, calendar: WorkingCalendar
) -> Enquiry:
    """Write an enquiry in the caller's transaction: whoever asks, and the clock of a first answer."""
    if facts.received_at > now:
        raise NotYetReceived("That time is still to come. Give the time at which they reached us.")
    if facts.born_on is not None and facts.born_on > calendar.local_date(now):
        raise NotBornYet("That date of birth is still to come.")
    given = read_answers(facts.work_type, facts.answers)
    key_date, label = _key_date(facts, given, today=calendar.local_date(now))
    enquiry = Enquiry.objects.create(
        reference=next_reference("E", calendar.local_date(now).year),
        received_at=facts.received_at,
        channel=facts.channel,
        taken_by=by if isinstance(by, User) else None,
        for_person=facts.for_person,
        kind=facts.kind,
        title=facts.title,
        name=facts.name,
        born_on=facts.born_on,
        phone=facts.phone,
        email=facts.email,
        address=facts.address,
        safe_contact=facts.safe_contact,
        voicemail_is_safe=facts.voicemail_is_safe,
        email_is_safe=facts.email_is_safe,
        post_is_safe=facts.post_is_safe,
        work_type=facts.work_type,
        issue=facts.issue,
        key_date=key_date,
        key_date_label=label,
        time_is_running=facts.time_is_running,
        source=facts.source,
        formed=facts.formed,
        language=facts.language,
        adjustments=list(facts.adjustments),
        prefers=facts.prefers,
        prefers_from=facts.prefers_from,
        prefers_until=facts.prefers_until,
        marketing=facts.marketing,
        notice_version=facts.notice_version,
        notice_given_at=facts.received_at if facts.notice_version else None,
    )
    add_names(enquiry, _names(facts))
    write_answers(enquiry, given, by=by, now=now)
    plan_first_answer(enquiry, by=by, now=now, calendar=calendar)
    asked, what = facts.for_person, "Ask for the conflict check: enquiry by"
    if asked is None and not facts.channel.is_spoken:
        asked, what = asked_about(enquiry), "Answer the enquiry by"
    if asked is not None:
        give_task(
            key=f"enquiry:{enquiry.pk}:check",
            owner=asked,
            title=f"{what} {facts.name}",
            url=reverse("intake:detail", args=[enquiry.pk]),
            due_on=due_on,
            now=now,
        )
    journal.record(
        subject=enquiry,
        event="enquiry.taken",
        by=by,
        at=now,
        channel=facts.channel,
        names=enquiry.names.count(),
        reference=enquiry.reference,
        respond_by=enquiry.respond_by.isoformat() if enquiry.respond_by else None,
        privacy_notice=facts.notice_version or None,
    )
    return enquiry


def _key_date(facts: EnquiryFacts, given: Given, *, today: date) -> tuple[date | None, str]:
    """Return the nearest date still to come, whether it was given as such or as the answer to a question."""
    dates = [*given.key_dates]
    if facts.key_date is not None:
        dates.append((facts.key_date, facts.key_date_label))
    ahead = sorted(one for one in dates if one[0] >= today)
    on, label = ahead[0] if ahead else (facts.key_date, facts.key_date_label)
    return on, label[:120]


def _names(facts: EnquiryFacts) -> list[tuple[str, MatterRole, bool]]:
    rows = [(facts.name, MatterRole.CLIENT, False)]
    rows += [(former, MatterRole.CLIENT, True) for former in facts.former_names]
    rows += [(facts.introducer, MatterRole.INTRODUCER, False)] if facts.introducer else []
    return rows + [(other.text, other.role, False) for other in facts.others]


class EnquiryAlreadyClosed(WorldMoved):
    """Somebody closed or converted the enquiry since the page was drawn."""

    code = "enquiry_already_closed"


@transaction.atomic(durable=True)
def close_enquiry(*, enquiry_id: int, outcome: EnquiryOutcome, by: User, now: datetime, because: str = "") -> Enquiry:
    """
    Close an enquiry that did not become a matter. Its names stay searchable.

    Where they must be told in writing that we do not act, whoever closes it is asked for that letter.

    :raises EnquiryAlreadyClosed: if it was closed, or went to the conflict check, meanwhile
    """
    enquiry = end_enquiry(enquiry_id=enquiry_id, outcome=outcome, because=because, by=by, now=now)
    if outcome.needs_letter:
        give_task(
            key=f"enquiry_letter:{enquiry.pk}",
            owner=by,
            title=f"Send {enquiry.name} the letter that we do not act",
            url=reverse("intake:detail", args=[enquiry.pk]),
            due_on=load_calendar(main_office()).local_date(now),
            now=now,
        )
    return enquiry


def end_enquiry(*, enquiry_id: int, outcome: EnquiryOutcome, because: str, by: User, now: datetime) -> Enquiry:
    """Lock an open enquiry and close it, in the caller's transaction. See `close_enquiry` for what it refuses."""
    enquiry = open_enquiry(enquiry_id)
    settle_enquiry(enquiry=enquiry, outcome=outcome, by=by, now=now, because=because)
    settle_tasks(prefix=f"enquiry:{enquiry.pk}:", by=by, now=now)
    journal.record(subject=enquiry, event="enquiry.closed", by=by, at=now, outcome=outcome, because=because)
    return enquiry


def open_enquiry(enquiry_id: int) -> Enquiry:
    """Lock an enquiry that is neither closed nor at its check, in the caller's transaction, or refuse."""
    enquiry = Enquiry.objects.select_for_update(no_key=True).get(pk=enquiry_id)
    if enquiry.outcome or enquiry.matter_id:
        raise EnquiryAlreadyClosed("This enquiry was closed or went to its conflict check since you opened the page.")
    return enquiry


def settle_enquiry(*, enquiry: Enquiry, outcome: EnquiryOutcome, by: User, now: datetime, because: str = "") -> None:
    """Write how an enquiry ended, in the caller's transaction."""
    enquiry.outcome, enquiry.closed_at, enquiry.closed_by, enquiry.closed_because = outcome, now, by, because
    enquiry.save(update_fields=["outcome", "closed_at", "closed_by", "closed_because"])
    settle_first_answer(enquiry, because="The enquiry was closed", now=now)
