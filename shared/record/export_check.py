"""Compares the texts of a JSON export with the hashes that a record states."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from shared.record.statement import Stated, StatedText, Statement


class _Session(Stated):
    id: str


class _Answer(Stated):
    """A question of an export; `answer` is null without one, and only reviewers get the fields of the receipt."""

    position: int
    answer: str | None
    source: str | None = None
    answer_id: str | None = None
    received_at: str | None = None
    sha256: str | None = None


class _LateText(Stated):
    id: str
    position: int
    answer: str
    reason: str
    received_at: str
    sha256: str
    accepted_at: str | None = None


class _Export(Stated):
    session: _Session
    answers: list[_Answer]
    late_answers: list[_LateText] | None = None
    late_answers_left_out: int = 0


def faults_of_export(statement: Statement, export: Mapping[str, Any]) -> Iterator[str]:
    """Every difference between the texts of an export and those of the record, in sentences."""
    try:
        read = _Export.model_validate(export)
    except ValidationError:
        yield "The export is not the JSON export of a session."
        return
    if read.session.id != statement.session_id:
        yield f"The export is of session {read.session.id}, the record of session {statement.session_id}."
        return
    yield from _faults_of_answers(statement, read)
    if read.late_answers is not None:
        yield from _faults_of_late_texts(statement, read, read.late_answers)


def _faults_of_answers(statement: Statement, export: _Export) -> Iterator[str]:
    answers = {text.position: text for text in statement.receipts if text.kind == "answer" and not text.withdrawn}
    for exported in export.answers:
        if exported.answer is None:
            continue
        stated = answers.pop(exported.position, None)
        name = f"the answer to question {exported.position + 1}"
        if stated is None:
            yield f"The record does not have {name}, or the export has it twice."
        else:
            shown = {
                "answer_id": exported.answer_id,
                "received_at": exported.received_at,
                "sha256": exported.sha256,
            }
            yield from _differences(name, stated, exported.answer, exported.source, shown)
    for position in sorted(answers):
        yield f"The export does not have the answer to question {position + 1}, which the record names."


def _faults_of_late_texts(statement: Statement, export: _Export, late_texts: list[_LateText]) -> Iterator[str]:
    stated = {text.receipt.answer_id: text for text in statement.receipts if text.kind == "late_text"}
    for late in late_texts:
        # A draft can be replaced by the next one, so it has no receipt until it is accepted.
        if late.reason == "late_draft" and late.accepted_at is None:
            continue
        name = f"the late text {late.id} for question {late.position + 1}"
        found = stated.pop(late.id, None)
        if found is None:
            yield f"The record does not have {name}, or the export has it twice."
            continue
        if found.position != late.position:
            yield f"The record has {name} for question {found.position + 1}."
        shown = {"received_at": late.received_at, "sha256": late.sha256}
        yield from _differences(name, found, late.answer, late.reason, shown)
    if len(stated) > export.late_answers_left_out:
        missing = len(stated) - export.late_answers_left_out
        yield f"The export does not have {missing} late texts that the record names."


def _differences(
    name: str, stated: StatedText, text: str, source: str | None, shown: Mapping[str, str | None]
) -> Iterator[str]:
    hashed = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if hashed != stated.receipt.sha256:
        yield f"The text of {name} has the hash {hashed}; the record names {stated.receipt.sha256}."
    if source is not None and source != stated.source:
        yield f"The export says that {name} is {source}; the record says {stated.source}."
    for field, value in shown.items():
        if value is not None and value != getattr(stated.receipt, field):
            yield f"The {field} of {name} is {value} in the export and {getattr(stated.receipt, field)} in the record."
