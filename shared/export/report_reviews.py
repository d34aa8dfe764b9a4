"""What people wrote about a session: the decision with its history, scorecards and comments. Reviewers only."""

from collections.abc import Iterator

from shared.export.blocks import Block, Bullets, Facts, Heading, Notice, Paragraph, Table
from shared.export.payload import DecisionPart, PersonPart, Results, ScorecardPart
from shared.export.text import one_line
from shared.export.wording import moment

DECISIONS = {"advance": "Advance", "hold": "Hold", "reject": "Reject"}
HIDDEN = "This interview is reviewed blind: what colleagues wrote is not in this file, because you have not rated yet."


def decision_fact(decision: DecisionPart | None) -> Iterator[tuple[str, str]]:
    """The decision that counts, for the facts of a session."""
    if decision:
        name = DECISIONS.get(decision.decision, decision.decision)
        by = f"{_name(decision.decided_by)}, " if decision.decided_by else ""
        yield "Decision", f"{name} ({by}{moment(decision.decided_at)})"


def reviews(results: Results) -> Iterator[Block]:
    """Decisions with their reasons, the newest first, scorecards and comments."""
    if results.reviews_hidden:
        yield Notice(HIDDEN)
    if results.decisions:
        yield Heading("Decision")
        yield Table(
            ("Time", "Decision", "By", "Reason"),
            (0.24, 0.14, 0.22, 0.4),
            tuple(
                (
                    moment(one.decided_at),
                    DECISIONS.get(one.decision, one.decision),
                    _name(one.decided_by),
                    one_line(one.reason or ""),
                )
                for one in results.decisions
            ),
        )
    for scorecard in results.scorecards:
        yield from _scorecard(scorecard)
    if results.comments:
        yield Heading("Comments")
        for comment in results.comments:
            about = "" if comment.position is None else f", question {comment.position + 1}"
            yield Heading(f"{_name(comment.author)}, {moment(comment.created_at)}{about}", level=2)
            yield Paragraph(comment.text)


def _scorecard(scorecard: ScorecardPart) -> Iterator[Block]:
    yield Heading(f"Scorecard of {_name(scorecard.reviewer)}")
    yield Facts((("Recommendation", scorecard.recommendation), ("Written", moment(scorecard.created_at))))
    if scorecard.ratings:
        yield Bullets(
            "Ratings, from 1 (poor) to 4 (excellent)",
            tuple(
                f"{one_line(one.criterion or f'Question {(one.position or 0) + 1}')}: {one.rating}"
                + (f" ({one_line(one.note)})" if one.note else "")
                for one in scorecard.ratings
            ),
        )
    if scorecard.note:
        yield Paragraph(scorecard.note)


def _name(person: PersonPart | None) -> str:
    return one_line(person.name or person.email or "a member") if person else "a former member"
