"""POST /notify: the scheduler has e-mails sent, and events delivered to webhooks."""

import asyncio
from collections import Counter
from time import perf_counter

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import EmptyRequest

COUNTS = ("delivered", "retried", "failed", "uncertain")

notify = Endpoint("/notify", Access.SCHEDULER)


@notify.operation(
    "POST /notify",
    summary="Send the e-mails and the events that wait",
    examples={"empty": {}},
    responses={200: Returns("service_views.NotifyResponse", "The totals of the run.", "NOTIFIED")},
)
async def send(call: Call, body: EmptyRequest) -> Response:
    """Send what is due: events to webhooks, and e-mails where a mail server is configured."""
    started = perf_counter()
    # None may keep another from being sent: all end before a failure of one is reported.
    ended = await asyncio.gather(
        _send_invitations(call), _send_notices(call), _send_events(call), return_exceptions=True
    )
    counts: Counter[str] = Counter()
    for result in ended:
        if isinstance(result, BaseException):
            raise result
        counts += result
    duration = round((perf_counter() - started) * 1000, 3)
    return json_response({**{name: counts[name] for name in COUNTS}, "duration_ms": duration})


async def _send_invitations(call: Call) -> Counter[str]:
    mail, web_url = call.settings.mail, call.settings.web_url
    if mail is None or web_url is None:
        return Counter()
    # Imported here: only this needs a mail server, and it would slow every cold start.
    from shared.invitations.delivery import deliver

    return Counter({str(name): count for name, count in (await deliver(call.database, mail, web_url)).items()})


async def _send_notices(call: Call) -> Counter[str]:
    mail, web_url = call.settings.mail, call.settings.web_url
    if mail is None or web_url is None:
        return Counter()
    # Imported here, as above.
    from shared.notices.delivery import deliver_notices
    from shared.notices.message import Places

    sent = await deliver_notices(call.database, mail, Places(web_url, call.settings.functions_url))
    return Counter({str(name): count for name, count in sent.items()})


async def _send_events(call: Call) -> Counter[str]:
    # Imported here: only this and a test of a webhook talk to other servers.
    from shared.webhooks.delivery import Run

    return await Run(call.database).deliver()
