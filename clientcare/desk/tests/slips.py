"""A slip as a browser sends it, and a page as a person reads it."""

import html
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from practice.models import Matter

STATUS = "We have asked the buyer's solicitor about the boundary."


def text_of(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def typed(about: Matter, **changes: Any) -> dict[str, Any]:
    """The slip of a caller who was picked, with a time chosen."""
    client = about.clients().get()
    slip = {
        "form_key": str(uuid.uuid4()),
        "party": client.pk,
        "matter": about.pk,
        "for_staff": about.fee_earner_id,
        "number": "07700 900 142",
        "message": "Has the buyer answered?",
        "topic": "papers",
        "slot": f"slot.{about.fee_earner_id}.20261124T1420",
        **changes,
    }
    return {name: value for name, value in slip.items() if value != ""}


def post(browser: Client, name: str, data: dict[str, Any], *args: Any, **headers: Any) -> Any:
    return browser.post(reverse(name, args=args), data, **headers)
