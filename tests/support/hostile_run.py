"""Runs attacks of one account beside bystanders who take the seed's interview, on a stack of its own with a model."""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import quantiles

import psycopg

from local.scheduler import Scheduler
from local.stack import Stack
from tests.support.bystander import Bystander, Observed
from tests.support.copied_stack import copied_stack
from tests.support.database import Database
from tests.support.hostile_account import Attack, Connection, HostileAccount
from tests.support.interviewer_model import interviewer
from tests.support.model_behaviours import completion, graded
from tests.support.model_server import Answered, Asked, ModelServer
from tests.support.people import People
from tests.support.prep_model import written
from tests.support.stored_answers import discrepancies

MODEL_SECONDS = 0.5
COMPLETION_TOKENS = 400
SCHEDULED_EVERY_SECONDS = 10.0
# As one laptop opens them: for one attack alone, or for all of them together.
CONNECTIONS = 16
CANDIDATES = 2
HEAD_START_SECONDS = 300.0


def billed(asked: Asked) -> Answered:
    """An honest reply to any of our requests, billed by its length: one token for four bytes, and 400."""
    prompt = sum(len(str(message["content"]).encode()) for message in asked.body["messages"]) // 4
    if asked.shape == "InterviewerReply":
        replied = interviewer()(asked)
        return Answered(replied.body, streamed=replied.streamed, delay_seconds=MODEL_SECONDS)
    reply = written(asked) if asked.shape in ("QuestionsReply", "SkillExplanationReply") else graded(asked, 0.5)
    usage = {
        "prompt_tokens": prompt,
        "completion_tokens": COMPLETION_TOKENS,
        "total_tokens": prompt + COMPLETION_TOKENS,
    }
    return Answered(completion(json.dumps(reply), usage=usage), delay_seconds=MODEL_SECONDS)


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
    """A stack with a model server and schedulers. One phase at a time."""

    def __init__(self, stack: Stack, database: Database) -> None:
        self.stack = stack
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
        account = HostileAccount(self.stack, self.people, answers_before)
        observed = Observed()
        share = max(2, connections // max(1, len(attacks)))
        striking = [asyncio.create_task(self._strike(account, attack, share)) for attack in attacks]
        try:
            async with asyncio.timeout(HEAD_START_SECONDS):
                await account.head_start.wait()
            began = time.monotonic()
            async with asyncio.TaskGroup() as group:
                for _ in range(CANDIDATES):
                    group.create_task(self._candidates(observed, group, began + seconds))
        finally:
            for task in striking:
                task.cancel()
            ended = await asyncio.gather(*striking, return_exceptions=True)
        failed = [error for error in ended if isinstance(error, Exception)]
        if failed:
            raise failed[0]
        lost = discrepancies(observed.acknowledged, self.database)
        return Phase(name, observed, account.replies, time.monotonic() - began, lost)

    async def _candidates(self, observed: Observed, group: asyncio.TaskGroup, end: float) -> None:
        while time.monotonic() < end:
            bystander = Bystander(self.stack, self.people, observed)
            await bystander.take_interview()
            group.create_task(self._graded(bystander))

    @staticmethod
    async def _graded(bystander: Bystander) -> None:
        await bystander.wait_for_result()
        bystander.close()

    @staticmethod
    async def _strike(account: HostileAccount, kind: type[Attack], count: int) -> None:
        """Attack over this many connections."""
        attack = kind(account)
        connections = [Connection(account, number) for number in range(count)]

        async def strike(connection: Connection) -> None:
            while True:
                await attack.strike(connection)
                # A call may fail at once; the bystanders share this event loop.
                await asyncio.sleep(0)

        try:
            await attack.prepare(connections[0])
            await asyncio.gather(*map(strike, connections))
        finally:
            for connection in connections:
                connection.close()


@contextmanager
def arena(
    functions_environ: Mapping[str, str] | None = None, every_seconds: float = SCHEDULED_EVERY_SECONDS
) -> Iterator[Arena]:
    """Start everything, with POST /evaluate and POST /cleanup called every `every_seconds`."""
    with ExitStack() as held:
        model = held.enter_context(ModelServer(billed))
        environ = {"OPENAI_API_KEY": "a-key", "OPENAI_BASE_URL": model.url, **(functions_environ or {})}
        stack = held.enter_context(copied_stack(environ))
        for function in ("cleanup", "evaluate"):
            scheduler = Scheduler(
                stack.functions_url, function, stack.scheduler_secret, every_seconds, lambda _line: None
            )
            scheduler.start()
            held.callback(scheduler.stop)
        connection = held.enter_context(psycopg.connect(stack.database_url, autocommit=True))
        yield Arena(stack, Database(connection))
