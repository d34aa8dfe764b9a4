"""One model server for all tests of graders; each test sets its behaviour."""

from collections.abc import Iterator

import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.due_answers import Due
from tests.support.model_behaviours import honest
from tests.support.model_server import ModelServer
from tests.support.people import People


@pytest.fixture(scope="session")
def running_model_server() -> Iterator[ModelServer]:
    with ModelServer(honest()) as server:
        yield server


@pytest.fixture
def model_server(running_model_server: ModelServer) -> ModelServer:
    running_model_server.behave(honest())
    return running_model_server


@pytest.fixture
def due(stack: Stack, database: Database, people: People, rpc_api: Api) -> Due:
    queue = Due(stack, database, people, rpc_api)
    queue.put_others_off()
    return queue
