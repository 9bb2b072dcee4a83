"""One core for the client, the other for the server, and what each has used."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

USED_UP = 0.9
"""A server that used more of its core than this was the limit itself."""


def client_core() -> int:
    """The core for what is measured."""
    return min(CORES)


def server_core() -> int:
    """The core for the simulator: the same one where there is no other."""
    return max(CORES)


def alone() -> bool:
    """Whether client and server must share one core, so that no rate means anything."""
    return len(CORES) < 2


def pin(core: int, process: int = 0) -> None:
    """Keep a process, or this one, on one core. Processes that it starts stay there too."""
    os.sched_setaffinity(process, {core})


def cpu_seconds(process: int) -> float:
    """What a process has used so far, its threads included."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def cpu_seconds_of_all(parent: int) -> float:
    """What a process and all those that it has started have used so far, also those that have ended."""
    used = 0.0
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = one.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(one.parent.name) == parent:
            used += sum(int(field) for field in fields[11:15]) / TICKS
        elif int(fields[1]) == parent:
            used += (int(fields[11]) + int(fields[12])) / TICKS
    return used


def resident_mb(process: int) -> float:
    """Megabytes of memory that a process has at present."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * PAGE / 1e6


CORES = os.sched_getaffinity(0)
"""What this process may use, as it was started."""
