"""One policy row, said everywhere: letter, voicemail, desk, handbook and the published page (domain D11-D13)."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from django.urls import reverse

from callbacks import said
from callbacks.models import HandbookRead, VoicemailText
from callbacks.policies import policy_for
from callbacks.rules import CallWindow
from callbacks.rules.script import spoken_window, windows_in_words
from callbacks.rules.voicemail import VoicemailFacts, count_words, is_right_length, seconds_of, voicemail
from engagement import letters
from engagement.tests import factories as engagement
from practice.models import CallPolicy, FirmProfile, User
from practice.permissions import Role
from practice.tests import factories

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
WEEK = range(5)


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.mark.django_db
def test_letter_voicemail_handbook_and_published_page_say_the_window_of_one_row() -> None:
    engagement.firm()
    matter = engagement.matter()
    lawyer, firm = matter.fee_earner, FirmProfile.objects.get()
    desk = browser_of(factories.user(Role.RECEPTIONIST))
    (window, *_) = policy_for(lawyer).windows
    words = said.returns_of(lawyer)

    text = said.script_of(lawyer, firm=firm, today=NOON.date())
    pages = [desk.get(reverse(name)).content.decode() for name in ("callbacks:handbook", "callbacks:how")]

    assert words == spoken_window(window.starts, window.ends)  # what reception says at the desk
    assert letters.background(matter, NOON).calls_returned() == words
    assert f"I return calls {words}." in text
    assert is_right_length(text)
    assert [words in page for page in pages] == [True, True]
    assert f"from {lawyer.department.office.opens_at:%H:%M}" in pages[1]  # type: ignore[union-attr]
    assert CallPolicy.objects.exists()


@pytest.mark.django_db
def test_the_handbook_asks_to_be_read_again_when_a_policy_changes_and_the_voicemail_is_noted() -> None:
    factories.firm()
    lawyer, reader = factories.user(), factories.user(Role.RECEPTIONIST)
    desk, own = browser_of(reader), browser_of(lawyer)
    page = desk.get(reverse("callbacks:handbook"))
    script = own.get(reverse("callbacks:voicemail"))
    key = script.context["form"]["form_key"].value()

    assert own.post(reverse("callbacks:voicemail"), {"form_key": key, "text": "Too short."}).status_code == 422
    kept = own.post(reverse("callbacks:voicemail"), {"form_key": key, "text": script.context["script"]})
    desk.post(reverse("callbacks:handbook"), {"digest": page.context["digest"]})

    assert kept.status_code == 303
    assert VoicemailText.objects.get().valid_until is None
    assert HandbookRead.objects.get().reader == reader
    assert "I have read it" not in desk.get(reverse("callbacks:handbook")).content.decode()
    lawyer.substitute = factories.user()
    lawyer.save(update_fields=["substitute"])
    assert "has changed since you last read it" in desk.get(reverse("callbacks:handbook")).content.decode()
    stale = desk.post(reverse("callbacks:handbook"), {"digest": page.context["digest"]})
    assert stale.status_code == 409


@pytest.mark.parametrize(
    ("windows", "words"),
    [
        pytest.param([(day, 14, 0, 16, 0) for day in WEEK], "between 2 and 4", id="every day"),
        pytest.param([(day, 9, 30, 12, 0) for day in WEEK], "between 9.30 and 12", id="half hours and noon"),
        pytest.param([(day, 14, 0, 16, 0) for day in (0, 2, 4)], "between 2 and 4 on Mondays, Wednesdays and Fridays"),
        pytest.param(
            [*((day, 9, 0, 10, 0) for day in WEEK), (1, 14, 0, 16, 0)],
            "between 9 and 10 and between 2 and 4 on Tuesdays",
            id="two blocks",
        ),
        pytest.param([], "", id="none"),
    ],
)
def test_windows_are_said_as_letters_say_them(windows: list[tuple[int, int, int, int, int]], words: str) -> None:
    found = [CallWindow(day, time(h, m), time(until, u)) for day, h, m, until, u in windows]

    assert windows_in_words(found) == words


@pytest.mark.parametrize("helper", ["", "Beth Iqbal"])
@pytest.mark.parametrize("closed", ["", f"{date(2026, 12, 25):%A} 25 December"])
@pytest.mark.parametrize("returns", ["between 2 and 4", "between 9.30 and 12 on Mondays, Wednesdays and Fridays"])
def test_a_voicemail_is_read_out_in_twenty_to_thirty_seconds_and_gives_no_reason(
    helper: str, closed: str, returns: str
) -> None:
    facts = VoicemailFacts(
        name="Amara Okafor",
        firm="Hartley & Vane LLP",
        returns=returns,
        desk_line="0113 496 0100",
        helper=helper,
        helper_line="0113 496 0123" if helper else "",
        closed=closed,
    )

    text = voicemail(facts)

    assert is_right_length(text), count_words(text)
    assert 20 <= seconds_of(text) <= 30
    assert [said for said in (helper, closed, returns) if said not in text] == []
    assert [why for why in ("meeting", "court", "leave of", "holiday", "lunch", "away", "ill") if why in text] == []
