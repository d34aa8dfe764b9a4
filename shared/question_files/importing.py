"""Imports a file of questions: read beside the event loop, then stored by one RPC, all or nothing."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from itertools import islice
from typing import Any
from uuid import UUID

from shared.problems import Problem
from shared.question_files.read_file import Defaults, Fault, QuestionFile, UnreadableFile, path_of
from shared.rpc.database import Database

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
UNSTORABLE = "must not contain the NUL character, nor half of a surrogate pair"
# One thread: reading never takes more than one core from the candidates of this process.
_FILES = ThreadPoolExecutor(max_workers=1, thread_name_prefix="question-files")


async def import_file(
    database: Database, organization_id: UUID, file_format: str, content: str, defaults: Defaults
) -> Mapping[str, Any]:
    """Return the response of `import_questions`; raises Problem `not_importable` with the place of each fault."""
    # Counted first: no process reads the file of a caller who may not import.
    await database.rpc_object("count_import", {"organization_id": organization_id})
    try:
        file = await asyncio.get_running_loop().run_in_executor(_FILES, read, file_format, content, defaults)
    except UnreadableFile as error:
        raise _problem(error.faults) from None
    arguments = {"organization_id": organization_id, "questions": file.questions}
    try:
        return await database.rpc_object("import_questions", arguments)
    except Problem as problem:
        raise _located(problem, file) from None


def read(file_format: str, content: str, defaults: Defaults) -> QuestionFile:
    """The questions of a file in this format, whose texts can be stored; raises UnreadableFile."""
    file = _parsed(file_format, content, defaults)
    found = zip(file.places, file.questions, strict=True)
    faults = (place.fault(path_of(loc), UNSTORABLE) for place, question in found for loc in _unstorable(question))
    first = list(islice(faults, 100))
    if first:
        raise UnreadableFile(*first)
    return file


def _parsed(file_format: str, content: str, defaults: Defaults) -> QuestionFile:
    # Imported here: an import needs one of them, and other calls of this function none.
    if file_format == "csv":
        from shared.question_files.csv_file import read_csv

        return read_csv(content, defaults)
    if file_format == "moodle_xml":
        from shared.question_files.moodle_xml import read_moodle_xml

        return read_moodle_xml(content, defaults)
    from shared.question_files.json_file import read_json

    return read_json(content)


# A place inside a question: the place around it, and a name or a number.
_Inside = tuple[Any, str | int] | None


def _unstorable(question: Any) -> Iterator[list[str | int]]:
    """Yield the places of texts that Postgres cannot store; for the name of a member, the place of its object."""
    left: list[tuple[_Inside, Any]] = [(None, question)]
    while left:
        inside, value = left.pop()
        if isinstance(value, list):
            left.extend(((inside, number), value[number]) for number in reversed(range(len(value))))
        elif isinstance(value, dict) and not any(map(_UNSTORABLE.search, value)):
            left.extend(((inside, name), value[name]) for name in reversed(value))
        elif isinstance(value, dict) or (isinstance(value, str) and _UNSTORABLE.search(value)):
            loc: list[str | int] = []
            while inside:
                inside, part = inside
                loc.insert(0, part)
            yield loc


def _located(problem: Problem, file: QuestionFile) -> Problem:
    """The refusal of the database with its places in the file; the same refusal if it is about something else."""
    errors = problem.fields.get("errors", []) if problem.code == "invalid_request" else []
    if not errors:
        return problem
    faults = []
    for error in errors:
        place, *loc = error["loc"][1:] or [None]
        inside = isinstance(place, int) and place < len(file.places)
        faults.append(
            file.places[place].fault(path_of(loc), error["msg"])
            if inside
            else Fault(path_of(error["loc"]), None, error["msg"])
        )
    return _problem(faults)


def _problem(faults: Any) -> Problem:
    return Problem("not_importable", fields={"faults": [asdict(fault) for fault in faults]})
