"""POST /evaluate: the scheduler has answers graded and sessions summarized."""

from dataclasses import asdict
from time import monotonic

from pydantic import Field
from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import RequestBody

MAX_EVALUATIONS = 100_000

evaluate = Endpoint("/evaluate", Access.SCHEDULER)


class EvaluateRequest(RequestBody):
    """Grade what is due, for as long as one run may take."""

    limit: int | None = Field(
        default=None, ge=1, le=MAX_EVALUATIONS, description="Maximum number of answers to grade; by default no limit."
    )


@evaluate.operation(
    "POST /evaluate",
    summary="Grade answers and summarize sessions",
    examples={"all": {}, "some": {"limit": 100}},
    responses={200: Returns("service_views.EvaluateResponse", "The totals of the run.", "EVALUATED")},
)
async def grade(call: Call, body: EvaluateRequest) -> Response:
    """Work for a bounded time; runs may overlap."""
    # Imported here: grading would slow every candidate's cold start.
    from shared.grading.run import grade_what_is_due

    started = monotonic()
    tally = await grade_what_is_due(call.settings, body.limit)
    return json_response(asdict(tally) | {"duration_ms": round((monotonic() - started) * 1000, 1)})
