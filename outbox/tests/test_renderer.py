"""The processes behind the letter printer: limited, replaced, shared over a socket, shut up in a room of their own."""

import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from outbox import checks, pdf
from outbox.renderer import assets
from outbox.renderer.address import renderer_address
from outbox.renderer.frames import BadFrame, Channel
from outbox.renderer.limits import Limits
from outbox.renderer.pool import Child, Pool
from outbox.renderer.server import AlreadyRunning, Server
from outbox.tests.letters import LETTER, page

TOO_LONG = page('<p style="break-after: page">x</p>' * 61)


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
    head, _ = child.render(TOO_LONG)

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


def test_the_same_paper_is_printed_once_and_a_refusal_is_not_kept(service: Server) -> None:
    jobs = service.pool.free.queue[0].jobs_left

    first, again, other = (pdf.render_pdf(html).pdf for html in (LETTER, LETTER, f"{LETTER}<p>More"))
    for _ in range(2):
        with pytest.raises(pdf.RenderFailed):
            pdf.render_pdf(TOO_LONG.decode())

    assert first == again != other
    assert service.pool.free.queue[0].jobs_left == jobs - 4


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
