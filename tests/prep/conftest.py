"""Prep workspaces, and a functions host that calls a model server."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

import pytest

from local.ports import HOST, ReservedPort
from local.stack import Stack
from tests.prep.function_with_model import FunctionWithModel, model_environment
from tests.support.apis import Api, RpcApi
from tests.support.entry_points import host, wait_ready
from tests.support.model_server import ModelServer
from tests.support.people import People, Person
from tests.support.prep_apis import FunctionsPrepApi, PrepApi, RpcPrepApi
from tests.support.prep_model import writes


@pytest.fixture(scope="session")
def postgrest_prep(rpc_api: Api) -> RpcPrepApi:
    """The RPCs, called directly."""
    return RpcPrepApi(cast(RpcApi, rpc_api))


@pytest.fixture(params=["function", "postgrest"])
def prep(request: pytest.FixtureRequest, function_prep: FunctionsPrepApi, postgrest_prep: RpcPrepApi) -> PrepApi:
    """Each of the two APIs in turn."""
    return function_prep if request.param == "function" else postgrest_prep


@pytest.fixture
def owner(people: People) -> Person:
    """A user who owns workspaces."""
    return people.candidate()


@pytest.fixture(scope="session")
def running_writer() -> Iterator[ModelServer]:
    with ModelServer(writes()) as server:
        yield server


@pytest.fixture
def writer(running_writer: ModelServer) -> ModelServer:
    """A model server that writes the requested content."""
    running_writer.behave(writes())
    return running_writer


@contextmanager
def served_alone(stack: Stack, writer: ModelServer, folder: Path, timeout_seconds: int) -> Iterator[FunctionWithModel]:
    """A process of the function, as when deployed, with a model configured."""
    environ = model_environment(stack, writer.url, timeout_seconds)
    with ReservedPort(0, "none") as port:
        child = host("prep_sessions", port.number, environ, folder)
        served = FunctionWithModel(stack, child, f"http://{HOST}:{port.number}")
        with closing(served):
            child.start()
            wait_ready(child, served.url)
            yield served


@pytest.fixture(scope="session")
def with_model(
    stack: Stack, running_writer: ModelServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FunctionWithModel]:
    """The function served alone, with a model configured."""
    with served_alone(stack, running_writer, tmp_path_factory.mktemp("prep"), 60) as served:
        yield served


@pytest.fixture(scope="session")
def another_process(
    stack: Stack, running_writer: ModelServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FunctionWithModel]:
    """A second process of the same function, in which a user has another call in progress.

    It gives a model up after 3 seconds, the first one after 60.
    """
    with served_alone(stack, running_writer, tmp_path_factory.mktemp("prep"), 3) as served:
        yield served


@pytest.fixture(scope="session")
def threads() -> Iterator[ThreadPoolExecutor]:
    """Threads for concurrent callers."""
    with ThreadPoolExecutor(16) as pool:
        yield pool
