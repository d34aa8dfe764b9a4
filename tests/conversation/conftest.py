"""A second functions host, with a model key and our model server; the stack's own host has no key."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from local.functions_host import FunctionsHost
from local.ports import ReservedPort
from local.settings import ROOT
from local.stack import Stack
from tests.conversation.model_talk import interviewer
from tests.support.database import Database
from tests.support.doors import FunctionDoor
from tests.support.model_server import ModelServer


@pytest.fixture(scope="package")
def running_model_server() -> Iterator[ModelServer]:
    with ModelServer(interviewer()) as server:
        yield server


@pytest.fixture
def model_server(running_model_server: ModelServer) -> ModelServer:
    running_model_server.behave(interviewer())
    return running_model_server


@contextmanager
def host_with_key(stack: Stack, model_server: ModelServer, directory: Path) -> Iterator[FunctionsHost]:
    """Functions with a model key, in a process of their own."""
    with ReservedPort(0, "none") as port:
        host = FunctionsHost(
            ROOT,
            directory,
            directory / "functions.log",
            port.number,
            {
                "SUPABASE_URL": stack.supabase_url,
                "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
                "SUPABASE_SECRET_KEY": stack.secret_key,
                "OPENAI_API_KEY": "sk-test",
                "OPENAI_BASE_URL": model_server.url,
                "OPENAI_TIMEOUT_SECONDS": "2",
            },
        )
        with host:
            yield host


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
def running_talking_door(stack: Stack, talking_host: FunctionsHost) -> Iterator[FunctionDoor]:
    with FunctionDoor(stack, talking_host.url) as door:
        yield door


@pytest.fixture
def talking_door(running_talking_door: FunctionDoor, model_server: ModelServer) -> FunctionDoor:
    """Our HTTP functions with a model key, and a model server that behaves well."""
    return running_talking_door


@pytest.fixture
def no_message_limit(database: Database) -> Iterator[None]:
    """Lift the limits of messages per minute and replies per hour."""
    limits = database.rows(
        "select action, allowed from reprise_private.rate_limits where action in ('message', 'reply')"
    )
    database.execute("update reprise_private.rate_limits set allowed = 1000000 where action in ('message', 'reply')")
    yield
    for limit in limits:
        database.execute(
            "update reprise_private.rate_limits set allowed = %s where action = %s", limit["allowed"], limit["action"]
        )
