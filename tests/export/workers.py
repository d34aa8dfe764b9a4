"""The export worker processes, as tests see them."""

import os
from pathlib import Path

from local.processes import Process, process_table


def workers_of(*hosts: int) -> list[Process]:
    """The export workers among the descendants of these processes."""
    table = process_table()
    below = found = set(hosts)
    while found:
        found = {process.pid for process in table if process.parent in below} - below
        below = below | found
    return [process for process in table if process.pid in below and " -m shared.export " in f"{process.command} "]


def own_workers() -> list[Process]:
    """The workers started by this process, without those of a stack that it has started."""
    return [process for process in workers_of(os.getpid()) if process.parent == os.getpid()]


def memory_of(pid: int) -> int:
    """The resident memory of a process, in bytes."""
    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
