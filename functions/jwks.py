"""GET /.well-known/jwks.json: the public keys of all records that are still valid."""

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import EmptyQuery

jwks = Endpoint("/.well-known/jwks.json", Access.PUBLIC, cache_control="public, max-age=300")


@jwks.operation(
    "GET /.well-known/jwks.json",
    summary="Get the public keys that verify records",
    responses={200: Returns("record_views.KeySet", "A JWK Set (RFC 7517); the signing key is the first.", "KEY_SET")},
)
async def get_keys(call: Call, query: EmptyQuery) -> Response:
    """The public parts of the configured keys; none without RECORD_KEYS."""
    from shared.record.jws import key_set

    return json_response(key_set(call.settings.record_keys))
