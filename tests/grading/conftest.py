"""One model server for all tests of graders; each says how it behaves."""

from collections.abc import Iterator

import pytest

from tests.support.model_behaviours import honest
from tests.support.model_server import ModelServer


@pytest.fixture(scope="session")
def running_model_server() -> Iterator[ModelServer]:
    with ModelServer(honest()) as server:
        yield server


@pytest.fixture
def model_server(running_model_server: ModelServer) -> ModelServer:
    running_model_server.behave(honest())
    return running_model_server
