"""The letter printer: same bytes every time, nothing fetched, nobody kept waiting, fit for a screen reader."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pytest_django import Settings

from outbox import checks, pdf
from outbox.renderer import assets
from outbox.renderer.address import renderer_address
from outbox.renderer.frames import BadFrame, Channel
from outbox.renderer.limits import Limits
from outbox.renderer.pool import Child, Pool
from outbox.renderer.server import AlreadyRunning, Server

HEAD = (
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Your purchase</title>'
    '<meta name="author" content="Hartley &amp; Vane LLP"><meta name="dcterms.created" content="2026-11-24"></head>'
    '<body class="paper"><div class="letter">'
)
LETTER = (
    HEAD + "<h1>Your purchase of 27 Quarry Mount</h1><p>Dear Mr Adeyemi</p><p>The <b>first</b> office offers five fine "
    'flats.</p><table><thead><tr><th scope="col">Item</th><th scope="col">Total</th></tr></thead>'
    '<tbody><tr><th scope="row">Our fee</th><td>£1,740</td></tr></tbody></table></div></body></html>'
)


def page(body: str) -> bytes:
    return f"{HEAD}{body}</div></body></html>".encode()


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    child = Child(Limits())
    yield child
    child.stop()


@pytest.fixture
def no_service(settings: Settings, tmp_path: Path) -> None:
    settings.RENDERER_SOCKET = str(tmp_path / "none.sock")


@pytest.fixture
def service(settings: Settings, tmp_path: Path) -> Iterator[Server]:
    settings.RENDERER_SOCKET = str(tmp_path / "pdf.sock")
    server = Server(tmp_path / "pdf.sock", children=1)
    thread = threading.Thread(target=server.serve)
    thread.start()
    yield server
    server.stop()
    thread.join()


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
    words = pdf.text_of(pdf.render_pdf(LETTER).pdf)

    assert "Your purchase of 27 Quarry Mount" in words
    assert "The first office offers five fine flats." in words
    assert "Our fee £1,740" in words


@pytest.mark.usefixtures("no_service")
def test_running_heads_and_feet_do_not_interrupt_a_sentence() -> None:
    half = "<p>" + "word " * 420 + "end of the first part.</p>"
    letter = page(f'<div class="head" data-foot="Hartley &amp; Vane LLP"></div><h1>About</h1>{half * 3}').decode()

    rendered = pdf.render_pdf(letter)

    assert rendered.pages == 3
    assert pdf.text_of(rendered.pdf) == ("About" + (" " + "word " * 420 + "end of the first part.") * 3)


@pytest.mark.usefixtures("no_service")
def test_names_from_all_over_europe_are_drawn_with_our_own_fonts() -> None:
    names = "Łukasz Żółć, Siân Ŵyn, Ольга Жук, Ελένη Παπά, Nguyễn Thị Hằng"

    rendered = pdf.render_pdf(page(f"<p>{names}</p>").decode())

    with pikepdf.open(BytesIO(rendered.pdf)) as document:
        fonts = {str(o["/BaseFont"]).split("+")[-1] for o in document.objects if is_font(o)}
    assert pdf.text_of(rendered.pdf) == names
    assert [name for name in sorted(fonts) if not name.startswith("CC-S")] == []


def is_font(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" and "/BaseFont" in thing


@pytest.mark.usefixtures("no_service")
def test_a_character_that_our_fonts_cannot_draw_is_refused_by_name() -> None:
    with pytest.raises(pdf.RenderFailed) as refusal:
        pdf.render_pdf(page("<p>李</p>").decode())

    assert str(refusal.value) == (
        "Our letter fonts have no shape for: 李 (U+674E). Write these in Latin, Greek or Cyrillic letters. "
        "Nothing was issued."
    )


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


def test_a_bomb_is_stopped_at_the_deadline_and_the_next_letter_prints() -> None:
    pool = Pool(1, replace(Limits(), wall_seconds=0.05))
    rows = "<tr>" + "<td>x</td>" * 40 + "</tr>"

    head, made = pool.render(page(f"<table>{rows * 200}</table>"), wait_seconds=1)
    replacement = pool.free.queue[0]
    replacement.limits = Limits()
    after, _ = pool.render(LETTER.encode(), wait_seconds=1)
    pool.stop()

    assert (head["ok"], head["why"], made) == (False, "too_slow", b"")
    assert after["ok"] is True


def test_computing_time_is_limited_for_each_job_and_not_for_the_life_of_a_child() -> None:
    child = Child(replace(Limits(), cpu_seconds=2))
    rows = "<tr>" + "<td>x</td>" * 60 + "</tr>"

    small = [child.render(LETTER.encode())[0]["ok"] for _ in range(8)]
    head, _ = child.render(page(f"<table>{rows * 300}</table>"))
    child.stop()

    assert small == [True] * 8
    assert (head["ok"], head["why"], child.process.returncode) == (False, "too_slow", -signal.SIGXCPU)


def test_memory_is_limited_and_running_out_of_it_is_a_refusal() -> None:
    pool = Pool(1, replace(Limits(), memory_bytes=320 * 1024**2))

    head, _ = pool.render(page('<table><tr><td colspan="100000000">x</td></tr></table>'), wait_seconds=1)
    after, _ = pool.render(LETTER.encode(), wait_seconds=1)
    pool.stop()

    assert (head["ok"], head["why"]) == (False, "too_big")
    assert after["ok"] is True


def test_too_many_pages_are_refused(child: Child) -> None:
    head, _ = child.render(page('<p style="break-after: page">x</p>' * 61))

    assert (head["ok"], head["why"], head["detail"]) == (False, "too_many_pages", "61 pages")


@pytest.mark.usefixtures("no_service")
def test_too_much_html_is_refused_before_anything_starts() -> None:
    with pytest.raises(pdf.RenderFailed, match="^This letter is too large to print") as refusal:
        pdf.render_pdf("x" * 500_001)

    assert refusal.value.why == "too_big"


def test_a_child_is_replaced_after_its_jobs_and_after_being_killed() -> None:
    pool = Pool(1, replace(Limits(), jobs=2))
    first = pool.free.queue[0].process.pid

    answers = [pool.render(LETTER.encode(), wait_seconds=1)[0]["ok"] for _ in range(2)]
    second = pool.free.queue[0].process.pid
    os.kill(second, signal.SIGKILL)
    after_kill = pool.render(LETTER.encode(), wait_seconds=1)[0]["ok"]
    pool.stop()

    assert (answers, after_kill) == ([True, True], True)
    assert first != second


def test_children_know_no_secret_and_leave_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not-for-children")
    child = Child(Limits())
    child.render(LETTER.encode())
    environment = Path(f"/proc/{child.process.pid}/environ")
    known = environment.read_bytes() if environment.exists() else b""
    pid = child.process.pid
    child.stop()

    assert b"not-for-children" not in known
    assert list(Path("/tmp").glob(f"{assets.FOLDER_PREFIX}{pid}-*")) == []  # noqa: S108


@pytest.mark.parametrize(
    "deed",
    ["open('/etc/hostname')", "open({elsewhere!r}, 'w')", "socket.socket()", "subprocess.run(['true'])", "os.fork()"],
)
def test_closed_doors_stay_closed(tmp_path: Path, deed: str) -> None:
    elsewhere = str(tmp_path / "elsewhere" / "x")
    inside = tmp_path / "inside"
    inside.mkdir()
    program = (
        "import os, socket, subprocess, sys\nfrom pathlib import Path\nfrom outbox.renderer import guard\n"
        f"guard.close_doors(readable=[Path(sys.prefix), Path(sys.base_prefix)], writable=[Path({str(inside)!r})])\n"
        f"open({str(inside / 'a')!r}, 'w').close()\n"
        f"try:\n    {deed.format(elsewhere=elsewhere)}\nexcept PermissionError:\n    sys.exit(7)\n"
    )

    ended = subprocess.run([sys.executable, "-c", program], cwd=assets.BASE_DIR)  # noqa: S603  our own program

    assert ended.returncode == 7


def test_the_service_prints_for_other_processes_with_the_same_bytes(service: Server, child: Child) -> None:
    rendered = pdf.render_pdf(LETTER)

    assert pdf.service_answers() is True
    assert rendered.pages == 1
    assert rendered.pdf == child.render(LETTER.encode())[1]
    assert service.pool.free.queue[0].jobs_left == Limits().jobs - 1


def test_a_second_service_on_the_same_socket_is_refused(service: Server) -> None:
    with pytest.raises(AlreadyRunning):
        Server(service.address)

    assert pdf.service_answers() is True


def test_a_service_takes_over_the_socket_of_a_dead_one_and_leaves_nothing(tmp_path: Path) -> None:
    address = tmp_path / "pdf.sock"
    address.touch()
    server = Server(address, children=1)
    thread = threading.Thread(target=server.serve)
    thread.start()
    process = server.pool.free.queue[0].process

    server.stop()
    thread.join()

    assert address.exists() is False
    assert process.poll() is not None


def test_a_busy_service_says_so() -> None:
    pool = Pool(0, Limits())

    head, _ = pool.render(LETTER.encode(), wait_seconds=0)

    assert head["why"] == "busy"
    assert str(pdf.RenderFailed("busy")) == (
        "The letter printer has too much to do. Try again in a minute. Nothing was issued."
    )


def test_a_caller_that_talks_nonsense_hurts_nobody(service: Server) -> None:
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(service.address))
        caller.sendall(b"GET / HTTP/1.1\r\n\r\n")

    assert pdf.render_pdf(LETTER).pages == 1


def test_a_frame_that_is_too_large_is_not_read() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"\xff" * 8)

    with pytest.raises(BadFrame):
        Channel(reader, writer).receive(seconds=1)
    os.close(reader)
    os.close(writer)


def test_a_deep_clone_gets_a_short_address() -> None:
    deep = Path("/srv/" + "very-long-folder-name/" * 6)

    assert renderer_address(Path("/srv/care")) == Path("/srv/care/.local/run/pdf.sock")
    assert len(str(renderer_address(deep))) < 100
    assert renderer_address(deep) != renderer_address(deep / "other")


def test_the_start_up_check_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    complete = checks.check_letter_printer(None)
    monkeypatch.setattr(checks, "find_library", lambda name: None if name == "pango-1.0" else name)
    bare = checks.check_letter_printer(None)

    assert complete == []
    assert [problem.msg for problem in bare] == ["Letters cannot be printed: pango-1.0 not found."]
    assert "apt install libpango-1.0-0" in str(bare[0].hint)
