"""POST /notify: the scheduler has the e-mails of invitations sent."""

from time import perf_counter

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import EmptyRequest

notify = Endpoint("/notify", Access.SCHEDULER)


@notify.operation(
    "POST /notify",
    summary="Send the e-mails that wait",
    examples={"empty": {}},
    responses={200: Returns("service_views.NotifyResponse", "The totals of the run.", "NOTIFIED")},
)
async def send_mails(call: Call, body: EmptyRequest) -> Response:
    """Send what is due; nothing where no mail server is configured."""
    started = perf_counter()
    done = dict.fromkeys(("delivered", "retried", "failed", "uncertain"), 0)
    mail, web_url = call.settings.mail, call.settings.web_url
    if mail is not None and web_url is not None:
        # Imported here: only this needs a mail server, and it would slow every cold start.
        from shared.invitations.delivery import deliver

        counts = await deliver(call.database, mail, web_url)
        done |= {name: counts[name] for name in counts if name in done}
    return json_response({**done, "duration_ms": round((perf_counter() - started) * 1000, 3)})
