"""The function of prep sessions, served alone with a model key."""

from local.processes import Child
from local.stack import Stack
from tests.support.apis import FunctionsApi
from tests.support.entry_points import wait_ready
from tests.support.prep_apis import FunctionsPrepApi


class FunctionWithModel:
    """The function, served alone with a key and this model server; it can be killed."""

    def __init__(self, stack: Stack, child: Child, url: str) -> None:
        self.child = child
        self.url = url
        self._api = FunctionsApi(stack, url)
        self.prep = FunctionsPrepApi(self._api, base="")

    def close(self) -> None:
        """Kill the process, and close the connections to it."""
        self._api.http.close()
        self.child.kill()

    def restart(self) -> None:
        """Send SIGKILL, and start another process in its place."""
        self.child.kill()
        self.child.start()
        wait_ready(self.child, self.url)


def model_environment(stack: Stack, model_url: str, timeout_seconds: int = 60) -> dict[str, str]:
    """The function's environment, with a model configured, which it gives up after `timeout_seconds`."""
    return {
        "SUPABASE_URL": stack.supabase_url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "GATEWAY_KEEPALIVE_SECONDS": "4",
        "OPENAI_API_KEY": "test-key",
        "OPENAI_BASE_URL": model_url,
        "OPENAI_MODEL_PREP": "prep-model",
        "OPENAI_PREP_TIMEOUT_SECONDS": str(timeout_seconds),
    }
