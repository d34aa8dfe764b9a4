"""Runs text work in a thread, off the event loop, which may be serving candidates meanwhile."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

# One thread: two would share the interpreter and finish no sooner, and the event loop would wait for both.
_TEXTS = ThreadPoolExecutor(max_workers=1, thread_name_prefix="texts")


async def off_loop(work: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
    """Run `work` in the text thread; returns or raises what it does. If cancelled while queued, it never runs."""
    return await asyncio.get_running_loop().run_in_executor(_TEXTS, lambda: work(*arguments, **named))
