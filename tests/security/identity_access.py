"""Measures by trying which persona can change what identifies or owns a row; every attempt is rolled back.

A cell is `-` if grants or policies refuse every attempt, `trigger` if one reached a row and a trigger refused it, and
`changes` if one succeeded.
"""

from collections.abc import Iterator

from psycopg import sql

from tests.security.identity import identity_columns, other_values
from tests.security.row_access import ATTEMPT, Connection, Relation
from tests.security.world import World
from tests.support.catalog_access import Line

CELLS = {"refused": "-", "nothing": "-", "guarded": "trigger", "touched": "changes"}
WORST_LAST = ["-", "trigger", "changes"]


def measure_identity(connection: Connection, world: World, relation: str | None = None) -> Iterator[Line]:
    """Yield a line for each column that identifies or owns the rows of a table (or of one table): a cell per persona.

    Each example row gets the other example rows' values of the column, which would move it to them, and values that no
    row has.
    """
    connection.execute(ATTEMPT.encode())
    for name, columns in identity_columns(connection).items():
        if relation in (None, name):
            yield from _measure_table(Relation(connection, name), name, columns, world)


def _measure_table(table: Relation, name: str, columns: list[str], world: World) -> Iterator[Line]:
    found: dict[str, list[list[str]]] = {column: [] for column in columns}
    rows = world.rows_of(name)
    values = {row.label: dict(zip(table.columns, table.values(row), strict=True)) for row in rows}
    for row in rows:
        with table.connection.transaction(force_rollback=True):
            table.aim_at(row)
            for column in columns:
                stored = values[row.label][column]
                others = {other[column].as_string(None): other[column] for other in values.values()}
                others.pop(stored.as_string(None))
                for value in [*others.values(), *other_values(table.columns[column], stored)]:
                    update = table.update([column], [value])
                    # Policies do not limit the service to one row.
                    only = update + sql.SQL(" where {}").format(table.matches(row))
                    tries = ((p, only if p.role == "service_role" else update) for p in world.personas)
                    found[column].append([CELLS[result] for result in table.attempt(*tries)])
    for column, attempts in found.items():
        cells = (max(cell, key=WORST_LAST.index) for cell in zip(*attempts, strict=True))
        yield (f"{name}.{column}", *cells)
