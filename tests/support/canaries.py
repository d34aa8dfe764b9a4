"""An interview whose texts occur nowhere else, and a recorder for every byte that a client receives."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx
from psycopg.types.json import Jsonb

from tests.support.database import Database
from tests.support.interviews import make_interview

KINDS = ("mcq", "short_answer", "code", "open", "mcq", "open")


@dataclass(frozen=True)
class Canaries:
    """The texts of an interview by position: what a candidate is shown, and what grades it."""

    interview_id: UUID
    question_ids: list[UUID]
    shown: list[list[str]]
    keys: list[list[str]]

    def after(self, position: int) -> list[str]:
        """The texts that must stay unknown while this position is the last one served; includes its key."""
        later = self.shown[position + 1 :]
        return [text for texts in (*later, *self.keys) for text in texts]


def make_canaries(database: Database) -> Canaries:
    """Create a public interview of six questions, with a canary in every prompt, option and key."""
    interview = make_interview(database, KINDS, time_limit_seconds=600)
    shown, keys = [], []
    for position, (kind, question_id) in enumerate(zip(KINDS, interview.question_ids, strict=True)):
        tag = f"{position}-{uuid4().hex}"
        prompt = f"canary-prompt-{tag}"
        options = [f"canary-option-{letter}-{tag}" for letter in "abc"] if kind == "mcq" else []
        key = [f"canary-{part}-{tag}" for part in ("keyword", "synonym", "solution", "criterion")]
        database.execute(
            "update reprise.questions set prompt = %s, options = %s where id = %s",
            prompt,
            Jsonb([{"id": text[14], "text": text} for text in options]) if options else None,
            question_id,
        )
        database.execute(
            "update reprise.question_keys set keywords = %s, sample_solution = %s, criteria = %s where"
            " question_id = %s",
            Jsonb([{"keyword": key[0], "synonyms": [key[1]]}]),
            key[2],
            Jsonb([{"id": "c", "text": key[3], "points": 1}]),
            question_id,
        )
        shown.append([prompt, *options])
        keys.append(key)
    return Canaries(interview.interview_id, interview.question_ids, shown, keys)


@dataclass
class ResponseRecorder:
    """Records everything that a client receives: status, headers and bodies."""

    received: list[bytes] = field(default_factory=list)

    def record_all(self, client: httpx.Client) -> None:
        """Record every response of a client from now on."""
        client.event_hooks["response"].append(self.record)

    def record(self, response: httpx.Response) -> None:
        """Record one response, body included."""
        head = "\n".join(f"{name}: {value}" for name, value in response.headers.multi_items())
        self.received.append(f"{response.status_code}\n{head}\n\n".encode() + response.read())

    def found(self, texts: Iterable[str]) -> set[str]:
        """The texts that were received, however they were escaped or cased."""
        everything = b"\n".join(self.received).lower()
        plain = everything.replace(b"%2d", b"-").replace(b"\\u002d", b"-")
        return {text for text in texts if text.lower().encode() in plain}
