"""One model server for the tests of assessments; each test sets its behaviour."""

from collections.abc import Iterator

import pytest

from local.stack import Stack
from tests.assessment.assessed import Assessed
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.due_answers import Due
from tests.support.model_behaviours import honest
from tests.support.model_server import ModelServer
from tests.support.people import People


@pytest.fixture(scope="package")
def running_model_server() -> Iterator[ModelServer]:
    with ModelServer(honest()) as server:
        yield server


@pytest.fixture
def model_server(running_model_server: ModelServer) -> ModelServer:
    running_model_server.behave(honest())
    return running_model_server


@pytest.fixture
def assessed(stack: Stack, database: Database, people: People, api: Api, model_server: ModelServer) -> Assessed:
    """Conversations at one of the two APIs, and runs of a grader that asks the model server."""
    return _assessed(stack, database, people, api, model_server)


@pytest.fixture
def assessed_once(
    stack: Stack, database: Database, people: People, rpc_api: Api, model_server: ModelServer
) -> Assessed:
    """The same at one API only, for what a grader or a table does."""
    return _assessed(stack, database, people, rpc_api, model_server)


def _assessed(stack: Stack, database: Database, people: People, api: Api, model_server: ModelServer) -> Assessed:
    due = Due(stack, database, people, api)
    due.put_others_off()
    return Assessed(due, model_server)
