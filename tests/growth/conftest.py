"""Our functions inside this process, with the real database and a model server, so that their cost can be measured."""

from collections.abc import Iterator

import httpx
import pytest
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from functions.api import api
from local.stack import Stack
from shared.http import endpoint
from shared.settings import LlmSettings, Settings
from tests.support.interviewer_model import interviewer
from tests.support.model_server import ModelServer


@pytest.fixture(scope="package")
def running_model_server() -> Iterator[ModelServer]:
    with ModelServer(interviewer()) as server:
        yield server


@pytest.fixture
def model_server(running_model_server: ModelServer) -> ModelServer:
    """A model server that replies as an interviewer, until a test changes that."""
    running_model_server.behave(interviewer())
    return running_model_server


async def _application(scope: Scope, receive: Receive, send: Send) -> None:
    response = await api(Request(scope, receive))
    await response(scope, receive, send)


@pytest.fixture
def client(stack: Stack, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> httpx.AsyncClient:
    """A client of every function, without a network between."""
    settings = Settings(
        stack.supabase_url,
        stack.publishable_key,
        stack.secret_key,
        llm=LlmSettings("test-key", model_server.url),
        log_level="CRITICAL",
    )
    monkeypatch.setattr(endpoint, "get_settings", lambda: settings)
    return httpx.AsyncClient(transport=httpx.ASGITransport(_application), base_url="http://functions.test", timeout=120)
