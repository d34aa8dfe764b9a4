"""Guards that a reply that got no slot in time costs its candidate nothing and delays no further attempt."""

import asyncio
import threading
from dataclasses import replace
from uuid import uuid4
from weakref import WeakKeyDictionary

import pytest

from local.stack import Stack
from shared.conversation.replying import write_reply
from shared.llm import slots as slots_module
from shared.llm.slots import Payer, interactive_slots
from shared.settings import Settings
from tests.support.apis import RpcApi
from tests.support.conversations import make_conversation_interview, start_talk
from tests.support.database import Database
from tests.support.interviewer_model import REPLY, interviewer
from tests.support.model_server import ModelServer
from tests.support.people import People

ATTEMPTS = 5
CLAIM = "select failures, claimed_until <= now() as over from reprise_private.reply_claims where session_id = %s"
USED = "select used from reprise_private.rate_limit_uses where action = 'reply' and user_id = %s"


def settings_with_model(stack: Stack, model_server: ModelServer) -> Settings:
    """As a process has them that writes one reply at a time."""
    return Settings.from_environment(
        {
            "SUPABASE_URL": stack.supabase_url,
            "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
            "SUPABASE_SECRET_KEY": stack.secret_key,
            "OPENAI_API_KEY": "sk-test",
            "OPENAI_BASE_URL": model_server.url,
            "EVALUATION_CONCURRENCY": "1",
        }
    )


async def test_reply_without_a_free_slot_uses_no_allowance_and_is_no_failure(
    stack: Stack,
    rpc_api: RpcApi,
    people: People,
    database: Database,
    model_server: ModelServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = settings_with_model(stack, model_server)
    # The event loop of the tests may have slots already.
    monkeypatch.setattr(slots_module, "_interactive", WeakKeyDictionary())
    talk = start_talk(rpc_api, people.candidate())
    stored = talk.say().ok()
    asked = len(model_server.asked)
    with monkeypatch.context() as patched:
        patched.setattr(slots_module, "WAIT_SECONDS", 0.05)
        async with interactive_slots(1).held(Payer("another user", None)):
            for _ in range(ATTEMPTS):
                assert (await write_reply(stored, settings, None))["reply_status"] == "pending"
                assert database.row(CLAIM, talk.session_id) == {"failures": 0, "over": True}
                assert database.value(USED, talk.person.user_id) == 0
    assert len(model_server.asked) == asked
    assert (await write_reply(stored, settings, None))["reply"]["content"] == REPLY
    assert database.value(USED, talk.person.user_id) == 1


async def test_reply_that_loses_its_slot_after_the_directors_call_counts(
    stack: Stack,
    rpc_api: RpcApi,
    people: People,
    database: Database,
    model_server: ModelServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slots_module, "_interactive", WeakKeyDictionary())
    hold = threading.Event()
    behave = interviewer()
    model_server.behave(lambda asked: replace(behave(asked), held=hold))
    interview = make_conversation_interview(database, "Be strict.")
    talk = start_talk(rpc_api, people.candidate(), {"interview_id": str(interview.interview_id)})
    stored = talk.say().ok()
    monkeypatch.setattr(slots_module, "WAIT_SECONDS", 2.0)
    over = asyncio.Event()

    async def take_the_next_turn() -> None:
        async with interactive_slots(1).held(Payer("another candidate", "another organization")):
            await over.wait()

    already = len(model_server.asked)
    writing = asyncio.create_task(write_reply(stored, settings_with_model(stack, model_server), None))
    await asyncio.to_thread(model_server.wait_until_asked, already + 1)
    other = asyncio.create_task(take_the_next_turn())
    await asyncio.sleep(0)
    hold.set()
    assert (await writing)["reply_status"] == "pending"
    over.set()
    await other
    assert [asked.shape for asked in model_server.asked[already:]] == ["Direction"]
    assert database.row(CLAIM, talk.session_id) == {"failures": 1, "over": True}
    assert database.value(USED, talk.person.user_id) == 1


def test_use_of_an_earlier_window_is_not_returned_to_a_later_one(
    rpc_api: RpcApi, people: People, database: Database
) -> None:
    talk = start_talk(rpc_api, people.candidate())
    message_id = uuid4()
    talk.say("the one", message_id).ok()
    claim = database.value("select reprise_private.claim_reply(%s, %s, 8000)", talk.session_id, message_id)
    database.execute(
        "update reprise_private.rate_limit_uses set window_started_at = now() + interval '1 second' where user_id = %s",
        talk.person.user_id,
    )
    fail = "select reprise_private.fail_reply(%s, %s, true)"
    assert database.value(fail, talk.session_id, claim["token"]) == {"accepted": True}
    assert database.value(fail, talk.session_id, claim["token"]) == {"accepted": False}
    assert database.value(USED, talk.person.user_id) == 1
