"""The two APIs for prep workspaces, our function and its RPCs, behind one interface with one kind of reply."""

import json
from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

import httpx

from tests.support.apis import FunctionsApi, Reply, RpcApi
from tests.support.people import Person

Id = UUID | str


class PrepApi(Protocol):
    """An API for the owner of workspaces. `fields` are those of the HTTP contract."""

    name: str

    def create(self, person: Person | None, **fields: Any) -> Reply: ...

    def read(self, person: Person | None, session: Id) -> Reply: ...

    def page(self, person: Person | None, **fields: Any) -> Reply: ...

    def patch(self, person: Person | None, session: Id, version: int | None, **changes: Any) -> Reply: ...

    def delete(self, person: Person | None, session: Id) -> Reply: ...

    def share(self, person: Person | None, session: Id, **fields: Any) -> Reply: ...

    def shares(self, person: Person | None, session: Id) -> Reply: ...

    def revoke(self, person: Person | None, session: Id, share: Id) -> Reply: ...


class FunctionsPrepApi:
    """Our function."""

    name = "function"

    def __init__(self, api: FunctionsApi, base: str = "/prep-sessions") -> None:
        self._api = api
        self._base = base

    def request(self, method: str, path: str, person: Person | None, **options: Any) -> httpx.Response:
        """Send any request below /prep-sessions."""
        headers = {**self._api.headers(person), **options.pop("headers", {})}
        if "json" in options:
            options["content"] = json.dumps(options.pop("json"), default=str)
        return self._api.http.request(method, f"{self._base}{path}", headers=headers, **options)

    def create(self, person: Person | None, **fields: Any) -> Reply:
        return reply(self.request("POST", "", person, json=fields))

    def read(self, person: Person | None, session: Id) -> Reply:
        return reply(self.request("GET", f"/{session}", person))

    def page(self, person: Person | None, **fields: Any) -> Reply:
        return reply(self.request("GET", "", person, params=fields))

    def patch(self, person: Person | None, session: Id, version: int | None, **changes: Any) -> Reply:
        headers = {} if version is None else {"if-match": f'"{version}"'}
        return reply(self.request("PATCH", f"/{session}", person, json=changes, headers=headers))

    def delete(self, person: Person | None, session: Id) -> Reply:
        return reply(self.request("DELETE", f"/{session}", person))

    def share(self, person: Person | None, session: Id, **fields: Any) -> Reply:
        return reply(self.request("POST", f"/{session}/shares", person, json=fields))

    def shares(self, person: Person | None, session: Id) -> Reply:
        return reply(self.request("GET", f"/{session}/shares", person))

    def revoke(self, person: Person | None, session: Id, share: Id) -> Reply:
        return reply(self.request("DELETE", f"/{session}/shares/{share}", person))


class RpcPrepApi:
    """The Data API, with the RPCs that the function calls; statuses are mapped to those of the function."""

    name = "postgrest"

    def __init__(self, api: RpcApi) -> None:
        self._api = api

    def _call(self, rpc: str, person: Person | None, arguments: Mapping[str, Any], success: int = 200) -> Reply:
        content = json.dumps(arguments, default=str)
        response = self._api.http.post(f"/rpc/{rpc}", content=content, headers=self._api.headers(person))
        found = RpcApi._reply(rpc, response)
        status = success if found.status == 200 and not found.body.get("replayed") else found.status
        return Reply(status, found.body, found.text)

    def create(self, person: Person | None, **fields: Any) -> Reply:
        return self._call("create_prep_session", person, fields, 201)

    def read(self, person: Person | None, session: Id) -> Reply:
        return self._call("get_prep_session", person, {"prep_session_id": session})

    def page(self, person: Person | None, **fields: Any) -> Reply:
        if "limit" in fields:
            fields["page_size"] = fields.pop("limit")
        return self._call("list_prep_sessions", person, fields)

    def patch(self, person: Person | None, session: Id, version: int | None, **changes: Any) -> Reply:
        arguments = {"prep_session_id": session, "patch": changes, "version": version}
        return self._call("patch_prep_session", person, arguments)

    def delete(self, person: Person | None, session: Id) -> Reply:
        return self._call("delete_prep_session", person, {"prep_session_id": session}, 204)

    def share(self, person: Person | None, session: Id, **fields: Any) -> Reply:
        return self._call("share_prep_session", person, {"prep_session_id": session, **fields}, 201)

    def shares(self, person: Person | None, session: Id) -> Reply:
        return self._call("list_prep_shares", person, {"prep_session_id": session})

    def revoke(self, person: Person | None, session: Id, share: Id) -> Reply:
        return self._call("revoke_prep_share", person, {"prep_session_id": session, "share_id": share}, 204)

    def start_generation(self, person: Person | None, session: Id, **fields: Any) -> Reply:
        """Request content; only a function with a model writes it."""
        return self._call("start_generation", person, {"prep_session_id": session, **fields})


def reply(response: httpx.Response) -> Reply:
    """A response of our functions; an empty body counts as an empty object."""
    return Reply(response.status_code, response.json() if response.content else {}, response.text)
