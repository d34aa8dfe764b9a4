"""The processes that make files, as the tests see them."""

import os
from pathlib import Path

from local.processes import Process, process_table


def workers_of(*hosts: int) -> list[Process]:
    """The export workers below these processes, at any depth."""
    table = process_table()
    below = found = set(hosts)
    while found:
        found = {process.pid for process in table if process.parent in below} - below
        below = below | found
    return [process for process in table if process.pid in below and " -m shared.export " in f"{process.command} "]


def own_workers() -> list[Process]:
    """Those that this process has started, and not the functions of a stack that it has started too."""
    return [process for process in workers_of(os.getpid()) if process.parent == os.getpid()]


def memory_of(pid: int) -> int:
    """The bytes of memory that a process holds."""
    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
