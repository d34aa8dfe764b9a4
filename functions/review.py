"""POST /review: a reviewer corrects, accepts, retries, extends, reopens or regrades."""

from time import monotonic
from typing import Any

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models.reviews import Regrade, ReviewRequest
from shared.rpc.database import Database

REGRADE_SECONDS = 20.0
SUMMED = ("sessions", "answers")


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "POST")
async def review(call: Call) -> Response:
    """ReviewRequest → 200 ReviewerResults, or RegradeResponse for `regrade`."""
    request = await call.body(ReviewRequest)
    name, arguments = request.call()
    if isinstance(request.root, Regrade):
        return answer(await regrade_in_batches(call.database, arguments))
    return answer(await call.database.rpc(name, arguments))


async def regrade_in_batches(
    database: Database, arguments: dict[str, Any], seconds: float = REGRADE_SECONDS
) -> dict[str, Any]:
    """Regrade in one transaction per batch, until done or out of time. Returns the totals and where to continue.

    Raises Problem.
    """
    stop_at = monotonic() + seconds
    total = await database.rpc_object("regrade_interview", arguments)
    while total["next_cursor"] is not None and monotonic() < stop_at:
        batch = await database.rpc_object("regrade_interview", arguments | {"cursor": total["next_cursor"]})
        summed = {name: total[name] + batch[name] for name in SUMMED}
        skipped = {name: total["skipped"][name] + number for name, number in batch["skipped"].items()}
        total = batch | summed | {"skipped": skipped}
    return total
