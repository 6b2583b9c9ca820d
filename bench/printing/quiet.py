"""Was the machine ours? A round counts only if other programs used little of it meanwhile."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

import psutil

MOST = 0.12  # of all cores, used by processes that are none of ours, during a round
SETTLE_SECONDS = 2.0


@dataclass
class Watch:
    """Computing since it was made: the machine's, ours, and so everybody else's."""

    def __post_init__(self) -> None:
        self._began, self._all, self._ours = time.perf_counter(), _machine(), _ours()

    def taken_by_others(self) -> float:
        """Return the share of all cores that others used."""
        seconds = (time.perf_counter() - self._began) * (psutil.cpu_count() or 1)
        return max(0.0, (_machine() - self._all) - (_ours() - self._ours)) / seconds


def at_rest() -> float:
    """Return what others use while we do nothing."""
    watch = Watch()
    time.sleep(SETTLE_SECONDS)
    return watch.taken_by_others()


def _machine() -> float:
    used = psutil.cpu_times()
    return float(sum(used) - used.idle - used.iowait - getattr(used, "guest", 0) - getattr(used, "guest_nice", 0))


def _ours() -> float:
    """Return the seconds of this process and all below it, and of the database servers, which are nobody's children."""
    ours = psutil.Process()
    found = {ours.pid: ours} | {child.pid: child for child in ours.children(recursive=True)}
    for process in psutil.process_iter(["name"]):
        if process.info["name"] in {"postgres", "valkey-server"}:
            found[process.pid] = process
    return sum(_seconds(found.values()))


def _seconds(processes: Iterable[psutil.Process]) -> Iterable[float]:
    for process in processes:
        try:
            used = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        yield used.user + used.system + used.children_user + used.children_system
