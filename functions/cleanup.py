"""POST /cleanup: the scheduler deletes active rows without a sign of life, and closes what has expired."""

from time import monotonic
from typing import Any

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import EmptyRequest

BATCH_SIZE = 200
RUN_SECONDS = 20.0
SUMMED = ("deleted", "expired_questions", "abandoned_sessions", "errors", "duration_ms")

cleanup = Endpoint("/cleanup", Access.SCHEDULER)


@cleanup.operation(
    "POST /cleanup",
    summary="Close expired questions and sessions and delete overdue active rows",
    examples={"empty": {}},
    responses={200: Returns("service_views.CleanupResponse", "The totals of the run.", "CLEANED")},
)
async def run_cleanup(call: Call, body: EmptyRequest) -> Response:
    """One transaction per batch, until done or out of time."""
    stop_at = monotonic() + RUN_SECONDS
    batch = await _run_batch(call, None)
    total = batch
    while batch["cursor"] is not None and monotonic() < stop_at:
        batch = await _run_batch(call, batch["cursor"])
        total = batch | {name: total[name] + batch[name] for name in SUMMED}
    return json_response({name: value for name, value in total.items() if name != "cursor"})


async def _run_batch(call: Call, after: object) -> dict[str, Any]:
    return await call.database.rpc_object("run_cleanup", {"batch_size": BATCH_SIZE, "after": after})
