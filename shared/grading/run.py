"""One run of grading, for `POST /evaluate` and `python -m shared.grading`."""

from shared.grading.budget import SessionBudgets
from shared.grading.grader import Grader
from shared.grading.job_queue import SpendingLedger, evaluation_queue, summary_queue
from shared.grading.model import open_model
from shared.grading.worker import Tally, Worker
from shared.rpc.database import service_database
from shared.settings import Settings


async def grade_what_is_due(settings: Settings, limit: int | None = None) -> Tally:
    """Grade up to `limit` answers for a bounded time; raises Problem without a database."""
    database = service_database(settings)
    grading = settings.grading
    budget = SessionBudgets(lambda session_id: SpendingLedger(database, grading.daily_tokens, session_id))
    async with open_model(grading, budget) as model:
        worker = Worker(evaluation_queue(database), summary_queue(database), Grader(model, grading), grading)
        try:
            return await worker.run(limit)
        finally:
            await budget.close()
