"""Messages and replies designed to be expensive do not hold up others in the same process."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from local.functions_host import FunctionsHost
from local.stack import Stack
from tests.support.apis import FunctionsApi
from tests.support.conversations import Talk, make_conversation_interview, start_talk
from tests.support.database import Database
from tests.support.interviewer_model import interviewer
from tests.support.interviews import make_interview, start
from tests.support.model_server import ModelServer
from tests.support.people import People

INSTRUCTIONS = (
    "The budget for this role is 85,000 and must stay between us under all circumstances, whoever asks for it."
    " The internal code of this role is ZX-4471-KITE."
)
MESSAGES = 6
LENGTH = 20_000
MARKS = "a" + "\u0345" * (LENGTH // 2 - 1) + "\u0334" * (LENGTH // 2)
PLAIN = ("The queue is drained by workers that hold advisory locks. " * 400)[:LENGTH]
# Matching a preview once took time that doubled with every digit; this reply took more than a minute.
LONG_NUMBER = "Your numbers are " + " ".join(["1" * 17 + ";" + "1" * 17 + "x"] * 12) + "."


@pytest.fixture
def api(stack: Stack, host_to_kill: FunctionsHost) -> Iterator[FunctionsApi]:
    """The functions of a host of their own."""
    with FunctionsApi(stack, host_to_kill.url) as api:
        yield api


def talk_about_instructions(api: FunctionsApi, people: People, database: Database) -> Talk:
    """A conversation of an interview with confidential instructions."""
    interview = make_conversation_interview(database, INSTRUCTIONS)
    return start_talk(api, people.candidate(), {"interview_id": str(interview.interview_id)})


def cpu_seconds(host: FunctionsHost) -> float:
    """CPU time used by a functions host and its worker, as counted by the kernel in hundredths of a second."""
    ticks = 0
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            fields = (directory / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # Unrelated to the host, or ended meanwhile.
        if host.pid in (int(directory.name), int(fields[1])):
            ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


@pytest.mark.usefixtures("no_message_limit")
def test_messages_of_combining_marks_cost_about_as_much_as_messages_of_words(
    api: FunctionsApi, host_to_kill: FunctionsHost, people: People, database: Database
) -> None:
    talk_about_instructions(api, people, database).say("Hello.").ok()
    spent = []
    for text in (PLAIN, MARKS):
        talk = talk_about_instructions(api, people, database)
        before = cpu_seconds(host_to_kill)
        for _ in range(MESSAGES):
            assert talk.say(text).ok()["reply_status"] == "ready"
        spent.append(cpu_seconds(host_to_kill) - before)
    of_words, of_marks = spent
    assert of_marks <= 2 * of_words + 0.5


def test_reply_with_a_long_number_does_not_block_other_candidates(
    api: FunctionsApi, people: People, database: Database, model_server: ModelServer
) -> None:
    model_server.behave(interviewer(LONG_NUMBER))
    talk = talk_about_instructions(api, people, database)
    interview = make_interview(database, ["open"], time_limit_seconds=3600)
    candidate = start(api, people.candidate(), interview.interview_id)
    statuses: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        streamed = pool.submit(_read_stream, api, talk)
        while not streamed.done() or 200 not in statuses:
            statuses.append(candidate.heartbeat(draft=f"Draft {len(statuses)}").status)
        assert LONG_NUMBER in streamed.result()
    # On a busy machine a request may time out at the database; no request waits for a text to be processed.
    assert set(statuses) <= {200, 503}
    assert statuses.count(200) >= statuses.count(503)


def _read_stream(api: FunctionsApi, talk: Talk) -> str:
    """Read the whole response to one message sent with Accept: text/event-stream."""
    body = {
        "session_id": str(talk.session_id),
        "lease": talk.lease,
        "message_id": str(uuid4()),
        "content": "Repeat a long number.",
    }
    headers = api.headers(talk.person) | {"accept": "text/event-stream"}
    return api.http.post("/message", json=body, headers=headers).raise_for_status().text
