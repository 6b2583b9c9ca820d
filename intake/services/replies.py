"""What came back to a letter about a conflict: yes, no or nothing, and the scan of what was signed (domain B03)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from intake.models import Consent, Disclosure, Scan, Waiver
from intake.rules import Advice, Answer, ConsentForm, Side, check_answer
from intake.services.waivers import ConsentFacts, NotYetConsented, give_consent, lock_hit, lock_open_hit
from practice import journal
from practice.errors import Refusal, WorldMoved
from practice.models import User
from practice.office import local_date
from practice.uploads import Upload


class LetterNotSent(Refusal):
    """Nobody can have answered a letter that has not left."""

    code = "letter_not_sent"


class ScanKept(WorldMoved):
    """One scan is kept with a consent."""

    code = "scan_kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is recorded of an answer. A consent has ``form`` and ``advice``; silence has neither, nor a scan."""

    answer: Answer
    answered_on: date
    note: str
    form: ConsentForm | None = None
    advice: Advice | None = None
    valid_until: date | None = None


@transaction.atomic(durable=True)
def record_reply(
    *, disclosure_id: int, reply: Reply, scan: Upload | None = None, by: User, now: datetime
) -> Disclosure:
    """
    Record the answer to a letter; a yes becomes a consent with the letter's own words. Keep the scan's bytes first.

    A no, or silence, is recorded after the check has been decided too; a yes only while it waits.

    :raises LetterNotSent: if the letter has not left
    :raises AnswerGiven: if they have answered; silence may be broken
    :raises NotYetConsented: for a day to come, or before the letter
    :raises Refusal: for a yes, as recording a consent does
    """
    lock = lock_open_hit if reply.answer == Answer.CONSENTED else lock_hit
    hit = lock(Disclosure.objects.values_list("waiver__hit_id", flat=True).get(pk=disclosure_id), by)
    made = (
        Disclosure.objects.select_for_update(no_key=True, of=("self",))
        .select_related("party", "waiver")
        .get(pk=disclosure_id)
    )
    if made.issued_at is None:
        raise LetterNotSent("Send the letter first. What was agreed without one is recorded as a consent.")
    check_answer(made.answer, reply.answer)
    office = hit.check_of.matter.department.office
    if not local_date(office, made.issued_at) <= reply.answered_on <= local_date(office, now):
        raise NotYetConsented("That is not a day between the letter and today.")
    kept = _keep(made.waiver, scan, by=by, now=now)
    if reply.answer == Answer.CONSENTED:
        give_consent(hit, _consent_of(made, reply), disclosure=made, scan=kept, by=by, now=now)
    else:
        made.scan = kept
    made.answer, made.answered_on, made.answer_note = reply.answer, reply.answered_on, reply.note
    made.answer_form, made.answer_by, made.answer_at = reply.form or "", by, now
    made.save(update_fields=["answer", "answered_on", "answer_note", "answer_form", "answer_by", "answer_at", "scan"])
    journal.record(
        subject=hit.check_of,
        event="conflict.letter_answered",
        by=by,
        at=now,
        hit=hit.pk,
        letter=made.pk,
        answer=reply.answer,
        answered_on=reply.answered_on.isoformat(),
        scan=kept.sha256 if kept else "",
    )
    return made


@transaction.atomic(durable=True)
def attach_scan(*, consent_id: int, scan: Upload, by: User, now: datetime) -> Consent:
    """
    Keep the scan of a signed consent with it. The same scan again changes nothing.

    :raises ScanKept: if another one is kept
    """
    hit = lock_hit(Consent.objects.values_list("waiver__hit_id", flat=True).get(pk=consent_id), by)
    rows = Consent.objects.select_for_update(no_key=True, of=("self",)).select_related("scan", "waiver")
    consent = rows.get(pk=consent_id)
    if consent.scan is not None:
        if consent.scan.sha256 == scan.sha256:
            return consent
        raise ScanKept("Another scan is kept with this consent. Withdraw the consent and record it anew.")
    consent.scan = _keep(consent.waiver, scan, by=by, now=now)
    consent.save(update_fields=["scan"])
    journal.record(
        subject=hit.check_of, event="conflict.consent_scanned", by=by, at=now, consent=consent.pk, sha256=scan.sha256
    )
    return consent


def _consent_of(made: Disclosure, reply: Reply) -> ConsentFacts:
    assert reply.form is not None, "whoever consents does it somehow"
    assert reply.advice is not None, "the form asks for it"
    return ConsentFacts(
        side=Side(made.side),
        who=made.party.full_name,
        capacity=made.capacity,
        disclosed=made.disclosed,
        risks=made.risks,
        advice=reply.advice,
        form=reply.form,
        evidence=reply.note,
        consented_on=reply.answered_on,
        valid_until=reply.valid_until,
    )


def _keep(waiver: Waiver, scan: Upload | None, *, by: User, now: datetime) -> Scan | None:
    if scan is None:
        return None
    return Scan.objects.create(
        waiver=waiver,
        sha256=scan.sha256,
        media_type=scan.media_type,
        file_name=scan.file_name,
        size_bytes=len(scan.content),
        kept_by=by,
        kept_at=now,
    )
