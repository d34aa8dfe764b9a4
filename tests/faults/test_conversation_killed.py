"""A conversation of 30 messages while every process is killed three times: nothing is lost, duplicated or reordered.

Ten rounds, with `make prove` only.
"""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.conversations import Talk, start_talk, stored
from tests.support.database import Row
from tests.support.people import People
from tests.support.race import rounds
from tests.support.stored_answers import owner

MESSAGES = 30
KILLS = 3
PATIENCE_SECONDS = 300.0


class Client:
    """Sends messages in sequence, repeating each unchanged until it is stored and answered."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.answers: list[dict[str, Any]] = []
        self.repeats = 0
        self._moved = threading.Condition()

    def say_all(self) -> None:
        """Send the whole conversation."""
        for number in range(MESSAGES):
            answer = self._say(f"message {number}", uuid4())
            with self._moved:
                self.answers.append(answer)
                self._moved.notify_all()

    def wait_for(self, count: int) -> None:
        """Return when this many messages have been answered."""
        with self._moved:
            assert self._moved.wait_for(lambda: len(self.answers) >= count, timeout=PATIENCE_SECONDS)

    def _say(self, text: str, message_id: UUID) -> dict[str, Any]:
        give_up = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < give_up:
            try:
                reply = self.talk.say(text, message_id)
            except (httpx.TransportError, ValueError):
                reply = None
            if reply is not None and reply.status == 200 and reply.body["reply_status"] == "ready":
                return reply.body
            assert reply is None or reply.status in (200, 502, 503), reply.text
            self.repeats += 1
            time.sleep(0.05)
        raise AssertionError(f"{text} was never answered")


@pytest.mark.prove
def test_thirty_messages_survive_three_kills_of_every_process(stack: Stack, api: Api, people: People) -> None:
    for number in rounds(1, 10):
        _survives(stack, start_talk(api, people.candidate()) if number == 0 else _another(stack, api), number)


def _another(stack: Stack, api: Api) -> Talk:
    with owner(stack) as database:
        return start_talk(api, People(stack, database).candidate())


def _survives(stack: Stack, talk: Talk, seed: int) -> None:
    chance = random.Random(seed)
    client = Client(talk)
    with ThreadPoolExecutor(1) as pool:
        saying = pool.submit(client.say_all)
        for point in sorted(chance.sample(range(1, MESSAGES - 1), KILLS)):
            client.wait_for(point)
            time.sleep(chance.uniform(0, 0.08))
            stack.kill()
            assert not any(service.running() for service in stack.services)
            stack.start()
            with owner(stack) as database:
                # Expire the claim on a reply whose writer was killed.
                database.execute("update reprise_private.reply_claims set claimed_until = now() - interval '1 second'")
        saying.result(PATIENCE_SECONDS)
    assert client.repeats >= KILLS
    with owner(stack) as database:
        assert faults(stored(database, talk.session_id), MESSAGES) == []
    reported = [part for answer in client.answers for part in (answer["message"], answer["reply"])]
    assert talk.transcript(limit=9)[1:] == reported


def faults(rows: list[Row], messages: int) -> list[str]:
    """List defects of a transcript in which each message must have its reply before the next one."""
    found = []
    if [row["seq"] for row in rows] != list(range(1, 2 * messages + 2)):
        found.append("numbers are missing or too many")
    said = [row for row in rows if row["role"] == "candidate"]
    if [row["content"] for row in said] != [f"message {number}" for number in range(messages)]:
        found.append("messages are lost, doubled or out of order")
    replies = [row["replies_to_seq"] for row in rows if row["role"] == "interviewer"]
    if replies != [None, *(row["seq"] for row in said)]:
        found.append("replies are lost or doubled")
    return found


@pytest.mark.prove
def test_control_client_that_retries_with_a_new_id_is_caught(stack: Stack, api: Api, people: People) -> None:
    talk = start_talk(api, people.candidate())
    talk.say("message 0").ok()
    with owner(stack) as database:
        assert faults(stored(database, talk.session_id), 1) == []
        talk.say("message 0").ok()
        assert len(faults(stored(database, talk.session_id), 1)) == 2
