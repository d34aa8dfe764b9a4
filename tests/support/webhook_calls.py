"""The calls about webhooks, through each of the two APIs."""

from typing import Any, cast
from uuid import UUID

from tests.support.apis import FunctionsApi, Reply, RpcApi
from tests.support.people import Person
from tests.support.people_apis import PeopleApi

EVENTS = ["session.started", "session.completed", "member.joined", "member.changed", "member.removed"]


class WebhooksApi(PeopleApi):
    """The calls at one API."""

    def webhooks(self, person: Person, organization_id: UUID | str | None = None) -> Reply:
        """GET /webhooks."""
        query = {"organization_id": organization_id} if organization_id else {}
        return self._call(person, "GET", "/webhooks", "list_webhooks", query)

    def add(self, person: Person, organization_id: UUID | str, url: Any, events: Any = None) -> Reply:
        """POST /webhooks."""
        arguments = {"organization_id": organization_id, "url": url, "events": EVENTS if events is None else events}
        return self._call(person, "POST", "/webhooks", "create_webhook", arguments)

    def change_webhook(self, person: Person, webhook_id: str, action: str, **rest: Any) -> Reply:
        """POST /webhooks/{id}."""
        body = {"action": action, **rest}
        rpc = {"webhook_id": webhook_id, **body}
        return self._call(person, "POST", f"/webhooks/{webhook_id}", "change_webhook", body, rpc, created=200)

    def deliveries(self, person: Person, webhook_id: str, **query: Any) -> Reply:
        """GET /webhooks/{id}/deliveries."""
        names = {"limit": "page_size"}
        rpc = {"webhook_id": webhook_id, **{names.get(name, name): value for name, value in query.items()}}
        path = f"/webhooks/{webhook_id}/deliveries"
        return self._call(person, "GET", path, "list_webhook_deliveries", query, rpc)

    def remove(self, person: Person, webhook_id: str) -> Reply:
        """DELETE /webhooks/{id}; at the Data API its RPC, whose success counts as 204."""
        if isinstance(self.api, RpcApi):
            return self._call(person, "POST", "", "delete_webhook", {"webhook_id": webhook_id}, created=204)
        functions = cast(FunctionsApi, self.api)
        response = functions.http.delete(f"/webhooks/{webhook_id}", headers=functions.headers(person))
        return Reply(response.status_code, response.json() if response.content else {}, response.text)

    def test(self, person: Person, webhook_id: str) -> Reply:
        """POST /webhooks/{id}/test; at the Data API, only the RPC that asks for it."""
        rpc = {"webhook_id": webhook_id}
        return self._call(person, "POST", f"/webhooks/{webhook_id}/test", "test_webhook", {}, rpc, created=200)
