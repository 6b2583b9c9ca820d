"""Today's post: one file, one deed for all of it, and a warning when it stays behind (decisions 18, 20)."""

import uuid
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox import leaving, pdf, services
from outbox.enveloping import NO_ADDRESS, NO_ROOM, envelope
from outbox.models import Channel, Document, Message, MessageState, PostPrint
from outbox.tests import factories
from outbox.tests.letters import LETTER
from practice import clock
from practice.models import JournalEntry, Task, User
from practice.permissions import Role
from practice.phrases import hhmm
from practice.tests import factories as firm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_service")]
NOW = firm.TUESDAY_NOON
AT_FOUR = NOW + timedelta(hours=4)
HOME = "4 Beck Lane\nLeeds\nLS1 4ZZ"


def paper(words: str, *, content: bytes = b"", sha256: str = "") -> Document:
    made = content or pdf.render_pdf(LETTER.replace("27 Quarry Mount", words)).pdf
    kept = services.keep_document(content=made, media_type="application/pdf", file_name=f"{words}.pdf", now=NOW)
    if sha256:
        return Document.objects.create(
            sha256=sha256, content=made, media_type="application/pdf", file_name=f"{words}.pdf", created_at=NOW
        )
    return kept


def letter(name: str, *papers: Document, **changes: object) -> Message:
    return factories.message(
        **{"channel": Channel.PRINT, "to_name": name, "to_address": HOME, "documents": papers, **changes}  # type: ignore[arg-type]
    )


def words_of(file: bytes) -> list[str]:
    with pypdfium2.PdfDocument(file) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def contents(file: bytes) -> list[bytes]:
    with pikepdf.open(BytesIO(file)) as document:
        return [page.Contents.read_bytes() if "/Contents" in page else b"" for page in document.pages]


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def test_each_letter_has_its_address_page_then_its_papers_as_they_were_kept() -> None:
    terms = paper("Terms of business")
    letters = [
        letter("Ada Jones", paper("Letter A"), terms),
        letter("Bo Kerr", paper("Letter B"), paper("Agreement"), terms, party=firm.party("Bo Kerr", by=firm.user())),
    ]

    one_side, both = (envelope(letters, on=date(2026, 11, 24), firm_name="H", both_sides=one) for one in (False, True))

    first, *_ = pages = words_of(one_side.pdf)
    named = ("Ada Jones", "Bo Kerr", "Letter A", "Letter B", "Agreement", "Terms")
    assert [next(name for name in named if name in page) for page in pages] == [
        "Ada Jones", "Letter A", "Terms", "Bo Kerr", "Letter B", "Agreement", "Terms",
    ]  # fmt: skip
    assert first == "Private and confidential Ada Jones 4 Beck Lane Leeds LS1 4ZZ Our reference RP-26-0412"
    assert pages[3] == "Bo Kerr 4 Beck Lane Leeds LS1 4ZZ Our reference RP-26-0412"
    kept = [[one.document for one in found.attachments.order_by("position")] for found in letters]
    inside = [contents(bytes(one.content))[0] for papers in kept for one in papers]
    assert [page for place, page in enumerate(contents(one_side.pdf)) if place not in (0, 3)] == inside
    assert words_of(both.pdf) == [half for page in pages for half in (page, "")][:-1]
    again = envelope(letters, on=date(2026, 11, 24), firm_name="H", both_sides=False)
    assert (again.pdf, one_side.left_out) == (one_side.pdf, {})


def test_the_address_stands_where_the_window_is_and_rules_of_contact_mark_the_letter() -> None:
    party = firm.party("Bo Kerr", by=firm.user())
    party.may_name_firm = False
    party.save(update_fields=["may_name_firm"])
    made = envelope(
        [letter("Bo Kerr", paper("Letter"), party=party)], on=date(2026, 11, 24), firm_name="H", both_sides=False
    )

    with pypdfium2.PdfDocument(made.pdf) as document:
        text = document[0].get_textpage()
        said = text.get_text_range()
        boxes = [text.get_charbox(said.index(line)) for line in ("Private and", "Bo Kerr", *HOME.splitlines())]
        height = document[0].get_height()
    places = [(left / 72 * 25.4, (height - top) / 72 * 25.4) for left, _, _, top in boxes]

    assert all(20 <= left <= 26 and 46 <= top <= 88 for left, top in places), places
    assert all(4 <= below - above <= 8 for (_, above), (_, below) in pairwise(places)), places


LONG = "Flat 3b\nThe Old Corn Exchange\n14 to 18 Upper Wharf Lane\nHolbeck\nLeeds\nWest Yorkshire\nLS11 0ZZ"
LONGER = "c/o Zebrafinch Wholesale Textiles Limited\nUnit 14, The Old Corn Exchange Buildings\n" + LONG


@pytest.mark.parametrize("address", [HOME, LONG, LONGER, f"{LONG}\nUnited Kingdom", LONG.upper()])
def test_an_address_of_many_lines_stays_in_the_window_or_is_refused(address: str) -> None:
    made = envelope(
        [letter("Bo Kerr", paper("Letter"), to_address=address)], on=date(2026, 11, 24), firm_name="H", both_sides=False
    )

    if made.left_out:
        assert list(made.left_out.values()) == [NO_ROOM]
        assert address == LONGER
        return
    with pypdfium2.PdfDocument(made.pdf) as document:
        text, height = document[0].get_textpage(), document[0].get_height()
        until = text.get_text_range().index("Our reference")
        start = text.get_text_range().index("Bo Kerr")
        boxes = [text.get_charbox(place) for place in range(start, until)]
        said = " ".join(text.get_text_range(start, until - start).replace(",", " ").split())
    inked = [box for box in boxes if box[2] > box[0]]
    millimetres = [(left / 72 * 25.4, (height - top) / 72 * 25.4, right / 72 * 25.4, (height - bottom) / 72 * 25.4)
                   for left, bottom, right, top in inked]  # fmt: skip
    assert all(left >= 20 and top >= 57 and right <= 100 and bottom <= 81 for left, top, right, bottom in millimetres)
    assert said == " ".join(f"Bo Kerr {address}".replace(",", " ").split())


def test_what_cannot_be_printed_is_said_and_the_rest_is_printed() -> None:
    good = letter("Ada Jones", paper("Letter"))
    cases = {
        letter("Broken", paper("Broken", content=b"%PDF-1.7 sample")): "cannot be joined",
        letter("Changed", paper("Changed", sha256="0" * 64)): "fingerprint differs",
        letter("Nothing"): "Nothing was kept",
        letter("Nowhere", paper("Letter"), to_address=" "): NO_ADDRESS,
        letter("𐎀𐎁", paper("Letter")): "Its address page could not be made. Our letter fonts have no shape for",
    }

    made = envelope([*cases, good], on=date(2026, 11, 24), firm_name="H", both_sides=False)

    assert made.letters == (good,)
    assert len(words_of(made.pdf)) == 2
    assert {found: cases[found] in made.left_out[found.pk] for found in cases} == dict.fromkeys(cases, True)


def test_the_tray_is_printed_as_one_file_posted_as_one_deed_and_what_came_after_is_seen() -> None:
    owner, secretary, now = firm.user(), firm.user(Role.SECRETARY), clock.now()
    early = [letter("Ada Jones", paper("A"), now=now - timedelta(seconds=1)), letter("Bo Kerr", paper("B"), now=now)]
    broken = letter("Broken", paper("Broken", content=b"none"), now=now)
    held = letter("Held", paper("Held"), owner=owner, now=now)
    stoppable = letter("Stoppable", paper("S"), now=now + timedelta(minutes=5))
    complaint = letter("Grumble", paper("G"), kind="complaint.letter", now=now)
    browser, tray, key = browser_of(secretary), reverse("outbox:post_tray"), str(uuid.uuid4())
    typed = {"form_key": key, "which": "all", "both_sides": ""}
    begun = browser.get(tray).content.decode()

    answers = [browser.post(reverse("outbox:print_post"), typed).status_code for _ in range(2)]
    with transaction.atomic():
        leaving.hold(held, "No post may go to them.", now=now)
    late = letter("Late", paper("Late"), now=clock.now())
    page = browser.get(tray).content.decode()
    file = b"".join(browser.get(reverse("outbox:printed_post")))

    assert "Print today’s post (4 letters)" in begun
    assert (answers, PostPrint.objects.count()) == ([303, 303], 1)
    assert [one.split(",")[0].split(" 4 Beck")[0] for one in words_of(file)[::2]] == [
        f"Private and confidential {name}" for name in ("Ada Jones", "Bo Kerr")
    ]
    assert "“Broken.pdf” cannot be joined with others. Print this letter by itself." in page
    at = hhmm(timezone.localtime(PostPrint.objects.get().printed_at))
    assert (f"Not in the print of {at}" in page, f"in the print of {at}: take it out of the pile." in page) == (
        True,
        True,
    )
    assert f"may stop it until {hhmm(timezone.localtime(stoppable.next_attempt_at))}" in page
    assert "Grumble" not in page
    assert browser_of(firm.user(Role.COMPLIANCE)).get(reverse("outbox:printed_post")).status_code == 404

    went = timezone.localtime(now - timedelta(minutes=10)).replace(second=0, microsecond=0)
    day = {"posted_at_0": f"{went:%Y-%m-%d}", "posted_at_1": f"{went:%H:%M}", "posted_class": "second"}
    together = reverse("outbox:posted_together")
    wrong = browser.post(together, {**day, "which": "all", "all_letters": [str(complaint.pk)]})
    nobody = browser.post(together, {**day, "which": "ticked"})
    done = browser.post(together, {**day, "which": "all", "all_letters": [str(one.pk) for one in early]})
    ticked = browser.post(together, {**day, "which": "ticked", "letters": [str(late.pk)]})
    twice = browser.post(together, {**day, "which": "ticked", "letters": [str(late.pk)]})

    sent = Message.objects.filter(state=MessageState.SENT).order_by("created_at", "pk")
    assert [one.status_code for one in (wrong, nobody, done, ticked, twice)] == [422, 422, 303, 303, 409]
    assert {one.pk for one in sent} == {one.pk for one in (*early, late)}
    assert {(one.sent_at, one.posted_by, one.posted_class) for one in sent} == {(went, secretary, "second")}
    assert JournalEntry.objects.filter(event="letter.posted").count() == 3
    assert browser.get(reverse("outbox:printed_post")).status_code == 404
    assert broken.to_name in browser.get(tray).content.decode()


def test_a_letter_left_in_the_tray_when_the_post_has_gone_is_asked_about_once_a_day() -> None:
    owner, printer = firm.user(), firm.user(Role.SECRETARY)
    waits = letter("Ada Jones", paper("Letter"), owner=owner)
    letter("Later", paper("Letter"), owner=owner, now=AT_FOUR + timedelta(minutes=1))
    services.record_print(letter_ids=[waits.pk], left_out={}, both_sides=False, by=printer, now=NOW)

    moments = [AT_FOUR - timedelta(seconds=1), AT_FOUR, AT_FOUR + timedelta(minutes=5)]
    told = [services.warn_of_unposted(now=moment) for moment in moments]
    asked = {person: [one.title for one in Task.objects.open_for(person)] for person in (owner, printer)}
    next_day = services.warn_of_unposted(now=AT_FOUR + timedelta(days=1))

    assert (told, next_day) == ([0, 1, 0], 2)
    assert asked == dict.fromkeys((owner, printer), ["Not posted by 16:00: Our reference RP-26-0412"])
    Message.objects.filter(state=MessageState.PENDING).update(state=MessageState.WITHDRAWN)
    assert services.warn_of_unposted(now=AT_FOUR + timedelta(days=1, minutes=5)) == 0
    assert [list(Task.objects.open_for(person)) for person in (owner, printer)] == [[], []]


def test_a_letter_on_paper_whose_dates_count_from_a_day_that_is_over_leaves_the_tray() -> None:
    owner = firm.user()
    found = letter("Ada Jones", paper("Letter"), owner=owner, send_on=NOW.date())

    held = [leaving.hold_back(now=moment) for moment in (AT_FOUR, NOW + timedelta(days=1))]

    found.refresh_from_db()
    assert (held, found.state, found.last_error) == ([0, 1], MessageState.FAILED, f"{leaving.DAY_PASSED}.")
