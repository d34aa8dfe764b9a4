"""After a model server has stalled, the first call is answered."""

import asyncio
import random

import openai
import pytest

from shared.grading.model import MAX_RESPONSE_BYTES
from shared.grading.outcomes import ModelFailure
from shared.model.asking import Question, ask
from shared.model.client import open_client
from tests.grading.jobs import open_grader, settings, short_answer
from tests.support.model_behaviours import honest
from tests.support.model_server import Answered, Asked, ModelServer

CALLERS = 12
CONNECTIONS = 4
MESSAGES = [{"role": "user", "content": "Why?"}]


def standing_still(_: Asked) -> Answered:
    return Answered(delay_seconds=600)


@pytest.mark.prove
async def test_first_grade_after_a_stall_with_more_answers_than_connections_is_given() -> None:
    with ModelServer(standing_still) as server:
        patience = settings(server.url, timeout_seconds=2, concurrency=CONNECTIONS)
        async with open_grader(patience) as grader:

            async def one() -> str:
                with pytest.raises(ModelFailure) as failure:
                    await grader.grade(short_answer("It is N+1."))
                return failure.value.code

            assert set(await asyncio.gather(*(one() for _ in range(CALLERS)))) == {"timeout"}
            server.behave(standing_still)
            interrupted = [asyncio.create_task(grader.grade(short_answer("It is N+1."))) for _ in range(CALLERS)]
            await asyncio.to_thread(server.wait_until_asked, CONNECTIONS)
            for task in interrupted:
                task.cancel()
            await asyncio.gather(*interrupted, return_exceptions=True)
            server.behave(honest())
            assert (await grader.grade(short_answer("It is N+1."))).status == "done"


async def test_calls_to_a_model_that_give_up_at_any_moment_cost_no_connection() -> None:
    moments = random.Random(7)
    with ModelServer(honest(delay_seconds=0.005)) as server:
        async with open_client(settings(server.url, timeout_seconds=20), CONNECTIONS, MAX_RESPONSE_BYTES) as client:
            assert client is not None

            async def given_up(completions: openai.resources.chat.AsyncCompletions, seconds: float) -> bool:
                try:
                    async with asyncio.timeout(seconds):
                        await completions.with_raw_response.create(
                            model="m",
                            messages=[{"role": "user", "content": "Why?"}],
                            extra_body={"response_format": {"json_schema": {"name": "SummaryReply"}}},
                        )
                except TimeoutError:
                    return True
                return False

            for _ in range(10):
                await asyncio.gather(*(given_up(client.chat.completions, moments.uniform(0, 0.1)) for _ in range(40)))
            assert not await given_up(client.chat.completions, 20)


async def test_first_reply_of_an_interviewer_after_a_stall_is_given() -> None:
    question = Question("m", MESSAGES, {"json_schema": {"name": "SummaryReply"}}, 256)
    with ModelServer(standing_still) as server:
        for hear in (None, lambda _: None):
            server.behave(standing_still)
            asked = [ask(settings(server.url, timeout_seconds=0.5), question, hear) for _ in range(CALLERS)]
            failures = await asyncio.gather(*asked, return_exceptions=True)
            assert {str(failure) for failure in failures} == {"timeout"}
            server.behave(honest())
            assert b"choices" in await ask(settings(server.url, timeout_seconds=20), question, hear)
