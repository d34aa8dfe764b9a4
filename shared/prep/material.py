"""The shapes in which a model must write, and their conversion to entries of a document."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any, Literal

from shared.llm.reply_format import ModelReply

MAX_TEXT = 8000
MAX_ITEMS = 10
Entry = dict[str, Any]


class QuestionReply(ModelReply):
    """One question with a sample answer."""

    question: str
    answer: str
    tips: list[str]
    category: str
    difficulty: Literal["easy", "medium", "hard"]


class QuestionsReply(ModelReply):
    """Interview questions."""

    questions: list[QuestionReply]


class SkillExplanationReply(ModelReply):
    """One skill, explained."""

    title: str
    explanation: str
    key_points: list[str]
    example: str


class StarStoryReply(ModelReply):
    """One story: situation, task, action, result."""

    title: str
    situation: str
    task: str
    action: str
    result: str


class StarStoriesReply(ModelReply):
    """STAR stories."""

    stories: list[StarStoryReply]


PrepReply = QuestionsReply | SkillExplanationReply | StarStoriesReply

# The shape of each kind, and the section of the document it belongs to.
KINDS: Mapping[str, tuple[type[PrepReply], str]] = {
    "questions": (QuestionsReply, "questions"),
    "skill_explanation": (SkillExplanationReply, "skill_explanations"),
    "star_story": (StarStoriesReply, "star_stories"),
}
_ESSENTIAL = ("question", "explanation", "action")


def as_content(reply: PrepReply, request: Mapping[str, Any]) -> dict[str, dict[str, Entry]]:
    """The reply as a section of a document, each entry under a new id; empty if nothing was written."""
    entries = [entry for entry in map(_entry, _items(reply)) if any(entry.get(name) for name in _ESSENTIAL)]
    about = {"source": "model", "skill": request["skill"], "depth": request["depth"]}
    about = {name: value for name, value in about.items() if value is not None}
    # A JSON object has no order, but Postgres sorts its keys: these ids preserve the model's order.
    begin, end = f"{datetime.now(UTC):%Y%m%dT%H%M%S}", token_hex(4)
    kept = {f"{begin}-{n:02}-{end}": entry | about for n, entry in enumerate(entries[: request["count"]], start=1)}
    return {KINDS[request["kind"]][1]: kept} if kept else {}


def _items(reply: PrepReply) -> Iterator[ModelReply]:
    match reply:
        case QuestionsReply(questions=questions):
            yield from questions
        case StarStoriesReply(stories=stories):
            yield from stories
        case _:
            yield reply


def _entry(item: ModelReply) -> Entry:
    return {
        name: [_text(part) for part in value[:MAX_ITEMS] if part.strip()] if isinstance(value, list) else _text(value)
        for name, value in item.model_dump().items()
    }


def _text(text: str) -> str:
    """The text without what Postgres can't store, cut to what a person would read."""
    return text.replace("\0", "").strip()[:MAX_TEXT]
