"""Webhooks through a checking client: every example, every response and every refusal of a healthy stack."""

from typing import cast
from uuid import uuid4

from tests.openapi.contract import CheckedApi
from tests.support.database import Database
from tests.support.interviews import make_organization
from tests.support.people import People
from tests.support.webhook_calls import WebhooksApi


def add_webhooks(api: CheckedApi, people: People, database: Database) -> None:
    """A webhook from its creation to its end; its receiver does not exist, so its test says so."""
    calls = WebhooksApi(api)
    organization = make_organization(database)
    owner, member = people.member(organization, "owner"), people.member(organization, "recruiter")
    paths = api.contract.document["paths"]

    def examples(path: str) -> dict[str, dict[str, object]]:
        found = paths[path]["post"]["requestBody"]["content"]["application/json"]["examples"]
        return {name: cast(dict[str, object], example["value"]) for name, example in found.items()}

    headers = api.headers(owner)
    new = examples("/webhooks")["sessions"] | {"organization_id": str(organization)}
    hook = api.request("POST", "/webhooks", json=new, headers=headers).ok(201)["webhook"]["id"]
    for example in examples("/webhooks/{webhook_id}").values():
        api.request("POST", f"/webhooks/{hook}", json=example, headers=headers).ok()
    database.execute("update reprise_private.webhooks set url = 'https://hooks.invalid/' where id = %s", hook)
    assert calls.test(owner, hook).ok()["delivered"] is False
    [tested] = calls.deliveries(owner, hook, status="dead", limit=1).ok()["deliveries"]
    assert tested["type"] == "webhook.test"
    calls.webhooks(owner, organization).ok()
    calls.webhooks(member, organization).refused(403, "not_allowed")
    calls.change_webhook(owner, str(uuid4()), "pause").refused(404, "webhook_not_found")
    calls.remove(owner, hook).ok(204)
    for path in ("/notices", "/notices/preferences"):
        for example in examples(path).values():
            api.request("POST", path, json=example, headers=headers).ok()
    database.execute(
        "select reprise_private.append_organization_event(%s, 'result.ready', %s, null, null, '{}')",
        organization,
        uuid4(),
    )
    api.request("GET", "/notices?limit=1", headers=headers).ok()
    api.request("GET", "/notices/preferences", headers=headers).ok()
    api.request("POST", "/unsubscribe?token=unknown").ok()
