"""The attacks of one hostile account."""

from tests.support import hostile_requests as requests
from tests.support import hostile_sessions as sessions
from tests.support.hostile_account import Attack

ATTACKS: tuple[type[Attack], ...] = (
    sessions.SuperlinearAnswers,
    sessions.BudgetBurn,
    requests.Exports,
    sessions.Events,
    sessions.Storage,
    requests.Patterns,
    requests.Probes,
    requests.HalfSentBodies,
    sessions.Messages,
    requests.UnreadStreams,
    requests.Prep,
    requests.Reads,
    sessions.Starts,
    requests.DataApiReads,
    requests.DirectProbes,
)
