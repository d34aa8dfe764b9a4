"""/notices: what happened in the caller's organizations, and the caller's e-mail preferences."""

from starlette.responses import Response

from shared.examples import NOTICE
from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.notice_requests import NoticesQuery, ReadNotices, SetPreference

ALL = "/notices"
PREFERENCES = f"{ALL}/preferences"

notices = Endpoint(ALL, Access.SIGNED_IN)


@notices.operation(
    f"GET {ALL}",
    summary="List what happened in your organizations",
    responses={200: Returns("notice_views.NoticesResponse", "One page of notices.", "NOTICES")},
)
async def list_notices(call: Call, query: NoticesQuery) -> Response:
    """One page, newest first, and how many are unread."""
    arguments = {"organization_id": query.organization_id, "cursor": query.cursor, "page_size": query.limit}
    return json_response(await call.database.rpc("list_notices", arguments))


@notices.operation(
    f"POST {ALL}",
    summary="Mark notices as read, up to one of them",
    examples={"through": {"through": NOTICE}},
    responses={200: Returns("notice_views.ReadResponse", "They are read.", "READ")},
)
async def read(call: Call, body: ReadNotices) -> Response:
    """Everything up to this notice, in all of the caller's organizations."""
    return json_response(await call.database.rpc("read_notices", body.model_dump()))


@notices.operation(
    f"GET {PREFERENCES}",
    summary="Get your e-mail preferences",
    responses={200: Returns("notice_views.PreferencesResponse", "A pace for each kind.", "PREFERENCES")},
)
async def preferences(call: Call) -> Response:
    """A pace for each kind of event, and for reminders."""
    return json_response(await call.database.rpc("get_notice_preferences", {}))


@notices.operation(
    f"POST {PREFERENCES}",
    summary="Set your e-mail preference for one kind of event",
    examples={"daily": {"kind": "result.ready", "pace": "daily"}},
    responses={200: Returns("notice_views.PreferencesResponse", "All of them, as they are now.", "PREFERENCES")},
)
async def set_preference(call: Call, body: SetPreference) -> Response:
    """Off, soon or daily."""
    return json_response(await call.database.rpc("set_notice_preference", body.model_dump()))
