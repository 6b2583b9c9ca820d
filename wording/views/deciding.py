"""What stands beside every proposal, whatever it is a version of: who may do what with it, and the forms for that."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from practice.http import StaffRequest
from practice.permissions import Permission
from wording import changes, forms
from wording.blast import Blast
from wording.changes import ChangeStage, Step
from wording.models import Proposed
from wording.proposals import authors_of, may_withdraw, second_people
from wording.rules import Problem

READERS = (Permission.WORDING_WRITE, Permission.WORDING_PUBLISH)


def context(
    request: StaffRequest,
    draft: Proposed,
    *,
    problems: Sequence[Problem],
    touched: Blast,
    deeds: Sequence[str],
    now: datetime,
    publish: forms.Publish | None,
    back: forms.SendBack | None,
) -> dict[str, Any]:
    """Return what the page of a proposal needs to decide it; `deeds` are the names of ask, publish, back, give up."""
    authors, others = authors_of(draft), second_people(draft)
    steps = changes.steps_from(ChangeStage(draft.stage))
    may, is_author = request.user.may(Permission.WORDING_PUBLISH), request.user.pk in authors
    may_write = request.user.may(Permission.WORDING_WRITE)
    seen = {"seen": draft.draft_version}
    return {
        "draft": draft,
        "problems": problems if draft.is_open else [],
        "blast": touched,
        "others": others,
        "alone": is_author and not others,
        "is_own": is_author,
        "may_change": draft.is_open and draft.written_by is not None and may_write,
        "may_ask": Step.ASK in steps and may_write,
        "may_publish": Step.PUBLISH in steps and may and (not is_author or not others),
        "may_withdraw": draft.is_open and may_withdraw(draft, request.user),
        "may_send_back": Step.SEND_BACK in steps and may and not is_author and draft.written_by is not None,
        "may_write_to_many": request.user.may(Permission.MAILING_MAKE),
        "may_open_letters": request.user.may(Permission.LETTER_WRITE),
        "deed": forms.Deed(initial=seen),
        "publish": publish or forms.Publish(initial={**seen, "tell_owners": bool(touched.owners)}),
        "back": back or forms.SendBack(initial=seen),
        "to": {
            deed: reverse(f"wording:{name}", args=[draft.pk])
            for deed, name in zip(("ask", "publish", "back", "give_up"), deeds, strict=True)
        },
        "now": now,
    }
