"""Each outage under the load of twenty candidates is 503 with Retry-After, loses nothing, and shows in /health."""

from pathlib import Path

import pytest

from tests.faults.nemesis import checker
from tests.faults.nemesis.history import of_type
from tests.faults.nemesis.run import run
from tests.faults.nemesis.target import Target, can_mount_a_disk
from tests.support.figures import RecordFigures

SECONDS = {
    "database killed": 2.0,
    "backend killed": 0.0,
    "database stopped": 3.0,
    "database paused": 5.0,
    "database read-only": 4.0,
    "disk full": 2.0,
}
# A disk can be filled only where a small one can be mounted (as root on Linux). Elsewhere only an error that the
# database raises by itself stands for it: test_health_is_503_while_the_disk_is_full.
OUTAGES = [outage for outage in SECONDS if outage != "disk full" or can_mount_a_disk()]


@pytest.mark.everyday(6)
@pytest.mark.parametrize("outage", OUTAGES)
def test_outage_under_load_is_503_with_retry_after_and_loses_nothing(
    own_target: Target, tmp_path: Path, record_figures: RecordFigures, outage: str
) -> None:
    planned = [{"fault": outage, "after_successes": 100, "seconds": SECONDS[outage]}]
    lines = run(own_target, 0, planned, tmp_path / "history.jsonl")
    record_figures(checker.figures(lines))
    assert checker.defects(lines) == []
    # Not only connections that broke: callers were told.
    assert any(line.get("status") == 503 for line in of_type(lines, "info"))
