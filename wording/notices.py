"""What staff are told about wording: references and links, no narrative (decisions 5). Builds, sends nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from outbox.services import Notice, to_staff
from practice.models import User
from practice.phrases import weekday
from wording.drafts import InTheMaking
from wording.models import ClauseVersion, Template


def wording_changes(version: ClauseVersion, drafts: Sequence[InTheMaking], *, owner: User) -> Notice:
    """Tell the owner of drafts that a clause changes, with the reference and address of each draft."""
    return _changes(
        f"The clause “{version.clause.title}” has new words from {_day(version.in_force_from)}.",
        reverse("wording:clause", args=[version.clause.code]),
        "Drafts of yours with a place for it:",
        drafts,
        owner=owner,
        subject=f"New words in {len(drafts)} of your drafts",
    )


def template_changes(template: Template, drafts: Sequence[InTheMaking], *, owner: User) -> Notice:
    """Tell the owner of drafts that the order of their clauses changes."""
    return _changes(
        f"“{template.title}” has other clauses, or another order, from {_day(template.in_force_from)}.",
        reverse("wording:template", args=[template.code]),
        "Drafts of yours that follow it:",
        drafts,
        owner=owner,
        subject=f"Another order in {len(drafts)} of your drafts",
    )


def _changes(
    what: str, address: str, which: str, drafts: Sequence[InTheMaking], *, owner: User, subject: str
) -> Notice:
    lines = [what, f"{settings.BASE_URL}{address}", "", which]
    for draft in drafts:
        page = f"{settings.BASE_URL}{reverse(draft.page, args=[draft.matter.pk])}"
        lines += [f"{draft.matter.reference_or_stage}: {page}"]
    return to_staff(owner, kind="wording.changed", subject=subject, body="\n".join(lines))


def _day(begins: datetime) -> str:
    return weekday(timezone.localtime(begins).date())
