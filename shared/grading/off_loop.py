"""Work on texts beside the event loop, which may be serving candidates meanwhile."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

# One thread. Two would do no more, as they share an interpreter, and the event loop would wait for both.
_TEXTS = ThreadPoolExecutor(max_workers=1, thread_name_prefix="texts")


async def off_loop(work: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
    """What `work` returns or raises. It runs in the thread for texts; cancelled before its turn, it never runs."""
    return await asyncio.get_running_loop().run_in_executor(_TEXTS, lambda: work(*arguments, **named))
