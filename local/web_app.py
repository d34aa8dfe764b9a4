"""The application at ``WEB_URL``: the files of ``web/`` with gzip, and three routes that are not files there.

``/config.js`` holds the addresses of the stack; ``/vendor/supabase.js`` is the bundle that npm installed; ``/shell.js``
lists the files that the service worker keeps on the device.
"""

import json
import mimetypes
import os
from collections.abc import Mapping

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
_JAVASCRIPT = "text/javascript; charset=utf-8"


def create_app(environ: Mapping[str, str] = os.environ) -> Starlette:
    """Create the application from the addresses in ``environ``; with ``WEB_DEMO``, sign-in offers the seed's users."""
    # Do not depend on the file types registered on this machine.
    for suffix in (".js", ".mjs"):
        mimetypes.add_type("text/javascript", suffix)
    supabase_url, functions_url = environ["SUPABASE_URL"], environ["FUNCTIONS_URL"]
    known = json.dumps(
        {
            "supabaseUrl": supabase_url,
            "publishableKey": environ["SUPABASE_PUBLISHABLE_KEY"],
            "functionsUrl": functions_url,
            "demo": bool(environ.get("WEB_DEMO")),
        }
    )
    script = f"export const config = Object.freeze({known});\n"

    async def config(_request: Request) -> Response:
        return Response(script, media_type=_JAVASCRIPT)

    async def supabase(_request: Request) -> Response:
        return FileResponse(_SUPABASE_BUNDLE, media_type=_JAVASCRIPT)

    def shell(_request: Request) -> Response:
        files = client_files(_WEB) | {"config.js": script.encode(), "vendor/supabase.js": _SUPABASE_BUNDLE.read_bytes()}
        return Response(shell_script(files), media_type=_JAVASCRIPT)

    return Starlette(
        routes=[
            Route("/config.js", config),
            Route("/vendor/supabase.js", supabase),
            Route("/shell.js", shell),
            Mount("/", StaticFiles(directory=_WEB, html=True)),
        ],
        middleware=[
            Middleware(_Headers, headers=_headers(functions_url, supabase_url)),
            Middleware(GZipMiddleware, minimum_size=500, compresslevel=6),
        ],
    )


def _headers(functions_url: str, supabase_url: str) -> dict[str, str]:
    policy = {
        "default-src": "'self'",
        "connect-src": f"'self' {functions_url} {supabase_url}",
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
