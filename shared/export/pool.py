"""Makes files in worker processes that can be killed at any moment (`shared.export.__main__`).

There is one pool per process and event loop. Workers start on demand and are reused. A worker ends after a minute
without work, after a large file, after a failure, on a timeout, and when its caller disconnects. It gets the
interpreter and the paths of this process, and none of its secrets.
"""

import asyncio
import json
import os
import shutil
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary, finalize

from shared.export.frames import SIZES, Header, packed
from shared.export.turns import Turns
from shared.problems import Problem
from shared.settings import ExportSettings

ROOT = Path(__file__).parents[2]
# Environment variables that say how Python runs here, where its libraries are, and which locale applies.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "VIRTUAL_ENV")
IDLE_SECONDS = 60.0
# Running or waiting; a page may request every format at once.
MOST_EACH = 4
WAITING_ALL = 24
# The part of an export's time that may be spent in the queue.
SHARE_OF_WAITING = 0.4
READ_AT_ONCE = 1024 * 1024

Read = Callable[[], Awaitable[bytes]]
ListMessages = Callable[[Mapping[str, Any]], Awaitable[bytes]]

_pools: "WeakKeyDictionary[asyncio.AbstractEventLoop, Pool]" = WeakKeyDictionary()


class WorkerGone(Exception):  # noqa: N818 (named for what happened)
    """The worker ended before it responded."""


class Worker:
    """One process that makes files."""

    def __init__(self, process: Process, folder: str) -> None:
        self._process = process
        # Also runs when this process ends.
        self._remove_folder = finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._reaper: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, most_mebibytes: int) -> "Worker":
        """Start a worker."""
        folder = tempfile.mkdtemp(prefix="reprise-export-")
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "shared.export", str(most_mebibytes), str(os.getpid())),
                stdin=PIPE,
                stdout=PIPE,
                cwd=ROOT,
                env=_environment(folder),
                limit=READ_AT_ONCE,
            )
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return cls(process, folder)

    @property
    def pid(self) -> int:
        """The worker's process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the worker can take a request."""
        ended = self._process.returncode is not None or self._reaper is not None
        return not ended and self._process.stdout is not None and not self._process.stdout.at_eof()

    async def ask(self, header: Header, content: bytes = b"") -> tuple[Header, bytes]:
        """Send a request and return the worker's response; raises WorkerGone."""
        sink = self._process.stdin
        assert sink is not None
        try:
            sink.write(packed(header, content))
            sink.write(content)
            await sink.drain()
            of_header, of_content = SIZES.unpack(await self._read(SIZES.size))
            answered: Header = json.loads(await self._read(of_header))
            made = await self._read(of_content)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise WorkerGone from error
        return answered, made

    async def _read(self, size: int) -> bytes:
        """Read `size` bytes in pieces, because a stream buffers no more than its limit."""
        source = self._process.stdout
        assert source is not None
        pieces = []
        while size:
            piece = await source.read(min(size, READ_AT_ONCE))
            if not piece:
                raise asyncio.IncompleteReadError(b"", size)
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def end(self) -> asyncio.Task[None]:
        """Kill the process and remove its folder; returns a task that ends when the process is gone."""
        if self._reaper is None:
            with suppress(ProcessLookupError):
                self._process.kill()
            self._reaper = asyncio.get_running_loop().create_task(self._reap())
        return self._reaper

    async def _reap(self) -> None:
        await self._process.wait()
        self._remove_folder()


@dataclass(frozen=True, slots=True)
class Made:
    """A worker's response: the file's `content`, and in `outcome` its name and type, or why there is no file."""

    outcome: Header
    content: bytes


class Pool:
    """The workers of one event loop, and the queue for them."""

    def __init__(self, settings: ExportSettings) -> None:
        self._settings = settings
        self._turns = Turns(settings.concurrency, MOST_EACH, WAITING_ALL)
        self._idle: dict[Worker, asyncio.TimerHandle] = {}

    async def make(self, person: str, header: Header, read: Read, list_messages: ListMessages) -> Made:
        """Make a file for a person in their turn, from the result of `read`; `list_messages` fetches its transcript.

        Raises Problem: those of `read` and `list_messages`, `rate_limited`, `export_busy`, or `export_failed` if the
        time is over or the worker has ended. Cancelling it ends the work.
        """
        try:
            async with (
                asyncio.timeout(self._settings.seconds),
                self._turns.turn(person, self._settings.seconds * SHARE_OF_WAITING),
            ):
                # Read only now, so that callers in the queue hold no data.
                content = await read()
                async with self._worker() as worker:
                    outcome, made = await worker.ask(header, content)
                    while (arguments := outcome.get("list_messages")) is not None:
                        outcome, made = await worker.ask({}, await list_messages(arguments))
                    if outcome.get("last"):
                        worker.end()
                    return Made(outcome, made)
        except TimeoutError:
            raise Problem("export_failed", cause="out of time") from None
        except WorkerGone:
            raise Problem("export_failed", cause="the worker ended") from None

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator[Worker]:
        """A worker, kept for reuse on success and ended on any failure."""
        worker = await self._take()
        try:
            yield worker
        except BaseException:
            worker.end()
            raise
        if worker.alive:
            later = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._dismiss, worker)
            self._idle[worker] = later

    async def _take(self) -> Worker:
        while self._idle:
            worker, later = self._idle.popitem()
            later.cancel()
            try:
                await worker.ask({"ping": True})
            except WorkerGone:
                # It was killed while it was idle.
                worker.end()
            except BaseException:
                worker.end()
                raise
            else:
                return worker
        starting = asyncio.ensure_future(Worker.start(self._settings.memory_mebibytes))
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(_end_when_started)
            raise

    async def close(self) -> None:
        """End the idle workers, and wait until they are gone."""
        while self._idle:
            worker, later = self._idle.popitem()
            later.cancel()
            await worker.end()

    def _dismiss(self, worker: Worker) -> None:
        del self._idle[worker]
        worker.end()


def get_pool(settings: ExportSettings) -> Pool:
    """The pool of the running event loop."""
    loop = asyncio.get_running_loop()
    pool = _pools.get(loop)
    if pool is None:
        pool = _pools[loop] = Pool(settings)
    return pool


def _end_when_started(starting: "asyncio.Future[Worker]") -> None:
    if not starting.cancelled() and starting.exception() is None:
        starting.result().end()


def _environment(folder: str) -> dict[str, str]:
    """The environment of a worker: the paths of this process, a folder for its files, and no secrets."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    paths = os.pathsep.join(dict.fromkeys([str(ROOT), *filter(None, sys.path)]))
    return {**kept, "PYTHONPATH": paths, "TMPDIR": folder}
