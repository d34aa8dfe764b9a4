"""Candidates in all modes lose nothing while a seeded schedule of faults breaks everything around them.

Three faults of one seed every day; with `make prove`, ten seeds of every fault that is possible on this machine. The
run of a seed can be repeated: `python -m tests.faults.nemesis.run --seed 7`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults.nemesis import checker, faults, schedule
from tests.faults.nemesis.history import History
from tests.faults.nemesis.run import run
from tests.faults.nemesis.target import Target
from tests.support.figures import RecordFigures
from tests.support.race import rounds
from tests.support.stored_answers import owner

SEEDS = [20261201 + number for number in rounds(everyday=1, full=10)]
IN_FULL = len(SEEDS) > 1
FAULTS = None if IN_FULL else 3
CANDIDATES = 20 if IN_FULL else 12
LONGEST_SECONDS = 6.0 if IN_FULL else 1.5


@pytest.mark.parametrize("seed", SEEDS)
def test_every_acknowledged_text_is_stored_once_whatever_a_seed_breaks(
    target: Target, tmp_path: Path, record_figures: RecordFigures, seed: int
) -> None:
    planned = schedule.of_seed(seed, schedule.possible(target), FAULTS, LONGEST_SECONDS)
    lines = run(target, seed, planned, tmp_path / "history.jsonl", CANDIDATES)
    impossible = sorted(schedule.ALL.keys() - set(schedule.possible(target)))
    record_figures(checker.figures(lines) | ({"not possible here": impossible} if impossible else {}))
    assert checker.defects(lines) == []


def test_seed_gives_the_same_schedule_again_and_another_seed_another_one() -> None:
    names = list(schedule.ALL)
    assert schedule.of_seed(7, names) == schedule.of_seed(7, names[::-1])
    assert schedule.of_seed(7, names) != schedule.of_seed(8, names)
    assert {fault["fault"] for fault in schedule.of_seed(7, names)} == set(names)


@pytest.mark.prove
def test_control_fault_that_does_nothing_is_refused(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(target: Target, history: History, parameters: faults.Parameters) -> faults.Proof:
        return {}

    monkeypatch.setitem(schedule.ALL, "functions killed", nothing)
    planned = [{"fault": "functions killed", "after_successes": 20, "seconds": 0.5}]
    found = checker.defects(run(target, 0, planned, tmp_path / "history.jsonl", 6))
    assert found == ["took no effect: fault 0 (functions killed)"]


@pytest.mark.prove
def test_control_answers_lost_without_synchronous_commit_are_found(target: Target, tmp_path: Path) -> None:
    def lossy() -> list[str]:
        planned: list[dict[str, Any]] = [{"fault": "database killed", "after_successes": 60, "seconds": 0.5}]
        return checker.defects(run(target, 0, planned, tmp_path / "history.jsonl"))

    # Such a commit stays in memory until the next write of the log: long enough to be lost in the kill.
    with faults.setting(target, "wal_writer_delay", "10s"), careless_commits(target):
        # Some other commit may write the log just before the kill, and with it every answer.
        assert any(any(defect.startswith("lost") for defect in lossy()) for _ in range(5))


@contextmanager
def careless_commits(target: Target) -> Iterator[None]:
    """Transactions of candidates and of the service do not wait for the disk."""
    for role in ("authenticated", "service_role"):
        with owner(target.stack) as database:
            database.connection.execute(f"alter role {role} set synchronous_commit = off".encode())
    try:
        yield
    finally:
        for role in ("authenticated", "service_role"):
            with owner(target.stack) as database:
                database.connection.execute(f"alter role {role} reset synchronous_commit".encode())
