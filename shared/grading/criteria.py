"""Code and open questions: a model grades each criterion, and the score is the sum."""

from collections.abc import Sequence
from fractions import Fraction

from shared.grading.chat_requests import grading_request
from shared.grading.evaluation import Evaluation, for_review
from shared.grading.evidence import evidence_fault
from shared.grading.grades import CriteriaReply, CriterionReply
from shared.grading.jobs import Criterion, EvaluationJob
from shared.grading.off_loop import off_loop
from shared.grading.points import exact
from shared.grading.scores import bounded, evaluation_of
from shared.llm.chat import ChatClient, ChatReply
from shared.llm.errors import ModelFailure
from shared.llm.presentable import presentable
from shared.settings import GradingSettings

AS_A_WHOLE = "The answer is correct and complete"


async def grade_by_criteria(job: EvaluationJob, chat: ChatClient | None, settings: GradingSettings) -> Evaluation:
    """Grade a code or open answer; raises what `ChatClient.complete` raises.

    Without a model, the answer goes to a person. If the points of the criteria don't add up to the points of the
    question, they are scaled. A question without criteria is graded as a whole.
    """
    if chat is None:
        return for_review("no_model")
    criteria = job.criteria or (Criterion(id="answer", text=AS_A_WHOLE, points=job.points),)
    if len({criterion.id for criterion in criteria}) != len(criteria):
        return for_review("unusable_key")
    data = {
        "question": job.prompt,
        "sample_solution": job.sample_solution,
        "criteria": [
            {"id": criterion.id, "text": criterion.text, "points": float(criterion.points)} for criterion in criteria
        ],
    }
    request = grading_request(settings.model_for(job.kind), job.kind, data, job.answer, CriteriaReply)
    reply = await chat.complete(request, job.session_id)
    return await off_loop(_by_model, job, criteria, reply)


def _by_model(job: EvaluationJob, criteria: Sequence[Criterion], reply: ChatReply[CriteriaReply]) -> Evaluation:
    """The evaluation that the model's grades add up to."""
    grades = _by_id(reply.content)
    if grades.keys() != {criterion.id for criterion in criteria}:
        raise ModelFailure("wrong_criteria")
    total = Fraction(0)
    faults: list[str] = []
    graded: list[dict[str, object]] = []
    for criterion in criteria:
        grade = grades[criterion.id]
        points = bounded(grade.score, exact(criterion.points))
        total += points
        fault = evidence_fault(grade.evidence, job.answer, needed=points > 0)
        faults += [fault] if fault else []
        graded.append(
            {
                "id": criterion.id,
                "text": criterion.text,
                "score": float(points),
                "points": float(criterion.points),
                "evidence": presentable(grade.evidence),
                "comment": presentable(grade.comment),
            }
        )
    worth = sum((exact(criterion.points) for criterion in criteria), Fraction(0))
    return evaluation_of(
        job,
        reply.content,
        grader="model",
        score=total * exact(job.points) / worth,
        faults=faults,
        details={"criteria": graded},
        usage=reply.usage,
    )


def _by_id(reply: CriteriaReply) -> dict[str, CriterionReply]:
    grades = {grade.id: grade for grade in reply.criteria}
    if len(grades) != len(reply.criteria):
        raise ModelFailure("wrong_criteria")
    return grades
