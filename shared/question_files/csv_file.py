"""CSV for spreadsheets: a row a question, options in columns `option_a` to `option_t`.

`keywords` has a keyword a line, with its synonyms after bars, and last the language in whose forms it counts:
`index|idx|inflections=en`. `criteria` has a criterion a line, with its points before a bar: `5|Says why`. `sources` has
a source a line, with its title after a bar. `tags` are separated by commas. A cell that a spreadsheet would read as a
formula has an apostrophe before it.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from shared.question_files.json_file import in_order
from shared.question_files.read_file import (
    MAX_QUESTIONS,
    TOO_MANY,
    Defaults,
    Fault,
    Place,
    Question,
    QuestionFile,
    UnreadableFile,
    letter,
    lettered,
    numbered,
)

OPTIONS = tuple(f"option_{letter(number)}" for number in range(20))
TEXTS = ("interview_type", "domain", "difficulty")
NUMBERS = ("points", "time_limit_seconds", "min_seconds")
COLUMNS = (
    *("kind", *TEXTS, "tags", *NUMBERS, "prompt"),
    *(
        "correct_option",
        "keywords",
        "keywords_needed",
        "criteria",
        "sample_solution",
        "explanation",
        "sources",
        *OPTIONS,
    ),
)
REQUIRED = ("kind", "prompt", "points")
INFLECTIONS = "inflections="
FORMULA = tuple("=+-@\t\r")
NUMBER = re.compile(r"[0-9]{1,5}")
POINTS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")


def read_csv(content: str, defaults: Defaults) -> QuestionFile:
    """The questions of a file with commas or semicolons; raises UnreadableFile."""
    content = content.removeprefix("\ufeff")
    head = content[:2000].partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    questions: list[Question] = []
    places: list[Place] = []
    faults: list[Fault] = []
    try:
        columns = _columns(next(reader, []))
        before = reader.line_num
        for row in reader:
            place, before = Place(f"line {before + 1}", before + 1, ", "), reader.line_num
            if not any(row):
                continue
            if len(questions) == MAX_QUESTIONS:
                raise UnreadableFile(place.fault("", TOO_MANY))
            if len(row) != len(columns):
                faults.append(place.fault("", f"has {len(row)} cells; the first line has {len(columns)}"))
                continue
            cells = {name: _cell(text) for name, text in zip(columns, row, strict=True)}
            questions.append(_question(cells, defaults))
            places.append(place)
            if len(faults) == 100:
                break
    except csv.Error as error:
        raise UnreadableFile(Fault("file", reader.line_num, f"This is not CSV: {error}.")) from None
    if faults or not questions:
        raise UnreadableFile(*(faults or [Fault("file", None, "There is no question in this file.")]))
    return QuestionFile(questions, places)


def write_csv(questions: Sequence[Question]) -> str:
    """The file with these questions."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for question in in_order(questions):
        cells = _cells(question)
        writer.writerow([_safe(cells.get(name, "")) for name in COLUMNS])
    return written.getvalue()


def _columns(names: Sequence[str]) -> list[str]:
    columns = [name.strip().lower() for name in names]
    unknown = [name for name in columns if name not in COLUMNS]
    missing = [name for name in REQUIRED if name not in columns]
    if unknown or missing or len(set(columns)) != len(columns):
        wrong = f"does not know the column {unknown[0][:50]!r}" if unknown else "has a column twice"
        wrong = f"lacks the column {missing[0]}" if missing else wrong
        raise UnreadableFile(Fault("line 1", 1, wrong))
    return columns


def _question(cells: Mapping[str, str], defaults: Defaults) -> Question:
    """The question of a row. Text that is no number stays a text, so that its fault is reported with the others."""
    options = [cells[name] for name in OPTIONS if cells.get(name)]
    question: dict[str, Any] = {"kind": cells["kind"].strip(), "prompt": cells["prompt"]}
    question |= {name: cells.get(name, "").strip() or getattr(defaults, name) for name in TEXTS}
    times = {"time_limit_seconds": defaults.time_limit_seconds, "min_seconds": 0}
    question |= {name: _number(cells.get(name, ""), times.get(name)) for name in NUMBERS}
    question["tags"] = [tag.strip() for tag in cells.get("tags", "").split(",") if tag.strip()]
    question["options"] = lettered(options) or None
    keywords = [line.split("|") for line in cells.get("keywords", "").splitlines() if line.strip()]
    criteria = [line.partition("|") for line in cells.get("criteria", "").splitlines() if line.strip()]
    sources = [line.partition("|") for line in cells.get("sources", "").splitlines() if line.strip()]
    question["key"] = {
        "correct_option": cells.get("correct_option", "").strip() or None,
        "keywords": [_read_keyword([form.strip() for form in forms]) for forms in keywords],
        "criteria": numbered([(_points(points), text.strip()) for points, _, text in criteria]),
        "sample_solution": cells.get("sample_solution") or None,
        "explanation": cells.get("explanation") or None,
        "keywords_needed": _number(cells.get("keywords_needed", ""), None),
        "sources": [{"title": (title or url).strip(), "url": url.strip()} for url, _, title in sources],
    }
    return question


def _cells(question: Question) -> dict[str, str]:
    key = question["key"] or {}
    options = question["options"] or []
    cells = {name: str(question[name]) for name in ("kind", *TEXTS, *NUMBERS, "prompt")}
    cells["tags"] = ", ".join(question["tags"])
    cells |= {name: option["text"] for name, option in zip(OPTIONS, options, strict=False)}
    right = [letter(n) for n, option in enumerate(options) if option["id"] == key.get("correct_option")]
    cells["correct_option"] = right[0] if right else ""
    cells["keywords"] = "\n".join(_keyword(entry) for entry in key.get("keywords", []))
    criteria = key.get("criteria", [])
    cells["criteria"] = "\n".join(f"{entry['points']}|{_one_line(entry['text'])}" for entry in criteria)
    cells["keywords_needed"] = str(key.get("keywords_needed") or "")
    cells["sources"] = "\n".join(f"{source['url']}|{_one_line(source['title'])}" for source in key.get("sources", []))
    return cells | {name: key.get(name) or "" for name in ("sample_solution", "explanation")}


def _read_keyword(forms: list[str]) -> dict[str, Any]:
    """A keyword from its spellings; the last may name the language in whose forms it counts."""
    language = forms.pop().removeprefix(INFLECTIONS) if len(forms) > 1 and forms[-1].startswith(INFLECTIONS) else None
    entry: dict[str, Any] = {"keyword": forms[0], "synonyms": forms[1:]}
    return entry if language is None else entry | {"inflections": language}


def _keyword(entry: str | Mapping[str, Any]) -> str:
    forms = [entry] if isinstance(entry, str) else [entry["keyword"], *entry.get("synonyms", [])]
    language = None if isinstance(entry, str) else entry.get("inflections")
    written = [_one_line(form).replace("|", " ") for form in forms]
    return "|".join([*written, f"{INFLECTIONS}{language}"] if language else written)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _number(text: str, default: int | None) -> int | str | None:
    text = text.strip()
    if not text:
        return default
    return int(text) if NUMBER.fullmatch(text) else text


def _points(text: str) -> Any:
    text = text.strip()
    return float(text) if POINTS.fullmatch(text) else text


def _safe(text: str) -> str:
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def _cell(text: str) -> str:
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text
