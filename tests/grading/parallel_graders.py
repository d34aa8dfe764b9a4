"""Several graders, run as processes over one queue until it is empty."""

import json
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from uuid import uuid4

from local.processes import Child, wait_until
from local.settings import ROOT
from tests.grading.gate import Gate
from tests.support.due_answers import Due
from tests.support.model_behaviours import fails, honest
from tests.support.model_server import Answered, Asked, ModelServer

POISON = "poison"
GRADERS = 4
ATTEMPTS = 5
PATIENCE_SECONDS = 180.0
# Per session: 18 gradable answers and two that every model call fails on.
PER_SESSION = 20


def choosy(asked: Asked) -> Answered:
    """Fail on every poisonous answer; grade all others."""
    return fails(500)(asked) if asked.answer.startswith(POISON) else honest(1.0)(asked)


class ParallelGraders:
    """Four `python -m shared.grading` processes that call `server`; `reported` sums their reports."""

    def __init__(self, due: Due, server: ModelServer, sessions: int) -> None:
        self.due = due
        self.server = server
        self.answers = [
            [f"{POISON if place % 10 == 3 else 'good'} {number}.{place}" for place in range(PER_SESSION)]
            for number in range(sessions)
        ]
        due.put_others_off()
        self.sessions = [due.session(["open"] * PER_SESSION, texts) for texts in self.answers]
        self.reported: Counter[str] = Counter()
        self._gave_up = False
        server.behave(choosy)

    def work(self) -> None:
        """Run all graders repeatedly until no job is open; jobs waiting for a retry are made due meanwhile."""
        for round_number in range(ATTEMPTS + 1):
            if not self._open_jobs():
                return
            self._work_once(at_once=round_number == 0)

    @property
    def at_work(self) -> int:
        """How many of the graders have asked about an answer."""
        return len({asked.headers["authorization"] for asked in self.server.asked if asked.data})

    def faults(self) -> set[str]:
        """The guarantees that were broken."""
        asked = Counter(asked.answer for asked in self.server.asked if asked.data)
        summed_up = sum(not asked.data for asked in self.server.asked)
        found = {"a grader gave up"} if self._gave_up else set()
        for session_id, texts in zip(self.sessions, self.answers, strict=True):
            for row, text in zip(self.due.evaluations(session_id), texts, strict=True):
                poisonous = text.startswith(POISON)
                if asked[text] != (ATTEMPTS if poisonous else 1):
                    found.add("another number of attempts" if poisonous else "graded twice")
                ended = (row["status"], row["attempts"], row["score"])
                if ended != (("failed", ATTEMPTS, None) if poisonous else ("done", 1, 10)):
                    found.add("another outcome")
            if self.due.result(session_id)["status"] != "ready":
                found.add("no summary")
        if summed_up != len(self.sessions):
            found.add("not one summary a session")
        return found

    def _work_once(self, *, at_once: bool) -> None:
        # No grader may claim before all are ready to.
        with Gate(self.due.stack.supabase_url, "/rpc/claim_evaluations") as claims, ExitStack() as held:
            graders = [self._grader(number, claims.url) for number in range(GRADERS)]
            for grader in graders:
                held.callback(grader.kill)
                grader.start()
            if at_once:
                claims.wait_until_held(GRADERS)
            claims.open()
            assert wait_until(lambda: self._ended(graders), PATIENCE_SECONDS, every=0.05)
            for grader in graders:
                self._read(grader)

    def _grader(self, number: int, supabase_url: str) -> Child:
        stack = self.due.stack
        environ = {
            "SUPABASE_URL": supabase_url,
            # The first grader waits at the gate for the last one.
            "DATABASE_TIMEOUT_SECONDS": "60",
            "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
            "SUPABASE_SECRET_KEY": stack.secret_key,
            "OPENAI_API_KEY": f"grader-{number}",
            "OPENAI_BASE_URL": self.server.url,
            "EVALUATION_CONCURRENCY": "8",
            "EVALUATION_DAILY_TOKENS": str(10**9),
        }
        log = stack.logs_dir / f"grader-{uuid4().hex}.log"
        command = [sys.executable, "-m", "shared.grading"]
        return Child("A grader", command, log, ROOT, environ, orphan_signal=signal.SIGKILL)

    def _ended(self, graders: Sequence[Child]) -> bool:
        self.due.database.execute(
            "update reprise.evaluations set due_at = now() where status = 'queued' and due_at > now()"
        )
        return not any(grader.running() for grader in graders)

    def _read(self, grader: Child) -> None:
        self._gave_up |= grader.exit_code != 0
        for line in grader.log.read_text().splitlines():
            # A grader that gives up ends its log with a sentence for people, which is not JSON.
            reported = json.loads(line) if line.startswith("{") else {}
            self.reported.update(reported if "claimed" in reported else {})

    def _open_jobs(self) -> int:
        counted: int = self.due.database.value(
            "select (select count(*) from reprise.evaluations where status in ('queued', 'running'))"
            " + (select count(*) from reprise.session_results where session_id = any (%s)"
            " and status in ('grading', 'running'))",
            self.sessions,
        )
        return counted
