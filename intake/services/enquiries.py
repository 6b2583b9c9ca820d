"""Taking an enquiry, and closing one that comes to nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from intake.models import Channel, Enquiry, EnquiryName, EnquiryOutcome, EnquirySource
from intake.nearness import enquiry_keys
from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.matching.keys import VERSION
from practice.models import MatterRole, PartyKind, User, WorkType
from practice.names import normalise
from practice.receipts import FormKey
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
    phone: str = ""
    email: str = ""
    safe_contact: str = ""
    voicemail_is_safe: bool = False
    others: tuple[GivenName, ...] = ()
    key_date: date | None = None
    key_date_label: str = ""
    for_person: User | None = None


class NotYetReceived(Refusal):
    """Nothing is received in the future."""

    code = "not_yet_received"


@transaction.atomic(durable=True)
def record_enquiry(
    *, facts: EnquiryFacts, due_on: date, by: User, now: datetime, form_key: FormKey | None = None
) -> Enquiry:
    """
    Take an enquiry with every name given. Whoever it is for is asked to have it checked by ``due_on``.

    :raises NotYetReceived: if it says it came later than now
    :raises FormUsedForSomethingElse: if the form was saved before with other words
    """
    if (before := receipts.earlier(form_key, Enquiry)) is not None:
        return before
    if facts.received_at > now:
        raise NotYetReceived("That time is still to come. Give the time at which they reached us.")
    enquiry = Enquiry.objects.create(
        received_at=facts.received_at,
        channel=facts.channel,
        taken_by=by,
        for_person=facts.for_person,
        kind=facts.kind,
        title=facts.title,
        name=facts.name,
        phone=facts.phone,
        email=facts.email,
        safe_contact=facts.safe_contact,
        voicemail_is_safe=facts.voicemail_is_safe,
        work_type=facts.work_type,
        issue=facts.issue,
        key_date=facts.key_date,
        key_date_label=facts.key_date_label,
        source=facts.source,
    )
    _write_names(enquiry, facts)
    if facts.for_person is not None:
        give_task(
            key=f"enquiry:{enquiry.pk}:check",
            owner=facts.for_person,
            title=f"Ask for the conflict check: enquiry by {facts.name}",
            url=reverse("intake:detail", args=[enquiry.pk]),
            due_on=due_on,
            now=now,
        )
    journal.record(
        subject=enquiry, event="enquiry.taken", by=by, at=now, channel=facts.channel, names=1 + len(facts.others)
    )
    receipts.keep(form_key, enquiry, at=now)
    return enquiry


def _write_names(enquiry: Enquiry, facts: EnquiryFacts) -> None:
    rows = [(facts.name, MatterRole.CLIENT, False)]
    rows += [(former, MatterRole.CLIENT, True) for former in facts.former_names]
    rows += [(other.text, other.role, False) for other in facts.others]
    EnquiryName.objects.bulk_create(
        [
            EnquiryName(
                enquiry=enquiry,
                text=text,
                normalised=normalise(text),
                role=role,
                is_former=is_former,
                keys=enquiry_keys(text),
                keys_version=VERSION,
            )
            for text, role, is_former in rows
        ],
        ignore_conflicts=True,
    )


class EnquiryAlreadyClosed(WorldMoved):
    """Somebody closed or converted the enquiry since the page was drawn."""

    code = "enquiry_already_closed"


@transaction.atomic(durable=True)
def close_enquiry(*, enquiry_id: int, outcome: EnquiryOutcome, by: User, now: datetime) -> Enquiry:
    """
    Close an enquiry that did not become a matter. Its names stay searchable.

    :raises EnquiryAlreadyClosed: if it was closed, or went to the conflict check, meanwhile
    """
    enquiry = Enquiry.objects.select_for_update(no_key=True).get(pk=enquiry_id)
    if enquiry.outcome or enquiry.matter_id:
        raise EnquiryAlreadyClosed("This enquiry was closed or went to its conflict check since you opened the page.")
    settle_enquiry(enquiry=enquiry, outcome=outcome, by=by, now=now)
    settle_tasks(prefix=f"enquiry:{enquiry.pk}:", by=by, now=now)
    journal.record(subject=enquiry, event="enquiry.closed", by=by, at=now, outcome=outcome)
    return enquiry


def settle_enquiry(*, enquiry: Enquiry, outcome: EnquiryOutcome, by: User, now: datetime) -> None:
    """Write how an enquiry ended, in the caller's transaction."""
    enquiry.outcome, enquiry.closed_at, enquiry.closed_by = outcome, now, by
    enquiry.save(update_fields=["outcome", "closed_at", "closed_by"])
