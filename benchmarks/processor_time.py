"""The processor time of a process and its children, from /proc."""

import os
from pathlib import Path

from local.processes import process_table


def processor_seconds(pid: int) -> float:
    """Processor seconds of a process and its children, living and ended; 0 without /proc."""
    if not Path("/proc/self/stat").exists():
        return 0.0
    children = [process.pid for process in process_table() if process.parent == pid]
    return _own(pid, with_ended=True) + sum(_own(child) for child in children)


def _own(pid: int, *, with_ended: bool = False) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = [int(field) for field in fields[11:15]]
    return sum(ticks if with_ended else ticks[:2]) / os.sysconf("SC_CLK_TCK")
