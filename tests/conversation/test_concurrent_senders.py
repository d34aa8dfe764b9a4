"""Eight senders in one conversation: no gap, no duplicate, and each sender's order is preserved.

By default, each sends 25 messages through the Data API and 10 through the functions. With `make prove`, it is 200
through each, over four conversations, because one holds 500. A control detects an implementation that reads the highest
number and adds one.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier
from uuid import uuid4

import psycopg
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.conversations import Talk, start_talk, stored
from tests.support.database import Database, Row
from tests.support.database_calls import call_as
from tests.support.people import People
from tests.support.race import rounds

SENDERS = 8
CONVERSATIONS = 4


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(SENDERS) as threads:
        yield threads


def send_from_eight(pool: ThreadPoolExecutor, messages: int, send: Callable[[int, str], object]) -> None:
    """All senders send at once, each its own messages in order; `send` gets the sender and the text."""
    barrier = Barrier(SENDERS)

    def sender(number: int) -> None:
        barrier.wait(timeout=120)
        for message in range(messages):
            send(number, f"{number}:{message}")

    for future in [pool.submit(sender, number) for number in range(SENDERS)]:
        future.result(timeout=600)


def faults(rows: list[Row], messages: int) -> list[str]:
    """List defects of a transcript that eight senders wrote."""
    found = []
    if [row["seq"] for row in rows] != list(range(1, len(rows) + 1)):
        found.append("numbers have a gap, or stand for two messages")
    for number in range(SENDERS):
        said = [row["content"] for row in rows if row["content"].startswith(f"{number}:")]
        if said != [f"{number}:{message}" for message in range(messages)]:
            found.append(f"sender {number} does not find its messages once and in order")
    return found


@pytest.mark.usefixtures("no_message_limit")
def test_messages_of_eight_senders_are_numbered_without_gap_or_duplicate(
    api: Api, people: People, database: Database, pool: ThreadPoolExecutor
) -> None:
    per_sender = len(rounds(10 if api.name == "postgrest" else 5, 200))
    talks = 1 if per_sender < 50 else CONVERSATIONS
    for _ in range(talks):
        talk = start_talk(api, people.candidate())
        send_from_eight(pool, per_sender // talks, lambda _, text, talk=talk: talk.say(text).ok())  # type: ignore[misc]
        rows = stored(database, talk.session_id)
        assert faults(rows, per_sender // talks) == []
        assert len([row for row in rows if row["role"] == "candidate"]) == SENDERS * per_sender // talks
        if api.name == "function":
            check_replies(talk, rows)


@pytest.mark.usefixtures("no_message_limit")
def test_messages_of_eight_senders_on_separate_connections_are_numbered_without_gap_or_duplicate(
    rpc_api: Api, stack: Stack, people: People, database: Database, pool: ThreadPoolExecutor
) -> None:
    """As concurrent as the control below: senders use database connections directly."""
    talk = start_talk(rpc_api, people.candidate())
    with ExitStack() as held:
        connections = [held.enter_context(psycopg.connect(stack.database_url, autocommit=True)) for _ in range(SENDERS)]

        def send(number: int, text: str) -> None:
            said = {"session_id": talk.session_id, "lease": 1, "message_id": uuid4(), "content": text}
            assert call_as(connections[number], talk.person, "add_message", **said)["replayed"] is False

        send_from_eight(pool, 60, send)
    assert faults(stored(database, talk.session_id), 60) == []


def check_replies(talk: Talk, rows: list[Row]) -> None:
    """Each reply covers candidate messages that no earlier reply covered; repeating the last message answers all."""
    answered = [row["replies_to_seq"] for row in rows if row["replies_to_seq"]]
    assert answered == sorted(set(answered))
    last = max((row for row in rows if row["role"] == "candidate"), key=lambda row: int(row["seq"]))
    assert talk.say(last["content"], last["message_id"]).ok()["reply_status"] == "ready"


@pytest.mark.usefixtures("no_message_limit")
def test_same_messages_from_eight_devices_are_stored_once_each(
    api: Api, people: People, database: Database, pool: ThreadPoolExecutor
) -> None:
    talk = start_talk(api, people.candidate())
    ids = {f"{message}": uuid4() for message in range(3)}
    send_from_eight(pool, 3, lambda _, text: talk.say(f"text {text.split(':')[1]}", ids[text.split(":")[1]]).ok())
    rows = stored(database, talk.session_id)
    assert [row["content"] for row in rows if row["role"] == "candidate"] == ["text 0", "text 1", "text 2"]
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))


@pytest.mark.prove
def test_control_numbering_by_highest_plus_one_is_caught(
    stack: Stack, database: Database, pool: ThreadPoolExecutor
) -> None:
    database.execute("create schema scratch")
    with ExitStack() as held:
        held.callback(database.execute, "drop schema scratch cascade")
        connections = [held.enter_context(psycopg.connect(stack.database_url, autocommit=True)) for _ in range(SENDERS)]
        database.execute("create table scratch.messages (id serial, seq integer, content text)")
        database.execute(
            "create function scratch.add(p_content text) returns void language plpgsql as $$"
            " declare v_seq integer := (select coalesce(max(m.seq), 0) + 1 from scratch.messages m);"
            " begin insert into scratch.messages (seq, content) values (v_seq, p_content); end $$"
        )

        def send(number: int, text: str) -> None:
            connections[number].execute("select scratch.add(%s)", [text])

        caught = 0
        for _ in range(20):
            database.execute("truncate scratch.messages")
            send_from_eight(pool, 25, send)
            caught += bool(faults(database.rows("select seq, content from scratch.messages order by seq, id"), 25))
    assert caught >= 10
