"""Which faults can be caused where, and the schedule of faults that follows from a seed."""

import random
from collections.abc import Callable
from typing import Any

from tests.faults.nemesis import faults
from tests.faults.nemesis.history import History
from tests.faults.nemesis.target import Target
from tests.faults.proxy import FAULTS as MESSAGE_FAULTS

Fault = Callable[[Target, History, faults.Parameters], faults.Proof]

# What can be broken in front of any database, and what only in front of one of our own.
ANYWHERE: dict[str, Fault] = {
    "functions killed": faults.functions_killed,
    "functions paused": faults.functions_paused,
    "candidates cut off": faults.candidates_cut_off,
    "messages of candidates spoiled": faults.messages_of_candidates_spoiled,
    "clock of the functions stepped": faults.clock_stepped,
    "candidates locked": faults.candidates_locked,
}
ON_OUR_OWN: dict[str, Fault] = {
    "database killed": faults.database_killed,
    "backend killed": faults.backend_killed,
    "database stopped": faults.database_stopped,
    "database paused": faults.database_paused,
    "database cut off": faults.database_cut_off,
    "database read-only": faults.database_read_only,
    "messages of functions spoiled": faults.messages_of_functions_spoiled,
    "disk slow": faults.disk_slow,
}
ON_A_SMALL_DISK: dict[str, Fault] = {"disk full": faults.disk_full}
ALL = ANYWHERE | ON_OUR_OWN | ON_A_SMALL_DISK


def possible(target: Target) -> list[str]:
    """The faults that can be caused there."""
    return [*ANYWHERE, *(ON_OUR_OWN if target.is_ours else ()), *(ON_A_SMALL_DISK if target.disk else ())]


def of_seed(seed: int, names: list[str], count: int | None = None, seconds: float = 2.0) -> list[dict[str, Any]]:
    """The faults of a run: each of `names` once, or `count` of them, in the order and with the figures of the seed."""
    chance = random.Random(seed)
    chosen = chance.sample(sorted(names), count or len(names))
    return [
        {
            "fault": fault,
            "after_successes": chance.randint(5, 40),
            "seconds": round(chance.uniform(0.25, 1.0) * seconds, 2),
            "messages": chance.choices(MESSAGE_FAULTS, k=int(6 * seconds)),
            "step_seconds": chance.choice([-1, 1]) * chance.randint(3600, 86400),
        }
        for fault in chosen
    ]
