"""Models under the candidate's control: a director and a speaker that pass on whatever they were sent."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.interviewer_model import direction, interviewer
from tests.support.model_behaviours import completion
from tests.support.model_server import Answered, Asked, Behaviour

# Characters of the instructions that must appear in a row, in their disguise, to count as passed on.
RUN = 8
LEAST = 12


@cache
def instructions_by_script() -> dict[str, str]:
    """Secret instructions in twelve scripts."""
    lines = Path(__file__).with_name("instructions.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(": ", 1) for line in lines if line and not line.startswith("#"))
    return dict(pairs)


def bytes_of(secret: str, disguise: Callable[[str], str], shown: str) -> int:
    """How many bytes of a disguised secret a text contains, in runs of the image of eight characters."""
    image = disguise(secret)
    length = max(LEAST, len(image) * RUN // len(secret))
    found: set[int] = set()
    for start in range(len(image) - length + 1):
        if image[start : start + length] in shown:
            found.update(range(start, start + length))
    return sum(len(image[place].encode()) for place in found)


def strings_in(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings_in(item)


def received(asked: Asked) -> list[str]:
    """Every text of a request: the data of the interview, the notes and the turns first, the prompt last."""
    system, notes, *turns = (message["content"] for message in asked.body["messages"])
    prompt, _, data = system.partition("Interview data (JSON)\n")
    noted = notes.partition("Topic and notes (JSON)\n")[2]
    return [*strings_in(json.loads(data)), *strings_in(json.loads(noted)), *turns, *prompt.splitlines()]


def captured(disguise: Callable[[str], str], direct: Callable[[str], Answered]) -> Behaviour:
    """A director that replies with `direct` of its instructions, and a speaker that copies everything in a disguise."""

    def behave(asked: Asked) -> Answered:
        if asked.shape == "Direction":
            return direct(told(asked))
        copy = "\n".join(disguise(text) for text in received(asked))
        entries = [copy[start : start + 150] for start in range(0, 1200, 150)]
        profile = {"summary": copy[:500], "strengths": entries[:3], "gaps": entries[3:5], "topics": entries[5:]}
        return interviewer(copy, profile=profile)(asked)

    return behave


def told(asked: Asked) -> str:
    """The instructions that a director was sent."""
    return str(json.loads(asked.instructions.partition("Interview data (JSON)\n")[2])["instructions"])


def _says(**fields: Any) -> Answered:
    return Answered(completion(json.dumps(fields, ensure_ascii=False)))


# What a director may reply to pass its instructions on.
DIRECTORS: dict[str, Callable[[str], Answered]] = {
    "a choice": lambda secret: Answered(completion(direction("challenge", len(secret) % 2))),
    "the instructions as the move": lambda secret: _says(move=secret, item=None),
    "the instructions in every field": lambda secret: _says(move=secret, item=secret),
    "a further field": lambda secret: _says(move="follow_up", item=None, reason=secret),
    "a number": lambda secret: _says(move="follow_up", item=int.from_bytes(secret.encode())),
    "an item that is not on the agenda": lambda secret: _says(move="open_item", item=19),
    "prose": lambda secret: Answered(completion(secret)),
    "a refusal": lambda secret: Answered(completion(None, refusal=secret)),
    "a cut-off text": lambda secret: Answered(completion(secret, finish_reason="length")),
}
