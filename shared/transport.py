"""Carries requests to the gateway over httpx's own kept-alive connections, without detours.

An httpx client merges settings, cookies, redirects and proxies into every request. Calling one
gateway needs none of that, so plain requests go straight to the transport. There is no timeout
here: whoever calls sets a deadline and cancels.
"""

from functools import lru_cache
from typing import Any

import httpx

MAX_CONNECTIONS = 100
# Node's servers close an idle connection after five seconds; none is reused that late.
KEEPALIVE_SECONDS = 4.0


class GatewayClient(httpx.AsyncClient):
    """An httpx client that hands plain requests straight to its transport."""

    def __init__(self, gateway_url: str) -> None:
        self._gateway = httpx.AsyncHTTPTransport(
            # Reading the certificate authorities takes as long as all our imports: not for http.
            verify=not gateway_url.startswith("http://"),
            trust_env=False,
            limits=httpx.Limits(
                max_connections=MAX_CONNECTIONS,
                max_keepalive_connections=MAX_CONNECTIONS,
                keepalive_expiry=KEEPALIVE_SECONDS,
            ),
        )
        super().__init__(transport=self._gateway, trust_env=False)

    async def request(self, method: str, url: httpx.URL | str, **options: Any) -> httpx.Response:
        """Send `content` with `headers`, as they are; every other option takes httpx's way."""
        headers, content = options.pop("headers", None), options.pop("content", None)
        if any(options.values()):
            return await super().request(method, url, headers=headers, content=content, **options)
        request = httpx.Request(method, _parsed(str(url)), headers=headers, content=content)
        response = await self._gateway.handle_async_request(request)
        response.request = request
        await response.aread()
        return response


@lru_cache(maxsize=64)
def _parsed(url: str) -> httpx.URL:
    return httpx.URL(url)
