"""The contents of schema reprise as a few short texts: equal snapshots mean that nothing was written."""

from psycopg import sql

from tests.support.catalog_access import public_relations
from tests.support.database import Database


def snapshot(database: Database) -> dict[str, str]:
    """A fingerprint of every table. It includes row versions, so rewriting a row unchanged shows, too."""
    return {
        relation: database.connection.execute(
            sql.SQL("select md5(coalesce(string_agg(t.xmin || t::text, '' order by t::text), '')) from {} t").format(
                sql.Identifier("reprise", relation)
            )
        ).fetchall()[0][0]
        for relation in public_relations(database.connection)
    }
