"""/webhooks: addresses that get the events of an organization."""

import json
from uuid import UUID

from starlette.responses import Response

from shared.examples import NOW, ORGANIZATION, WEBHOOK_URL
from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import EmptyRequest
from shared.models.webhook_requests import ChangeWebhook, CreateWebhook, DeliveriesQuery, WebhooksQuery
from shared.rpc.database import SERVICE_TIMEOUT_SECONDS, service_database

ALL = "/webhooks"
ONE = "/webhooks/{webhook_id}"
NOT_YOURS = "webhook_not_found"

webhooks = Endpoint(ALL, Access.SIGNED_IN)


@webhooks.operation(
    f"GET {ALL}",
    summary="List the webhooks of one or all organizations you own",
    responses={200: Returns("webhook_views.WebhooksResponse", "All of them, without secrets.", "WEBHOOKS")},
    refusals=("organization_not_found",),
)
async def list_webhooks(call: Call, query: WebhooksQuery) -> Response:
    """For owners: where events go, and how deliveries fare."""
    return json_response(await call.database.rpc("list_webhooks", query.model_dump()))


@webhooks.operation(
    f"POST {ALL}",
    summary="Have the events of your organization sent to an address",
    examples={
        "sessions": {
            "organization_id": ORGANIZATION,
            "url": WEBHOOK_URL,
            "events": ["session.completed"],
        }
    },
    responses={201: Returns("webhook_views.CreatedWebhook", "The webhook, with its secret: only now.", "CREATED")},
    refusals=("organization_not_found", "limit_reached"),
)
async def create_webhook(call: Call, body: CreateWebhook) -> Response:
    """Add a webhook; the secret is returned here and nowhere else."""
    return json_response(await call.database.rpc("create_webhook", body.model_dump()), 201)


@webhooks.operation(
    f"POST {ONE}",
    summary="Pause, resume or replay a webhook, or rotate its secret",
    examples={
        "pause": {"action": "pause"},
        "resume": {"action": "resume"},
        "rotate": {"action": "rotate_secret"},
        "replay": {"action": "replay", "since": NOW},
    },
    responses={200: Returns("webhook_views.ChangedWebhook", "The webhook as it is now.", "ROTATED")},
    refusals=(NOT_YOURS,),
)
async def change_webhook(call: Call, webhook_id: UUID, body: ChangeWebhook) -> Response:
    """Change a webhook; `rotate_secret` returns the new secret."""
    return json_response(await call.database.rpc("change_webhook", {"webhook_id": webhook_id, **body.model_dump()}))


@webhooks.operation(
    f"DELETE {ONE}",
    summary="Delete a webhook",
    responses={204: Returns(None, "The webhook was deleted.")},
    refusals=(NOT_YOURS,),
)
async def delete_webhook(call: Call, webhook_id: UUID) -> Response:
    """Delete it with its secrets and deliveries."""
    await call.database.rpc("delete_webhook", {"webhook_id": webhook_id})
    return Response(status_code=204)


@webhooks.operation(
    f"POST {ONE}/test",
    summary="Send a test event to a webhook now",
    examples={"empty": {}},
    responses={200: Returns("webhook_views.TestedWebhook", "What the receiver answered.", "TESTED")},
    refusals=(NOT_YOURS,),
)
async def test_webhook(call: Call, webhook_id: UUID, body: EmptyRequest) -> Response:
    """Send one signed message of type webhook.test, whatever the state of the webhook."""
    # Imported here: only this and POST /notify talk to other servers.
    from shared.webhooks.attempt import attempt, connection_to

    tested = json.loads(await call.database.rpc("test_webhook", {"webhook_id": webhook_id}))
    ids = {"webhook_id": webhook_id, "event_id": tested["event_id"]}
    service = service_database(call.settings)
    claimed = await service.rpc_object("claim_webhook_test", ids, SERVICE_TIMEOUT_SECONDS)
    async with connection_to(claimed["target"]) as pool:
        outcome = await attempt(pool, claimed["target"], claimed["message"])
    await service.rpc_repeatable("finish_webhook_test", {**ids, "attempt": outcome})
    answer = {name: outcome[name] for name in ("response_status", "error", "duration_ms")}
    return json_response({"event_id": tested["event_id"], "delivered": outcome["outcome"] == "delivered", **answer})


@webhooks.operation(
    f"GET {ONE}/deliveries",
    summary="List the deliveries of a webhook",
    responses={200: Returns("webhook_views.DeliveriesResponse", "One page of deliveries.", "DELIVERIES")},
    refusals=(NOT_YOURS,),
)
async def list_deliveries(call: Call, webhook_id: UUID, query: DeliveriesQuery) -> Response:
    """One page, newest event first."""
    arguments = {"status": query.status, "cursor": query.cursor, "page_size": query.limit}
    return json_response(await call.database.rpc("list_webhook_deliveries", {"webhook_id": webhook_id, **arguments}))
