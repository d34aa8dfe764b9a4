"""Columns that identify a row or name its owner, read from the catalog so that new tables are covered automatically."""

from typing import Any, LiteralString

import psycopg
from psycopg import sql

from tests.security.row_access import Relation

# Keys that are not identity: reordering an interview changes which question is at which position.
MOVABLE = ["interview_questions.position", "interview_questions.question_id"]
# Primary keys, other unique keys, foreign keys, and the time of creation.
IDENTITY: LiteralString = """
select c.oid as relation_id, c.relname || '.' || a.attname as name, a.attnum as number, a.attname as attribute
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'reprise'::regnamespace and c.relkind in ('r', 'p')
  and c.relname || '.' || a.attname <> all (%(movable)s)
  and (a.attname = 'created_at' or exists (
    select from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'f') and a.attnum = any (k.conkey)
  ))
"""
# Columns not protected by an enabled trigger: one of ours, before update for each row, that fires for this column.
UNKEPT: LiteralString = f"""
select i.name from ({IDENTITY}) i
where not exists (
  select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
  where t.tgrelid = i.relation_id and t.tgenabled in ('O', 'A') and t.tgtype & 19 = 19
    and p.pronamespace = 'reprise_private'::regnamespace and p.proname like 'refuse_change_of_%%'
    and case
      when t.tgqual is not null then pg_get_triggerdef(t.oid) ~ ('old\\."?' || i.attribute || '\\M')
      else cardinality(t.tgattr::int2[]) = 0 or i.number = any (t.tgattr)
    end
)
"""
# For each type of such columns, values other than the stored one; null too, where a constraint would only fire later.
OTHER_VALUES: dict[str, tuple[LiteralString, ...]] = {
    "uuid": ("gen_random_uuid()", "null"),
    "integer": ("-1", "2000000000", "null"),
    "bigint": ("-1", "null"),
    "text": ("'another'", "null"),
    "date": ("'1999-01-01'", "null"),
    "timestamp with time zone": ("now() - interval '1 year'", "now() + interval '1 year'", "null"),
}


def identity_columns(connection: psycopg.Connection[Any]) -> dict[str, list[str]]:
    """By table, the columns that an update can name and that identify a row or name its owner."""
    found: dict[str, list[str]] = {}
    for name in sorted(str(row[1]) for row in connection.execute(IDENTITY, {"movable": MOVABLE})):
        relation, _, column = name.partition(".")
        if column in Relation(connection, relation).columns:
            found.setdefault(relation, []).append(column)
    return found


def other_values(kind: str, stored: sql.Composable) -> list[sql.Composed]:
    """Values of this type that differ from the stored one, which is given as a literal."""
    values = OTHER_VALUES[kind]
    if stored.as_string(None).startswith("NULL"):
        values = values[:-1]
    return [sql.SQL("({})::{}").format(sql.SQL(value), sql.SQL(kind)) for value in values]
