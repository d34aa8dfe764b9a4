"""Guards that only a valid token gives access: a forged one gets nothing from any function or RPC.

Each forgery tries a quarter of the calls that succeed with the victim's own token, or all of them with `make prove`.
Nothing is written, and the response is a clean refusal.
"""

import json
from collections.abc import Iterator

import httpx
import pytest

from local.stack import Stack
from tests.security.forged_tokens import Forgery, forgeries
from tests.security.prep_calls import OWNER_CALLS, OWNER_RPCS, SERVICE_PREP_RPCS
from tests.support.api_calls import SERVICE_RPCS, Call, Ids, calls, calls_of_a_reviewer, calls_of_a_talk
from tests.support.apis import Api
from tests.support.data_api import PROFILE
from tests.support.database import Database
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People
from tests.support.plain_http import CONTEXT
from tests.support.race import share
from tests.support.table_fingerprints import snapshot

PROBLEM_FIELDS = {"type", "title", "status", "detail", "code", "request_id"}
# A caller with the project's signing key is the service, so for the service's own RPCs these are not forgeries. (The
# embedded gateway, a superuser itself, can become postgres; a hosted PostgREST cannot.)
PRIVILEGED = ("role service_role", "role postgres")


@pytest.fixture
def run(people: People, database: Database, functions_api: Api) -> Run:
    """A victim's running session."""
    interview = make_interview(database, ("open",) * 3)
    return start(functions_api, people.candidate(), interview.interview_id)


@pytest.fixture
def variants(people: People, stack: Stack, run: Run) -> list[Forgery]:
    """Every forgery, aimed at the victim."""
    found = forgeries(people, stack, run.person, people.candidate())
    assert len(found) >= 50
    return found


@pytest.fixture
def functions(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(verify=CONTEXT, base_url=stack.functions_url, timeout=120) as client:
        yield client


@pytest.fixture
def rpcs(stack: Stack) -> Iterator[httpx.Client]:
    key = {**PROFILE, "apikey": stack.publishable_key}
    with httpx.Client(verify=CONTEXT, base_url=f"{stack.supabase_url}/rest/v1", headers=key, timeout=120) as client:
        yield client


def test_no_forged_token_gets_data_from_a_function(
    functions: httpx.Client, run: Run, variants: list[Forgery], database: Database
) -> None:
    before = snapshot(database)
    export = Call("GET", f"/export?session_id={run.session_id}&format=json")
    scheduled = [Call("POST", path, {}) for path in ("/cleanup", "/evaluate")]
    tried = [*calls("function", Ids.of(run)), *calls_of_a_reviewer("function", Ids.of(run)), export, *scheduled]
    tried += [*calls_of_a_talk("function", Ids.of(run)), *OWNER_CALLS]
    wrong = [
        f"{forgery.name} at {call.path}: {answer.status_code} {answer.text}"
        for number, forgery in enumerate(variants)
        for call in share(tried, 4, number)
        if not _is_refused_by_a_function(answer := _send(functions, call, forgery))
    ]
    assert wrong == []
    assert snapshot(database) == before


def test_no_forged_token_gets_data_from_the_data_api(
    rpcs: httpx.Client, run: Run, variants: list[Forgery], database: Database
) -> None:
    before = snapshot(database)
    assert _accepted_by_the_data_api(rpcs, run, variants, of=4) == []
    assert snapshot(database) == before


@pytest.fixture
def credulous_database(database: Database) -> Iterator[None]:
    """Plant a mistake: the database trusts the subject of any token."""
    original = database.value("select pg_get_functiondef('reprise_private.caller_id'::regproc)")
    database.execute(
        "create or replace function reprise_private.caller_id() returns uuid language sql stable"
        " set search_path = '' return (auth.jwt() ->> 'sub')::uuid"
    )
    yield
    database.connection.execute(original.encode())


@pytest.mark.prove
@pytest.mark.usefixtures("credulous_database")
def test_control_same_forged_tokens_are_accepted_by_a_credulous_database(
    rpcs: httpx.Client, run: Run, variants: list[Forgery]
) -> None:
    about_audience = [forgery for forgery in variants if "audience" in forgery.name]
    accepted = "\n".join(_accepted_by_the_data_api(rpcs, run, about_audience))
    assert "audience missing at /rpc/start_session: 200" in accepted
    assert "audience of another service" in accepted


@pytest.mark.parametrize("api", ["function", "postgrest"])
def test_control_same_calls_succeed_with_the_victims_own_token(
    api: str, functions: httpx.Client, rpcs: httpx.Client, run: Run
) -> None:
    client = functions if api == "function" else rpcs
    own = Forgery("none", f"Bearer {run.person.token}")
    for call in calls(api, Ids.of(run)):
        answer = _send(client, call, own)
        assert answer.status_code in (200, 202), f"{call.path}: {answer.text}"
        assert "problem" not in answer.json()


def _accepted_by_the_data_api(rpcs: httpx.Client, run: Run, variants: list[Forgery], of: int = 1) -> list[str]:
    """The calls that were let in or learned something, with their responses. Each forgery tries one of `of` calls."""
    secrets = [str(run.session_id), run.view["question"]["prompt"]]
    accepted = []
    for number, forgery in enumerate(variants):
        service = [] if forgery.name in PRIVILEGED else [*SERVICE_RPCS, *SERVICE_PREP_RPCS, *OWNER_RPCS]
        tried = [*calls("postgrest", Ids.of(run)), *calls_of_a_reviewer("postgrest", Ids.of(run)), *service]
        for call in share(tried, of, number):
            answer = _send(rpcs, call, forgery)
            refused = answer.status_code in (400, 401, 403)
            if not refused or any(secret in answer.text for secret in secrets):
                accepted.append(f"{forgery.name} at {call.path}: {answer.status_code} {answer.text}")
    return accepted


def _is_refused_by_a_function(answer: httpx.Response) -> bool:
    if answer.headers["content-type"] != "application/problem+json":
        return False
    problem = answer.json()
    refusal = (answer.status_code, problem["code"])
    return (
        problem.keys() - {"reason"} == PROBLEM_FIELDS
        and problem.get("reason") in (None, "scheduler")
        and problem["status"] == answer.status_code
        and (refusal == (403, "not_allowed") or refusal == (401, "not_authenticated"))
        and (refusal[0] == 403 or answer.headers["www-authenticate"] == "Bearer")
    )


def _send(client: httpx.Client, call: Call, forgery: Forgery) -> httpx.Response:
    content = None if call.body is None else json.dumps(call.body, default=str).encode()
    headers = forgery.headers()
    if content is not None:
        headers.append(("content-type", "application/json"))
    raw = [(name.encode(), value.encode() if isinstance(value, str) else value) for name, value in headers]
    request = client.build_request(
        call.method, call.path, content=content, params=dict(forgery.query) or None, headers=raw
    )
    return client.send(request)
