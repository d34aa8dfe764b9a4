"""Guards the matrix itself: it detects every mistake in the access rules that we could think of.

A third of the mistakes by default, all with `make prove`.
"""

import pytest

from tests.security import matrix
from tests.security.identity_access import measure_identity
from tests.security.mutants import catalog_mutants, identity_mutants, row_mutants
from tests.security.world import World
from tests.support.database import Database
from tests.support.fresh_database import grant_all
from tests.support.race import share


@pytest.mark.prove
def test_every_mistake_in_a_policy_is_caught_by_trying_the_rows(fresh: Database, fresh_world: World) -> None:
    wanted = matrix.expected_when_everything_is_granted()
    mutants = list(row_mutants(fresh.connection))
    survivors = []
    with fresh.connection.transaction(force_rollback=True):
        grant_all(fresh)  # Row level security must suffice by itself.
        assert matrix.differences(matrix.measure_data(fresh, fresh_world), wanted) == []
        for mutant in share(mutants, 3):
            with fresh.connection.transaction(force_rollback=True):
                fresh.connection.execute(mutant.statement)
                if not matrix.is_noticed(fresh, fresh_world, mutant.shows_in, wanted):
                    survivors.append(mutant.name)
    assert not survivors
    assert len(mutants) >= 100


@pytest.mark.prove
def test_every_mistake_in_a_grant_or_a_function_is_caught_by_the_catalog(fresh: Database) -> None:
    wanted = matrix.expected()
    mutants = list(catalog_mutants(fresh.connection))
    assert matrix.differences(matrix.measure_catalog(fresh), wanted) == []
    survivors = []
    for mutant in share(mutants, 3):
        with fresh.connection.transaction(force_rollback=True):
            fresh.connection.execute(mutant.statement)
            measured = matrix.measure_catalog(fresh, mutant.shows_in)
            if not matrix.differences(measured, wanted):
                survivors.append(mutant.name)
    assert not survivors
    assert len(mutants) >= 300


@pytest.mark.prove
def test_every_missing_identity_trigger_is_caught_by_trying_to_move_the_rows(
    fresh: Database, fresh_world: World
) -> None:
    wanted = matrix.expected_when_everything_is_granted()["Identity"]
    mutants = list(identity_mutants(fresh.connection))
    survivors = []
    with fresh.connection.transaction(force_rollback=True):
        grant_all(fresh)
        assert list(measure_identity(fresh.connection, fresh_world)) == wanted
        for mutant in mutants:
            with fresh.connection.transaction(force_rollback=True):
                fresh.connection.execute(mutant.statement)
                measured = list(measure_identity(fresh.connection, fresh_world, mutant.shows_in))
                if all(line in wanted for line in measured):
                    survivors.append(mutant.name)
    # The only key of cleanup_runs is generated always, so no statement can change it, trigger or not.
    assert survivors == ["dropped: cleanup_runs_identity_is_fixed"]
    assert len(mutants) >= 25
