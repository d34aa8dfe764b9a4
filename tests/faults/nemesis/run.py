"""Runs a schedule of faults against candidates at work and records the history.

`python -m tests.faults.nemesis.run --seed 7` repeats the run of a seed: the same schedule, in the same order.
"""

import argparse
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from local.processes import forget_database_variables
from local.settings import read_tested_outside
from tests.faults.nemesis import checker, faults, schedule
from tests.faults.nemesis.candidates import Crowd
from tests.faults.nemesis.history import History, Line, read
from tests.faults.nemesis.target import Target, open_target
from tests.support.stored_answers import owner

CANDIDATES = 20
HEALTH_EVERY_SECONDS = 0.25
RECOVERY_SECONDS = 60.0
LIMIT_SECONDS = 120.0


def run(
    target: Target, seed: int, planned: Sequence[dict[str, Any]], path: Path, candidates: int = CANDIDATES
) -> list[Line]:
    """Carry out the planned faults, one after the other; returns the recorded history."""
    target.hire(candidates)
    with History(path) as history:
        history.add("run", seed=seed, schedule=list(planned), candidates=candidates)
        crowd = Crowd(target.outer.url, target.stack.publishable_key, target.people, target.offer, history)
        with watching_health(target, history), crowd:
            for index, parameters in enumerate(planned):
                settle(crowd, history, parameters["after_successes"])
                history.add("began", index=index)
                proof = schedule.ALL[parameters["fault"]](target, history, parameters)
                # A call that the fault disturbed may end a moment after it.
                history.add("ended", index=index, **proof)
            settle(crowd, history, candidates)
        time.sleep(1.1)  # GET /health may repeat an earlier result for a second.
        deadline = time.monotonic() + RECOVERY_SECONDS
        while faults.check_health(target, history) != 200 and time.monotonic() < deadline:
            time.sleep(HEALTH_EVERY_SECONDS)
        record_stored(target, history, crowd.sessions)
    return read(path)


def settle(crowd: Crowd, history: History, successes: int) -> None:
    """Return when candidates have got so many more successes, or all of them have been refused."""
    wanted, deadline = history.acknowledged + successes, time.monotonic() + LIMIT_SECONDS
    while history.acknowledged < wanted and crowd.working:
        history.wait_for(successes=wanted - history.acknowledged, seconds=0.5)
        if time.monotonic() > deadline:
            raise TimeoutError(f"no {successes} successes in {LIMIT_SECONDS} s; the history is {history.path}")


@contextmanager
def watching_health(target: Target, history: History) -> Iterator[None]:
    """Record what GET /health says, several times a second."""
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(HEALTH_EVERY_SECONDS):
            faults.check_health(target, history)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def record_stored(target: Target, history: History, sessions: Sequence[UUID]) -> None:
    """Write every stored text of these sessions into the history."""
    with owner(target.stack) as database:
        for row in database.rows(
            "select 'answers' as table, session_id as session, position, id as answer_id, answer, source, sha256,"
            " reprise_private.rfc3339(received_at) as received_at from reprise.answers where session_id = any(%s)",
            list(sessions),
        ):
            history.add("stored", **row)
        for row in database.rows(
            "select 'messages' as table, session_id as session, seq, message_id as message, role, content,"
            " replies_to_seq from reprise.messages where session_id = any(%s) order by session_id, seq",
            list(sessions),
        ):
            history.add("stored", **row)


def main() -> int:
    """Repeat the run of a seed, and check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--faults", type=int, help="so many of the possible faults instead of all")
    parser.add_argument("--candidates", type=int, default=CANDIDATES)
    parser.add_argument("--seconds", type=float, default=5.0, help="the longest fault")
    parser.add_argument("--history", type=Path, default=Path("history.jsonl"))
    options = parser.parse_args()
    forget_database_variables()
    with open_target(read_tested_outside(os.environ)) as target:
        planned = schedule.of_seed(options.seed, schedule.possible(target), options.faults, options.seconds)
        run(target, options.seed, planned, options.history, options.candidates)
    return checker.main(options.history)


if __name__ == "__main__":
    sys.exit(main())
