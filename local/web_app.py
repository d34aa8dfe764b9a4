"""The application at ``WEB_URL``: the files of ``web/`` with gzip, and a few routes that are not files there.

``/config.js`` holds the addresses of the stack; ``/vendor/supabase.js`` is the bundle that npm installed; ``/shell.js``
lists the files that the service worker keeps on the device. ``/auth/v1`` and ``/rest/v1`` are forwarded to Supabase:
the embedded gateway's Auth does not allow the headers that Supabase Auth allows in a preflight, so a page of another
origin could not sign in.
"""

import json
import mimetypes
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx2
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local.settings import ROOT
from local.shell import client_files, shell_script

_WEB = ROOT / "web"
_SUPABASE_BUNDLE = ROOT / "node_modules/@supabase/supabase-js/dist/umd/supabase.js"
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
_FORWARDED = {
    *("accept", "accept-profile", "apikey", "authorization", "content-profile", "content-type", "prefer", "range"),
    *("range-unit", "x-client-info", "x-supabase-api-version"),
}
_RETURNED = {"content-location", "content-range", "content-type", "preference-applied", "x-supabase-api-version"}
_JAVASCRIPT = "text/javascript; charset=utf-8"


def create_app(environ: Mapping[str, str] = os.environ) -> Starlette:
    """Create the application from the addresses in ``environ``; with ``WEB_DEMO``, sign-in offers the seed's users."""
    # Do not depend on the file types registered on this machine.
    for suffix in (".js", ".mjs"):
        mimetypes.add_type("text/javascript", suffix)
    supabase_url, functions_url = environ["SUPABASE_URL"], environ["FUNCTIONS_URL"]
    known = json.dumps(
        {
            "publishableKey": environ["SUPABASE_PUBLISHABLE_KEY"],
            "functionsUrl": functions_url,
            "demo": bool(environ.get("WEB_DEMO")),
        }
    )
    # The page uses its own origin as the Supabase URL.
    script = f"export const config = Object.freeze({{ ...{known}, supabaseUrl: globalThis.location.origin }});\n"
    # httpx2, because httpx loses connections forever when more requests than it has wait through a stall. The expiry is
    # shorter than the five seconds after which the gateway, a Node server, closes an idle connection.
    upstream = httpx2.AsyncClient(
        base_url=supabase_url, timeout=20.0, limits=httpx2.Limits(keepalive_expiry=4.0), trust_env=False
    )

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with upstream:
            yield

    async def config(_request: Request) -> Response:
        return Response(script, media_type=_JAVASCRIPT)

    async def supabase(_request: Request) -> Response:
        return FileResponse(_SUPABASE_BUNDLE, media_type=_JAVASCRIPT)

    def shell(_request: Request) -> Response:
        files = client_files(_WEB) | {"config.js": script.encode(), "vendor/supabase.js": _SUPABASE_BUNDLE.read_bytes()}
        return Response(shell_script(files), media_type=_JAVASCRIPT)

    async def forward(request: Request) -> Response:
        headers = {name: value for name, value in request.headers.items() if name in _FORWARDED}
        try:
            answer = await upstream.request(
                request.method,
                request.url.path,
                params=request.url.query,
                headers=headers,
                content=await request.body(),
            )
        except httpx2.TransportError:
            return Response(status_code=502)
        kept = {name: value for name, value in answer.headers.items() if name in _RETURNED}
        return Response(answer.content, answer.status_code, kept)

    return Starlette(
        routes=[
            Route("/config.js", config),
            Route("/vendor/supabase.js", supabase),
            Route("/shell.js", shell),
            Route("/auth/v1/{path:path}", forward, methods=_METHODS),
            Route("/rest/v1/{path:path}", forward, methods=_METHODS),
            Mount("/", StaticFiles(directory=_WEB, html=True)),
        ],
        middleware=[
            Middleware(_Headers, headers=_headers(functions_url)),
            Middleware(GZipMiddleware, minimum_size=500, compresslevel=6),
        ],
        lifespan=lifespan,
    )


def _headers(functions_url: str) -> dict[str, str]:
    policy = {
        "default-src": "'self'",
        "connect-src": f"'self' {functions_url}",
        "img-src": "'self' data:",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
    }
    return {
        # Browsers revalidate: an unchanged file gives 304, and a changed one is never shown from a cache.
        "cache-control": "no-cache",
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
    }


class _Headers:
    """Adds the same headers to every response."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers)
