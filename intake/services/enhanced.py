"""Enhanced measures: done by one person, approved by another who answers for the firm (domain 4.4)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from intake.models import CddCheck, CddEnhanced
from intake.rules import EnhancedDecided, EnhancedState, check_approver, check_enhanced_step
from intake.services.cdd import lock_client, reasons_for, tell_approvers
from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import User
from practice.office import local_date
from practice.permissions import Permission
from practice.receipts import FormKey
from practice.services.tasks import give_task, settle_tasks
from practice.sole import is_sole_practitioner

_WHY_ALONE = "You approve your own measures, because there is no other lawyer here. Say why you may."


class NothingToEnhance(WorldMoved):
    """The usual measures are enough."""

    code = "nothing_to_enhance"


class ApprovalAsked(WorldMoved):
    """Somebody has asked already."""

    code = "approval_asked"


class NoMeasures(Refusal):
    """An approval is of something that was done; a refusal says what is missing."""

    code = "no_measures"


@transaction.atomic(durable=True)
def ask_enhanced(
    *, matter_id: int, party_id: int, measures: str, by: User, now: datetime, form_key: FormKey | None = None
) -> CddEnhanced:
    """
    Record which enhanced measures were taken and ask those who may approve them.

    :raises ClientNotOnMatter: if the party is no client of this matter
    :raises NoMeasures: if nothing is said to have been done
    :raises NothingToEnhance: if nothing calls for them
    :raises ApprovalAsked: if an approval is waited for
    """
    if (before := receipts.earlier(form_key, CddEnhanced)) is not None:
        return before
    matter, _ = lock_client(matter_id, party_id)
    if not measures.strip():
        raise NoMeasures("Say what was done: what was asked, what it showed.")
    check = CddCheck.objects.filter(matter=matter, party=party_id).first()
    reasons = reasons_for(check) if check is not None else []
    if check is None or not reasons:
        raise NothingToEnhance("Nothing calls for enhanced measures any more. Read the page again.")
    if check.enhanced.filter(state=EnhancedState.ASKED, ended_at=None).exists():
        raise ApprovalAsked("Somebody has asked for approval since you opened the page.")
    made = CddEnhanced.objects.create(
        check_of=check, reasons=[one.value for one in reasons], measures=measures.strip(), done_at=now, done_by=by
    )
    tell_approvers(
        f"enhanced:{made.pk}",
        matter,
        "Enhanced measures to approve",
        without={by.pk, matter.fee_earner_id},
        now=now,
    )
    journal.record(subject=check, event="identity.enhanced_asked", by=by, at=now, reasons=made.reasons)
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def decide_enhanced(*, enhanced_id: int, approves: bool, words: str, by: User, now: datetime) -> CddEnhanced:
    """
    Approve enhanced measures, or send them back with what is missing. Whoever took them is told.

    :raises OwnApproval: if the decider took the measures or is the matter's fee earner, and is no sole practitioner
    :raises EnhancedDecided: if it was decided before, or the verification has run out
    :raises NoMeasures: if they are sent back without a word, or approved alone without one
    """
    row = CddEnhanced.objects.values("check_of__matter_id", "check_of__party_id").get(pk=enhanced_id)
    matter, _ = lock_client(row["check_of__matter_id"], row["check_of__party_id"])
    made = CddEnhanced.objects.select_related("check_of", "done_by").get(pk=enhanced_id)
    named = {"done_by": made.done_by_id, "fee_earner": matter.fee_earner_id}
    is_sole = by.pk in named.values() and is_sole_practitioner(by, Permission.CDD_APPROVE)
    is_alone = check_approver(by.pk, **named, is_sole=is_sole)
    after = EnhancedState.APPROVED if approves else EnhancedState.SENT_BACK
    check_enhanced_step(EnhancedState(made.state), after)
    if made.ended_at is not None:
        raise EnhancedDecided("The verification has run out meanwhile. It begins anew.")
    if not words.strip() and (is_alone or not approves):
        raise NoMeasures(_WHY_ALONE if approves else "Say what is missing.")
    made.state, made.words, made.decided_at, made.decided_by = after, words.strip(), now, by
    made.decided_alone = is_alone
    made.save(update_fields=["state", "words", "decided_at", "decided_by", "decided_alone"])
    settle_tasks(prefix=f"enhanced:{made.pk}:", by=by, now=now)
    give_task(
        key=f"enhanced:{made.pk}:answer",
        owner=made.done_by,
        title=f"Enhanced measures {after.label.lower()}: {matter.reference_or_stage}",
        url=reverse("intake:identity", args=[matter.pk]),
        due_on=local_date(matter.department.office, now),
        now=now,
        matter=matter,
    )
    journal.record(subject=made.check_of, event=f"identity.enhanced_{after.value}", by=by, at=now, alone=is_alone)
    return made
