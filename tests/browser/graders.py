"""The real graders, in this process, with the tests' model server."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from shared.grading.tally import Tally
from tests.support.due_answers import Due
from tests.support.model_behaviours import honest
from tests.support.model_server import ModelServer


class Graders:
    """Grades what is due when a test asks for it."""

    def __init__(self, due: Due, server: ModelServer) -> None:
        self._due = due
        self._server = server
        due.put_others_off()

    def grade(self, share: float = 0.5) -> Tally:
        """Run `POST /evaluate` once; the model awards every answer this share of its points."""
        self._server.behave(honest(share))
        # Playwright's event loop runs in this thread, so another loop needs a thread of its own.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(lambda: asyncio.run(self._due.grade(self._server.url))).result(60)
