"""Turns the results of a session into a document: decides what the report contains, and in which order."""

from collections.abc import Iterator

from shared.export.blocks import (
    Bar,
    Block,
    Bullets,
    Chart,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
)
from shared.export.payload import ResultPart, Results
from shared.export.record_facts import record_facts
from shared.export.report_assessment import assessment
from shared.export.report_conversation import conversation_facts, transcript
from shared.export.report_questions import question
from shared.export.report_reviews import decision_fact, reviews
from shared.export.report_trail import event_trail, late_answers
from shared.export.text import one_line
from shared.export.wording import (
    CLOSED_REASONS,
    ENDED_BY_CANDIDATE,
    KINDS,
    MODES,
    STATUSES,
    duration,
    moment,
    number,
    score,
    words,
)

ADVISORY = (
    "Recommendation (advisory): {recommendation}. It is a model's opinion, offered to the people "
    "who decide; it is not a decision."
)


def report(results: Results) -> Document:
    """The report on a session; the same results give the same report."""
    session = results.session
    return Document(
        kicker="Interview report" if results.view == "reviewer" else "Your interview",
        title=one_line(session.title) or "Untitled",
        created_at=session.completed_at or session.started_at,
        blocks=tuple(_blocks(results)),
    )


def _blocks(results: Results) -> Iterator[Block]:
    yield Facts(tuple(_facts(results)))
    yield from _standing(results)
    if any(answer.score is not None for answer in results.answers):
        yield _chart(results)
    if results.result:
        yield from _summary(results.result)
    yield from assessment(results)
    if results.view == "reviewer":
        yield from reviews(results)
    yield from transcript(results)
    if results.answers:
        yield Heading("Questions and answers")
    for answer in results.answers:
        yield from question(answer, results)
    if results.view == "reviewer":
        yield from late_answers(results)
        yield from event_trail(results)


def _facts(results: Results) -> Iterator[tuple[str, str]]:
    session, candidate = results.session, results.candidate
    if candidate:
        email = candidate.email or ""
        name = one_line(candidate.name or email or candidate.user_id)
        yield "Candidate", f"{name} ({email})" if email and email != name else name
    yield "Mode", words(MODES, session.mode)
    reason = words(CLOSED_REASONS, session.closed_reason) if session.closed_reason else ""
    if session.mode == "conversation" and session.closed_reason == "finished":
        reason = ENDED_BY_CANDIDATE
    status = words(STATUSES, session.status)
    yield "Status", f"{status}: {reason}" if reason else status
    yield "Started", moment(session.started_at)
    if session.completed_at:
        yield "Completed", moment(session.completed_at)
        yield "Duration", duration((session.completed_at - session.started_at).total_seconds())
    if session.extra_time_percent:
        yield "Extra time", f"{session.extra_time_percent} %"
    if results.conversation:
        yield from conversation_facts(results.conversation)
    yield "Session", session.id
    if results.record:
        yield from record_facts(results.record)
    result = results.result
    if result and result.total is not None:
        yield "Total", _total(result)
    yield from decision_fact(results.decision)


def _total(result: ResultPart) -> str:
    """The score; a part score is one of the graded points, so that what waits does not count as missed."""
    if result.waiting_points and result.total is not None:
        graded = result.maximum - result.waiting_points
        return f"{number(result.total)} of {number(graded)} graded points; {number(result.waiting_points)} points wait"
    share = f" ({number(result.percentage)} %)" if result.percentage is not None else ""
    return f"{score(result.total, result.maximum)}{share}"


def _standing(results: Results) -> Iterator[Notice]:
    """What a reader must know before the scores."""
    counts, result = results.counts, results.result
    if results.status == "in_progress":
        yield Notice("This session is still in progress: the report shows it as it stands now.")
    elif results.status == "closed":
        yield Notice("This session ended without a result: it was not completed.")
    elif results.session.mode == "conversation":
        if results.status == "grading" or (result and not result.all_graded):
            yield Notice("This conversation has not been assessed yet.")
    elif results.status == "grading":
        yield Notice(f"Grading is not finished: {counts.graded} of {counts.total} answers are graded.")
    elif result and not result.all_graded:
        yield Notice(
            f"Not all answers are graded: {counts.graded} of {counts.total}. What is not graded "
            "adds nothing to the total, which may still change."
        )
    if results.status == "failed":
        yield Notice("The summary could not be written; the scores are not affected.")


def _chart(results: Results) -> Chart:
    return Chart(
        "Score per question",
        tuple(
            Bar(
                f"{answer.position + 1}. {words(KINDS, answer.kind)}",
                answer.score / answer.max_score if answer.score is not None else None,
                score(answer.score, answer.max_score),
            )
            for answer in results.answers
        ),
    )


def _summary(result: ResultPart) -> Iterator[Block]:
    if not (result.summary or result.strengths or result.improvements or result.recommendation):
        return
    yield Heading("Summary")
    if result.summary:
        yield Paragraph(result.summary)
    if result.strengths:
        yield Bullets("Strengths", tuple(result.strengths))
    if result.improvements:
        yield Bullets("Improvements", tuple(result.improvements))
    if result.recommendation:
        yield Notice(ADVISORY.format(recommendation=one_line(result.recommendation)))
