"""Organizations, invitations and interviews to take, through each of the two APIs."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from tests.support.apis import Api, FunctionsApi, Reply, RpcApi
from tests.support.database import Database
from tests.support.people import People, Person


def confirm(database: Database, person: Person) -> Person:
    """The same person, with an address that Supabase Auth has confirmed."""
    database.execute("update auth.users set email_confirmed_at = now() where id = %s", person.user_id)
    return person


def person_of(people: People, database: Database, email: str) -> Person:
    """A new user with this confirmed address."""
    person = people.candidate()
    database.execute("update auth.users set email = %s where id = %s", email, person.user_id)
    return confirm(database, Person(person.user_id, email, person.token))


def address() -> str:
    """An address that nobody has."""
    return f"{uuid4().hex}@example.com"


def in_days(days: int) -> str:
    """A time to come, as the API writes it; days cannot be named here, because an invitation lasts a year at most."""
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000000Z")


class PeopleApi:
    """The calls at one API; the arguments are the fields of the HTTP contract."""

    def __init__(self, api: Api) -> None:
        self.api = api

    def create_organization(self, person: Person, name: str) -> Reply:
        """POST /organizations."""
        return self._call(person, "POST", "/organizations", "create_organization", {"name": name})

    def organizations(self, person: Person) -> dict[str, Any]:
        """GET /organizations."""
        return self._call(person, "GET", "/organizations", "list_organizations", {}).ok()

    def members(self, person: Person, organization_id: UUID) -> Reply:
        """GET /organizations/{organization_id}/members."""
        path, rpc = f"/organizations/{organization_id}/members", {"organization_id": organization_id}
        return self._call(person, "GET", path, "list_members", {}, rpc)

    def invite(self, person: Person, **arguments: Any) -> Reply:
        """POST /invitations."""
        rpc = {name: value for name, value in arguments.items() if name != "link"}
        rpc |= {"places": arguments["link"]["places"]} if "link" in arguments else {}
        return self._call(person, "POST", "/invitations", "create_invitations", arguments, rpc)

    def invite_one(self, person: Person, interview_id: UUID, email: str | None = None, **terms: Any) -> dict[str, Any]:
        """The invitation of one address, or of a link with `places`."""
        whom = {"link": {"places": terms.pop("places", 1)}} if email is None else {"emails": [email]}
        [invitation] = self.invite(person, interview_id=interview_id, **whom, **terms).ok(201)["invitations"]
        return cast(dict[str, Any], invitation)

    def invitations(self, person: Person, **query: Any) -> Reply:
        """GET /invitations."""
        names = {"q": "query", "limit": "page_size"}
        rpc = {names.get(name, name): value for name, value in query.items()}
        return self._call(person, "GET", "/invitations", "list_invitations", query, rpc)

    def states(self, person: Person, interview_id: UUID) -> dict[str, str]:
        """The state of each invitation, by its id."""
        page = self.invitations(person, interview_id=interview_id, limit=100).ok()
        return {item["id"]: item["state"] for item in page["invitations"]}

    def change(self, person: Person, invitation_id: str, action: str, **terms: Any) -> Reply:
        """POST /invitations/{id}."""
        rest = {name: value for name, value in terms.items() if name != "expires_at"}
        rpc = {"invitation_id": invitation_id, "action": action, "expires_at": terms.get("expires_at"), "terms": rest}
        body = {"action": action, **terms}
        return self._call(person, "POST", f"/invitations/{invitation_id}", "change_invitation", body, rpc, created=200)

    def accept(self, person: Person, token: str, **arguments: Any) -> Reply:
        """POST /accept-invitation with a token."""
        arguments = {"token": token, **arguments}
        return self._call(person, "POST", "/accept-invitation", "accept_invitation", arguments, created=200)

    def accept_by_id(self, person: Person, invitation_id: str) -> Reply:
        """POST /accept-invitation with the id of an invitation that waits."""
        arguments = {"invitation_id": invitation_id}
        return self._call(person, "POST", "/accept-invitation", "accept_invitation", arguments, created=200)

    def interviews(self, person: Person, **page: Any) -> dict[str, Any]:
        """GET /interviews."""
        rpc = {"page_size" if name == "limit" else name: value for name, value in page.items()}
        return self._call(person, "GET", "/interviews", "list_interviews", page, rpc).ok()

    def item(self, person: Person, interview_id: UUID) -> dict[str, Any] | None:
        """An interview in the person's list; None if it is not on the first page."""
        page = self.interviews(person, limit=100)["interviews"]
        return next((item for item in page if item["id"] == str(interview_id)), None)

    def _call(
        self,
        person: Person,
        method: str,
        path: str,
        rpc: str,
        arguments: Mapping[str, Any],
        rpc_arguments: Mapping[str, Any] | None = None,
        created: int = 201,
    ) -> Reply:
        if isinstance(self.api, RpcApi):
            content = _json(arguments if rpc_arguments is None else rpc_arguments)
            response = self.api.http.post(f"/rpc/{rpc}", content=content, headers=self.api.headers(person))
            reply = RpcApi._reply(rpc, response)
            return Reply(created, reply.body, reply.text) if method == "POST" and reply.status == 200 else reply
        functions = cast(FunctionsApi, self.api)
        if method == "GET":
            query = {name: str(value) for name, value in arguments.items()}
            response = functions.http.get(path, params=query, headers=functions.headers(person))
        else:
            response = functions.http.post(path, content=_json(arguments), headers=functions.headers(person))
        return Reply(response.status_code, response.json(), response.text)


def show(functions: FunctionsApi, token: str) -> Reply:
    """GET /invitation, without signing in."""
    response = functions.http.get("/invitation", headers={"x-invitation-token": token})
    return Reply(response.status_code, response.json(), response.text)


def _json(arguments: Mapping[str, Any]) -> bytes:
    return json.dumps(arguments, default=str).encode()
