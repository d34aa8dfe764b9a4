"""An organization with a webhook on this machine, and the sender of events."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import People
from tests.support.plain_http import http
from tests.support.receiver import Receiver, open_receiver
from tests.support.webhook_calls import WebhooksApi
from tests.webhooks.organization import Organization
from tests.webhooks.process import Sender


@pytest.fixture
def calls(api: Api) -> WebhooksApi:
    """The calls, at each API in turn."""
    return WebhooksApi(api)


@pytest.fixture
def function_calls(functions_api: Api) -> WebhooksApi:
    """The calls at our functions."""
    return WebhooksApi(functions_api)


@pytest.fixture
def receiver(database: Database) -> Iterator[Receiver]:
    """A receiver on this machine, which the setting allows; no webhook of another test is served."""
    database.execute("update reprise_private.webhooks set status = 'paused', claim_token = null, claimed_until = null")
    database.execute("update reprise_private.settings set webhook_loopback = true")
    try:
        with open_receiver() as opened:
            yield opened
    finally:
        database.execute("update reprise_private.settings set webhook_loopback = false")


@pytest.fixture
def organization(database: Database, people: People) -> Organization:
    """An organization of its own, with an interview by invitation."""
    interview = make_interview(database, ("open",), is_public=False)
    owner, recruiter = (people.member(interview.organization_id, role) for role in ("owner", "recruiter"))
    return Organization(interview.organization_id, interview.interview_id, owner, recruiter)


@pytest.fixture
def sender(stack: Stack, tmp_path: Path) -> Callable[[], Sender]:
    """Makes senders, which run as processes."""
    return lambda: Sender(stack, tmp_path)


@pytest.fixture
def notify(stack: Stack) -> Callable[[], dict[str, Any]]:
    """Calls POST /notify as the scheduler does, and returns its counts."""
    headers = {"authorization": f"Bearer {stack.scheduler_secret}"}

    def call() -> dict[str, Any]:
        response = http.post(f"{stack.functions_url}/notify", headers=headers, timeout=120)
        return cast(dict[str, Any], response.raise_for_status().json())

    return call
