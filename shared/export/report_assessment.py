"""The part of a report about the assessment of a conversation: scores by criteria, with quotes for reviewers."""

from collections.abc import Iterator

from shared.export.blocks import Block, Bullets, Facts, Heading, Notice, Paragraph, Table
from shared.export.payload import AssessedCriterionPart, AssessmentPart, Results
from shared.export.text import one_line
from shared.export.wording import EVALUATION_STATUSES, GRADERS, number, score, words


def assessment(results: Results) -> Iterator[Block]:
    """The assessment as far as the reader may see it; nothing for a conversation without one."""
    found = results.conversation.assessment if results.conversation else None
    if found is None:
        return
    if found.status == "too_short":
        yield Notice("This conversation was too short to be assessed.")
    if not found.criteria:
        return
    yield Heading("Assessment")
    yield Facts(tuple(_facts(found)))
    yield from _feedback(found)
    if results.view == "reviewer":
        header = ("Criterion", "Score", "Evidence", "Comment")
        yield Table(header, (0.24, 0.14, 0.34, 0.28), tuple(_row(criterion) for criterion in found.criteria))
    else:
        rows = tuple((one_line(one.title), score(one.score, one.points)) for one in found.criteria)
        yield Table(("Criterion", "Score"), (0.7, 0.3), rows)


def _facts(found: AssessmentPart) -> Iterator[tuple[str, str]]:
    yield "Score", score(found.score, found.max_score or 0)
    evaluation = found.evaluation
    if evaluation is None:
        if found.reviewed:
            yield "Reviewed by", "A person"
        return
    yield (
        "Machine / person",
        " / ".join(
            "none" if value is None else number(value)
            for value in (evaluation.machine_score, evaluation.overridden_score)
        ),
    )
    if evaluation.override_reason:
        yield "Person's reason", evaluation.override_reason
    if evaluation.status in EVALUATION_STATUSES:
        yield "State", EVALUATION_STATUSES[evaluation.status]
    if evaluation.grader == "model":
        told = [words(GRADERS, evaluation.grader), evaluation.model, evaluation.prompt_version]
        yield "Assessed by", "; ".join(part for part in told if part)
    if evaluation.flags:
        yield "Flags", ", ".join(words({}, flag) for flag in evaluation.flags)
    left_out = evaluation.feedback.get("characters_left_out")
    if left_out:
        yield "Left out", f"{left_out} characters of a transcript that was too long for the model"


def _feedback(found: AssessmentPart) -> Iterator[Block]:
    explanation = found.evaluation.feedback.get("explanation") if found.evaluation else None
    if isinstance(explanation, str) and explanation.strip():
        yield Paragraph(explanation, "Explanation")
    feedback = found.evaluation.feedback if found.evaluation else found.feedback
    text = feedback.get("text")
    if isinstance(text, str) and text.strip():
        yield Paragraph(text, "Feedback")
    for label in ("Strengths", "Improvements"):
        items = feedback.get(label.lower())
        shown = tuple(item for item in items if isinstance(item, str)) if isinstance(items, list) else ()
        if shown:
            yield Bullets(label, shown)


def _row(criterion: AssessedCriterionPart) -> tuple[str, str, str, str]:
    given = score(criterion.score, criterion.points)
    if criterion.reviewed:
        given += " (a person)"
    evidence = " ".join(f"“{one_line(quote.quote)}” (message {quote.seq})" for quote in criterion.evidence)
    return one_line(criterion.title), given, evidence, one_line(criterion.comment or "")
