"""Half-typed forms of staff: kept so that nothing typed is lost, and not for ever (decisions B14)."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction

from practice import journal
from practice.actors import System
from practice.models import FirmProfile, FormDraft

_KEEPER = System(name="Keeping of drafts")
_AT_ONCE = 500


def remove_old_drafts(*, now: datetime) -> int:
    """Remove what nobody has touched for as long as the firm keeps it; return how many. Somebody at work is let be."""
    removed = 0
    while some := _remove_some(now=now):
        removed += some
    return removed


@transaction.atomic(durable=True)
def _remove_some(*, now: datetime) -> int:
    """Remove one batch; the journal has how many of which form, none of their words."""
    firm = FirmProfile.objects.first()
    if firm is None:
        return 0
    old = FormDraft.objects.filter(saved_at__lt=now - timedelta(days=firm.form_draft_kept_days)).order_by("pk")
    rows = dict(old.select_for_update(skip_locked=True).values_list("pk", "form")[:_AT_ONCE])
    if rows:
        FormDraft.objects.filter(pk__in=rows).delete()
        forms = dict(sorted(Counter(rows.values()).items()))
        journal.record(subject=firm, event="drafts.removed", by=_KEEPER, at=now, drafts=len(rows), forms=forms)
    return len(rows)
