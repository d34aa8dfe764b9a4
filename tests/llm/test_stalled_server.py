"""After a model server has stalled, the first call is answered."""

import asyncio
import random
from collections.abc import Callable

import openai
import pytest

from shared.grading.grades import SummaryReply
from shared.llm.budget import Budget
from shared.llm.chat import ChatRequest, open_chat
from shared.llm.client import open_client
from shared.llm.errors import ModelFailure
from tests.support.counted_tokens import CountedTokens
from tests.support.grading_jobs import open_grader, settings, short_answer
from tests.support.model_behaviours import honest
from tests.support.model_server import Answered, Asked, ModelServer

CALLERS = 12
CONNECTIONS = 4
MESSAGES = [{"role": "user", "content": "Why?"}]


def standing_still(_: Asked) -> Answered:
    return Answered(delay_seconds=600)


@pytest.mark.prove
async def test_first_grade_after_a_stall_with_more_answers_than_connections_succeeds() -> None:
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


async def test_model_calls_abandoned_at_any_moment_leak_no_connection() -> None:
    moments = random.Random(7)
    with ModelServer(honest(delay_seconds=0.005)) as server:
        async with open_client(settings(server.url, timeout_seconds=20, concurrency=CONNECTIONS).llm) as client:
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


async def test_first_interviewer_reply_after_a_stall_succeeds() -> None:
    request = ChatRequest("m", "interviewer-0", MESSAGES, SummaryReply, 256)
    with ModelServer(standing_still) as server:

        async def ask(seconds: float, on_text: Callable[[str], None] | None) -> str:
            async with open_chat(settings(server.url, timeout_seconds=seconds).llm, Budget(CountedTokens())) as chat:
                assert chat is not None
                return (await chat.complete(request, on_text=on_text)).content.summary

        for on_text in (None, lambda _: None):
            server.behave(standing_still)
            asked = [ask(0.5, on_text) for _ in range(CALLERS)]
            failures = await asyncio.gather(*asked, return_exceptions=True)
            assert {str(failure) for failure in failures} == {"timeout"}
            server.behave(honest())
            assert await ask(20, on_text)
