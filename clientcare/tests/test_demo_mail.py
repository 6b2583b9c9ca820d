"""The demo keeps texts beside its mail and shows both on one page (decisions 19, B19)."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from clientcare import demo_mail
from outbox.gateway import Gateway
from outbox.models import Channel, MessageState
from outbox.services import deliver_next
from outbox.tests import factories
from practice.tests import factories as firm

pytestmark = pytest.mark.django_db


def test_a_text_is_kept_and_shown_with_its_number(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mail"
    settings.SMS_GATEWAY = Gateway(folder=folder)
    monkeypatch.setattr(demo_mail, "MAIL", folder)
    message = factories.message(channel=Channel.SMS, to_address="07700 900 142", body="Łucja, we ring you at ten.")
    deliver_next(clock=lambda: firm.TUESDAY_NOON)
    browser = Client()
    browser.force_login(firm.user())

    (kept,) = folder.iterdir()
    listed = browser.get(reverse("demo_mail")).content.decode()
    shown = browser.get(reverse("demo_mail_message", args=[kept.stem])).content.decode()

    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert ("Text message</a>" in listed, "07700 900 142" in listed) == (True, True)
    assert ("Łucja, we ring you at ten." in shown, "To 07700 900 142" in shown) == (True, True)
