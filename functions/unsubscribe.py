"""POST /unsubscribe: the link in an e-mail ends e-mails of its kind, without a sign-in."""

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.notice_requests import UnsubscribeQuery
from shared.rpc.database import SERVICE_TIMEOUT_SECONDS

unsubscribe = Endpoint("/unsubscribe", Access.PUBLIC)


@unsubscribe.operation(
    "POST /unsubscribe",
    summary="Unsubscribe from e-mails of the kind that holds this link",
    responses={200: Returns("notice_views.Unsubscribed", "Also for an unknown token.", "UNSUBSCRIBED")},
    refusals=("database_unavailable",),
)
async def end_emails(call: Call, query: UnsubscribeQuery) -> Response:
    """One click, as mail programs send it (RFC 8058); the body is not read."""
    return json_response(await call.database.rpc("unsubscribe", {"token": query.token}, SERVICE_TIMEOUT_SECONDS))
