"""Members see events in the app and get them by e-mail as they prefer, and unsubscribe with one click."""

from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from uuid import uuid4

import pytest

from local.stack import Stack
from tests.notices.news import News, due, number_events
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview, start
from tests.support.notice_calls import NoticesApi
from tests.support.people import People
from tests.support.people_apis import address, person_of
from tests.support.plain_http import http
from tests.support.postbox import Postbox

Send = Callable[[], Awaitable[dict[str, int]]]
PREFERENCES = {
    "session.completed": "off",
    "result.ready": "daily",
    "evaluation.needs_review": "daily",
    "decision.made": "daily",
    "webhook.disabled": "soon",
    "reminder": "soon",
}


def parts(message: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML of an e-mail."""
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


def test_member_sees_what_others_did_and_marks_it_as_read(
    calls: NoticesApi, functions_api: Api, news: News, people: People, database: Database
) -> None:
    candidate = people.candidate()
    link = calls.invite_one(news.recruiter, news.interview_id)
    calls.accept(candidate, link["token"]).ok()
    run = start(functions_api, candidate, news.interview_id)
    run.submit("my text").ok()
    news.happen(database, "decision.made", actor=news.recruiter)
    news.happen(database, "webhook.disabled")
    number_events(database)
    seen = calls.notices(news.recruiter, organization_id=news.organization_id).ok()
    assert [notice["type"] for notice in seen["notices"]] == ["session.completed"], "not one's own, nor the owner's"
    [notice] = seen["notices"]
    assert (notice["session_id"], notice["read"], seen["unread"]) == (str(run.session_id), False, 1)
    assert notice["interview"]["id"] == str(news.interview_id)
    assert candidate.email not in str(seen)
    calls.read(news.recruiter, notice["id"]).ok()
    assert calls.notices(news.recruiter).ok()["unread"] == 0
    assert calls.notices(news.recruiter).ok()["notices"][0]["read"] is True
    for_owner = calls.notices(news.owner, limit=2).ok()
    assert [notice["type"] for notice in for_owner["notices"]] == ["webhook.disabled", "decision.made"]
    assert for_owner["unread"] == 3, "others have not read what one has read"
    rest = calls.notices(news.owner, cursor=for_owner["next_cursor"]).ok()
    assert [notice["type"] for notice in rest["notices"]] == ["session.completed"]


def test_member_is_told_of_a_decision_in_a_blind_review_only_after_their_own_scorecard(
    calls: NoticesApi, functions_api: Api, news: News, people: People, database: Database
) -> None:
    database.execute("insert into reprise.review_rules (interview_id, blind) values (%s, true)", news.interview_id)
    candidate = people.candidate()
    calls.accept(candidate, calls.invite_one(news.recruiter, news.interview_id)["token"]).ok()
    run = start(functions_api, candidate, news.interview_id)
    run.submit("my text").ok()
    review = {"session_id": run.session_id, "action": "decide", "decision": "reject"}
    functions_api.call("review", news.recruiter, review).ok()

    def told() -> list[str]:
        number_events(database)
        return [notice["type"] for notice in calls.notices(news.owner).ok()["notices"]]

    assert told() == ["session.completed"]
    scorecard = {"session_id": run.session_id, "action": "submit_scorecard", "recommendation": "Hire"}
    functions_api.call("review", news.recruiter, scorecard).ok()
    assert told() == ["session.completed"], "a colleague's scorecard is not one's own"
    functions_api.call("review", news.owner, scorecard).ok()
    assert told() == ["decision.made", "session.completed"]


def test_outsiders_and_former_members_see_and_mark_nothing(
    calls: NoticesApi, news: News, people: People, database: Database
) -> None:
    outsider, left = people.candidate(), people.member(news.organization_id)
    news.happen(database, "result.ready")
    [notice] = calls.notices(left).ok()["notices"]
    database.execute("delete from reprise.organization_members where user_id = %s", left.user_id)
    for person in (outsider, left):
        assert calls.notices(person, organization_id=news.organization_id).ok()["notices"] == []
        calls.read(person, notice["id"]).ok()
    calls.read(news.owner, str(uuid4())).ok()
    assert calls.notices(news.owner).ok()["unread"] == 1
    for wrong in ({"limit": 0}, {"limit": 101}, {"cursor": "x"}):
        calls.notices(news.owner, **wrong).refused(422, "invalid_request")


def test_preferences_have_defaults_and_are_ones_own(calls: NoticesApi, news: News) -> None:
    assert calls.preferences(news.recruiter) == PREFERENCES
    changed = calls.prefer(news.recruiter, "result.ready", "off").ok()["preferences"]
    assert changed == PREFERENCES | {"result.ready": "off"}
    assert calls.prefer(news.recruiter, "reminder", "off").ok()["preferences"]["reminder"] == "off"
    assert calls.prefer(news.recruiter, "reminder", "soon").ok()["preferences"]["reminder"] == "soon"
    assert calls.preferences(news.owner) == PREFERENCES
    for kind, pace in (("everything", "off"), ("result.ready", "hourly"), ("reminder", "daily")):
        calls.prefer(news.recruiter, kind, pace).refused(422, "invalid_request")


async def test_member_gets_one_email_of_each_pace_about_everything_since_the_last_one(
    postbox: Postbox, send: Send, function_calls: NoticesApi, news: News, database: Database
) -> None:
    function_calls.prefer(news.recruiter, "evaluation.needs_review", "soon").ok()
    function_calls.prefer(news.recruiter, "decision.made", "off").ok()
    function_calls.prefer(news.owner, "result.ready", "off").ok()
    news.happen(database, "result.ready", 3)
    news.happen(database, "evaluation.needs_review")
    news.happen(database, "decision.made", actor=news.owner)
    due(database, news)
    assert (await send())["delivered"] == 3
    [first, second] = sorted(postbox.of(news.recruiter.email), key=lambda each: str(each["Subject"]))
    assert str(first["Subject"]) == "Test organization: Needs review"
    assert str(second["Subject"]) == "Test organization: Results ready"
    plain, html = parts(second)
    assert "3 results of “Test interview” are ready." in plain
    assert "3 results of “Test interview” are ready." in html
    assert "https://app.example.org/home.html" in plain
    [to_owner] = postbox.of(news.owner.email)
    assert "1 answer in “Test interview” needs review." in parts(to_owner)[0]
    assert "decision" not in parts(to_owner)[0], "one's own"

    due(database, news)
    assert await send() == {}, "nothing has happened since"
    news.happen(database, "result.ready")
    assert await send() == {}, "not before the next day"
    due(database, news)
    assert (await send())["delivered"] == 1


async def test_link_in_an_email_ends_it_without_signing_in_and_so_does_one_click(
    stack: Stack, postbox: Postbox, send: Send, function_calls: NoticesApi, news: News, database: Database
) -> None:
    news.happen(database, "result.ready")
    due(database, news)
    assert (await send())["delivered"] == 2
    [message] = postbox.of(news.owner.email)
    assert str(message["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    address_of_one_click = str(message["List-Unsubscribe"]).strip("<>")
    token = address_of_one_click.partition("token=")[2]
    assert f"https://app.example.org/unsubscribe.html#{token}" in parts(message)[0]
    assert f"https://app.example.org/unsubscribe.html#{token}" in parts(message)[1]
    for _ in range(2):
        answer = http.post(
            f"{stack.functions_url}/unsubscribe?token={token}", data={"List-Unsubscribe": "One-Click"}, timeout=60
        )
        assert answer.json() == {"unsubscribed": True}
    assert http.post(f"{stack.functions_url}/unsubscribe?token=unknown", timeout=60).json() == answer.json()
    off = {kind: "off" for kind in PREFERENCES if kind != "reminder"}
    assert function_calls.preferences(news.owner) == off | {"reminder": "soon"}
    assert function_calls.preferences(news.recruiter) == PREFERENCES
    news.happen(database, "result.ready")
    due(database, news)
    assert (await send())["delivered"] == 1
    assert len(postbox.of(news.owner.email)) == 1
    assert token not in str(database.rows("select * from reprise_private.notice_mails")), "stored by its hash only"


async def test_candidate_who_has_not_started_is_reminded_once_a_day_before_the_end(
    postbox: Postbox,
    send: Send,
    function_calls: NoticesApi,
    functions_api: Api,
    news: News,
    people: People,
    database: Database,
) -> None:
    emails = [address() for _ in range(5)]
    made = function_calls.invite(news.recruiter, interview_id=news.interview_id, emails=emails).ok(201)["invitations"]
    ids = {each["email"]: each["id"] for each in made}
    database.execute(
        "insert into reprise_private.invitation_mails (invitation_id, status, finished_at)"
        " select o, 'sent', now() from unnest(%s::uuid[]) o",
        list(ids.values()),
    )
    database.execute(
        "update reprise.invitations set created_at = now() - interval '5 days', "
        " expires_at = now() + interval '20 hours' where id = any(%s::uuid[])",
        [ids[email] for email in emails[:4]],
    )
    started = person_of(people, database, emails[1])
    start(functions_api, started, news.interview_id)
    function_calls.change(news.recruiter, ids[emails[2]], "revoke").ok()
    refusing = person_of(people, database, emails[3])
    function_calls.prefer(refusing, "reminder", "off").ok()
    assert (await send())["delivered"] == 1
    [reminder] = postbox.messages
    assert (str(reminder["To"]), str(reminder["Subject"])) == (emails[0], "Reminder: Test interview")
    assert "https://app.example.org/invitation.html#" in parts(reminder)[0]
    assert await send() == {}, "once"


async def test_organizations_that_anybody_creates_remind_an_address_once_a_day_together_and_keep_no_trusted_one_from_it(
    postbox: Postbox, send: Send, function_calls: NoticesApi, news: News, people: People, database: Database
) -> None:
    email = address()
    others = [make_interview(database, ("open",), is_public=False) for _ in range(2)]
    database.execute(
        "update reprise.organizations set is_trusted = false where id = any(%s)",
        [news.organization_id, others[0].organization_id],
    )
    inviters = [people.member(other.organization_id, "recruiter") for other in others]
    for inviter, interview_id in (
        (news.recruiter, news.interview_id),
        *((inviter, other.interview_id) for inviter, other in zip(inviters, others, strict=True)),
    ):
        [made] = function_calls.invite(inviter, interview_id=interview_id, emails=[email]).ok(201)["invitations"]
        database.execute(
            "insert into reprise_private.invitation_mails (invitation_id, status, finished_at)"
            " values (%s, 'sent', now())",
            made["id"],
        )
        database.execute(
            "update reprise.invitations set created_at = now() - interval '5 days',"
            " expires_at = now() + interval '20 hours' where id = %s",
            made["id"],
        )
    assert await send() == {"delivered": 2}, "a trusted organization, and one of the others"
    assert await send() == {}
    database.execute("update reprise_private.reminder_address_days set day = day - 1")
    assert await send() == {"delivered": 1}, "the other one on the next day"
    assert len(postbox.of(email)) == 3


async def test_emails_with_nothing_to_say_do_not_keep_others_from_being_sent(
    postbox: Postbox, send: Send, news: News, database: Database
) -> None:
    database.execute(
        "insert into reprise_private.notice_mails (user_id, organization_id, pace, due_at)"
        " select %s, %s, 'daily', now() - interval '1 hour' from generate_series(1, 120)",
        news.owner.user_id,
        news.organization_id,
    )
    news.happen(database, "result.ready")
    due(database, news)
    assert await send() == {"delivered": 2}
    assert len(postbox.messages) == 2


async def test_member_is_told_of_an_event_behind_thousands_of_others_which_no_call_reads_at_once(
    postbox: Postbox, send: Send, news: News, database: Database
) -> None:
    database.execute(
        "insert into reprise_private.organization_events (organization_id, kind, about)"
        " select %s, 'session.started', gen_random_uuid() from generate_series(1, 2500)",
        news.organization_id,
    )
    news.happen(database, "result.ready")
    due(database, news)
    database.value("select reprise_private.queue_notice_mails()")
    passed = database.value(
        "select count(*) from reprise_private.organization_events e join reprise_private.notice_cursors c"
        " on c.organization_id = e.organization_id and c.seq >= e.seq where c.user_id = %s and c.pace = 'daily'"
        " and e.kind = 'session.started'",
        news.owner.user_id,
    )
    assert 0 < passed <= 1000
    assert await send() == {"delivered": 2}
    assert len(postbox.of(news.owner.email)) == 1


def test_nobody_claims_emails_or_unsubscribes_through_the_data_api(stack: Stack, news: News, rpc_api: Api) -> None:
    headers = rpc_api.headers(news.owner)  # type: ignore[attr-defined]
    for rpc in ("claim_notice_mails", "mark_notice_mail_handed_over", "finish_notice_mail", "unsubscribe"):
        refused = http.post(f"{stack.supabase_url}/rest/v1/rpc/{rpc}", headers=headers, json={}, timeout=60)
        assert refused.status_code in (401, 403, 404), rpc


@pytest.mark.parametrize("name", ["=?utf-8?q?x=0d=0aBcc:_a@b.c?=", "<script>alert(1)</script>", "https://evil.example"])
async def test_name_of_an_interview_cannot_add_headers_markup_or_links(
    postbox: Postbox, send: Send, news: News, database: Database, name: str
) -> None:
    database.execute("update reprise.interviews set title = %s where id = %s", name, news.interview_id)
    news.happen(database, "result.ready")
    due(database, news)
    assert (await send())["delivered"] == 2
    for message in postbox.messages:
        assert set(message.keys()) == {
            *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"),
            *("List-Unsubscribe", "List-Unsubscribe-Post"),
        }
        assert "<script" not in parts(message)[1]
        assert "https://evil" not in "".join(parts(message))
