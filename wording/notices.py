"""What staff are told about wording: references and links, no narrative (decisions 5). Builds, sends nothing."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from outbox.services import Notice, to_staff
from practice.models import User
from practice.phrases import weekday
from wording.drafts import InTheMaking
from wording.models import ClauseVersion


def wording_changes(version: ClauseVersion, drafts: Sequence[InTheMaking], *, owner: User) -> Notice:
    """Tell the owner of drafts that a clause changes, with the reference and address of each draft."""
    begins = weekday(timezone.localtime(version.in_force_from).date())
    lines = [
        f"The clause “{version.clause.title}” has new words from {begins}.",
        f"{settings.BASE_URL}{reverse('wording:clause', args=[version.clause.code])}",
        "",
        "Drafts of yours with a place for it:",
    ]
    for draft in drafts:
        address = f"{settings.BASE_URL}{reverse(draft.page, args=[draft.matter.pk])}"
        lines += [f"{draft.matter.reference_or_stage}: {address}"]
    return to_staff(
        owner, kind="wording.changed", subject=f"New words in {len(drafts)} of your drafts", body="\n".join(lines)
    )
