"""Prep sessions through a checking client: every response and refusal possible on a stack without a model."""

from typing import Any
from uuid import uuid4

from tests.openapi.contract import CheckedApi
from tests.support.apis import Reply
from tests.support.database import Database
from tests.support.people import People, Person

# These need a model server; see tests/prep/test_generation.py.
OF_A_MODEL = {"generation_failed", "generation_in_progress"}
ALL = "/prep-sessions"


def prepare(api: CheckedApi, people: People, database: Database) -> None:
    """A workspace from creation to deletion, with every possible refusal on the way."""
    person, other = people.candidate(), people.candidate()

    def ask(method: str, path: str, body: Any = None, sender: Person = person, **headers: str) -> Reply:
        sent = {"authorization": f"Bearer {sender.token}"} | {name.replace("_", "-"): headers[name] for name in headers}
        return api.request(method, path, headers=sent, **({} if body is None else {"json": body}))

    new = {"name": "Prepare", "mode": "job", "prep_session_id": str(uuid4())}
    one = f"{ALL}/{new['prep_session_id']}"
    ask("POST", ALL, new).ok(201)
    ask("POST", ALL, new).ok(200)
    ask("POST", ALL, {"template": "no-such-role"}).refused(404, "prep_template_not_found")
    ask("GET", f"{ALL}/templates").ok()
    ask("GET", one).ok()
    ask("GET", one, None, other).refused(404, "prep_session_not_found")
    ask("PATCH", one, {"name": "B"}).refused(428, "precondition_required")
    ask("PATCH", one, {"name": "B"}, if_match='"1"').ok()
    ask("PATCH", one, {"document": {"notes": "n"}}, if_match='"1"').refused(412, "version_conflict")
    ask("POST", f"{one}/generate", {"kind": "questions"}).refused(503, "ai_not_configured")
    share = ask("POST", f"{one}/shares", {}).ok(201)
    ask("GET", f"{one}/shares").ok()
    api.request("POST", "/shared-prep", json={"token": share["token"]}).ok()
    assert ask("DELETE", f"{one}/shares/{share['share']['id']}").status == 204
    api.request("POST", "/shared-prep", json={"token": share["token"]}).refused(404, "share_not_found")
    fill = "insert into reprise.prep_sessions (user_id, name, mode) select %s, 'n', 'job' from generate_series(2, 100)"
    database.execute(fill, person.user_id)
    ask("POST", ALL, {"name": "One more", "mode": "job"}).refused(409, "limit_reached")
    page = ask("GET", f"{ALL}?limit=2").ok()
    ask("GET", f"{ALL}?cursor={page['next_cursor']}").ok()
    assert ask("DELETE", one).status == 204
