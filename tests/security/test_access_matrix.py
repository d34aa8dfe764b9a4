"""Guards the access matrix: `matrix.md` states exactly who may do what with which row."""

from tests.security import matrix
from tests.security.world import World
from tests.support.catalog_access import public_relations
from tests.support.database import Database


def test_schemas_grants_functions_and_policies_are_exactly_those_of_the_matrix(
    fresh: Database,
) -> None:
    _assert_as_written(matrix.measure_catalog(fresh))


def test_every_persona_can_do_to_every_kind_of_row_exactly_what_the_matrix_says(
    fresh: Database, fresh_world: World
) -> None:
    _assert_as_written(matrix.measure_data_under_both_regimes(fresh, fresh_world))


def test_table_or_function_missing_from_the_matrix_is_found(fresh: Database) -> None:
    with fresh.connection.transaction(force_rollback=True):
        fresh.execute("create table reprise.unlisted (id integer primary key)")
        fresh.execute("create view reprise_ops.unlisted as select 1 as one")
        fresh.execute("create function reprise.unlisted() returns integer return 1")
        found = "\n".join(matrix.differences(matrix.measure_catalog(fresh), matrix.expected()))
        assert "unlisted" in public_relations(fresh.connection)
    for line in (
        "+ Grants: reprise.unlisted",
        "+ Grants: reprise_ops.unlisted",
        "+ Functions: reprise.unlisted",
    ):
        assert line in found


def test_matrix_file_contains_only_what_was_measured(fresh: Database, fresh_world: World) -> None:
    wanted = matrix.expected()
    heads = matrix.headings(fresh_world)
    assert list(wanted) == list(heads)
    assert all(len(line) == len(heads[name]) for name, lines in wanted.items() for line in lines)
    assert all(len(lines) == len(set(lines)) for lines in wanted.values())


def _assert_as_written(measured: matrix.Matrix) -> None:
    found = matrix.differences(measured, matrix.expected())
    assert not found, (
        "Access is not as tests/security/matrix.md says. If it is meant to be, change the file "
        "(+ measured, - written):\n" + "\n".join(found)
    )
