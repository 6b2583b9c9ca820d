"""The page of a meeting as a browser fills it in."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from intake.models import ChecklistItem, Interview
from intake.rules import AnswerKind
from practice.models import Matter, User

KEY = "5f0c8a52-8a53-4a55-b1a5-0c2f9b3b7d11"
KEYS = [KEY.replace("5f", f"{number}f") for number in range(1, 9)]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, matter: Matter, *more: object) -> str:
    return reverse(name, args=[matter.pk, *more])


def start(client: Client, matter: Matter, *, key: str = KEY, **fields: Any) -> Any:
    typed = {"form_key": key, "held_by": matter.fee_earner.pk, "way": "in_person", "minutes": "60", **fields}
    return client.post(url("matter_meeting_start", matter), typed)


def filled_in(interview: Interview, *, key: str = KEYS[0], **fields: Any) -> dict[str, Any]:
    """Fill in the page as somebody does who answers everything."""
    typed: dict[str, Any] = {"form_key": key, "seen": interview.version}
    for item in ChecklistItem.objects.filter(checklist=interview.checklist, is_mandatory=True):
        if item.answer in {AnswerKind.TICK, AnswerKind.READ_BACK}:
            typed[f"q_{item.code}_done"] = "on"
        if item.answer == AnswerKind.DATE:
            typed |= {f"q_{item.code}_on_day": "27", f"q_{item.code}_on_month": "11", f"q_{item.code}_on_year": "2026"}
        elif item.answer == AnswerKind.SOURCE:
            typed[f"q_{item.code}"] = "search"
        elif not AnswerKind(item.answer).is_read:
            typed[f"q_{item.code}"] = f"About {item.code}"
    for number, (side, what) in enumerate((("us", "Write to the seller"), ("client", "Send payslips"))):
        typed |= {f"step_{number}_side": side, f"step_{number}_what": what}
        typed |= {f"step_{number}_due_on_{part}": value for part, value in FRIDAY.items()}
    return {**typed, **fields}


FRIDAY = {"day": "27", "month": "11", "year": "2026"}


def as_it_stands(client: Client, matter: Matter) -> dict[str, str]:
    """Return what a browser would send from the page as it stands."""
    page = client.get(url("intake:meeting", matter)).content.decode()
    typed = {}
    for field in re.findall(r"<(?:input|textarea|select)[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', field), re.search(r'value="([^"]*)"', field)
        if name is None or name[1] in {"csrfmiddlewaretoken", "form_key"}:
            continue
        if 'type="checkbox"' in field:
            if "checked" in field:
                typed[name[1]] = "on"
        elif field.startswith("<textarea"):
            body = re.search(rf'name="{name[1]}"[^>]*>\s*([^<]*)</textarea>', page)
            typed[name[1]] = body[1] if body else ""
        elif field.startswith("<select"):
            body = re.search(rf'name="{name[1]}".*?</select>', page, re.S)
            chosen = re.search(r'value="([^"]*)" selected', body[0]) if body else None
            typed[name[1]] = chosen[1] if chosen else ""
        else:
            typed[name[1]] = value[1] if value else ""
    return typed
