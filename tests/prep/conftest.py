"""Prep workspaces, and a functions host that calls a model server."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import cast

import pytest

from local.ports import HOST, ReservedPort
from local.processes import Child
from local.stack import Stack
from tests.deploy.served import host, wait_ready
from tests.prep.doors import FunctionPrepDoor, PostgrestPrepDoor, PrepDoor
from tests.prep.writing import writes
from tests.support.doors import Door, FunctionDoor, PostgrestDoor
from tests.support.model_server import ModelServer
from tests.support.people import People, Person


@pytest.fixture(scope="session")
def function_prep(function_door: Door) -> FunctionPrepDoor:
    """Our function, without a model."""
    return FunctionPrepDoor(cast(FunctionDoor, function_door))


@pytest.fixture(scope="session")
def postgrest_prep(postgrest_door: Door) -> PostgrestPrepDoor:
    """The RPCs, called directly."""
    return PostgrestPrepDoor(cast(PostgrestDoor, postgrest_door))


@pytest.fixture(params=["function", "postgrest"])
def prep(
    request: pytest.FixtureRequest, function_prep: FunctionPrepDoor, postgrest_prep: PostgrestPrepDoor
) -> PrepDoor:
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


class WithModel:
    """The function, served alone with a key and this model server; it can be killed."""

    def __init__(self, stack: Stack, child: Child, url: str) -> None:
        self.child = child
        self.url = url
        self._door = FunctionDoor(stack)
        self._door.http.base_url = url
        self.prep = FunctionPrepDoor(self._door, base="")

    def close(self) -> None:
        self._door.http.close()
        self.child.kill()

    def restart(self) -> None:
        """Send SIGKILL, and start another process in its place."""
        self.child.kill()
        self.child.start()
        wait_ready(self.child, self.url)


def environment(stack: Stack, model_url: str) -> dict[str, str]:
    """The function's environment, with a model configured."""
    return {
        "SUPABASE_URL": stack.supabase_url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "GATEWAY_KEEPALIVE_SECONDS": "4",
        "OPENAI_API_KEY": "test-key",
        "OPENAI_BASE_URL": model_url,
        "OPENAI_MODEL_PREP": "prep-model",
        "OPENAI_PREP_TIMEOUT_SECONDS": "3",
    }


@pytest.fixture(scope="session")
def with_model(
    stack: Stack, running_writer: ModelServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WithModel]:
    """The function served alone, as when deployed, with a model configured."""
    environ = environment(stack, running_writer.url)
    with ReservedPort(0, "none") as port:
        child = host("prep_sessions", port.number, environ, tmp_path_factory.mktemp("prep"))
        served = WithModel(stack, child, f"http://{HOST}:{port.number}")
        with closing(served):
            child.start()
            wait_ready(child, served.url)
            yield served


@pytest.fixture(scope="session")
def threads() -> Iterator[ThreadPoolExecutor]:
    """Threads for concurrent callers."""
    with ThreadPoolExecutor(16) as pool:
        yield pool
