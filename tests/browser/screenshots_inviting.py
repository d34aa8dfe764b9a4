"""Pictures of an organization, of inviting, and of what invited people see."""

import re

from playwright.sync_api import expect

from tests.browser.screenshots_studio import RECRUITER, Studio
from tests.support.interviews import FULL_STACK
from tests.support.people_apis import PeopleApi, person_of

NOTE = "Thank you for your application. Take your time, and choose a quiet moment."


def walk_inviting(studio: Studio) -> None:
    """The organization, the form, the states of invitations, and their pages before signing up and when expired."""
    take, calls, database = studio.take, PeopleApi(studio.api), studio.database
    recruiter = studio.people.sign_in("recruiter@example.com")
    page = studio.context(RECRUITER).new_page()
    page.goto("/organization.html")
    expect(page.get_by_role("list", name="Members").get_by_role("listitem").first).to_be_visible()
    take(page, "organization")
    page.goto("/account.html")
    expect(page.get_by_role("button", name="Delete my account")).to_be_visible()
    take(page, "account")
    names = ["ines.morel", "joe.baker", "kim.larsen"]
    emails = [f"{name}@example.com" for name in names]
    terms = {"interview_id": FULL_STACK, "extra_time_percent": 25, "note": NOTE}
    made = calls.invite(recruiter, emails=emails, **terms).ok(201)["invitations"]
    calls.accept(person_of(studio.people, database, emails[1]), made[1]["token"]).ok()
    database.execute("update reprise.invitations set expires_at = now(), asked_at = now() where id = %s", made[2]["id"])
    page.goto(f"/invite.html?id={FULL_STACK}")
    expect(page.get_by_role("list", name="Invitations").get_by_role("listitem")).to_have_count(3)
    page.get_by_label("E-mail addresses").fill("\n".join(["lena.ito@example.com", "max.roth@example.com"]))
    take(page, "invite")
    take(page, "invitations", page.get_by_role("heading", name="Invitations"))
    page.context.close()
    stranger = studio.context().new_page()
    stranger.goto(f"/invitation.html#{made[0]['token']}")
    expect(stranger.get_by_role("heading", name="Full Stack Developer")).to_be_visible()
    take(stranger, "invitation")
    stranger.goto("/404.html")
    stranger.goto(f"/invitation.html#{made[2]['token']}")
    expect(stranger.get_by_role("heading", name=re.compile("expired"))).to_be_visible()
    take(stranger, "invitation-expired")
    stranger.context.close()
