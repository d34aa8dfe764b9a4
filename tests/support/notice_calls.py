"""The calls about notices, through each of the two APIs."""

from typing import Any, cast
from uuid import UUID

from tests.support.apis import Reply, RpcApi
from tests.support.people import Person
from tests.support.people_apis import PeopleApi


class NoticesApi(PeopleApi):
    """The calls at one API."""

    def notices(self, person: Person, **query: Any) -> Reply:
        """GET /notices."""
        rpc = {"page_size" if name == "limit" else name: value for name, value in query.items()}
        return self._call(person, "GET", "/notices", "list_notices", query, rpc)

    def read(self, person: Person, through: UUID | str) -> Reply:
        """POST /notices."""
        return self._call(person, "POST", "/notices", "read_notices", {"through": through}, created=200)

    def preferences(self, person: Person) -> dict[str, str]:
        """GET /notices/preferences."""
        reply = self._call(person, "GET", "/notices/preferences", "get_notice_preferences", {})
        return cast(dict[str, str], reply.ok()["preferences"])

    def prefer(self, person: Person, kind: str, pace: str) -> Reply:
        """POST /notices/preferences."""
        body = {"kind": kind, "pace": pace}
        return self._call(person, "POST", "/notices/preferences", "set_notice_preference", body, created=200)

    @property
    def is_data_api(self) -> bool:
        """Whether this is the Data API."""
        return isinstance(self.api, RpcApi)
