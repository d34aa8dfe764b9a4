"""How a model writes material for a workspace, well or badly; the server's `asked` holds its requests."""

import json
import threading
from collections.abc import Callable
from typing import Any

from tests.support.model_behaviours import FAULTS, completion
from tests.support.model_server import Answered, Asked, Behaviour


def request_of(asked: Asked) -> dict[str, Any]:
    """The data message: the request, the workspace and its existing questions."""
    data: dict[str, Any] = json.loads(asked.answer)
    return data


def written(asked: Asked, note: str = "") -> dict[str, Any]:
    """A good reply in the requested format."""
    count = request_of(asked)["request"]["count"]
    if asked.shape == "QuestionsReply":
        question = {"answer": "Because of MVCC.", "tips": ["Name the cost."], "category": "Storage"}
        questions = [question | {"question": f"Why? {note}{n}", "difficulty": "easy"} for n in range(count)]
        return {"questions": questions}
    if asked.shape == "SkillExplanationReply":
        return {"title": "MVCC", "explanation": f"Readers do not block. {note}", "key_points": ["xmin"], "example": ""}
    story = {"situation": "[Where]", "task": "[What]", "action": "I measured.", "result": "[Numbers]"}
    return {"stories": [story | {"title": f"Outage {note}{n}"} for n in range(count)]}


def writes(delay_seconds: float = 0.0, held: threading.Event | None = None) -> Behaviour:
    """Write the requested content, different each time, once `held` is set."""
    calls = 0

    def behave(asked: Asked) -> Answered:
        nonlocal calls
        calls += 1
        content = json.dumps(written(asked, f"({calls}) "))
        return Answered(completion(content), delay_seconds=delay_seconds, held=held)

    return behave


def _changed(change: Callable[[dict[str, Any]], object]) -> Behaviour:
    """A good reply with one thing changed."""

    def behave(asked: Asked) -> Answered:
        content = written(asked)
        change(content)
        return Answered(completion(json.dumps(content)))

    return behave


def _cut_on_the_wire(asked: Asked) -> Answered:
    body = completion(json.dumps(written(asked)))
    return Answered(body[: len(body) // 2], announced_bytes=len(body))


# The graders' faults that do not depend on a grade, and faults of our own. Each is used for a request for questions.
_ANYWHERE: tuple[str, ...] = (
    "429 with Retry-After",
    "429 without Retry-After",
    "500",
    "503 page",
    "reset",
    "length",
    "refusal",
)
_ANYWHERE += ("content filter", "HTML", "empty body", "empty object", "no choices", "JSON of another kind")
_ANYWHERE += ("content is prose", "deep JSON", "not UTF-8")
BROKEN: dict[str, Behaviour] = {
    **{name: FAULTS[name] for name in _ANYWHERE},
    "timeout": lambda asked: Answered(delay_seconds=6),
    "truncated JSON": lambda asked: Answered(completion(json.dumps(written(asked))[:40])),
    "cut off on the wire": _cut_on_the_wire,
    "10 MB": _changed(lambda content: content["questions"][0].update(answer="x" * 10_000_000)),
    "wrong type": _changed(lambda content: content["questions"][0].update(question=7)),
    "null": _changed(lambda content: content["questions"][0].update(answer=None)),
    "unknown difficulty": _changed(lambda content: content["questions"][0].update(difficulty="impossible")),
    "unknown field": _changed(lambda content: content.update(verdict="great")),
    "missing field": _changed(lambda content: content["questions"][0].pop("tips")),
    "nothing written": _changed(lambda content: content.update(questions=[])),
    "only blanks": _changed(lambda content: [entry.update(question=" \n") for entry in content["questions"]]),
}
