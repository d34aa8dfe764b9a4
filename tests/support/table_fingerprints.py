"""The contents of schema reprise as a few short texts: equal snapshots mean that nothing was written."""

from psycopg import sql

from tests.support.catalog_access import public_relations
from tests.support.database import Database


def snapshot(database: Database) -> dict[str, str]:
    """A fingerprint of every table: the place of each row version, and the transaction that wrote it.

    Every write changes it, even one that rewrites a row unchanged. Reading the texts as well would take much longer.
    """
    return {
        relation: database.connection.execute(
            sql.SQL("select md5(string_agg(t.ctid::text || t.xmin::text, ',' order by t.ctid)) from {} t").format(
                sql.Identifier("reprise", relation)
            )
        ).fetchall()[0][0]
        for relation in public_relations(database.connection)
    }
