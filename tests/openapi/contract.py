"""Checks real responses against the OpenAPI document that the functions serve."""

import json
import re
from collections.abc import Mapping
from typing import Any

import httpx
from openapi_schema_validator import OAS31Validator, oas31_format_checker

from functions.registry import OPERATIONS
from shared.catalogue import CATALOGUE
from shared.openapi.document import model_of
from tests.support.apis import FunctionsApi, Reply
from tests.support.people import Person

_MODELS = {
    (operation.method.lower(), operation.path, status): model_of(returns)
    for operation in OPERATIONS
    for status, returns in operation.responses.items()
}


class Contract:
    """The document, and every (operation, status) that was seen to match it."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.kept: set[tuple[str, str, int]] = set()
        self.codes: set[str] = set()

    def check(self, response: httpx.Response) -> None:
        """Fail unless status, content type, headers and body are documented for the request."""
        method, path = response.request.method.lower(), self.documented_path(response.request.url.path)
        where = f"{method} {path} {response.status_code}: {response.text[:2000]}"
        documented = self.document["paths"][path][method]["responses"]
        assert str(response.status_code) in documented, where
        answer = documented[str(response.status_code)]
        self._check_headers(response, answer["headers"])
        self.kept.add((method, path, response.status_code))
        if not answer["content"]:
            assert response.content == b"", where
            return
        content_type = response.headers["content-type"].removesuffix("; charset=utf-8")
        assert content_type in answer["content"], where
        if "schema" not in answer["content"][content_type]:
            assert response.content, f"{where}: an empty file"
            return
        faults = self.faults(answer["content"][content_type]["schema"], response.json())
        assert faults == [], f"{where}\n{faults}"
        model = _MODELS.get((method, path, response.status_code))
        if model is not None:
            # Stricter than the contract with clients: here every undocumented field is an error.
            model.model_validate_json(response.content, strict=True)
        else:
            self.codes.add(response.json()["code"])

    def documented_path(self, path: str) -> str:
        """The path as written in the document, with names in braces for ids; a path without braces wins."""
        pattern = re.compile(r"\\{\w+\\}")
        paths = sorted(self.document["paths"], key=lambda known: known.count("{"))
        found = (known for known in paths if re.fullmatch(pattern.sub("[^/]+", re.escape(known)), path))
        return next(found, path)

    def faults(self, schema: Mapping[str, Any], body: object) -> list[str]:
        """The errors of a body, validated against a schema of the document."""
        validator = OAS31Validator(
            {**schema, "components": self.document["components"]},
            format_checker=oas31_format_checker,
        )
        return [error.message for error in validator.iter_errors(body)]

    def _check_headers(self, response: httpx.Response, documented: Mapping[str, Any]) -> None:
        for name, reference in documented.items():
            if name == "retry-after" and CATALOGUE[response.json()["code"]].retry_after_seconds is None:
                continue
            header = self.document["components"]["headers"][reference["$ref"].rpartition("/")[2]]
            value: object = response.headers[name]
            if header["schema"]["type"] == "integer":
                value = int(str(value))
            assert self.faults(header["schema"], value) == [], f"{name}: {value}"


class CheckedApi(FunctionsApi):
    """Our HTTP functions, with every response checked against the document."""

    contract: Contract
    last: httpx.Response

    def call(self, function: str, person: Person | None, arguments: Mapping[str, Any]) -> Reply:
        self.http.event_hooks = {"response": [self._check]}
        return super().call(function, person, arguments)

    def request(self, method: str, path: str, **options: Any) -> Reply:
        """Send any request, valid or not; the reply's body is that of a JSON response."""
        self.http.event_hooks = {"response": [self._check]}
        response = self.http.request(method, path, **options)
        body = json.loads(response.text) if "json" in response.headers.get("content-type", "") else {}
        return Reply(response.status_code, body, response.text)

    def _check(self, response: httpx.Response) -> None:
        response.read()
        self.last = response
        self.contract.check(response)
