"""Price tables: drafts are edited, published ones never, and a new price holds from its day."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from practice.models import PriceTable
from practice.permissions import Role
from practice.services.prices import AlreadyPublished, TableNotFit, copy_price_table, publish_price_table
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
NOON, TUESDAY = factories.TUESDAY_NOON, date(2026, 11, 24)


def _draft(**changes: object) -> PriceTable:
    draft = copy_price_table(table_id=factories.price_table().pk)
    PriceTable.objects.filter(pk=draft.pk).update(**{"in_force_from": TUESDAY + timedelta(days=7), **changes})
    return draft


def test_a_new_version_holds_from_its_day_and_the_old_one_until_then() -> None:
    draft = _draft()

    before = PriceTable.objects.in_force(TUESDAY + timedelta(days=30)).get()
    publish_price_table(table_id=draft.pk, by=factories.user(), now=NOON, today=TUESDAY)

    days = [PriceTable.objects.in_force(TUESDAY + timedelta(days=after)).get().version for after in (0, 6, 7, 30)]
    assert (before.version, days) == (1, [1, 1, 2, 2])
    assert draft.lines.count() == PriceTable.objects.get(version=1).lines.count() == 7
    with pytest.raises(AlreadyPublished):
        publish_price_table(table_id=draft.pk, by=factories.user(), now=NOON, today=TUESDAY)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"in_force_from": None}, "from which day", id="no day"),
        pytest.param({"in_force_from": TUESDAY - timedelta(days=1)}, "today or later", id="a day that is over"),
        pytest.param({"value_label": ""}, "nothing says what they go by", id="bands of nothing"),
    ],
)
def test_a_draft_that_nobody_can_be_quoted_from_is_not_published(changes: dict[str, object], sentence: str) -> None:
    draft = _draft(**changes)

    with pytest.raises(TableNotFit, match=sentence):
        publish_price_table(table_id=draft.pk, by=factories.user(), now=NOON, today=TUESDAY)

    assert PriceTable.objects.filter(published_at=None).get() == draft


def test_the_administration_edits_drafts_publishes_them_and_only_reads_what_is_published(settings: Settings) -> None:
    set_clock(settings, NOON)
    draft = _draft()
    browser = Client()
    browser.force_login(factories.user(Role.ADMINISTRATOR))
    listed, page = (
        reverse("admin:practice_pricetable_changelist"),
        reverse("admin:practice_pricetable_change", args=[draft.pk]),
    )

    editable = "_save" in browser.get(page).content.decode()
    done = browser.post(listed, {"action": "publish", "_selected_action": [draft.pk]}, follow=True)
    read_only = browser.get(page)
    refused = browser.post(page, {"name": "Something else"})

    assert (editable, "is published" in done.content.decode()) == (True, True)
    assert ("_save" in read_only.content.decode(), read_only.status_code, refused.status_code) == (False, 200, 403)
    assert browser.post(listed, {"action": "copy", "_selected_action": [draft.pk]}).status_code == 302
    assert PriceTable.objects.filter(published_at=None).get().version == 3
