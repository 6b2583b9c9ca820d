"""Forms and addresses as the tests of pages use them."""

import uuid
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from complaints.models import Complaint
from complaints.tests.factories import Cast
from practice import clock
from practice.models import User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(**values: Any) -> dict[str, Any]:
    return {"form_key": str(uuid.uuid4()), **values}


def log_form(people: Cast, **changes: Any) -> dict[str, Any]:
    yesterday = clock.now() - timedelta(days=1)
    return typed(
        **{
            "channel": "email",
            "on_day": yesterday.day,
            "on_month": yesterday.month,
            "on_year": yesterday.year,
            "at": "14:20",
            "department": people.department.pk,
            "kind": "service",
            "complainant_name": "Colin Fairbrother",
            "party": people.client.pk,
            "summary": "The bill is over the estimate",
            "subjects": [people.solicitor.pk],
            **changes,
        }
    )


def page(user: User, complaint: Complaint, slug: str = "") -> str:
    if slug:
        return reverse("complaints:deed", args=[complaint.reference, slug])
    return reverse("complaints:detail", args=[complaint.reference])
