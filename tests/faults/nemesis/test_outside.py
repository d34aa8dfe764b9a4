"""In front of a Supabase that it did not start, the nemesis breaks functions and network, and never the database."""

from pathlib import Path

import pytest

from local.errors import StackError
from local.settings import OutsideSupabase
from local.stack import Stack
from tests.faults.nemesis import checker, faults, schedule
from tests.faults.nemesis.run import run
from tests.faults.nemesis.target import open_target
from tests.support.database import Database
from tests.support.figures import RecordFigures


@pytest.mark.prove
def test_supabase_of_others_is_proved_without_breaking_it(
    stack: Stack, database: Database, tmp_path: Path, record_figures: RecordFigures
) -> None:
    outside = OutsideSupabase(
        stack.supabase_url, stack.publishable_key, stack.secret_key, stack.database_url, stack.jwt_secret
    )
    limits = "select * from reprise_private.rate_limits order by action"
    before, started = database.rows(limits), database.value("select pg_postmaster_start_time()")
    with open_target(outside) as target:
        assert set(schedule.possible(target)) == set(schedule.ANYWHERE)
        with pytest.raises(StackError):
            faults.database_killed(target, None, {"seconds": 0})  # type: ignore[arg-type]
        lines = run(target, 1, schedule.of_seed(1, schedule.possible(target)), tmp_path / "history.jsonl", 14)
    record_figures(checker.figures(lines))
    assert checker.defects(lines) == []
    assert database.value("select pg_postmaster_start_time()") == started
    assert database.rows(limits) == before
