"""The questions of a file as `import_questions` takes them, and the place of each in the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# import_questions takes as many.
MAX_QUESTIONS = 200
TOO_MANY = f"A file may hold at most {MAX_QUESTIONS} questions."
Question = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault and its place: a path, a column or an element, and the line, from 1, if the format has lines."""

    where: str
    line: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a question in its file. `separator` joins its name and the path inside the question."""

    name: str
    line: int | None
    separator: str

    def fault(self, path: str, detail: str) -> Fault:
        """A fault inside this question."""
        return Fault(f"{self.name}{self.separator}{path}" if path else self.name, self.line, detail)


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """The questions of a file, each with its place."""

    questions: list[Question]
    places: list[Place]


class UnreadableFile(Exception):  # noqa: N818 (named for what happened)
    """The file cannot be read as questions; `faults` says where and why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults[0].detail)
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Defaults:
    """The values that a file may leave out."""

    interview_type: str
    domain: str
    difficulty: str
    time_limit_seconds: int


def path_of(loc: list[str | int]) -> str:
    """A place inside a question as a path: `options[1].text`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).removeprefix(".")


def lettered(texts: list[str]) -> list[dict[str, str]]:
    """Options with these texts and the ids a, b, c, …"""
    return [{"id": letter(number), "text": text} for number, text in enumerate(texts)]


def letter(number: int) -> str:
    """The id of the option at this index: a, b, …, z, aa, …"""
    return (letter(number // 26 - 1) if number >= 26 else "") + chr(ord("a") + number % 26)


def numbered(criteria: list[tuple[float | int, str]]) -> list[Mapping[str, Any]]:
    """Criteria with these points and texts, and the ids c1, c2, …"""
    return [{"id": f"c{n}", "text": text, "points": points} for n, (points, text) in enumerate(criteria, start=1)]
