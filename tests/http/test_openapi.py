"""The OpenAPI document matches the functions, and its examples match its models."""

import json
from typing import Any

import httpx
import pytest

from functions.registry import ENDPOINTS, OPERATIONS
from shared.catalogue import CATALOGUE, ONLY_AT_THE_DATA_API
from shared.http.operation import Operation
from shared.openapi.document import example_of, model_of, openapi_document

BY_NAME = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: f"{o.method.lower()}{o.path}")


@BY_NAME
def test_every_example_fits_its_model(operation: Operation) -> None:
    for example in operation.examples.values():
        assert operation.body
        operation.body.model_validate_json(json.dumps(example))
    for returns in operation.responses.values():
        if (model := model_of(returns)) is not None:
            model.model_validate_json(json.dumps(example_of(returns)))


async def test_paths_and_methods_are_those_of_the_functions(client: httpx.AsyncClient) -> None:
    documented: dict[str, set[str]] = {"/openapi.json": {"GET"}}
    served = {endpoint.path for endpoint in ENDPOINTS}
    for path, methods in openapi_document(OPERATIONS)["paths"].items():
        [base] = [one for one in served if f"{path}/".startswith(f"{one}/")]
        documented.setdefault(base, set()).update(method.upper() for method in methods)
    assert set(documented) == served
    for path, methods in documented.items():
        allow = set((await client.options(path)).headers["allow"].split(", "))
        assert allow - {"OPTIONS", "HEAD"} == methods


def test_every_code_is_documented_by_some_operation() -> None:
    documented = {code for operation in OPERATIONS for code in operation.codes}
    assert documented == set(CATALOGUE) - {"not_found"} - ONLY_AT_THE_DATA_API


def test_every_reference_resolves() -> None:
    document = openapi_document(OPERATIONS)

    def check(node: Any) -> None:
        if isinstance(node, dict):
            if "$ref" in node:
                target: Any = document
                for part in node["$ref"].removeprefix("#/").split("/"):
                    target = target[part]
            for value in node.values():
                check(value)
        elif isinstance(node, list):
            for value in node:
                check(value)

    check(document)


async def test_document_is_public_cacheable_and_has_an_etag(client: httpx.AsyncClient) -> None:
    reply = await client.get("/openapi.json", headers={"authorization": ""})
    assert reply.status_code == 200
    assert reply.json()["openapi"].startswith("3.1")
    assert reply.headers["content-type"] == "application/json"
    assert "no-store" not in reply.headers["cache-control"]
    tag = reply.headers["etag"]
    again = await client.get("/openapi.json", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
