"""Measures by trying what each persona can do with each example row; every attempt is rolled back.

A cell has four letters: s(elect), i(nsert a row like it), u(pdate), d(elete), or `-` where refused. A *move* is an
update that turns one example row into another, as when a row would change its owner. Moves are tried twice: without the
triggers that protect a row's identity, because row level security must suffice by itself, and with them.

Updates and deletes are tried without a WHERE clause: one that names a column also requires that the row be selectable,
and would hide a write policy that is too wide. To limit them to one row, a restrictive policy is added during the
attempt.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import psycopg
from psycopg import sql

from tests.security.world import ExampleRow, World
from tests.support.catalog_access import Line
from tests.support.personas import Persona

Connection = psycopg.Connection[Any]
Values = Sequence[sql.Composable]

# Runs a statement as PostgREST would for the caller, rolls it back, and returns the result. `touched`: it reached a row
# (even if a constraint stopped it afterwards, because row level security let it through). `guarded`: a trigger stopped
# it, because the value never changes (write-once, identity) or must not go (the last owner).
ATTEMPT = """
create or replace function pg_temp.attempt(claims json, statement text) returns text
language plpgsql as $$
declare
  touched bigint;
begin
  perform set_config('request.jwt.claims', claims::text, true),
    set_config('request.jwt.claim.sub', coalesce(claims ->> 'sub', ''), true),
    set_config('request.jwt.claim.role', claims ->> 'role', true),
    set_config('role', claims ->> 'role', true);
  execute statement;
  get diagnostics touched = row_count;
  raise sqlstate 'UNDO1';
exception
  when sqlstate 'UNDO1' then return case when touched > 0 then 'touched' else 'nothing' end;
  when insufficient_privilege then return 'refused';
  when restrict_violation or sqlstate 'PT403' or sqlstate 'PT409' or sqlstate 'PT422' then return 'guarded';
  when integrity_constraint_violation then return 'touched';
end
$$
"""


def measure(connection: Connection, world: World, relation: str) -> Iterator[tuple[Line, list[Line]]]:
    """Yield the cells and the allowed moves of each example row of one table.

    A line of cells: table, row, one cell per persona. A line of moves: table, row, the row it could become according to
    the policies, for which personas, and whether a trigger stops it.
    """
    connection.execute(ATTEMPT.encode())
    table = Relation(connection, relation)
    rows = world.rows_of(relation)
    values = {row.label: table.values(row) for row in rows}
    # The service is not asked for moves, because it may do everything.
    people = [persona for persona in world.personas if persona.role != "service_role"]
    for row in rows:
        moves: list[Line] = []
        with connection.transaction(force_rollback=True):
            table.aim_at(row)
            cells = tuple(table.cell(p, row, values[row.label]) for p in world.personas)
            for label in sorted(values.keys() - {row.label}):
                tries = [(persona, table.update(table.columns, values[label])) for persona in people]
                table.switch_identity_triggers("disable")
                results = table.attempt(*tries)
                able = [each for each, result in zip(tries, results, strict=True) if result == "touched"]
                table.switch_identity_triggers("enable")
                if able:
                    stopped = set(table.attempt(*able))
                    assert stopped in ({"guarded"}, {"touched"}), f"{relation}, {row.label}: {stopped}"
                    names = ", ".join(persona.name for persona, _ in able)
                    moves.append((relation, row.label, label, names, "yes" if stopped == {"guarded"} else "no"))
        yield (relation, row.label, *cells), moves


class Relation:
    """A table of reprise, with the columns that an update can set."""

    def __init__(self, connection: Connection, name: str) -> None:
        self.connection = connection
        self.identifier = sql.Identifier("reprise", name)
        self.columns = {
            str(column): str(kind)
            for column, kind in connection.execute(
                "select attname, format_type(atttypid, atttypmod) from pg_attribute"
                " where attrelid = %s::regclass and attnum > 0 and not attisdropped"
                " and attidentity = '' and attgenerated = '' order by attnum",
                [f"reprise.{name}"],
            )
        }

    def matches(self, row: ExampleRow) -> sql.Composed:
        """A condition that is true only for this row."""
        parts = [
            sql.SQL("{} = {}").format(sql.Identifier(column), sql.Literal(value)) for column, value in row.key.items()
        ]
        return sql.SQL(" and ").join(parts)

    def values(self, row: ExampleRow) -> Values:
        """The row's values as literals, in the order of `columns`."""
        literals = [
            sql.SQL("format('%L::%s', {}::text, {})").format(sql.Identifier(name), sql.Literal(kind))
            for name, kind in self.columns.items()
        ]
        query = sql.SQL("select {} from {} where {}").format(
            sql.SQL(", ").join(literals), self.identifier, self.matches(row)
        )
        (found,) = self.connection.execute(query).fetchall()
        return [sql.SQL(literal) for literal in found]

    def aim_at(self, row: ExampleRow) -> None:
        """Limit updates and deletes to this row until the transaction ends."""
        for command, check in (("update", "with check (true)"), ("delete", "")):
            policy = sql.SQL("create policy {} on {} as restrictive for {} using ({}) {}").format(
                sql.Identifier(f"only this row: {command}"),
                self.identifier,
                sql.SQL(command),
                self.matches(row),
                sql.SQL(check),
            )
            self.connection.execute(policy)

    def switch_identity_triggers(self, action: Literal["enable", "disable"]) -> None:
        """Switch the triggers that protect the identity of this table's rows, until the transaction ends."""
        for (name,) in self.connection.execute(
            "select tgname from pg_trigger where tgrelid = %s::regclass"
            " and tgfoid = to_regproc('reprise_private.refuse_change_of_identity')",
            [self.identifier.as_string(self.connection)],
        ).fetchall():
            statement = sql.SQL("alter table {} {} trigger {}")
            self.connection.execute(statement.format(self.identifier, sql.SQL(action), sql.Identifier(name)))

    def update(self, columns: Iterable[str], values: Iterable[sql.Composable]) -> sql.Composed:
        """An update of every row that it can reach."""
        pairs = [
            sql.SQL("{} = {}").format(sql.Identifier(column), value)
            for column, value in zip(columns, values, strict=True)
        ]
        return sql.SQL("update {} set {}").format(self.identifier, sql.SQL(", ").join(pairs))

    def cell(self, persona: Persona, row: ExampleRow, values: Values) -> str:
        """The four letters for one persona and one row with these values."""
        # Policies do not restrict the service, so its statements need a WHERE clause.
        matches = self.matches(row)
        only = sql.SQL(" where {}").format(matches) if persona.role == "service_role" else sql.SQL("")
        update = self.update(self.columns, values)
        names = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        statements = (
            sql.SQL("select from {} where {}").format(self.identifier, matches),
            sql.SQL("insert into {} ({}) values ({})").format(self.identifier, names, sql.SQL(", ").join(values)),
            update + only,
            sql.SQL("delete from {}{}").format(self.identifier, only),
        )
        results = self.attempt(*((persona, statement) for statement in statements))
        letters = [letter if result == "touched" else "-" for letter, result in zip("siud", results, strict=True)]
        if results[2] == "guarded":
            columns = list(self.columns)
            tries = [
                (persona, self.update([column], [value]) + only) for column, value in zip(columns, values, strict=True)
            ]
            free = zip(columns, self.attempt(*tries), strict=True)
            names_of_free = ", ".join(column for column, result in free if result == "touched")
            letters[2] = f"u({names_of_free})" if names_of_free else "-"
        return "".join(letters)

    def attempt(self, *tries: tuple[Persona, sql.Composed]) -> list[str]:
        """The result of each statement when its persona runs it; nothing is changed."""
        claims = [json.dumps(persona.claims()) for persona, _ in tries]
        statements = [statement.as_string(self.connection) for _, statement in tries]
        found = self.connection.execute(
            "select pg_temp.attempt(claims::json, statement)"
            " from unnest(%s::text[], %s::text[]) with ordinality as t(claims, statement, n)"
            " order by n",
            [claims, statements],
        )
        return [str(result) for (result,) in found]
