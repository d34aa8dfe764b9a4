"""The shape in which a model drafts questions, and its conversion to questions of a bank."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from shared.llm.reply_format import ModelReply

MAX_PROMPT, MAX_OPTION, MAX_LABEL, MAX_KEY_TEXT, MAX_TITLE = 20_000, 2000, 200, 10_000, 200
LETTERS = "abcdefghijklmnopqrst"


class DraftedCriterion(ModelReply):
    """One thing that a good answer does."""

    text: str
    points: int


class DraftedQuestion(ModelReply):
    """One question with its key; `right_option` counts from 1, 0 is none."""

    kind: Literal["mcq", "short_answer", "code", "open"]
    domain: str
    difficulty: Literal["easy", "medium", "hard"]
    prompt: str
    options: list[str]
    right_option: int
    keywords: list[str]
    criteria: list[DraftedCriterion]
    sample_solution: str
    explanation: str
    points: int
    time_limit_seconds: int


class DraftsReply(ModelReply):
    """Questions for one job, and a title for an interview that asks them."""

    title: str
    interview_type: str
    questions: list[DraftedQuestion]


def as_title(reply: DraftsReply) -> str | None:
    """The suggested title in one line; None if a candidate would see nothing."""
    title = _text(" ".join(reply.title.split()), MAX_TITLE)
    return title if any(character.isalnum() for character in title) else None


def as_questions(reply: DraftsReply, count: int) -> list[dict[str, Any]]:
    """The drafts as `import_questions` takes them, inactive. It refuses those that a model got wrong."""
    return [_question(drafted, _text(reply.interview_type, MAX_LABEL)) for drafted in reply.questions[:count]]


def _question(drafted: DraftedQuestion, interview_type: str) -> dict[str, Any]:
    is_choice = drafted.kind == "mcq"
    texts = [_text(text, MAX_OPTION) for text in drafted.options[: len(LETTERS)]] if is_choice else []
    right = LETTERS[drafted.right_option - 1] if is_choice and 0 < drafted.right_option <= len(texts) else None
    criteria = [] if is_choice or drafted.kind == "short_answer" else drafted.criteria
    points = sum(criterion.points for criterion in criteria) or drafted.points
    return {
        "kind": drafted.kind,
        "interview_type": interview_type,
        "domain": _text(drafted.domain, MAX_LABEL),
        "difficulty": drafted.difficulty,
        "prompt": _text(drafted.prompt, MAX_PROMPT),
        "options": [{"id": letter, "text": text} for letter, text in zip(LETTERS, texts, strict=False)] or None,
        "points": points,
        "time_limit_seconds": drafted.time_limit_seconds,
        "is_active": False,
        "key": {
            "correct_option": right,
            "keywords": _distinct(drafted.keywords) if drafted.kind == "short_answer" else [],
            "criteria": _criteria(criteria),
            "sample_solution": _text(drafted.sample_solution, MAX_KEY_TEXT) or None,
            "explanation": _text(drafted.explanation, MAX_KEY_TEXT) or None,
        },
    }


def _criteria(criteria: Sequence[DraftedCriterion]) -> list[Mapping[str, Any]]:
    return [
        {"id": f"c{number}", "text": _text(criterion.text, MAX_OPTION), "points": criterion.points}
        for number, criterion in enumerate(criteria, start=1)
    ]


def _distinct(keywords: Sequence[str]) -> list[str]:
    """The keywords once each, whatever their case."""
    return list(
        {word.casefold(): word for word in (_text(keyword, MAX_LABEL) for keyword in keywords) if word}.values()
    )


def _text(text: str, most: int) -> str:
    """The text without what Postgres can't store, cut."""
    return text.replace("\0", "").strip()[:most]
