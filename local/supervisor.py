"""Restarts the services of a stack until it is asked to stop."""

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from types import FrameType

from local.errors import StackError
from local.service import Service
from local.stack import Stack

_FIRST_DELAY = 0.2
_LONGEST_DELAY = 10.0
_STABLE_SECONDS = 60.0


class Supervisor:
    """Restarts a service that ends by itself, with a growing delay if it happens again within a minute.

    Runs in the main thread, because the kernel ties the children to the thread that started them.
    """

    def __init__(self, stack: Stack, announce: Callable[[str], None]) -> None:
        self._stack = stack
        self._announce = announce
        self._stopping = False
        self._delays: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._started: dict[str, float] = {}

    def run(self) -> None:
        """Watch until SIGINT, SIGTERM or SIGHUP arrives."""
        with self._wake_on_signals() as wake:
            while not self._stopping:
                for service in self._stack.services:
                    self._look_after(service)
                if select.select([wake], [], [], self._seconds_to_next_start())[0]:
                    os.read(wake, 4096)

    def _seconds_to_next_start(self) -> float | None:
        if not self._due:
            return None
        return max(0.0, min(self._due.values()) - time.monotonic())

    def _look_after(self, service: Service) -> None:
        now = time.monotonic()
        if service.running():
            return
        if service.name not in self._due:
            if now - self._started.get(service.name, now) > _STABLE_SECONDS:
                self._delays.pop(service.name, None)
            self._plan(service, f"{service.name} ended ({_ending(service.exit_code)})")
        elif now >= self._due[service.name]:
            del self._due[service.name]
            try:
                service.kill()  # what is left of its group
                service.start()
            except StackError as error:
                self._plan(service, str(error))
            else:
                self._started[service.name] = time.monotonic()
                self._announce(f"{service.name} is back.")

    def _plan(self, service: Service, reason: str) -> None:
        delay = self._delays.get(service.name, _FIRST_DELAY)
        self._delays[service.name] = min(2 * delay, _LONGEST_DELAY)
        self._due[service.name] = time.monotonic() + delay
        reason = reason.rstrip(".")
        self._announce(f"{reason}; starting it again in {delay:g} s, log: {service.log}")

    @contextlib.contextmanager
    def _wake_on_signals(self) -> Iterator[int]:
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        os.set_blocking(writer, False)

        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stopping = True

        def wake(_number: int, _frame: FrameType | None) -> None:
            """Nothing to do: the byte that Python writes into the pipe is enough."""

        for number in stop_signals():
            signal.signal(number, stop)
        before = signal.signal(signal.SIGCHLD, wake)
        wakeup = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        try:
            yield reader
        finally:
            signal.set_wakeup_fd(wakeup)
            # Ignore further Ctrl-C while stopping, so that everything is stopped.
            for number in stop_signals():
                signal.signal(number, signal.SIG_IGN)
            signal.signal(signal.SIGCHLD, before)
            os.close(reader)
            os.close(writer)


def stop_signals() -> list[signal.Signals]:
    """Ctrl-C, ``kill``, and a closed terminal unless started with ``nohup``."""
    signals = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signals.append(signal.SIGHUP)
    return signals


def _ending(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return f"by {signal.Signals(-exit_code).name}"
    return f"exit code {exit_code}"
