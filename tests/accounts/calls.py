"""The two APIs for one's own account, our functions and their RPCs, behind one interface."""

import json
from typing import Any

from tests.support.apis import Api, FunctionsApi, Reply, RpcApi
from tests.support.people import Person


class Accounts:
    """Calls /account, or the RPCs that it calls, as `api` does; statuses are mapped to those of the function."""

    def __init__(self, api: Api) -> None:
        self.api = api

    def view(self, person: Person | None) -> Reply:
        """The account."""
        return self._call("GET", "get_account", person)

    def delete(self, person: Person | None) -> Reply:
        """Ask for the deletion of the account."""
        return self._call("DELETE", "delete_account", person, success=202)

    def keep(self, person: Person | None) -> Reply:
        """Keep the account."""
        return self._call("POST", "keep_account", person, {"action": "keep"})

    def export(self, person: Person) -> dict[str, Any]:
        """The whole export; asserts that it succeeds."""
        if isinstance(self.api, FunctionsApi):
            response = self.api.http.get("/account/export", headers=self.api.headers(person))
            assert response.status_code == 200, response.text
            found: dict[str, Any] = response.json()
            return found
        begun = self._call("GET", "take_account_export", person).ok()
        document = {name: value for name, value in begun.items() if name != "sections"}
        for section in begun["sections"]:
            document[section] = rows = []
            for page in self.pages(person, section):
                rows += page["rows"]
        return document

    def pages(self, person: Person, section: str) -> list[dict[str, Any]]:
        """The pages of one section, through the Data API."""
        found, after = [], None
        while True:
            page = self.rpc("list_account_rows", person, {"section": section, "after": after}).ok()
            found.append(page)
            after = page["after"]
            if after is None:
                return found

    def rpc(self, name: str, person: Person | None, arguments: dict[str, Any]) -> Reply:
        """Call an RPC at the Data API."""
        assert isinstance(self.api, RpcApi)
        response = self.api.http.post(f"/rpc/{name}", content=json.dumps(arguments), headers=self.api.headers(person))
        return RpcApi._reply(name, response)

    def _call(
        self, method: str, rpc: str, person: Person | None, body: dict[str, Any] | None = None, success: int = 200
    ) -> Reply:
        if isinstance(self.api, FunctionsApi):
            headers = self.api.headers(person)
            response = self.api.http.request(
                method, "/account", headers=headers, content=json.dumps(body) if body else None
            )
            return Reply(response.status_code, response.json(), response.text)
        reply = self.rpc(rpc, person, {})
        return Reply(success if reply.status == 200 else reply.status, reply.body, reply.text)
