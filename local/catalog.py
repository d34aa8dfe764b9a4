"""The definitions of our three schemas in the catalog, as text that can be compared between databases."""

from typing import Any

import psycopg

Snapshot = dict[str, str]

# Each query returns (name, definition). Names are unique within a kind and contain no oid.
_QUERIES = {
    "schema": """
        select n.nspname, concat_ws(' ', pg_get_userbyid(n.nspowner), pg_temp.sorted(n.nspacl),
          obj_description(n.oid, 'pg_namespace'))
        from pg_namespace n where n.nspname in (select * from ours)""",
    "relation": """
        select c.oid::regclass::text, concat_ws(' ', c.relkind, pg_get_userbyid(c.relowner),
          c.relrowsecurity, c.relforcerowsecurity, c.reloptions, pg_temp.sorted(c.relacl),
          obj_description(c.oid, 'pg_class'),
          case when c.relkind = 'v' then pg_get_viewdef(c.oid) end)
        from pg_class c
        where c.relnamespace in (select oid from spaces)
          and c.relkind in ('r', 'v', 'm', 'S', 'p')""",
    "column": """
        select c.oid::regclass || '.' || a.attname, concat_ws(' ',
          format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
          a.attcollation::regcollation, pg_temp.sorted(a.attacl), pg_get_expr(d.adbin, d.adrelid),
          col_description(c.oid, a.attnum))
        from pg_attribute a join pg_class c on c.oid = a.attrelid
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where c.relnamespace in (select oid from spaces) and c.relkind in ('r', 'v', 'm', 'p')
          and a.attnum > 0 and not a.attisdropped""",
    "constraint": """
        select k.conrelid::regclass || '.' || k.conname, concat_ws(' ', pg_get_constraintdef(k.oid),
          k.convalidated, k.condeferrable, obj_description(k.oid, 'pg_constraint'))
        from pg_constraint k where k.connamespace in (select oid from spaces)""",
    "index": """
        select i.indexrelid::regclass::text, concat_ws(' ', pg_get_indexdef(i.indexrelid),
          i.indisvalid, obj_description(i.indexrelid, 'pg_class'))
        from pg_index i join pg_class c on c.oid = i.indexrelid
        where c.relnamespace in (select oid from spaces)""",
    "policy": """
        select p.polrelid::regclass || '.' || p.polname, concat_ws(' ', p.polcmd, p.polpermissive,
          (select string_agg(r.rolname, ',' order by r.rolname) from pg_roles r
           where r.oid = any (p.polroles)), pg_get_expr(p.polqual, p.polrelid), 'check',
          pg_get_expr(p.polwithcheck, p.polrelid), obj_description(p.oid, 'pg_policy'))
        from pg_policy p join pg_class c on c.oid = p.polrelid
        where c.relnamespace in (select oid from spaces)""",
    "function": """
        select f.oid::regprocedure::text, concat_ws(' ', pg_get_functiondef(f.oid),
          pg_get_userbyid(f.proowner), pg_temp.sorted(f.proacl), obj_description(f.oid, 'pg_proc'))
        from pg_proc f where f.pronamespace in (select oid from spaces)""",
    "trigger": """
        select t.tgrelid::regclass || '.' || t.tgname, concat_ws(' ', pg_get_triggerdef(t.oid),
          t.tgenabled, obj_description(t.oid, 'pg_trigger'))
        from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where c.relnamespace in (select oid from spaces) and not t.tgisinternal""",
    "type": """
        select t.oid::regtype::text, concat_ws(' ', t.typtype, pg_temp.sorted(t.typacl),
          obj_description(t.oid, 'pg_type'),
          (select string_agg(e.enumlabel, ',' order by e.enumsortorder) from pg_enum e
           where e.enumtypid = t.oid))
        from pg_type t
        where t.typnamespace in (select oid from spaces) and t.typtype in ('d', 'e', 'r')""",
}
# The order in which rights were granted does not matter.
_SORTED = """
create or replace function pg_temp.sorted(grants aclitem[]) returns text language sql
as 'select string_agg(item::text, '','' order by item::text) from unnest(grants) item'
"""
_OURS = """
with ours(name) as (values ('reprise'), ('reprise_private'), ('reprise_ops')),
  spaces as (select oid from pg_namespace where nspname in (select * from ours))
"""


def snapshot(connection: psycopg.Connection[Any]) -> Snapshot:
    """Every object of reprise, reprise_private and reprise_ops, with its definition and grants."""
    found: Snapshot = {}
    connection.execute("set search_path to ''")
    connection.execute(_SORTED)
    for kind, query in _QUERIES.items():
        for name, definition in connection.execute((_OURS + query).encode()).fetchall():
            found[f"{kind} {name}"] = definition
    return found | _settings(connection)


def differences(left: Snapshot, right: Snapshot) -> dict[str, tuple[str | None, str | None]]:
    """The objects that are missing on one side or differ, with both definitions."""
    return {
        name: (left.get(name), right.get(name))
        for name in sorted(left.keys() | right.keys())
        if left.get(name) != right.get(name)
    }


def _settings(connection: psycopg.Connection[Any]) -> Snapshot:
    """The single row of settings counts as schema, because it holds the defaults."""
    (row,) = connection.execute("select to_jsonb(s) from reprise_private.settings s").fetchall()
    return {f"setting {name}": str(value) for name, value in row[0].items()}
