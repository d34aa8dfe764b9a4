"""One PostgreSQL for the schema tests, whichever Supabase the other tests run against."""

from collections.abc import Iterator

import pytest

from local.projects import ProjectServer, project_server


@pytest.fixture(scope="session")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectServer]:
    """Creates empty projects."""
    with project_server(tmp_path_factory.mktemp("projects")) as server:
        yield server
