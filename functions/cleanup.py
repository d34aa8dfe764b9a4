"""POST /cleanup: the scheduler closes what has expired, and deletes what is past its retention."""

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
    summary="Close what has expired; delete overdue active rows and what is past its retention",
    examples={"empty": {}},
    responses={200: Returns("service_views.CleanupResponse", "The totals of the run.", "CLEANED")},
)
async def run_cleanup(call: Call, body: EmptyRequest) -> Response:
    """One transaction per batch, until done or out of time; then one that deletes what is past its retention."""
    stop_at = monotonic() + RUN_SECONDS
    # First: a question that an outage closed is open again before anything is settled.
    await call.database.rpc_object("credit_outages", {})
    batch = await _run_batch(call, None)
    total = batch
    while batch["cursor"] is not None and monotonic() < stop_at:
        batch = await _run_batch(call, batch["cursor"])
        total = batch | {name: total[name] + batch[name] for name in SUMMED}
    retention = await call.database.rpc_object("run_retention", {})
    total |= retention | {name: total[name] + retention[name] for name in ("errors", "duration_ms")}
    return json_response({name: value for name, value in total.items() if name != "cursor"})


async def _run_batch(call: Call, after: object) -> dict[str, Any]:
    return await call.database.rpc_object("run_cleanup", {"batch_size": BATCH_SIZE, "after": after})
