"""A worker that makes files: `python -m shared.export`, started and stopped by `shared.export.pool`.

Reads a result of get_results or get_prep_session from standard input, and writes the file to standard output in
`frames`. A separate process can be killed at any moment, does not block the interpreter that serves others, and returns
its memory. It has no keys and no network addresses, so it asks its parent for the pages of a transcript.
"""

import os
import queue
import resource
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO

from shared.export.file import export_file, prep_file
from shared.export.frames import Header, packed, read_frame
from shared.export.parent import end_with_parent
from shared.export.transcript import with_transcript
from shared.logs import stack_trace
from shared.problems import Problem

MEBIBYTE = 1024 * 1024
# Added to the niceness of the parent: a file waits for the processor, and calls of candidates do not.
NICENESS = 5


class Worker:
    """Handles one request after another."""

    def __init__(self, source: BinaryIO, sink: BinaryIO, most_mebibytes: int) -> None:
        self._source = source
        self._sink = sink
        self._most_mebibytes = most_mebibytes
        self._inbox: queue.SimpleQueue[tuple[Header, bytes]] = queue.SimpleQueue()

    def run(self) -> None:
        """Work until the parent closes our standard input or kills us."""
        Thread(target=self._listen, daemon=True).start()
        while True:
            header, content = self._inbox.get()
            self._answer(header, content)

    def _listen(self) -> None:
        """Queue incoming frames; when the parent is gone, exit at once, even in the middle of a file."""
        while True:
            try:
                self._inbox.put(read_frame(self._source))
            except EOFError:
                os._exit(0)

    def _answer(self, header: Header, content: bytes) -> None:
        if header.get("ping"):
            self._send({})
            return
        try:
            if header["prep"]:
                file = prep_file(content, header["format"])
            else:
                content = with_transcript(self._ask, content)
                file = export_file(content, header["format"])
        except Problem as problem:
            self._send({"problem": problem.code, "fields": problem.fields})
        except Exception as error:  # noqa: BLE001 (reported to the parent, which logs it)
            self._send({"failed": type(error).__name__, "stack_trace": stack_trace(error), "last": True})
        else:
            outcome = {"media_type": file.media_type, "content_disposition": file.content_disposition}
            self._send({**outcome, "last": self._is_heavy()}, file.content)

    def _ask(self, arguments: Mapping[str, Any]) -> bytes:
        """The result of list_messages for these arguments."""
        self._send({"list_messages": arguments})
        return self._inbox.get()[1]

    def _send(self, header: Header, content: bytes = b"") -> None:
        self._sink.write(packed(header, content))
        self._sink.write(content)
        self._sink.flush()

    def _is_heavy(self) -> bool:
        """Whether the largest export so far used so much memory that the worker should exit to return it."""
        return most_used() > self._most_mebibytes * MEBIBYTE // 2


def most_used() -> int:
    """The most memory that this process has used, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # getrusage also counts what our parent used when it started us.
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def limit_memory(mebibytes: int) -> None:
    """Limit the memory of this process; a file that needs more fails with MemoryError."""
    resource.setrlimit(resource.RLIMIT_DATA, (mebibytes * MEBIBYTE,) * 2)


def main() -> None:
    """`python -m shared.export <most MiB> <parent's process id>`."""
    most_mebibytes, parent = map(int, sys.argv[1:])
    # Ctrl-C in a terminal reaches us too; our parent decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(parent)
    limit_memory(most_mebibytes)
    os.nice(NICENESS)
    # Anything a library prints must not end up between frames.
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    Worker(sys.stdin.buffer, sink, most_mebibytes).run()


if __name__ == "__main__":
    main()
