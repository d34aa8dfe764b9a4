"""POST /cleanup: the scheduler deletes active rows without a sign of life, and closes what has expired."""

from time import monotonic
from typing import Any

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models.requests import EmptyRequest

BATCH_SIZE = 200
RUN_SECONDS = 20.0
SUMMED = ("deleted", "expired_questions", "abandoned_sessions", "errors", "duration_ms")


@functions_framework.aio.http
@endpoint(Access.SCHEDULER, "POST")
async def cleanup(call: Call) -> Response:
    """EmptyRequest → 200 CleanupResponse; one transaction per batch, until done or out of time."""
    await call.body(EmptyRequest)
    stop_at = monotonic() + RUN_SECONDS
    batch = await _run_batch(call, None)
    total = batch
    while batch["cursor"] is not None and monotonic() < stop_at:
        batch = await _run_batch(call, batch["cursor"])
        total = batch | {name: total[name] + batch[name] for name in SUMMED}
    return answer({name: value for name, value in total.items() if name != "cursor"})


async def _run_batch(call: Call, after: object) -> dict[str, Any]:
    return await call.database.rpc_object("run_cleanup", {"batch_size": BATCH_SIZE, "after": after})
