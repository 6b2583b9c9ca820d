"""The pages of letters to many clients: from words to the report, who opens them, and what nobody may read there."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from engagement.models import Mailing, MailingRow
from engagement.rules.mailings import MailingStage, RowState
from engagement.services import mailings
from engagement.tests import factories
from engagement.tests import mailing_factories as many
from engagement.views.mailing_page import SHOWS
from outbox.models import Message
from practice.models import User
from practice.permissions import ROLES, Permission, Role
from practice.tests import factories as firm
from practice.tests.clock import set_clock

NOW = many.NOW
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOW)


def _post(user: User, name: str, pk: int | None = None, **typed: Any) -> Any:
    args = [pk] if pk else []
    return factories.browser_of(user).post(reverse(f"mailings:{name}", args=args), typed)


def _typed(**words: Any) -> dict[str, Any]:
    return {**many.WORDS, "form_key": str(uuid.uuid4()), "applies_on": "", "seen": "", **words}


def _page(user: User, mailing: Mailing, query: str = "") -> str:
    answer = factories.browser_of(user).get(reverse("mailings:detail", args=[mailing.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_words_to_the_report() -> None:
    factories.matter(clients=(factories.client("Ann Mail"), factories.client("Bob Post", email="")))
    maker, keeper = many.secretary(), many.compliance()

    made = _post(maker, "make", **_typed())
    mailing = Mailing.objects.get()
    tried = _post(maker, "try", mailing.pk)
    seen = Mailing.objects.get().version
    asked = _post(maker, "ask", mailing.pk, seen=seen)
    waiting = _page(keeper, mailing)
    key = str(uuid.uuid4())
    gone = [_post(keeper, "release", mailing.pk, seen=seen, form_key=key) for _ in range(2)]
    running = _page(maker, mailing)
    for row_id in mailings.claim_rows(now=NOW):
        mailings.issue_row(row_id=row_id, now=NOW)
    mailings.finish_mailings(now=NOW)

    assert [one.status_code for one in (made, tried, asked, *gone)] == [303] * 5
    assert "<b>1</b> would go by e-mail, <b>1</b> by post. One was printed: 1 page." in waiting
    assert "Release 2 letters" in waiting
    assert "0 of 2 letters made." in running
    assert "Stop what has not gone" in running
    done = _page(maker, mailing)
    assert ("2 letters made." in done, "1 in the post tray" in done, "1 waiting to go" in done) == (True,) * 3
    row = MailingRow.objects.get(party__name="Ann Mail")
    assert factories.browser_of(maker).get(reverse("mailings:row_pdf", args=[row.pk])).content[:5] == b"%PDF-"
    assert _post(keeper, "stop", mailing.pk).status_code == 303
    assert set(Message.objects.values_list("state", flat=True)) == {"withdrawn"}


@pytest.mark.parametrize("role", Role)
def test_who_prepares_and_who_releases(role: Role) -> None:
    factories.matter()
    mailing = many.made()
    version = many.tried(mailing).version
    mailings.ask_release(mailing_id=mailing.pk, seen=version, by=mailing.made_by, now=NOW)
    person = firm.user(role)
    makes, releases = (one in ROLES[role] for one in (Permission.MAILING_MAKE, Permission.MAILING_RELEASE))

    opened = factories.browser_of(person).get(reverse("mailings:detail", args=[mailing.pk]))
    released = _post(person, "release", mailing.pk, seen=version, form_key=str(uuid.uuid4()))

    assert opened.status_code == (200 if makes else 403)
    assert released.status_code == (303 if releases else 403)
    assert (b"Release 1 letter" in opened.content) is releases


def test_names_behind_a_wall_are_a_number_to_everybody_else() -> None:
    lawyer = firm.user(given="Ines", family="Inside", roles=[Role.FEE_EARNER, Role.COMPLIANCE])
    hidden = factories.client("Gus Hidden")
    factories.matter(clients=(factories.client("Ann Open"),))
    factories.matter(clients=(hidden,), is_restricted=True, title="A secret", fee_earner=lawyer)
    mailing = many.made()
    row, maker = MailingRow.objects.get(party=hidden), mailing.made_by

    outside = [_page(maker, mailing, f"?show={show}&row={row.pk}") for show in SHOWS]
    file = factories.browser_of(maker).get(reverse("mailings:detail", args=[mailing.pk]) + "?as=csv").content
    deeds = [_post(maker, name, row.pk, reason="x").status_code for name in ("take_out", "put_in")]

    assert [("Gus" in page or "secret" in page) for page in (*outside, file.decode())] == [False] * 9
    assert "<b>1</b> with compliance." in outside[0]
    assert deeds == [404, 404]
    assert "Gus Hidden" in _page(lawyer, mailing)
    assert _post(lawyer, "put_in", row.pk).status_code == 303
    assert MailingRow.objects.get(party=hidden).state == RowState.PLANNED


def test_what_cannot_be_right_comes_back_with_everything_typed() -> None:
    factories.matter()
    maker = many.secretary()
    bank = "Pay into 20-45-77 12345678 from now on"

    empty = _post(maker, "make", form_key=str(uuid.uuid4()))
    account = _post(maker, "make", **_typed(changes=bank))
    strange = _post(
        maker, "make", **_typed(departments=["99"], terms="x", clause="complaints:²", applies_on="2026-2-31")
    )
    mailing = many.made(maker)
    late = _post(maker, "change", mailing.pk, **_typed(seen=9, heading="Typed late"))
    no_reason = _post(maker, "take_out", mailing.rows.get().pk, reason="")
    too_early = _post(many.compliance(), "release", mailing.pk, seen=1, form_key=str(uuid.uuid4()))

    assert [one.status_code for one in (empty, account, strange, late, no_reason, too_early)] == [
        422, 422, 422, 409, 422, 409,
    ]  # fmt: skip
    assert bank in account.content.decode()
    assert "Typed late" in late.content.decode()
    assert (Mailing.objects.count(), Mailing.objects.get().stage) == (1, MailingStage.DRAFT)


def test_text_that_people_type_is_printed_as_text() -> None:
    factories.matter(clients=(factories.client("Ann <b>Bold</b>"),))
    mailing = many.made(
        heading="{{ firm.name }} <script>alert(1)</script>", changes="{% raw %} http://x.example \u202e\u200b"
    )

    page = _page(mailing.made_by, mailing)

    assert "<script>alert" not in page
    assert "{{ firm.name }} &lt;script&gt;" in page
    assert "Ann &lt;b&gt;Bold" in page


def test_the_page_asks_as_much_for_one_person_as_for_nine() -> None:
    def asked(people: int) -> int:
        for number in range(people):
            factories.matter(clients=(factories.client(f"Client {number} of {people}"),))
        mailing = many.made(title=f"For {people}")
        browser: Client = factories.browser_of(mailing.made_by)
        with CaptureQueriesContext(connection) as found:
            browser.get(reverse("mailings:detail", args=[mailing.pk]))
        return len(found)

    assert asked(1) == asked(8)
