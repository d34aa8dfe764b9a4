"""What a request holds until its response has been sent."""

from collections.abc import Callable
from contextvars import ContextVar

Release = Callable[[], None]


class Unsent:
    """What one request holds, by key; each thing is released exactly once."""

    def __init__(self) -> None:
        self._releases: dict[object, Release] = {}
        self._over = False

    def holds(self, key: object) -> bool:
        """Whether the request holds this now."""
        return key in self._releases

    def hold(self, key: object, release: Release) -> None:
        """Call `release` when the response has been sent; at once if the request is over."""
        if self._over:
            release()
        else:
            self._releases[key] = release

    def release(self) -> None:
        """Release what is held now, for a response that is sent while it is read."""
        while self._releases:
            _, release = self._releases.popitem()
            release()

    def end(self) -> None:
        """Release everything, also what would be held later."""
        self._over = True
        self.release()


# None outside of a request. Tasks that a request starts share its value, and may outlive it.
unsent_of_request: ContextVar[Unsent | None] = ContextVar("unsent_of_request", default=None)
