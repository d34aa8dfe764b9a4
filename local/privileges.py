"""The rights of the Data API's roles, as the migrations grant them."""

from pathlib import Path

import psycopg

# What the gateway grants on future objects; the migrations grant nothing on them to any role of the Data API.
_FUTURE_OBJECTS = """
alter default privileges in schema reprise revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema reprise revoke all on sequences from anon, authenticated, service_role
"""


def restore_privileges(database_url: str, root: Path) -> None:
    """Take back what the embedded gateway has granted, so that the roles have the rights that they have when hosted.

    Each file of privileges revokes everything on its domain's tables and sequences before it grants: it can run again.
    """
    files = sorted((root / "supabase" / "schemas").glob("*/99_privileges.sql"))
    with psycopg.connect(database_url) as connection:
        connection.execute(_FUTURE_OBJECTS)
        for file in files:
            connection.execute(file.read_bytes())
