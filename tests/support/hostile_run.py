"""Runs attacks of one account beside bystanders who take the seed's interview, on a stack of its own with a model.

The attacker and the model are processes of their own: neither may make the bystanders' clocks run late. Attacks at the
Data API have a gateway of their own: ours has one thread and PostgREST many, so a flood at the Data API would stand
before the functions here and not there.
"""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import psycopg

from local.gateway import Gateway
from local.keys import read_or_make_keys
from local.ports import ReservedPort
from local.scheduler import Scheduler
from local.settings import ROOT
from local.stack import Stack
from tests.support.bystander import Bystander, Observed
from tests.support.copied_stack import copied_stack
from tests.support.database import Database
from tests.support.hostile_account import Attack, Target
from tests.support.hostile_model import model_process
from tests.support.hostile_process import Attacker, Orders
from tests.support.people import People
from tests.support.stored_answers import discrepancies

SCHEDULED_EVERY_SECONDS = 10.0
# As one laptop opens them: for one attack alone, or for all of them together.
CONNECTIONS = 16
CANDIDATES = 2
HEAD_START_SECONDS = 300.0


@dataclass(frozen=True)
class Phase:
    """What bystanders saw while these attacks ran, and what the attacks were answered; no attack is quiet."""

    name: str
    observed: Observed
    replies: Mapping[str, int]
    seconds: float
    lost: Sequence[str]


def p95(seconds: Sequence[float]) -> float:
    """The 95th percentile."""
    return quantiles(seconds, n=20, method="inclusive")[-1]


class Arena:
    """A stack with a model server, schedulers, and a gateway at `attacked_url`. One phase at a time."""

    def __init__(self, stack: Stack, attacked_url: str, database: Database) -> None:
        self.stack = stack
        self._attacked_url = attacked_url
        self.database = database
        self.people = People(stack, database)

    async def phase(
        self,
        name: str,
        attacks: Sequence[type[Attack]],
        seconds: float,
        answers_before: int = 0,
        connections: int = CONNECTIONS,
    ) -> Phase:
        """Run the attacks of one new account while candidates take interviews for `seconds`, until all are graded.

        Each attack has its share of the `connections`, at least two. The candidates begin when the account has
        submitted `answers_before` answers.
        """
        observed = Observed()
        share = max(2, connections // max(1, len(attacks)))
        person = self.people.candidate()
        target = Target(
            self.stack.functions_url,
            self._attacked_url,
            self.stack.publishable_key,
            str(person.user_id),
            person.token,
        )
        async with Attacker(Orders(target, [kind.__name__ for kind in attacks], share, answers_before)) as attacker:
            async with asyncio.timeout(HEAD_START_SECONDS):
                await attacker.wait_for_head_start()
            began = time.monotonic()
            async with asyncio.TaskGroup() as group:
                for _ in range(CANDIDATES):
                    group.create_task(self._candidates(observed, group, began + seconds))
        lost = discrepancies(observed.acknowledged, self.database)
        return Phase(name, observed, attacker.replies, time.monotonic() - began, lost)

    async def _candidates(self, observed: Observed, group: asyncio.TaskGroup, end: float) -> None:
        while time.monotonic() < end:
            bystander = Bystander(self.stack, self.people, observed)
            await bystander.take_interview()
            group.create_task(self._graded(bystander))

    @staticmethod
    async def _graded(bystander: Bystander) -> None:
        await bystander.wait_for_result()
        bystander.close()


@contextmanager
def arena(
    functions_environ: Mapping[str, str] | None = None, every_seconds: float = SCHEDULED_EVERY_SECONDS
) -> Iterator[Arena]:
    """Start everything, with POST /evaluate and POST /cleanup called every `every_seconds`."""
    with ExitStack() as held:
        model_url = held.enter_context(model_process())
        environ = {"OPENAI_API_KEY": "a-key", "OPENAI_BASE_URL": model_url, **(functions_environ or {})}
        stack = held.enter_context(copied_stack(environ))
        directory = Path(held.enter_context(TemporaryDirectory(prefix="reprise-")))
        keys = read_or_make_keys(stack.data_dir / "keys.json")
        port = held.enter_context(ReservedPort(0, "SUPABASE_PORT")).number
        gateway = Gateway(ROOT, directory, directory / "gateway.log", port, keys, stack.database_url)
        held.callback(gateway.stop)
        gateway.start()
        for function in ("cleanup", "evaluate"):
            scheduler = Scheduler(
                stack.functions_url, function, stack.scheduler_secret, every_seconds, lambda _line: None
            )
            scheduler.start()
            held.callback(scheduler.stop)
        connection = held.enter_context(psycopg.connect(stack.database_url, autocommit=True))
        yield Arena(stack, gateway.url, Database(connection))
