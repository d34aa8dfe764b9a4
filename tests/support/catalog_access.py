"""Reads schemas, grants, policies and functions from the catalog, as lines of the access matrix."""

from collections.abc import Callable
from typing import Any, LiteralString

import psycopg

from tests.support.fresh_database import API_ROLES

Connection = psycopg.Connection[Any]
# The columns of one line of the access matrix.
Line = tuple[str, ...]
OURS = "n.nspname in ('reprise', 'reprise_private', 'reprise_ops')"

SCHEMAS: LiteralString = f"""
select n.nspname,
  case when has_schema_privilege(%(role)s, n.oid, 'usage') then 'usage' else '-' end
    || case when has_schema_privilege(%(role)s, n.oid, 'create') then ' create' else '' end
from pg_namespace n where {OURS} order by 1
"""
# One letter per privilege on the whole table; a privilege on some columns lists them in brackets.
GRANTS: LiteralString = f"""
select n.nspname || '.' || c.relname, string_agg(
  case
    when has_table_privilege(%(role)s, c.oid, v.verb) then v.letter
    when v.verb <> 'delete' and has_any_column_privilege(%(role)s, c.oid, v.verb)
      then v.letter || '(' || (
      select string_agg(a.attname, ', ' order by a.attnum) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and has_column_privilege(%(role)s, c.oid, a.attnum, v.verb)
    ) || ')'
    else '-'
  end, '' order by v.rank)
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
cross join (values (1, 's', 'select'), (2, 'i', 'insert'), (3, 'u', 'update'), (4, 'd', 'delete'))
  as v(rank, letter, verb)
where {OURS} and c.relkind in ('r', 'p', 'v', 'm', 'f')
group by n.nspname, c.relname order by n.nspname, c.relname
"""
# Functions are listed by name, with their arguments only where two share a name.
FUNCTION_NAME: LiteralString = """
n.nspname || '.' || p.proname || case
  when count(*) over (partition by n.nspname, p.proname) = 1 then ''
  else '(' || pg_get_function_identity_arguments(p.oid) || ')' end
"""
FUNCTIONS: LiteralString = f"""
select {FUNCTION_NAME},
  case when has_function_privilege(%(role)s, p.oid, 'execute') then 'execute' else '-' end
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where {OURS} order by n.nspname, p.proname, p.oid::regprocedure::text
"""
FUNCTION_SAFETY: LiteralString = f"""
select {FUNCTION_NAME},
  case when p.prosecdef then 'definer' else 'invoker' end,
  coalesce((
    select case when setting = 'search_path=""' then 'empty' else setting end
    from unnest(p.proconfig) as setting where setting like 'search_path=%%'
  ), 'of the caller')
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where {OURS}
"""
POLICIES: LiteralString = """
select tablename, cmd, policyname, array_to_string(roles, ', '), permissive,
  concat_ws(', ', case when qual is not null then 'using' end,
    case when with_check is not null then 'with check' end)
from pg_policies where schemaname = 'reprise' order by 1, 2, 3
"""
# The default privileges are those of single schemas.
ACCESS_LISTS: LiteralString = f"""
with n as (select oid, nspname, nspacl from pg_namespace n where {OURS}),
  c as (select c.* from pg_class c join n on n.oid = c.relnamespace),
  lists(name, items) as (
    select 'schema ' || nspname, nspacl from n
    union all select c.relkind::text || ' ' || c.oid::regclass, c.relacl from c
    union all select 'column ' || c.oid::regclass || '.' || a.attname, a.attacl
    from c join pg_attribute a on a.attrelid = c.oid where a.attnum > 0
    union all select 'function ' || p.oid::regprocedure, p.proacl from pg_proc p join n on n.oid = p.pronamespace
    union all select 'default ' || n.nspname || ' ' || d.defaclobjtype::text, d.defaclacl
    from pg_default_acl d join n on n.oid = d.defaclnamespace
  )
select name, (select string_agg(item::text, ', ' order by item::text) from unnest(items) item) from lists order by 1
"""
TABLES: LiteralString = """
select c.relname from pg_class c
where c.relnamespace = 'reprise'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1
"""


def public_relations(connection: Connection) -> list[str]:
    """Every table and view that the Data API can expose."""
    return [str(name) for (name,) in connection.execute(TABLES)]


def access_lists(connection: Connection) -> dict[str, str | None]:
    """The access list of each schema, relation, column and function of ours; None where only its owner has rights."""
    return {str(name): items for name, items in connection.execute(ACCESS_LISTS)}


def measure_schemas(connection: Connection) -> list[Line]:
    """Each schema, and what each role may do in it."""
    return _for_each_role(connection, SCHEMAS)


def measure_grants(connection: Connection) -> list[Line]:
    """Each relation, and the privileges of each role."""
    return _for_each_role(connection, GRANTS)


def measure_functions(connection: Connection) -> list[Line]:
    """Each function: whose rights it runs with, its search_path, and who may execute it."""
    safety = {name: tuple(rest) for name, *rest in connection.execute(FUNCTION_SAFETY)}
    return [(name, *safety[name], *roles) for name, *roles in _for_each_role(connection, FUNCTIONS)]


def measure_policies(connection: Connection) -> list[Line]:
    """Each policy: table, command, name, roles, kind, and which conditions it has."""
    return [tuple(map(str, row)) for row in connection.execute(POLICIES)]


SECTIONS: dict[str, Callable[[Connection], list[Line]]] = {
    "Schemas": measure_schemas,
    "Grants": measure_grants,
    "Functions": measure_functions,
    "Policies": measure_policies,
}


def _for_each_role(connection: Connection, query: LiteralString) -> list[Line]:
    columns: dict[str, list[str]] = {}
    for role in API_ROLES:
        for name, cell in connection.execute(query, {"role": role}):
            columns.setdefault(name, []).append(cell)
    return [(name, *cells) for name, cells in columns.items()]
