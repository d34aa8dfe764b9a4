"""The token ledger in the database."""

from uuid import UUID

from shared.llm.errors import BudgetRefusal
from shared.llm.slots import Payer
from shared.rpc.database import SERVICE_TIMEOUT_SECONDS, Database

# Tokens reserved for other requests are released after about this time.
HELD_SECONDS = 30.0


class SpendingLedger:
    """The day's tokens, counted across all runs and in the share of each payer.

    `session_id`, of an interview session, a prep session or a request for drafts, identifies the payer. With None, only
    the daily limit applies.
    """

    def __init__(self, database: Database, daily_tokens: int, session_id: UUID | str | None) -> None:
        self._database = database
        self._daily_tokens = daily_tokens
        self._session_id = None if session_id is None else str(session_id)
        self.payer: Payer | None = None

    async def reserve(self, run_id: UUID, amount: int, used: int) -> BudgetRefusal | None:
        """Reserve tokens for a run that has used `used` so far. Returns the refusal if a limit is reached."""
        arguments = {
            "run_id": str(run_id),
            "amount": amount,
            "daily_limit": self._daily_tokens,
            "used": used,
            "session_id": self._session_id,
        }
        reservation = await self._database.rpc_object("reserve_tokens", arguments, SERVICE_TIMEOUT_SECONDS)
        if "user_id" in reservation:
            self.payer = Payer(reservation["user_id"], reservation["organization_id"])
        if reservation["reserved"]:
            return None
        left = self._daily_tokens - reservation["spent"]
        return BudgetRefusal(reservation.get("refused_by", "day"), reservation.get("wait_seconds", HELD_SECONDS), left)

    async def settle(self, run_id: UUID, used: int) -> None:
        """Release all tokens reserved for a run and record what it has used in total."""
        arguments = {"run_id": str(run_id), "used": used}
        await self._database.rpc("settle_tokens", arguments, SERVICE_TIMEOUT_SECONDS)
