"""Turns a prep session into a document. Its owner, or a model for them, wrote every text; none is markup."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import AwareDatetime, Field

from shared.export.blocks import Block, Bullets, Document, Facts, Heading, Paragraph, Verbatim
from shared.export.payload import Part
from shared.export.text import one_line
from shared.export.wording import moment, words

MODES = {"job": "For a job", "skill": "For a skill", "general": "General"}
PRACTICE = {"new": "New", "needs_practice": "Needs practice", "confident": "Confident"}
LABELS = {"answer": "Sample answer", "tips": "What to think of", "key_points": "To remember"}


class DocumentPart(Part):
    """The sections of the document, entries by id; their fields are as free-form as they were stored."""

    questions: dict[str, dict[str, Any]] = Field(default_factory=dict)
    skill_explanations: dict[str, dict[str, Any]] = Field(default_factory=dict)
    star_stories: dict[str, dict[str, Any]] = Field(default_factory=dict)
    user_answers: dict[str, str] = Field(default_factory=dict)
    practice_status: dict[str, str] = Field(default_factory=dict)
    notes: str = ""


class PrepPart(Part):
    """The parts of get_prep_session's result that are printed."""

    id: str
    name: str
    mode: str
    job_id: str | None = None
    skill: str | None = None
    created_at: AwareDatetime
    updated_at: AwareDatetime
    document: DocumentPart


def prep_document(session: PrepPart) -> Document:
    """The workspace as a document; the same version gives the same document."""
    return Document(
        "Interview preparation", one_line(session.name) or "Untitled", session.updated_at, tuple(_all(session))
    )


def _all(session: PrepPart) -> Iterator[Block]:
    yield Facts(tuple(_facts(session)))
    document = session.document
    if document.notes.strip():
        yield Heading("Notes")
        yield Verbatim("Notes", document.notes)
    if document.questions or document.user_answers or document.practice_status:
        yield Heading("Questions")
    for number, (name, entry) in enumerate(document.questions.items(), start=1):
        yield from _entry(f"Question {number}", entry, "question")
        yield from _own(document, name)
    # Lists, not sets: the order of a set differs between processes.
    for name in [name for name in document.user_answers if name not in document.questions]:
        yield Heading(one_line(f"Answer to {name}"), level=2)
        yield from _own(document, name)
    about = document.questions.keys() | document.user_answers.keys()
    for name in [name for name in document.practice_status if name not in about]:
        yield Heading(one_line(f"Practice of {name}"), level=2)
        yield from _own(document, name)
    for title, part in (("Skills", document.skill_explanations), ("STAR stories", document.star_stories)):
        if part:
            yield Heading(title)
        for number, entry in enumerate(part.values(), start=1):
            yield from _entry(str(number), entry, "title")


def _facts(session: PrepPart) -> Iterator[tuple[str, str]]:
    yield "Preparation", words(MODES, session.mode)
    if session.job_id:
        yield "Job", one_line(session.job_id)
    if session.skill:
        yield "Skill", one_line(session.skill)
    yield "Begun", moment(session.created_at)
    yield "Changed", moment(session.updated_at)


def _entry(heading: str, entry: dict[str, Any], first: str) -> Iterator[Block]:
    """Every field of an entry: known ones under a label, a client's own under their name, and non-text as JSON."""
    title = entry.get(first)
    if first == "title" and isinstance(title, str) and title.strip():
        heading += f". {one_line(title)}"
    yield Heading(heading, level=2)
    if first == "question" and isinstance(title, str) and title.strip():
        yield Paragraph(title)
    if first in entry and not isinstance(title, str):
        yield from _value(first.capitalize(), title)
    for name, value in entry.items():
        label = one_line(LABELS.get(name, name.replace("_", " ").capitalize()))
        if name != first:
            yield from _value(label, value)


def _value(label: str, value: object) -> Iterator[Block]:
    """Any JSON value; nothing for an empty text or list."""
    if isinstance(value, str):
        if value.strip():
            yield Paragraph(value, label)
    elif isinstance(value, list) and all(isinstance(item, str) for item in value):
        if value:
            yield Bullets(label, tuple(value))
    elif isinstance(value, dict | list):
        yield Verbatim(label, json.dumps(value, ensure_ascii=False, indent=1))
    else:
        yield Paragraph(json.dumps(value), label)


def _own(document: DocumentPart, name: str) -> Iterator[Block]:
    if text := document.user_answers.get(name, "").strip():
        yield Verbatim("Your answer", text)
    if status := document.practice_status.get(name):
        yield Facts((("Practice", words(PRACTICE, status)),))
