"""The letter printer: same bytes every time, nothing fetched, nobody kept waiting, fit for a screen reader."""

import socket
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from outbox import pdf, reading
from outbox.renderer.limits import Limits
from outbox.renderer.pool import Child
from outbox.tests.letters import LETTER, page


@pytest.mark.usefixtures("no_service")
def test_the_same_letter_gives_the_same_bytes_warm_and_cold() -> None:
    first = pdf.render_pdf(LETTER)
    warm = pdf.render_pdf(LETTER)
    cold = Child(Limits())
    _head, fresh = cold.render(LETTER.encode())
    cold.stop()

    assert [warm.pdf == first.pdf, fresh == first.pdf] == [True, True]
    assert warm.sha256 == first.sha256
    assert pdf.render_pdf(LETTER.replace("1,740", "1,741")).sha256 != first.sha256


@pytest.mark.usefixtures("no_service")
def test_a_letter_declares_pdf_ua_and_carries_its_own_date_language_and_header_scopes() -> None:
    rendered = pdf.render_pdf(LETTER)

    with pikepdf.open(BytesIO(rendered.pdf)) as document:
        with document.open_metadata() as metadata:
            declared = metadata["pdfuaid:part"]
        scopes = sorted(str(obj["/A"]["/Scope"]) for obj in cells(document, "/TH"))
        assert declared == "1"
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261124")
        assert str(document.docinfo["/Title"]) == "Your purchase"
        assert str(document.Root["/Lang"]) == "en-GB"
        assert bool(document.Root["/MarkInfo"]["/Marked"]) is True
        assert scopes == ["/Column", "/Column", "/Row"]


def cells(document: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == kind]


@pytest.mark.usefixtures("no_service")
def test_the_words_come_back_out_with_ligatures_undone() -> None:
    words = reading.text_of(pdf.render_pdf(LETTER).pdf)

    assert "Your purchase of 27 Quarry Mount" in words
    assert "The first office offers five fine flats." in words
    assert "Our fee £1,740" in words


@pytest.mark.usefixtures("no_service")
def test_no_line_ends_before_it_must_where_bold_words_follow() -> None:
    words = (
        "in and signed. The law makes us check identity and the source of money. Not complete yet: your identity "
        "check. Until it is, we may not start or take money. <b>Next:</b> you accept and we start. "
        "<b>Tell us at once</b> if your plans change."
    )
    widths = range(380, 460)
    paragraphs = "".join(f'<p style="width: {width}pt">{words}</p>' for width in widths)

    with pypdfium2.PdfDocument(pdf.render_pdf(page(paragraphs).decode()).pdf) as document:
        last = f"of {len(document)}"
        lines = [line.strip() for one in document for line in one.get_textpage().get_text_range().splitlines()]

    assert len([line for line in lines if line.endswith("change.")]) == len(widths)
    assert [line for line in lines if len(line) < 40 and not line.endswith(("change.", last))] == []


@pytest.mark.usefixtures("no_service")
def test_running_heads_and_feet_do_not_interrupt_a_sentence() -> None:
    half = "<p>" + "word " * 420 + "end of the first part.</p>"
    letter = page(f'<div class="head" data-foot="Hartley &amp; Vane LLP"></div><h1>About</h1>{half * 3}').decode()

    rendered = pdf.render_pdf(letter)

    assert rendered.pages == 3
    assert reading.text_of(rendered.pdf) == ("About" + (" " + "word " * 420 + "end of the first part.") * 3)


@pytest.mark.usefixtures("no_service")
def test_names_from_all_over_europe_are_drawn_with_our_own_fonts() -> None:
    names = "Łukasz Żółć, Siân Ŵyn, Ольга Жук, Ελένη Παπά, Nguyễn Thị Hằng"

    rendered = pdf.render_pdf(page(f"<p>{names}</p>").decode())

    with pikepdf.open(BytesIO(rendered.pdf)) as document:
        fonts = {str(o["/BaseFont"]).split("+")[-1] for o in document.objects if is_font(o)}
    assert reading.text_of(rendered.pdf) == names
    assert [name for name in sorted(fonts) if not name.startswith("CC-S")] == []


def is_font(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" and "/BaseFont" in thing


@pytest.mark.usefixtures("no_service")
def test_a_character_that_our_fonts_cannot_draw_is_refused_by_name() -> None:
    with pytest.raises(pdf.RenderFailed) as refusal:
        pdf.render_pdf(page("<p>ก李</p>").decode())

    assert str(refusal.value) == (
        "Our letter fonts have no shape for: ก (U+0E01). Write these in Latin, Greek, Cyrillic, Arabic, Hebrew or "
        "Chinese letters. Nothing was issued."
    )


@pytest.mark.usefixtures("no_service")
def test_arabic_hebrew_and_chinese_names_are_drawn_and_change_no_other_letter() -> None:
    plain = pdf.render_pdf(LETTER)
    named = page("<p>We act for محمد الفارسي, דוד כהן and <b>王小明</b>.</p>").decode()

    rendered, again, plain_again = pdf.render_pdf(named), pdf.render_pdf(named), pdf.render_pdf(LETTER)

    said = reading.text_of(rendered.pdf)
    with pikepdf.open(BytesIO(rendered.pdf)) as document:
        fonts = {str(o["/BaseFont"]).split("+")[-1].split("-")[1] for o in document.objects if is_font(o)}
    assert [word for word in ("محمد", "الفارسي", "דוד", "כהן", "王小明") if word not in said] == []
    assert reading.says("We act for محمد الفارسي, דוד כהן and 王小明.", said) is True
    assert reading.says("We act for محمد الفارسي, דוד כהן and 王小红.", said) is False
    assert fonts >= {"vazirmatn", "noto"}
    assert [again.sha256, plain_again.sha256] == [rendered.sha256, plain.sha256]


@pytest.fixture(scope="module")
def bait(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, list[str]]]:
    """A web server that notes every visitor, and a secret file."""
    secret = tmp_path_factory.mktemp("bait") / "secret.txt"
    secret.write_text("client-money-password")
    visits: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def note() -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            visits.append("visited")
            caller.close()

    threading.Thread(target=note, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", secret, visits
    listener.close()


HOSTILE = {
    "image": '<img src="{web}/a.png" alt="">',
    "image from disk": '<img src="file://{file}" alt="">',
    "attachment link": '<a rel="attachment" href="file://{file}">a</a>',
    "attachment in head": '<link rel="attachment" href="file://{file}">',
    "stylesheet": '<link rel="stylesheet" href="{web}/a.css">',
    "css import": '<style>@import url("{web}/a.css");</style>',
    "css background": '<style>p {{ background: url("{web}/a.png") }}</style><p>a</p>',
    "css content": '<style>p::before {{ content: url("{web}/a.png") }}</style><p>a</p>',
    "css font": '<style>@font-face {{ font-family: x; src: url("{web}/a.woff2") }} p {{ font-family: x }}</style><p>a',
    "list image": '<ul style="list-style-image: url({web}/a.png)"><li>a</li></ul>',
    "object": '<object data="{web}/a.png"></object>',
    "embed": '<embed src="{web}/a.svg">',
    "svg image": '<svg width="9" height="9"><image href="{web}/a.png" width="9" height="9"/></svg>',
    "svg in data": "<img alt='' src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3C/svg%3E\">",
    "base": '<base href="{web}/"><img src="a.png" alt="">',
    "relative": '<img src="../../../../etc/passwd" alt="">',
    "ftp": '<img src="ftp://127.0.0.1/a.png" alt="">',
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_from_outside_is_fetched(child: Child, bait: tuple[str, Path, list[str]], body: str) -> None:
    web, secret, visits = bait

    head, made = child.render(page(body.format(web=web, file=secret)))

    assert visits == []
    assert (head["ok"], head.get("why"), made) == (False, "outside_files", b"")


def test_a_drawing_may_not_borrow_from_outside_either(child: Child, bait: tuple[str, Path, list[str]]) -> None:
    """WeasyPrint leaves this one out without asking for it: the letter prints, nobody is visited."""
    web, _secret, visits = bait

    head, _ = child.render(page(f'<svg width="9" height="9"><use href="{web}/a.svg#x"/></svg>'))

    assert (head["ok"], visits) == (True, [])


def test_the_bait_would_have_been_taken(bait: tuple[str, Path, list[str]]) -> None:
    """The control: the same page through WeasyPrint as it comes does visit, so the test above can fail."""
    web, _secret, visits = bait
    from weasyprint import HTML

    HTML(string=page(f'<img src="{web}/a.png" alt="">').decode()).write_pdf()

    assert visits != []
    visits.clear()
