"""The OpenAPI document as the real functions serve it, and a client that checks every response against it."""

from collections.abc import Iterator

import pytest

from local.stack import Stack
from tests.openapi.contract import CheckedApi, Contract
from tests.support.plain_http import http


@pytest.fixture
def contract(stack: Stack) -> Contract:
    """The served document."""
    return Contract(http.get(f"{stack.functions_url}/openapi.json", timeout=60).raise_for_status().json())


@pytest.fixture
def checked_api(stack: Stack, contract: Contract) -> Iterator[CheckedApi]:
    """Our HTTP functions; a response that does not match the document fails the test."""
    with CheckedApi(stack) as api:
        api.contract = contract
        yield api
