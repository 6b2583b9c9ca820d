"""One's own notices: less if one likes, of complaints always all."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from clientcare.told.forms import kinds
from practice.models import DeclinedNotice
from practice.tests import factories

pytestmark = pytest.mark.django_db


def test_what_is_left_unticked_is_declined_until_it_is_ticked_again() -> None:
    user, browser = factories.user(), Client()
    browser.force_login(user)
    every = [kind for kind, _ in kinds()]

    browser.post(reverse("told"), {"wanted": [kind for kind in every if kind != "evening_list"]})

    assert list(DeclinedNotice.objects.values_list("user", "kind")) == [(user.pk, "evening_list")]
    page = browser.get(reverse("told")).content.decode()
    assert page.count(" checked") == len(every) - 1
    assert "Notices about complaints are always sent" in page
    assert browser.post(reverse("told"), {"wanted": ["complaint.board"]}).status_code == 422
    browser.post(reverse("told"), {"wanted": every})
    assert not DeclinedNotice.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclinedNotice.objects.create(user=user, kind="complaint.board")
