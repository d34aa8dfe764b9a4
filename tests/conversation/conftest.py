"""A second functions host, with a model key and our model server; the stack's own host has no key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.functions_host import FunctionsHost
from local.stack import Stack
from tests.support.apis import FunctionsApi
from tests.support.interviewer_model import interviewer
from tests.support.model_hosts import host_with_key
from tests.support.model_server import ModelServer


@pytest.fixture(scope="package")
def running_model_server() -> Iterator[ModelServer]:
    with ModelServer(interviewer()) as server:
        yield server


@pytest.fixture
def model_server(running_model_server: ModelServer) -> ModelServer:
    running_model_server.behave(interviewer())
    return running_model_server


@pytest.fixture(scope="package")
def talking_host(
    stack: Stack, running_model_server: ModelServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FunctionsHost]:
    """A functions host with a model key."""
    with host_with_key(stack, running_model_server, tmp_path_factory.mktemp("talking")) as host:
        yield host


@pytest.fixture
def host_to_kill(stack: Stack, model_server: ModelServer, tmp_path: Path) -> Iterator[FunctionsHost]:
    """Another such host, for one test that may kill it."""
    with host_with_key(stack, model_server, tmp_path) as host:
        yield host


@pytest.fixture(scope="package")
def running_talking_api(stack: Stack, talking_host: FunctionsHost) -> Iterator[FunctionsApi]:
    with FunctionsApi(stack, talking_host.url) as api:
        yield api


@pytest.fixture
def talking_api(running_talking_api: FunctionsApi, model_server: ModelServer) -> FunctionsApi:
    """Our HTTP functions with a model key, and a model server that behaves well."""
    return running_talking_api
