"""The parts that only reviewers see: late texts and the audit trail."""

import json
from collections.abc import Iterator
from typing import Any

from shared.export.blocks import Block, Facts, Heading, Notice, Table, Verbatim
from shared.export.payload import EventPart, LateAnswerPart, Results
from shared.export.report_questions import spoken
from shared.export.wording import LATE_REASONS, duration, moment, words


def late_answers(results: Results) -> Iterator[Block]:
    """The late texts of the results, with their reasons and how late they were; a notice counts those left out."""
    if not results.late_answers:
        return
    kinds = {answer.position: answer.kind for answer in results.answers}
    yield Heading("Late answers")
    if results.late_answers_left_out:
        yield Notice(f"{results.late_answers_left_out} older late answers are not in this file.")
    for late in results.late_answers:
        yield Heading(f"For question {late.position + 1}", level=2)
        yield Verbatim("Text", late.answer, code=kinds.get(late.position) == "code")
        yield from spoken(late.transcription)
        yield Facts(tuple(_facts(late)))


def event_trail(results: Results) -> Iterator[Block]:
    """The events of the results, in chronological order; a notice says if there are older ones."""
    if not results.events:
        return
    owner = results.candidate.user_id if results.candidate else None
    yield Heading("Event trail")
    if results.events_next is not None:
        yield Notice("Older events are not in this file. The page of the session shows them.")
    yield Table(
        ("Time", "Event", "By", "Detail"),
        (0.24, 0.2, 0.17, 0.39),
        tuple(
            (
                moment(event.at),
                words({}, event.event) + (f" ({event.repeats + 1} times)" if event.repeats else ""),
                _actor(event, owner),
                _detail(event.detail),
            )
            for event in results.events
        ),
    )


def _facts(late: LateAnswerPart) -> Iterator[tuple[str, str]]:
    yield "Reason", words(LATE_REASONS, late.reason)
    yield "Received", moment(late.received_at)
    if late.late_by_seconds:
        yield "Late by", duration(late.late_by_seconds)
    if late.accepted_at:
        yield "Accepted", moment(late.accepted_at)


def _actor(event: EventPart, owner: str | None) -> str:
    if event.actor is None:
        return "the interviewer" if event.event == "conversation_moved" else "the clock"
    return "the candidate" if event.actor == owner else f"person {event.actor[:8]}"


def _detail(detail: dict[str, Any]) -> str:
    return "; ".join(
        f"{words({}, name)}: {value if isinstance(value, str) else _plain(value)}"
        for name, value in sorted(detail.items())
        if value is not None
    )


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
