"""Functions killed while a model writes: the message stays, and the next request for the reply writes it, once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest

from local.functions_host import FunctionsHost
from local.stack import Stack
from tests.support.apis import FunctionsApi
from tests.support.conversations import start_talk, stored
from tests.support.database import Database
from tests.support.interviewer_model import REPLY, interviewer
from tests.support.model_behaviours import completion
from tests.support.model_server import Answered, Asked, ModelServer
from tests.support.people import People


@pytest.mark.everyday(2)
@pytest.mark.parametrize("stream", [False, True])
def test_kill_during_a_model_call_leaves_one_message_and_finally_one_reply(
    stack: Stack,
    host_to_kill: FunctionsHost,
    people: People,
    database: Database,
    model_server: ModelServer,
    stream: bool,
) -> None:
    def never(asked: Asked) -> Answered:
        held = interviewer(hold=threading.Event())(asked)
        return held if stream else Answered(completion("{}"), delay_seconds=60)

    model_server.behave(never)
    with FunctionsApi(stack, host_to_kill.url) as api, ThreadPoolExecutor(1) as pool:
        talk = start_talk(api, people.candidate())
        message_id = uuid4()
        if stream:
            api.http.headers["accept"] = "text/event-stream"
        saying = pool.submit(talk.say, "once", message_id)
        model_server.wait_until_asked(1)
        host_to_kill.kill()
        with pytest.raises(httpx.TransportError):
            saying.result(120)
        api.http.headers["accept"] = "*/*"
        assert [row["role"] for row in stored(database, talk.session_id)] == ["interviewer", "candidate"]
        model_server.behave(interviewer())
        host_to_kill.start()
        # The dead process's claim holds until it expires, so no second reply is written meanwhile.
        assert talk.say("once", message_id).ok()["reply_status"] == "pending"
        assert not model_server.asked
        database.execute(
            "update reprise_private.reply_claims set claimed_until = now() - interval '1 second' where session_id = %s",
            talk.session_id,
        )
        answer = talk.say("once", message_id).ok()
    assert (answer["replayed"], answer["reply"]["content"]) == (True, REPLY)
    rows = stored(database, talk.session_id)
    assert [(row["role"], row["replies_to_seq"]) for row in rows] == [
        ("interviewer", None),
        ("candidate", None),
        ("interviewer", 2),
    ]
