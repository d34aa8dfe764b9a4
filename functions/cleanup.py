"""POST /cleanup: the scheduler closes what has expired, and deletes what is past its retention."""

from time import monotonic
from typing import Any

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.logs import logger
from shared.models.fields import EmptyRequest
from shared.problems import Problem
from shared.rpc.database import NO_SECRET_KEY

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
    errors = await _credit_outages(call, stop_at)
    batch = await _run_batch(call, None)
    total = batch | {"errors": batch["errors"] + errors}
    while batch["cursor"] is not None and monotonic() < stop_at:
        batch = await _run_batch(call, batch["cursor"])
        total = batch | {name: total[name] + batch[name] for name in SUMMED}
    retention = await call.database.rpc_object("run_retention", {})
    total |= retention | {name: total[name] + retention[name] for name in ("errors", "duration_ms")}
    return json_response({name: value for name, value in total.items() if name != "cursor"})


async def _credit_outages(call: Call, stop_at: float) -> int:
    """Give back what outages took, batch by batch; returns how many questions could not be credited.

    A failure must not keep the sweep from closing what is due: it is logged and counted, and the next run tries again.
    """
    try:
        while True:
            state = await call.database.rpc_object("credit_outages", {})
            for error in state["errors"]:
                fields = {name: error[name] for name in ("session_id", "sqlstate")}
                logger.error("An outage could not be credited", extra={"fields": fields})
            if not (state["more"] and state["credited"]) or monotonic() > stop_at:
                return len(state["errors"])
    except Problem as problem:
        # Without any response the sweep would get none either, and its caller waits for one deadline, not for two.
        if problem.cause == NO_SECRET_KEY or problem.__cause__ is not None:
            raise
        logger.error("Outages could not be credited: %s", problem.cause or problem.code)
        return 1


async def _run_batch(call: Call, after: object) -> dict[str, Any]:
    return await call.database.rpc_object("run_cleanup", {"batch_size": BATCH_SIZE, "after": after})
