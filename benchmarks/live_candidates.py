"""How many candidates one functions process carries at once, and what becomes of their answers when it is too many.

`.venv/bin/python -m benchmarks.live_candidates --candidates 1600` starts a stack of its own and that many interviews.
Each candidate answers a question every 30 seconds. In the second half of each 30 seconds they send a changed draft
every 5 seconds; in the first half of every other one, a heartbeat. A call that gets no response or a 503 is repeated as
docs/api.md says: a submit unchanged until its receipt is there, a draft with the next one. Functions, gateway,
PostgreSQL and this generator share the machine.
"""

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import mean, quantiles
from typing import Any
from uuid import UUID, uuid4

import psycopg
import uvloop

from benchmarks.processor_time import processor_seconds
from local.processes import forget_database_variables
from local.stack import Stack
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import People, Person
from tests.support.raw_http import RawConnection, RawReply
from tests.support.stored_answers import Acknowledged, discrepancies

CYCLE_SECONDS = 30.0
# What a candidate sends in each cycle, and when; a heartbeat only every other cycle, because drafts are heartbeats too.
HEARTBEAT_AT = 7.5
DRAFTS_AT = (15.0, 20.0, 25.0)
TIME_LIMIT_SECONDS = 60
# How long a client waits for a response; and after the run, for the receipts that are still missing.
CALL_SECONDS = 10.0
AFTERWARDS_SECONDS = 60.0
STARTS_AT_ONCE = 16
HEAD = (
    "| candidates | submit p50 / p95 / p99, ms | acknowledged | lost | wrongly late | 503 | spread | cores |",
    "|---|---|---|---|---|---|---|---|",
)
DRAFT = "The index is not used because the column is wrapped in a function. " * 10


@dataclass
class Tally:
    """The results of all candidates. Times are in seconds; a submit's runs from the first attempt to the receipt."""

    submits: list[float] = field(default_factory=list)
    means: list[float] = field(default_factory=list)
    acknowledged: list[Acknowledged] = field(default_factory=list)
    unanswered: int = 0
    wrongly_late: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)


class Candidate:
    """One browser with one interview, on one keep-alive connection."""

    def __init__(self, url: str, person: Person, tally: Tally) -> None:
        self._connection = RawConnection(url, {"authorization": f"Bearer {person.token}"})
        self._tally = tally
        self._session_id = uuid4()
        self._position = 0
        self._received_at = 0.0
        self._own: list[float] = []

    async def start(self, interview_id: UUID) -> None:
        """Start the interview; raises RuntimeError if that fails."""
        names = {"session_id": self._session_id, "client_id": uuid4(), "interview_id": interview_id}
        reply = await self._connection.call("POST", "/start", {name: str(value) for name, value in names.items()})
        if reply.status != 201:
            raise RuntimeError(f"POST /start: {reply.status} {reply.content[:300]!r}")
        self._received_at = time.monotonic()

    async def live(self, number: int, begin: float, counted_from: float, end: float) -> None:
        """Work from `begin` to `end`; submits that start at or after `counted_from` are counted.

        Half of the candidates send a heartbeat in each cycle, so that the load does not vary from cycle to cycle.
        """
        cycle = 0
        while True:
            cycle_at = begin + cycle * CYCLE_SECONDS
            moments = [*DRAFTS_AT] if (cycle + number) % 2 else [HEARTBEAT_AT, *DRAFTS_AT]
            for moment in moments:
                if not await _until(cycle_at + moment, end):
                    break
                await self._beat(moment)
            if not await _until(cycle_at + CYCLE_SECONDS, end):
                break
            await self._submit(counted=time.monotonic() >= counted_from, give_up_at=end + AFTERWARDS_SECONDS)
            cycle += 1
        if self._own:
            self._tally.means.append(mean(self._own))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    async def _beat(self, moment: float) -> None:
        body: dict[str, Any] = {"session_id": str(self._session_id), "lease": 1}
        if moment != HEARTBEAT_AT:
            body["draft"] = {"position": self._position, "text": f"{moment}: {DRAFT}"}
        # Not repeated: the next one supersedes it.
        await self._call("heartbeat", body)

    async def _submit(self, *, counted: bool, give_up_at: float) -> None:
        text = f"answer {uuid4()} to question {self._position}"
        body = {"session_id": str(self._session_id), "position": self._position, "answer": text, "lease": 1}
        begun_at = time.monotonic()
        reply = await self._call("submit", body)
        while reply is None and time.monotonic() < give_up_at:
            await asyncio.sleep(1)
            reply = await self._call("submit", body)
        now = time.monotonic()
        if reply is None:
            self._tally.unanswered += 1
            return
        view = reply.json()
        if reply.status == 200:
            if counted:
                self._tally.submits.append(now - begun_at)
                self._own.append(now - begun_at)
            if view["accepted"]:
                self._tally.acknowledged.append(Acknowledged(self._session_id, self._position, text, view["receipt"]))
            elif begun_at - self._received_at <= TIME_LIMIT_SECONDS:
                self._tally.wrongly_late += 1
        self._position = view["question"]["position"] if view.get("question") else self._position + 1
        self._received_at = now

    async def _call(self, function: str, body: dict[str, Any]) -> RawReply | None:
        """The response; None if the call must be repeated."""
        self._tally.calls[function] += 1
        try:
            async with asyncio.timeout(CALL_SECONDS):
                reply = await self._connection.call("POST", f"/{function}", body)
        except (OSError, EOFError) as error:
            self._tally.refusals[f"{function}: {type(error).__name__}"] += 1
            return None
        if reply.status != 200:
            self._tally.refusals[f"{function}: {reply.status} {reply.json().get('code')}"] += 1
        return None if reply.status == 503 else reply


async def _until(moment: float, end: float) -> bool:
    """Wait until a moment; False if it is after the end."""
    if moment >= end:
        return False
    await asyncio.sleep(moment - time.monotonic())
    return True


async def run_load(stack: Stack, people: People, interview_id: UUID, count: int, seconds: float) -> "Measured":
    """Start `count` interviews, spread over one cycle, and measure for `seconds` seconds."""
    tally = Tally()
    candidates = [Candidate(stack.functions_url, people.candidate(), tally) for _ in range(count)]
    at_once = asyncio.Semaphore(STARTS_AT_ONCE)

    async def start(candidate: Candidate) -> None:
        async with at_once:
            await candidate.start(interview_id)

    await asyncio.gather(*(start(candidate) for candidate in candidates))
    begin = time.monotonic()
    counted_from = begin + CYCLE_SECONDS
    end = counted_from + seconds
    living = [
        asyncio.create_task(candidate.live(number, begin + CYCLE_SECONDS * number / count, counted_from, end))
        for number, candidate in enumerate(candidates)
    ]
    await asyncio.sleep(counted_from - time.monotonic())
    before = _processor(stack)
    await asyncio.sleep(end - time.monotonic())
    after = _processor(stack)
    await asyncio.gather(*living)
    for candidate in candidates:
        candidate.close()
    return Measured(count, tally, {name: (after[name] - before[name]) / seconds for name in after})


@dataclass(frozen=True)
class Measured:
    """One row of the table."""

    candidates: int
    tally: Tally
    cores: dict[str, float]

    def row(self, lost: int) -> str:
        """The row in Markdown."""
        tally = self.tally
        cuts = [cut * 1000 for cut in quantiles(tally.submits, n=100)]
        submits = " / ".join(f"{cuts[share - 1]:,.0f}" for share in (50, 95, 99))
        fair = quantiles(tally.means, n=100)
        refused = sum(count for name, count in tally.refusals.items() if " 503 " in name)
        cores = " / ".join(f"{used:.2f}" for used in self.cores.values())
        return (
            f"| {self.candidates:,} | {submits} | {len(tally.acknowledged):,} | {lost} | {tally.wrongly_late} "
            f"| {refused:,} of {tally.calls.total():,} | {fair[94] / fair[49]:.1f} | {cores} |"
        )


def _processor(stack: Stack) -> dict[str, float]:
    return {
        "functions": processor_seconds(stack.functions.pid),
        "gateway": processor_seconds(stack.gateway.pid),
        "PostgreSQL": processor_seconds(stack.database.pid),
        "generator": time.process_time(),
    }


@contextmanager
def _database(stack: Stack) -> Iterator[Database]:
    with psycopg.connect(stack.database_url, autocommit=True) as connection:
        yield Database(connection)


def measure(count: int, seconds: float) -> None:
    """Measure one load on its own stack; prints its row and every refusal other than 503."""
    with Stack() as stack, _database(stack) as database:
        questions = int(seconds / CYCLE_SECONDS) + 3
        interview = make_interview(database, ["open"] * questions, time_limit_seconds=TIME_LIMIT_SECONDS)
        measured = uvloop.run(run_load(stack, People(stack, database), interview.interview_id, count, seconds))
        found = discrepancies(measured.tally.acknowledged, database)
    print(measured.row(len(found)), flush=True)
    others = {name: times for name, times in measured.tally.refusals.items() if " 503 " not in name}
    for what in (*found[:10], *(f"{times} x {name}" for name, times in others.items())):
        print(f"  {what}")
    if measured.tally.unanswered:
        print(f"  {measured.tally.unanswered} submits got no receipt")


def main() -> None:
    """Measure each number of candidates and print a table."""
    forget_database_variables()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live_candidates", description=__doc__)
    parser.add_argument(
        "--candidates", type=int, nargs="+", default=[400, 800, 1600], help="numbers of candidates live at once"
    )
    parser.add_argument("--seconds", type=float, default=60, help="seconds to measure, after 30 seconds of arrivals")
    options = parser.parse_args()
    print("\n".join(HEAD))
    for count in options.candidates:
        measure(count, options.seconds)


if __name__ == "__main__":
    main()
