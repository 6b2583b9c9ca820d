"""A half-typed form is kept for as long as the firm says, and the journal has the count."""

from datetime import timedelta

import pytest

from practice.models import FirmProfile, FormDraft, JournalEntry, User
from practice.services.drafts import remove_old_drafts
from practice.tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON


def _draft(owner: User, form: str, *, days: int, about: str = "") -> FormDraft:
    return FormDraft.objects.create(
        owner=owner, form=form, about=about, typed={"name": "Secret"}, saved_at=NOON - timedelta(days=days, seconds=1)
    )


@pytest.mark.parametrize(("kept_days", "gone"), [(30, 2), (10, 3), (60, 0)])
def test_a_draft_untouched_for_longer_than_the_firm_keeps_it_is_removed_and_counted(kept_days: int, gone: int) -> None:
    factories.firm()
    FirmProfile.objects.update(form_draft_kept_days=kept_days)
    owner = factories.user()
    for days, form in ((29, "desk.slip"), (30, "desk.slip"), (45, "enquiry"), (1, "meeting")):
        _draft(owner, form, days=days, about=str(days))

    removed = [remove_old_drafts(now=NOON) for _ in range(2)]

    assert (removed, FormDraft.objects.count()) == ([gone, 0], 4 - gone)
    told = [entry.facts["drafts"] for entry in JournalEntry.objects.filter(event="drafts.removed")]
    assert told == ([gone] if gone else [])
    assert "Secret" not in str(JournalEntry.objects.values_list("facts", flat=True))


def test_the_journal_says_of_which_forms_drafts_were_removed() -> None:
    factories.firm()
    owner = factories.user()
    for form in ("enquiry", "desk.slip", "enquiry"):
        _draft(owner, form, days=31, about=form if form == "desk.slip" else str(FormDraft.objects.count()))

    remove_old_drafts(now=NOON)

    entry = JournalEntry.objects.get(event="drafts.removed")
    assert (entry.facts["drafts"], entry.facts["forms"]) == (3, {"desk.slip": 1, "enquiry": 2})
