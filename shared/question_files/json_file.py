"""Our JSON: {"format": "reprise-questions", "version": 1, "questions": […]}, one question a line."""

import json
from collections.abc import Sequence
from math import isfinite
from typing import Any, NoReturn

from shared.question_files.read_file import (
    MAX_QUESTIONS,
    TOO_MANY,
    Fault,
    Place,
    Question,
    QuestionFile,
    UnreadableFile,
)

FORMAT, VERSION = "reprise-questions", 1
# The order of members in a file. A member that is missing here goes last.
MEMBERS = (
    *("kind", "interview_type", "domain", "difficulty", "tags", "points", "time_limit_seconds", "min_seconds"),
    *("is_active", "prompt", "options", "key"),
)
KEY_MEMBERS = (
    *("correct_option", "keywords", "keywords_needed", "criteria", "sample_solution", "explanation", "sources"),
)


def read_json(content: str) -> QuestionFile:
    """The questions of a file, unchecked; raises UnreadableFile."""
    try:
        file = json.loads(content.removeprefix("\ufeff"), parse_constant=_refuse, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise UnreadableFile(Fault("file", error.lineno, f"This is not JSON: {error.msg}.")) from None
    except (ValueError, RecursionError):
        raise UnreadableFile(Fault("file", None, "This JSON is nested too deeply, or holds a huge number.")) from None
    if not isinstance(file, dict) or (file.get("format"), file.get("version")) != (FORMAT, VERSION):
        detail = f'must be {{"format": "{FORMAT}", "version": {VERSION}, "questions": […]}}'
        raise UnreadableFile(Fault("file", None, detail))
    questions = file.get("questions")
    if not isinstance(questions, list) or not questions:
        raise UnreadableFile(Fault("questions", None, "must be a list with at least one question"))
    if len(questions) > MAX_QUESTIONS:
        raise UnreadableFile(Fault("questions", None, TOO_MANY))
    return QuestionFile(questions, [Place(f"questions[{n}]", None, ".") for n in range(len(questions))])


def write_json(questions: Sequence[Question]) -> str:
    """The file with these questions, the same for the same questions in any order."""
    lines = [json.dumps(ordered, ensure_ascii=False) for ordered in map(_ordered, in_order(questions))]
    return f'{{"format": "{FORMAT}", "version": {VERSION}, "questions": [\n' + ",\n".join(lines) + "\n]}\n"


def in_order(questions: Sequence[Question]) -> list[Question]:
    """The questions by type, domain, difficulty and prompt."""

    def place(question: Question) -> tuple[str, ...]:
        """The sort key of a question: all its members, so that the order is always the same."""
        texts = (question["interview_type"], question["domain"], question["difficulty"], question["prompt"])
        return (*texts, json.dumps(question, sort_keys=True))

    return sorted(questions, key=place)


def _ordered(question: Question) -> dict[str, Any]:
    key = question["key"]
    ordered = {name: question[name] for name in MEMBERS}
    return ordered | {"key": key and {name: key[name] for name in KEY_MEMBERS}}


def _finite(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _refuse(digits)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
