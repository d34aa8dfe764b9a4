"""Plain HTTP calls of the tests.

Every client of httpx, and every `httpx.get`, loads the certificate authorities: 25 ms of processor time. The stacks
speak plain HTTP, so these calls share one context.
"""

import ssl

import httpx

CONTEXT = ssl.create_default_context()
# No connection is kept: the next test may have another stack on the same port.
http = httpx.Client(verify=CONTEXT, limits=httpx.Limits(max_keepalive_connections=0))
