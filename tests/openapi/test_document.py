"""GET /openapi.json is valid OpenAPI 3.1 and omits no path, no method and no code."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from functions.registry import ENDPOINTS
from shared.catalogue import CATALOGUE, ONLY_AT_THE_DATA_API
from tests.openapi.contract import Contract

Document = dict[str, Any]
# Returned for a path without a function, or only by the Data API, so no operation can list them.
CODES_OF_NO_OPERATION = {"not_found"} | ONLY_AT_THE_DATA_API


def faults(document: Document) -> list[str]:
    """The violations of the OpenAPI 3.1 schema and its rules."""
    return [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()]


def test_served_document_is_valid_openapi_3_1(contract: Contract) -> None:
    assert contract.document["openapi"].startswith("3.1.")
    assert faults(contract.document) == []


BREAKS: dict[str, Callable[[Document], object]] = {
    "no title": lambda document: document["info"].pop("title"),
    "a response without a description": lambda document: document["paths"]["/start"]["post"]["responses"]["201"].pop(
        "description"
    ),
    "a parameter nobody declares": lambda document: document["paths"].update(
        {"/sessions/{session_id}": document["paths"].pop("/sessions")}
    ),
    "the same operation twice": lambda document: document["paths"]["/resume"]["get"].update(operationId="post_resume"),
}


@pytest.mark.prove
@pytest.mark.parametrize("name", BREAKS)
def test_control_validation_finds_a_broken_document(contract: Contract, name: str) -> None:
    document = copy.deepcopy(contract.document)
    # A few paths are faster to validate; the test above has found all of them valid.
    document["paths"] = {path: document["paths"][path] for path in ("/start", "/sessions", "/resume")}
    BREAKS[name](document)
    assert faults(document) != []


def test_every_function_and_every_code_is_in_the_document(contract: Contract) -> None:
    paths: dict[str, Any] = contract.document["paths"]
    served = {endpoint.path for endpoint in ENDPOINTS} - {"/openapi.json"}
    assert {next((one for one in served if f"{path}/".startswith(f"{one}/")), path) for path in paths} == served
    codes = {
        code
        for path in paths.values()
        for operation in path.values()
        for response in operation["responses"].values()
        for schema in [response.get("content", {}).get("application/problem+json", {}).get("schema", {})]
        for code in schema.get("properties", {}).get("code", {}).get("enum", [])
    }
    assert codes == set(CATALOGUE) - CODES_OF_NO_OPERATION


def test_every_example_of_a_response_fits_its_schema(contract: Contract) -> None:
    for path, operations in contract.document["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                # A file has no schema.
                for media in (media for media in response["content"].values() if "schema" in media):
                    for example in examples(contract.document, media):
                        found = contract.faults(media["schema"], example)
                        assert found == [], f"{method} {path} {status}: {found}"


def examples(document: Document, media: dict[str, Any]) -> list[Any]:
    """The example values of one content type, with references resolved."""
    found = [media["example"]] if "example" in media else []
    for example in media.get("examples", {}).values():
        name = example.get("$ref", "").rpartition("/")[2]
        found.append((document["components"]["examples"][name] if name else example)["value"])
    assert found
    return found
