"""A functions host with a model key and our model server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.functions_host import FunctionsHost
from local.ports import ReservedPort
from local.settings import ROOT
from local.stack import Stack
from tests.support.model_server import ModelServer


@contextmanager
def host_with_key(
    stack: Stack, model_server: ModelServer, directory: Path, root: Path = ROOT
) -> Iterator[FunctionsHost]:
    """Functions with a model key, in a process of their own; `root` holds their code."""
    with ReservedPort(0, "none") as port:
        host = FunctionsHost(
            root,
            directory,
            directory / "functions.log",
            port.number,
            {
                "SUPABASE_URL": stack.supabase_url,
                "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
                "SUPABASE_SECRET_KEY": stack.secret_key,
                "OPENAI_API_KEY": "sk-test",
                "OPENAI_BASE_URL": model_server.url,
                "OPENAI_TIMEOUT_SECONDS": "2",
            },
        )
        with host:
            yield host
