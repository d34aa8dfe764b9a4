"""The time ledger on the pages: the candidate sees the time that was given back, and reviewers see it and revoke it."""

import pytest
from playwright.sync_api import expect

from tests.browser.device import MakeDevice
from tests.browser.interview_tab import InterviewTab, shows_the_right_time
from tests.browser.looks import LOOKS, Look, faults_in_every_look
from tests.support.database import Database
from tests.support.interviews import Interview, make_interview
from tests.support.people import People, Person


@pytest.fixture
def interview(database: Database) -> Interview:
    """An interview of an organization of its own."""
    return make_interview(database, ["open", "open"], time_limit_seconds=600)


@pytest.fixture
def recruiter(people: People, interview: Interview) -> Person:
    """A member of the interview's organization."""
    return people.member(interview.organization_id)


def credit_outage(database: Database, session_id: str, seconds: int) -> None:
    """Store an outage, long ago for all other sessions, and credit it to the first question of this one."""
    with database.connection.transaction():
        outage = database.value(
            "insert into reprise.outages (began_at, ended_at, measured_by, credited_at)"
            " select at, at + make_interval(secs => %s), 'functions', now()"
            " from (select now() - random() * interval '9000 days' as at) o returning id",
            seconds,
        )
        database.execute(
            "insert into reprise.time_credits (session_id, position, kind, seconds, reason, outage_id)"
            " values (%s, 0, 'outage', %s, 'The service was not reachable', %s)",
            session_id,
            seconds,
            outage,
        )
        database.rows("select reprise_private.set_deadline(%s, 0)", session_id)


@pytest.mark.everyday(2)
@pytest.mark.parametrize("look", LOOKS[:2], ids=str)
def test_candidate_sees_the_time_of_an_outage_and_reviewers_see_it_and_revoke_it(
    device: MakeDevice, candidate: Person, recruiter: Person, interview: Interview, database: Database, look: Look
) -> None:
    tab = InterviewTab.start(device(candidate), interview)
    before = tab.seconds_left()
    credit_outage(database, tab.session_id, 125)
    # Typing triggers the next heartbeat within seconds.
    tab.write("Typed")
    expect(tab.notice("time-credited")).to_contain_text("2 minutes 5 seconds given back for question 1")
    expect(tab.notice("time-credited")).to_contain_text("The service was not reachable.")
    assert tab.seconds_left() > before + 100
    shows_the_right_time(tab.seconds_left, database, tab.session_id)
    assert faults_in_every_look(tab.page, look) == []
    page = device(recruiter).open(f"/recruiter.html?session={tab.session_id}")
    entry = page.locator("[data-credit=outage]")
    expect(entry).to_contain_text("Question 1: 2 minutes 5 seconds more")
    expect(entry).to_contain_text("Measured by the service")
    assert faults_in_every_look(page, look) == []
    page.get_by_role("button", name="Revoke: Question 1").click()
    page.get_by_label("Reason").fill("It was planned maintenance.")
    page.get_by_role("dialog").get_by_role("button", name="Revoke it").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(entry).to_contain_text("Revoked: It was planned maintenance.")
    expect(entry.get_by_role("button")).to_have_count(0)
    assert faults_in_every_look(page, look) == []
