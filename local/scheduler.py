"""Stands in for Cloud Scheduler: calls ``/cleanup``, ``/evaluate`` and ``/notify`` at a fixed interval."""

import threading
from collections.abc import Callable

import httpx


class Scheduler:
    """A thread that calls one function every ``seconds``, and reports once when calls start to fail."""

    def __init__(
        self, functions_url: str, function: str, secret: str, seconds: float, announce: Callable[[str], None]
    ) -> None:
        self._function = function
        self._url = f"{functions_url}/{function}"
        self._headers = {"authorization": f"Bearer {secret}"}
        self._seconds = seconds
        self._announce = announce
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"scheduler of {function}", daemon=True)

    def start(self) -> None:
        """Start calling; does nothing with an interval of 0."""
        if self._seconds:
            self._thread.start()

    def stop(self) -> None:
        """Stop calling, without waiting for a call in progress."""
        self._stopped.set()

    def _run(self) -> None:
        working = True
        with httpx.Client(timeout=90.0, trust_env=False) as client:
            while not self._stopped.wait(self._seconds):
                problem = self._call(client)
                if self._stopped.is_set():
                    return
                if problem and working:
                    self._announce(f"The scheduled {self._function} fails ({problem}); it is tried again.")
                elif not problem and not working:
                    self._announce(f"The scheduled {self._function} works again.")
                working = not problem

    def _call(self, client: httpx.Client) -> str:
        try:
            answer = client.post(self._url, headers=self._headers)
        except httpx.TransportError as error:
            return type(error).__name__
        return "" if answer.is_success else f"status {answer.status_code}"
