"""A database of another version is not taken for one that has migrations pending."""

import psycopg
import pytest

from local.errors import StackError
from local.projects import ProjectServer
from local.schema import pending_migrations
from local.settings import ROOT


def test_database_with_migrations_of_another_version_is_refused_by_name(projects: ProjectServer) -> None:
    with projects.empty_database() as url:
        pending = pending_migrations(url, ROOT)
        assert pending
        with psycopg.connect(url) as connection:
            connection.execute(
                "insert into supabase_migrations.schema_migrations (version) values ('20251121090000'), (%s)",
                [pending[0]],
            )
        with pytest.raises(StackError, match=r"20251121090000.*rm -rf \.local"):
            pending_migrations(url, ROOT)
