"""Filling in the public form as a browser without JavaScript does."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

ABOUT = {
    "work_type": "residential_purchase",
    "issue": "Buying a flat",
    "time_is_running": "yes",
    "key_date_day": "18",
    "key_date_month": "12",
    "key_date_year": "2026",
    "key_date_label": "The lease runs out",
}
# As the page asks them: one answer opens the next question.
FIRST = {
    "q-shown": "tenure address price offer_accepted with_others mortgage",
    "q-tenure": "flat",
    "q-offer_accepted": "yes",
    "q-with_others": "no",
    "q-mortgage": "yes",
}
THEN = {
    **FIRST,
    "q-shown": "tenure address price offer_accepted seller with_others mortgage lender gift",
    "q-seller": "Calder Vale Homes Ltd",
    "q-lender": "Northern Counties Bank",
    "q-gift": "no",
}
PEOPLE = {"opponents": "", "own_side": "Nkechi Adeyemi", "others": ""}
YOU = {
    "kind": "individual",
    "title": "Mr",
    "name": "Joseph Adeyemi",
    "former_names": "Joe Adeyemi\nJ. Adéyemi",
    "phone": "07700 900142",
    "email": "joseph@adeyemi.example",
    "email_is_safe": "on",
    "safe_contact": "Not at work",
    "source": "search",
}


def post(client: Client, page: str, typed: dict[str, Any]) -> HttpResponse:
    return client.post(reverse("enquire_page", args=[page]), typed)  # type: ignore[return-value]


def begun(client: Client | None = None) -> Client:
    client = client or Client()
    client.post(reverse("enquire"))
    return client


def filled(client: Client | None = None, **you: Any) -> Client:
    """A form with every page right, not sent yet."""
    client = begun(client)
    for page, typed in (("about", ABOUT), ("questions", FIRST), ("questions", THEN), ("people", PEOPLE)):
        post(client, page, typed)
    post(client, "you", {**YOU, **you})
    return client


def send(client: Client, **fields: Any) -> HttpResponse:
    page = client.get(reverse("enquire_check"))
    key = page.context["draft"].pk
    return client.post(reverse("enquire_check"), {"form_key": str(key), "understood": "on", **fields})  # type: ignore[return-value]
