"""Everybody submits in the last two seconds before one deadline: no answer is lost, and none sent on time is late.

40 sessions every day, 500 with `make prove`. The interview's grace covers the slowest machine; how many answers the
default grace of two seconds would have covered is counted, because it depends on the machine.
"""

import asyncio
import random
import time
from uuid import uuid4

from local.stack import Stack
from tests.support.database import Database
from tests.support.figures import RecordFigures
from tests.support.interviews import make_interview
from tests.support.people import People, Person
from tests.support.race import rounds
from tests.support.raw_http import RawConnection
from tests.support.stored_answers import Acknowledged, discrepancies

SESSIONS = len(rounds(everyday=40, full=500))
STAMPEDE_SECONDS = 2.0
GRACE_SECONDS, DEFAULT_GRACE_SECONDS = 30, 2.0
STARTS_AT_ONCE = 16
SEED = 25


class Candidate:
    """One person with one keep-alive connection."""

    def __init__(self, stack: Stack, person: Person) -> None:
        self._connection = RawConnection(stack.functions_url, {"authorization": f"Bearer {person.token}"})
        self.session_id = uuid4()
        self.text = f"My answer, {uuid4()}."

    async def start(self, interview_id: object) -> None:
        names = {"session_id": self.session_id, "client_id": uuid4(), "interview_id": interview_id}
        reply = await self._connection.call("POST", "/start", {name: str(value) for name, value in names.items()})
        assert reply.status == 201, reply.content

    async def submit(self) -> tuple[dict[str, object], int]:
        """The response, and how often the call had to be repeated."""
        body = {"session_id": str(self.session_id), "lease": 1, "position": 0, "answer": self.text}
        for repeats in range(100):
            reply = await self._connection.call("POST", "/submit", body)
            if reply.status == 200:
                return reply.json(), repeats
            assert reply.status == 503, reply.content
            await asyncio.sleep(0.2)
        raise AssertionError("an answer was never acknowledged")

    def close(self) -> None:
        self._connection.close()


async def test_answers_that_everybody_sends_just_before_one_deadline_are_stored_and_on_time(
    stack: Stack, database: Database, people: People, record_figures: RecordFigures
) -> None:
    interview = make_interview(database, ["open", "open"], time_limit_seconds=3600, grace_seconds=GRACE_SECONDS)
    candidates = [Candidate(stack, people.candidate()) for _ in range(SESSIONS)]
    limit = asyncio.Semaphore(STARTS_AT_ONCE)

    async def start(candidate: Candidate) -> None:
        async with limit:
            await candidate.start(interview.interview_id)

    await asyncio.gather(*(start(candidate) for candidate in candidates))
    # One deadline for all, shortly after this statement.
    ids = [candidate.session_id for candidate in candidates]
    database.execute(
        "update reprise.session_questions set deadline_at = clock_timestamp() + %s * interval '1 second'"
        " where position = 0 and session_id = any(%s)",
        STAMPEDE_SECONDS + 0.5,
        ids,
    )
    chance, began = random.Random(SEED), time.monotonic()

    async def submit(candidate: Candidate, after: float) -> tuple[dict[str, object], int, float]:
        await asyncio.sleep(after)
        sent = time.monotonic()
        response, repeats = await candidate.submit()
        return response, repeats, time.monotonic() - sent

    replies = await asyncio.gather(*(submit(c, chance.uniform(0, STAMPEDE_SECONDS)) for c in candidates))
    slowest = sorted(seconds for _, _, seconds in replies)
    after_grace = database.value(
        "select count(*) from reprise.answers a join reprise.session_questions q using (session_id, position)"
        " where a.session_id = any(%s) and a.received_at > q.deadline_at + %s * interval '1 second'",
        ids,
        DEFAULT_GRACE_SECONDS,
    )
    record_figures(
        {
            "sessions": SESSIONS,
            "received after the default grace": after_grace,
            "seconds": round(time.monotonic() - began, 1),
            "repeated calls": sum(repeats for _, repeats, _ in replies),
            "median response, ms": round(1000 * slowest[len(slowest) // 2]),
            "slowest response, ms": round(1000 * slowest[-1]),
        }
    )
    for candidate in candidates:
        candidate.close()
    assert [response for response, _, _ in replies if response["accepted"] is not True] == []
    acknowledged = [
        Acknowledged(candidate.session_id, 0, candidate.text, response["receipt"])  # type: ignore[arg-type]
        for candidate, (response, _, _) in zip(candidates, replies, strict=True)
    ]
    assert discrepancies(acknowledged, database) == []
