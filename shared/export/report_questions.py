"""One question of a report: the question, its answer, and how and by whom it was graded."""

from collections.abc import Iterator
from typing import Any

from shared.export.blocks import (
    Block,
    Bullets,
    Choice,
    Choices,
    Facts,
    Heading,
    Paragraph,
    Table,
    Verbatim,
)
from shared.export.payload import AnswerPart, KeyPart, Results, TranscriptionPart
from shared.export.text import one_line
from shared.export.wording import (
    EVALUATION_STATUSES,
    GRADERS,
    KINDS,
    SOURCES,
    duration,
    number,
    score,
    waiting_for,
    words,
)


def question(answer: AnswerPart, results: Results) -> Iterator[Block]:
    """The subsection of a report about one question."""
    reviewer = results.view == "reviewer"
    yield Heading(f"Question {answer.position + 1}: {words(KINDS, answer.kind)}", level=2)
    yield Paragraph(answer.prompt)
    if answer.options:
        yield Choices(tuple(_choices(answer, reviewer)))
    if answer.answer and answer.answer not in {option.id for option in answer.options}:
        yield Verbatim("Answer", answer.answer, code=answer.kind == "code")
    yield from spoken(answer.transcription)
    yield from _accepted_text(answer, results)
    yield Facts(tuple(_facts(answer, reviewer)))
    yield from _feedback(answer, reviewer)


def spoken(transcription: TranscriptionPart | None) -> Iterator[Block]:
    """What was said aloud for an answer."""
    if transcription is not None and transcription.text.strip():
        yield Verbatim(f"Spoken, {duration(transcription.duration_seconds)}", transcription.text)


def _choices(answer: AnswerPart, reviewer: bool) -> Iterator[Choice]:
    correct = answer.key.correct_option if reviewer and answer.key else None
    for option in answer.options:
        chosen = ("chosen",) if option.id == answer.answer else ()
        right = ("correct",) if option.id == correct else ()
        yield Choice(option.id, option.text, chosen + right)


def _accepted_text(answer: AnswerPart, results: Results) -> Iterator[Block]:
    """The late text that is graded in place of the answer, if a reviewer accepted one."""
    accepted = answer.evaluation.late_answer_id if answer.evaluation else None
    for late in results.late_answers:
        if accepted is not None and late.id == accepted:
            yield Verbatim(
                "Late answer, accepted by a reviewer; this is what is graded",
                late.answer,
                code=answer.kind == "code",
            )


def _facts(answer: AnswerPart, reviewer: bool) -> Iterator[tuple[str, str]]:
    yield "Source", words(SOURCES, answer.source) if answer.source else "None yet"
    evaluation = answer.evaluation if reviewer else None
    if evaluation is None:
        if answer.score is not None:
            yield "Score", score(answer.score, answer.max_score)
        elif answer.grader is not None:
            yield "Score", "Not graded"
        yield from _grader(answer, None, None)
        return
    yield "Score", score(answer.score, answer.max_score)
    yield (
        "Machine / person",
        " / ".join(
            "none" if value is None else score(value, answer.max_score)
            for value in (evaluation.machine_score, evaluation.overridden_score)
        ),
    )
    if evaluation.override_reason:
        yield "Person's reason", evaluation.override_reason
    if evaluation.status in EVALUATION_STATUSES:
        tries = f" (attempt {evaluation.attempts} of {evaluation.max_attempts})" if evaluation.attempts else ""
        yield "Grading", EVALUATION_STATUSES[evaluation.status] + tries
        if reasons := waiting_for(evaluation.status, evaluation.flags, evaluation.error):
            yield "Reason", " ".join(reasons)
    yield from _grader(answer, evaluation.model, evaluation.prompt_version)
    if evaluation.flags:
        yield "Flags", ", ".join(words({}, flag) for flag in evaluation.flags)


def _grader(answer: AnswerPart, model: str | None, prompt_version: str | None) -> Iterator[tuple[str, str]]:
    if answer.reviewed:
        yield "Graded by", "A person"
    elif answer.grader == "none" and answer.score is None:
        yield "Graded by", "Nobody yet"
    elif answer.grader:
        told = [words(GRADERS, answer.grader)]
        if answer.provisional and answer.grader != "keywords":
            told[0] += ", provisional"
        told += [model] if model else []
        told += [f"prompt {prompt_version}"] if prompt_version else []
        yield "Graded by", "; ".join(told)


def _feedback(answer: AnswerPart, reviewer: bool) -> Iterator[Block]:
    """The grader's feedback, as far as it is text; only reviewers see the explanation and the criteria."""
    feedback = answer.feedback
    if reviewer and answer.evaluation:
        feedback = answer.evaluation.feedback
        if explanation := _string(feedback, "explanation").strip():
            yield Paragraph(explanation, "Explanation")
    text = feedback.get("text")
    if isinstance(text, str) and text.strip():
        yield Paragraph(text, "Feedback")
    for label in ("Strengths", "Improvements"):
        if items := _strings(feedback.get(label.lower())):
            yield Bullets(label, items)
    if reviewer:
        rows = tuple(_criteria(feedback.get("criteria"), answer.key))
        if rows:
            header = ("Criterion", "Score", "Evidence in the answer", "Comment")
            yield Table(header, (0.28, 0.12, 0.3, 0.3), rows)


def _criteria(criteria: object, key: KeyPart | None) -> Iterator[tuple[str, str, str, str]]:
    known = {criterion.id: criterion for criterion in (key.criteria if key else [])}
    for criterion in criteria if isinstance(criteria, list) else []:
        if not isinstance(criterion, dict):
            continue
        name, value = _string(criterion, "id"), criterion.get("score")
        told = number(value) if isinstance(value, int | float) else "none"
        if name in known:
            told += f" of {number(known[name].points)}"
            name = known[name].text
        yield name, told, _string(criterion, "evidence"), _string(criterion, "comment")


def _string(criterion: dict[str, Any], name: str) -> str:
    value = criterion.get(name)
    return one_line(value) if isinstance(value, str) else ""


def _strings(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else []
    return tuple(item for item in items if isinstance(item, str) and item.strip())
