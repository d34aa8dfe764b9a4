"""The real graders, in this process, with a model server of the tests."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from shared.grading.worker import Tally
from tests.grading.due import Due
from tests.support.model_behaviours import honest
from tests.support.model_server import ModelServer


class Graders:
    """Grades what is due when a test says so."""

    def __init__(self, due: Due, server: ModelServer) -> None:
        self._due = due
        self._server = server
        due.put_others_off()

    def grade(self, share: float = 0.5) -> Tally:
        """One run of `POST /evaluate`; the model gives every answer this share of its points."""
        self._server.behave(honest(share))
        # Playwright's event loop runs in this thread; another one needs a thread of its own.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(lambda: asyncio.run(self._due.grade(self._server.url))).result(60)
