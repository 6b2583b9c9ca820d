"""A client at their letter: the link, the six figures, one acceptance, and what the house keeps of it."""

import hashlib
import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pikepdf
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from engagement import letters, services
from engagement.models import Acceptance, ClientRequest, Decline, Letter, LetterCopy
from engagement.tests import factories
from engagement.tests.factories import NOW, copy_of
from outbox import links
from outbox.channels import words
from outbox.models import ClientSession, LinkCode, Message, MessageState, SecureLink
from outbox.reading import text_of
from outbox.services import deliver_next
from outbox.tests.sms import gateway
from practice import clock
from practice.models import ConsentToShare, ContactPoint, GateKind, JournalEntry, Task
from practice.tests import factories as firm
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    cache.clear()
    set_clock(settings, NOW)


@pytest.fixture
def copy(letter: Letter) -> LetterCopy:
    return copy_of(factories.issued(letter))


def door(copy: LetterCopy) -> str:
    return links.path(SecureLink.objects.about(copy).get())


def send_code(browser: Client, copy: LetterCopy) -> str:
    """Ask for the figures and read them from the mail as it leaves."""
    answer = browser.post(f"{door(copy)}code/", {"form_key": str(uuid4())})
    assert (answer.status_code, answer["Location"]) == (303, door(copy))
    message = Message.objects.filter(kind="link.code").latest("created_at")
    code = LinkCode.objects.latest("made_at")
    assert links.figures(code) not in message.body
    assert f"{links.figures(code)[:3]} {links.figures(code)[3:]}" in words(message)
    return links.figures(code)


def entered(copy: LetterCopy) -> Client:
    browser = Client(REMOTE_ADDR="203.0.113.9", headers={"user-agent": "A phone"})
    assert browser.post(door(copy), {"code": send_code(browser, copy)}).status_code == 303
    return browser


def page(name: str, copy: LetterCopy, *more: object) -> str:
    return reverse(f"accept_{name}", args=[SecureLink.objects.about(copy).get().pk, *more])


def ticked(browser: Client, copy: LetterCopy, **changed: object) -> dict[str, object]:
    form = browser.get(page("letter", copy)).context["form"]
    needed = [one.code for one in form.ticks if one.is_needed]
    return {"form_key": str(uuid4()), "ok": needed, "fullname": "Joseph Adeyemi", **changed}


def test_a_client_reads_accepts_once_and_gets_the_issued_pages_with_a_certificate(letter: Letter) -> None:
    letter = factories.with_agreement(letter, "insurance")
    services.issue_letter(
        letter_id=letter.pk, printed=letters.print_package(letters.package(letter, NOW)), expected_version=3,
        by=letter.prepared_for, now=NOW,
    )  # fmt: skip
    copy, agreement = copy_of(letter), letter.agreements.get()
    issued = bytes(copy.issued.document.content)
    browser = entered(copy)

    assert browser.get(door(copy))["Location"] == page("letter", copy)  # no second set of figures to read on
    read = browser.get(page("letter", copy)).content.decode()
    shown = browser.get(page("paper", copy, "letter")).content
    apart = [browser.get(page("paper", copy, which)).content for which in (agreement.slug, "agreement-0")]
    typed = ticked(browser, copy)
    answers = [browser.post(page("letter", copy), typed).status_code for _ in range(2)]
    certificate = browser.get(page("paper", copy, "certificate")).content

    said = Acceptance.objects.get()
    assert all(words in read for words in ("For Mr Joseph Adeyemi only", "We check the title, the contract,"))
    assert "We act for:       You to buy at £312,500" in browser.get(page("paper", copy, "text")).content.decode()
    assert hashlib.sha256(shown).hexdigest() == said.letter_sha256 == hashlib.sha256(issued).hexdigest()
    assert answers == [303, 200]  # the second shows what stands
    assert letter.matter.may(GateKind.ACCEPTANCE, NOW)
    assert (said.typed_name, said.session.address if said.session else "", sorted(said.codes)) == (
        "Joseph Adeyemi", "203.0.113.9", ["costs", "enclosed_1", "people", "read"],
    )  # fmt: skip
    assert (apart[0], b"%PDF" in apart[1], agreement.words in read) == (b"%PDF-1.7 signed", False, True)
    words = text_of(certificate)
    assert agreement.sha256 in words.replace(" ", "")
    assert f"Enclosed: terms of business, version 1, {agreement.words}" in words
    assert words.startswith(text_of(issued))
    for part in (said.letter_sha256, said.terms_sha256, "203.0.113.9", "A phone", "Tue 24 Nov 2026, 12:00:00 GMT"):
        assert part in words.replace(" ", "") or part in words
    with pikepdf.open(BytesIO(issued)) as before, pikepdf.open(BytesIO(certificate)) as after:
        streams = [page.Contents.read_bytes() for page in before.pages]
        assert [page.Contents.read_bytes() for page in after.pages][: len(streams)] == streams
    mail = Message.objects.get(kind="engagement.accepted")
    assert [one.document.sha256 for one in mail.attachments.order_by("position")] == [
        hashlib.sha256(certificate).hexdigest(), said.terms_sha256,
    ]  # fmt: skip
    assert JournalEntry.objects.get(event="letter.accepted").actor_kind == "client_link"


def test_a_code_by_text_opens_the_letter_and_how_it_came_is_kept(copy: LetterCopy) -> None:
    browser = with_mobile(copy)
    with gateway() as server:
        browser.post(f"{door(copy)}code/", {"form_key": str(uuid4())})
        shown = browser.get(door(copy)).content.decode()
        deliver_next(clock=clock.now)
        (text,) = server.got
        opened = browser.post(door(copy), {"code": re.findall(r"\d{3} \d{3}", text.fields["text"])[0]})

    said = text.fields["text"]
    assert "to the mobile ending 142" in shown
    assert (said.startswith("Hartley & Vane LLP: "), text.fields["to"]) == (True, "+447700900142")
    assert opened.status_code == 303
    told = JournalEntry.objects.get(event="letter.opened").facts["way"]
    session = ClientSession.objects.get()
    assert (told, session.code.sent_to) == ("By text message to a confirmed mobile number", text.fields["to"])


def test_a_text_that_did_not_go_is_told_on_the_page_and_to_whoever_acts(copy: LetterCopy, settings: Settings) -> None:
    browser = with_mobile(copy)
    with gateway() as server:
        server.answers = [400, 503, 201]
        for minute in (0, 1):
            set_clock(settings, NOW + timedelta(minutes=minute))
            browser.post(f"{door(copy)}code/", {"form_key": str(uuid4())})
            deliver_next(clock=clock.now)
            pages = browser.get(door(copy)).content.decode()
            assert ("may not have reached you" in pages) == (minute == 0)
        Message.objects.exclude(kind="link.code").update(state=MessageState.WITHDRAWN)
        set_clock(settings, NOW + timedelta(minutes=12))
        deliver_next(clock=clock.now)

    late = Message.objects.filter(kind="link.code").latest("created_at")
    titles = [task.title for task in Task.objects.filter(owner=copy.letter.matter.fee_earner)]
    assert (late.last_error, len(server.got)) == ("The six figures in it have run out.", 2)
    assert [title for title in titles if title.startswith("Not delivered: The six figures")] != []


def test_opening_the_link_says_nothing_of_the_letter_and_changes_nothing(copy: LetterCopy) -> None:
    before = [model.objects.count() for model in (LinkCode, ClientSession, JournalEntry, Message, Task)]

    answers = [getattr(Client(), method)(door(copy)) for method in ("get", "head", "get")]
    inside = Client().get(page("letter", copy))

    said = answers[0].content.decode() + inside.content.decode()
    facts = [words for words in ("Adeyemi", "Joseph", "Purchase", "mail.example") if words in said]
    assert ([answer.status_code for answer in answers], inside.status_code, facts) == ([200, 200, 200], 403, [])
    assert [model.objects.count() for model in (LinkCode, ClientSession, JournalEntry, Message, Task)] == before


def test_a_link_that_ended_says_what_happened_and_what_to_do(copy: LetterCopy, settings: Settings) -> None:
    link = SecureLink.objects.about(copy).get()
    old, inside = door(copy), entered(copy)
    forged = reverse("accept_link", args=[link.pk, "0" * 40])
    services.send_link(copy_id=copy.pk, by=copy.letter.prepared_for, now=NOW)
    newer = (Client().get(old), Client().get(forged))

    draft = services.start_letter(matter_id=copy.letter.matter_id, by=copy.letter.prepared_for, now=NOW)
    factories.issued(draft)
    replaced = (Client().get(door(copy)), inside.get(page("letter", copy)), inside.post(page("letter", copy), {}))
    set_clock(settings, NOW + timedelta(days=23))
    late = Client().get(door(copy_of(draft)))

    told = [(answer.status_code, answer.context["why"]) for answer in (*newer, *replaced, late)]
    assert told == [
        (410, "newer"),
        (404, "unknown"),
        *[(410, "superseded")] * 3,
        (410, "expired"),
    ]
    assert "newer letter" in replaced[0].content.decode()


def test_five_wrong_figures_shut_the_link_tell_staff_and_staff_open_it_again(copy: LetterCopy) -> None:
    browser = Client()
    right = send_code(browser, copy)
    wrong = "111111" if right == "000000" else "000000"

    answers = [browser.post(door(copy), {"code": wrong}).status_code for _ in range(5)]
    shut = browser.post(door(copy), {"code": right})
    number = firm_number(copy)
    lawyer = factories.browser_of(copy.letter.matter.fee_earner)
    given = reverse("engagement:give_code", args=[copy.pk])
    posted = lawyer.post(given, {"form_key": str(uuid4()), "contact": number.pk})
    first, second = (lawyer.get(posted["Location"]).context["figures"] for _ in range(2))
    opened = browser.post(door(copy), {"code": f"{first[:3]} {first[3:]}"})

    assert (answers, shut.status_code) == ([422, 422, 422, 422, 409], 409)
    assert Task.objects.filter(title__contains="wrong five times").get().owner == copy.letter.matter.fee_earner
    assert (len(first), second, opened.status_code) == (6, "", 303)
    assert JournalEntry.objects.get(event="letter.code_given").facts["number"] == number.text


def with_mobile(copy: LetterCopy) -> Client:
    """Give the client's browser, and them a number that gets texts."""
    copy.party.contacts.filter(kind="phone").update(text="07700 900 142", normalised="7700900142")
    return Client()


def firm_number(copy: LetterCopy) -> ContactPoint:
    return copy.party.contacts.get(kind="phone")


def test_figures_run_out_and_the_last_ones_count(copy: LetterCopy, settings: Settings) -> None:
    browser = Client()
    first = send_code(browser, copy)
    set_clock(settings, NOW + timedelta(minutes=1))
    second = send_code(browser, copy)
    stale = browser.post(door(copy), {"code": first}).status_code if first != second else 422
    set_clock(settings, NOW + timedelta(minutes=12))

    late = browser.post(door(copy), {"code": second}).status_code

    assert (stale, late) == (422, 422)


def test_no_code_is_mailed_to_a_shared_mailbox_and_whoever_acts_is_asked_to_ring(copy: LetterCopy) -> None:
    firm.party("Somebody else", email=copy.message.to_address)

    answer = Client().post(f"{door(copy)}code/", {"form_key": str(uuid4())})

    assert (answer.status_code, Message.objects.filter(kind="link.code").count()) == (422, 0)
    assert "We do not send these figures to you" in answer.content.decode()
    assert Task.objects.get(title__startswith="Give").owner == copy.letter.matter.fee_earner


def test_nothing_is_accepted_while_a_needed_line_is_open_and_what_was_typed_stays(copy: LetterCopy) -> None:
    browser = entered(copy)

    answer = browser.post(page("letter", copy), ticked(browser, copy, ok=["read"]))

    said = answer.content.decode()
    assert (answer.status_code, Acceptance.objects.count()) == (422, 0)
    assert ('id="id_ok_0" name="ok" value="read" checked' in said, 'value="Joseph Adeyemi"' in said) == (True, True)
    assert "Tick each line that you agree with" in said


def test_a_client_asks_declines_and_finds_it_so(copy: LetterCopy) -> None:
    browser = entered(copy)
    typed = {"form_key": str(uuid4()), "words": "Is <i>VAT</i> in it?"}

    asked = [browser.post(page("ask", copy, "question"), typed).status_code for _ in range(2)]
    empty = browser.post(page("ask", copy, "question"), {"form_key": str(uuid4()), "words": " "}).status_code
    no = browser.post(page("decline", copy), {"form_key": str(uuid4()), "reason": "Too dear"}).status_code
    found = browser.get(page("letter", copy)).content.decode()
    yes = browser.post(page("letter", copy), {})
    staff = factories.browser_of(copy.letter.matter.fee_earner).get(factories.page("letter", copy.letter.matter))

    assert (asked, empty, no, yes.status_code) == ([303, 303], 422, 303, 200)
    assert (ClientRequest.objects.count(), Decline.objects.get().reason) == (1, "Too dear")
    assert ("You have not accepted the letter" in found, Acceptance.objects.exists()) == (True, False)
    assert "Is &lt;i&gt;VAT&lt;/i&gt; in it?" in staff.content.decode()


def test_consent_to_share_is_asked_after_acceptance_and_can_be_taken_back(copy: LetterCopy) -> None:
    browser = entered(copy)
    before = browser.get(page("share", copy))
    factories.accept(copy)

    given = browser.post(
        page("share", copy),
        {"form_key": str(uuid4()), "told_name": "Raj Patel", "relation": "mortgage broker", "what": "dates"},
    )
    share = ConsentToShare.objects.get()
    taken = browser.post(page("unshare", copy, share.pk))

    share.refresh_from_db()
    assert (before.status_code, given.status_code, taken.status_code) == (303, 303, 303)
    assert (share.way, share.recorded_by, share.matter, share.withdrawn_way) == (
        "link", None, copy.letter.matter, "link",
    )  # fmt: skip


def test_one_joint_client_comes_to_no_page_of_the_other() -> None:
    people = (factories.client("Joseph Adeyemi"), factories.client("Nkechi Bell"))
    first, second = factories.issued(factories.written(factories.matter(clients=people))).copies.order_by("pk")

    browser = entered(first)

    for name, more in (("letter", ()), ("paper", ("letter",)), ("ask", ("question",)), ("decline", ())):
        assert browser.get(page(name, second, *more)).status_code == 403
