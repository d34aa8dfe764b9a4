"""One request, as a handler sees it."""

from starlette.requests import Request

from shared.http.incoming_body import IncomingBody
from shared.http.parsing import Body, Query, parse_body, read_query
from shared.problems import Problem
from shared.rpc.database import Database
from shared.rpc.unsent import Unsent
from shared.settings import Settings


class Call:
    """One request, as a handler sees it."""

    def __init__(self, request: Request, request_id: str, settings: Settings) -> None:
        self.request = request
        self.request_id = request_id
        self.settings = settings
        self.incoming = IncomingBody(request, settings)
        self.unsent = Unsent()
        self.admitted: Database | None = None
        self.problem: Problem | None = None
        self.stack_trace: str | None = None

    @property
    def method(self) -> str:
        """GET, POST, …; HEAD counts as GET, and the host omits the body."""
        return "GET" if self.request.method == "HEAD" else self.request.method

    @property
    def database(self) -> Database:
        """The database, with the rights the caller was admitted with."""
        if self.admitted is None:
            raise RuntimeError("Nobody was admitted.")
        return self.admitted

    async def body(self, model: type[Body], max_bytes: int = 0) -> Body:
        """The JSON body as `model`, up to the usual size or `max_bytes`; raises Problem (400, 408, 413, 415, 422)."""
        content = await self.incoming.read(max(self.settings.max_body_bytes, max_bytes))
        return parse_body(content, self.request, model)

    def query(self, model: type[Query]) -> Query:
        """The query as `model`; raises Problem (422)."""
        return read_query(self.request, model)
