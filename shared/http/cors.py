"""Which web pages may read responses (CORS).

This is not authorization: requests without an Origin, or with another one, are served as well.
"""

from starlette.datastructures import Headers

from shared.settings import Settings

# What supabase-js sends or names in its own list for functions, what tracing in the host's page adds, and our own.
ALLOWED_HEADERS = (
    "authorization, apikey, content-type, x-client-info, x-retry-count, x-region, traceparent, tracestate, baggage, "
    "sentry-trace, x-request-id, if-match, x-invitation-token"
)
EXPOSED_HEADERS = "x-request-id, retry-after, etag, content-disposition, link"
PREFLIGHT_SECONDS = 7200


def cors_headers(request_headers: Headers, settings: Settings) -> dict[str, str]:
    """The headers that let the page's origin read the response; always includes `Vary`."""
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
    """The additional headers of a preflight response; `methods` has the form of an Allow header."""
    return {
        "access-control-allow-methods": methods,
        "access-control-allow-headers": ALLOWED_HEADERS,
        "access-control-max-age": str(PREFLIGHT_SECONDS),
    }
