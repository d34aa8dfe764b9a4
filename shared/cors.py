"""Which web pages may read the answers (CORS).

This is not authorization: who sends no Origin, or another one, is served as well.
"""

from starlette.datastructures import Headers

from shared.settings import Settings

ALLOWED_HEADERS = "authorization, apikey, content-type, x-request-id, x-client-info, if-match"
EXPOSED_HEADERS = "x-request-id, retry-after, etag, content-disposition"
PREFLIGHT_SECONDS = 7200


def cors_headers(request_headers: Headers, settings: Settings) -> dict[str, str]:
    """The headers that let the page's origin read this answer; `Vary` in any case."""
    allowed = settings.allowed_origins
    origin = request_headers.get("origin")
    if origin is None or ("*" not in allowed and origin not in allowed):
        return {"vary": "Origin"}
    return {
        "vary": "Origin",
        "access-control-allow-origin": "*" if "*" in allowed else origin,
        "access-control-expose-headers": EXPOSED_HEADERS,
    }


def preflight_headers(methods: str) -> dict[str, str]:
    """What a preflight adds to `cors_headers`; `methods` as in an Allow header."""
    return {
        "access-control-allow-methods": methods,
        "access-control-allow-headers": ALLOWED_HEADERS,
        "access-control-max-age": str(PREFLIGHT_SECONDS),
    }
