"""The time one grader process needs for a queue of answers, with a model that takes 0.5 s and 32 calls at once.

The limit is answers / 32 x 0.5 s: the time spent waiting for the model alone. The clock runs from the start of the
process to the last stored result. Grader, gateway, PostgreSQL and the model server share the machine.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from time import process_time

from benchmarks.processor_time import processor_seconds
from local.processes import inherited_environ
from local.settings import ROOT
from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.due_answers import Due
from tests.support.model_behaviours import honest
from tests.support.model_server import ModelServer
from tests.support.people import People

MODEL_SECONDS = 0.5
AT_ONCE = 32
PER_SESSION = 50


@dataclass(frozen=True)
class Throughput:
    """Seconds until the last result of a queue, and the processor time of each process in seconds."""

    answers: int
    seconds: float
    processor: Mapping[str, float]

    @property
    def limit(self) -> float:
        """Seconds that the model alone takes."""
        return self.answers / AT_ONCE * MODEL_SECONDS

    @property
    def ratio(self) -> float:
        """Measured time divided by the limit."""
        return self.seconds / self.limit

    @property
    def processor_ms_per_answer(self) -> str:
        """Processor milliseconds of each process for one answer."""
        return ", ".join(f"{name} {spent * 1000 / self.answers:.1f} ms" for name, spent in self.processor.items())

    @property
    def available_ms_per_answer(self) -> float:
        """Processor milliseconds that all cores together have for one answer."""
        return (os.cpu_count() or 1) * self.seconds * 1000 / self.answers

    @property
    def load(self) -> float:
        """The fraction of the available processor time that was used."""
        return sum(self.processor.values()) * 1000 / self.answers / self.available_ms_per_answer


def measure_grading(stack: Stack, database: Database, people: People, api: Api, answers: int) -> Throughput:
    """Have one process grade `answers`, half short answers and half code; must be a multiple of 50."""
    due = Due(stack, database, people, api)
    due.put_others_off()
    sessions = [due.session(["short_answer", "code"] * (PER_SESSION // 2)) for _ in range(answers // PER_SESSION)]
    with ModelServer(honest(delay_seconds=MODEL_SECONDS)) as server:
        before = _processor(stack)
        started = database.value("select clock_timestamp()")
        subprocess.run(
            [sys.executable, "-m", "shared.grading"],
            cwd=ROOT,
            env=inherited_environ() | _settings(stack, server.url),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        after = _processor(stack)
    finished = database.row(
        "select count(*), max(finished_at) - %s as took from reprise.evaluations"
        " where status = 'done' and attempts = 1 and session_id = any (%s)",
        started,
        sessions,
    )
    assert (finished["count"], server.most_at_once) == (answers, AT_ONCE), (finished, server.most_at_once)
    spent = {name: after[name] - before[name] for name in after}
    return Throughput(answers, finished["took"].total_seconds(), spent)


def _settings(stack: Stack, model_url: str) -> dict[str, str]:
    return {
        "SUPABASE_URL": stack.supabase_url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "OPENAI_API_KEY": "benchmark",
        "OPENAI_BASE_URL": model_url,
        "EVALUATION_CONCURRENCY": str(AT_ONCE),
        "EVALUATION_DAILY_TOKENS": str(10**9),
    }


def _processor(stack: Stack) -> dict[str, float]:
    ended = os.times()
    return {
        "grader": ended.children_user + ended.children_system,
        "gateway": processor_seconds(stack.gateway.pid),
        "PostgreSQL": processor_seconds(stack.database.pid),
        "model server": process_time(),
    }
