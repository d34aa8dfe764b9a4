"""An organization with members who are told about events, and a mail server."""

from collections.abc import Awaitable, Callable, Iterator

import pytest

from local.stack import Stack
from shared.environment import EnvironmentReader
from shared.mail.settings import MailSettings
from shared.notices.delivery import deliver_notices
from shared.notices.message import Places
from shared.rpc.database import service_database
from shared.settings import Settings
from tests.notices.news import News
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.notice_calls import NoticesApi
from tests.support.people import People
from tests.support.people_apis import confirm
from tests.support.postbox import Postbox, open_postbox
from tests.support.waiting_mails import cancel_waiting_mails

PLACES = Places("https://app.example.org", "https://api.example.org")


@pytest.fixture
def calls(api: Api) -> NoticesApi:
    """The calls, at each API in turn."""
    return NoticesApi(api)


@pytest.fixture
def function_calls(functions_api: Api) -> NoticesApi:
    """The calls at our functions."""
    return NoticesApi(functions_api)


@pytest.fixture
def news(database: Database, people: People) -> News:
    """An organization of its own."""
    interview = make_interview(database, ("open",), is_public=False)
    owner, recruiter = (
        confirm(database, people.member(interview.organization_id, role)) for role in ("owner", "recruiter")
    )
    return News(interview.organization_id, interview.interview_id, owner, recruiter)


@pytest.fixture
def postbox(database: Database) -> Iterator[Postbox]:
    """A mail server, and no e-mail of another test."""
    cancel_waiting_mails(database)
    with open_postbox() as opened:
        yield opened


@pytest.fixture
def send(stack: Stack, postbox: Postbox) -> Callable[[], Awaitable[dict[str, int]]]:
    """Sends the e-mails that are due."""
    environ = {
        "SUPABASE_URL": stack.supabase_url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "SMTP_URL": postbox.url,
        "MAIL_FROM": "Example <people@example.org>",
        "DATABASE_TIMEOUT_SECONDS": "30",
    }
    settings = Settings.from_environment(environ)
    mail = MailSettings.read(EnvironmentReader(environ))
    assert mail is not None

    async def run() -> dict[str, int]:
        counts = await deliver_notices(service_database(settings), mail, PLACES)
        return {str(name): count for name, count in counts.items()}

    return run
