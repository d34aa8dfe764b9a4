"""Every entry point for the functions host: `functions-framework --asgi --target=submit`.

An invalid environment stops the process here, before it takes a request.
"""

import functions_framework.aio

from functions.api import api
from functions.registry import ENTRY_POINTS
from shared.settings import get_settings

__all__ = ["api", *ENTRY_POINTS]

for _entry_point in (api, *ENTRY_POINTS.values()):
    globals()[_entry_point.__name__] = functions_framework.aio.http(_entry_point)

get_settings()
