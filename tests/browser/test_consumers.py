"""Applications of `examples/`, built from the packed library: an interview with a crashed tab and a lost network."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from local.stack import Stack
from tests.browser.device import Device, MakeDevice
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.packed_client import install, pack, run, serve, write_settings
from tests.support.plain_http import http

pytestmark = pytest.mark.prove
PASSWORD = "reprise-demo"


@dataclass(frozen=True)
class App:
    """An example: what its settings begin with, what it serves, and with which command."""

    name: str
    prefix: str
    served: str = "dist"
    command: tuple[str, ...] = ()


APPS = [
    App("plain", "", served=""),
    App("react", "VITE_"),
    App("vue", "VITE_"),
    App("next", "NEXT_PUBLIC_", served="", command=("node", "node_modules/next/dist/bin/next", "start", "-p", "PORT")),
]


ON_A_SERVER = """
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { createReprise } from "@reprise/client";
import { useConversation, useInterview, usePrep } from "@reprise/client/react";

const client = createReprise({ functionsUrl: "http://127.0.0.1:1", userId: "a", getAccessToken: async () => "" });
function Page() {
  const interview = useInterview(client, { interview_id: "b" });
  const conversation = useConversation(client, { conversation: { topic: "c" } });
  const workspace = usePrep(null, "d");
  return [interview.phase, conversation.phase, workspace.phase, typeof interview.submit].join();
}
console.log(renderToString(createElement(Page)));
"""


@pytest.fixture(scope="module")
def tarball(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(tmp_path_factory.mktemp("consumers"))


@pytest.fixture(scope="module", params=APPS, ids=lambda app: app.name)
def built(request: pytest.FixtureRequest, tarball: Path, stack: Stack) -> tuple[App, Path]:
    """An application, installed and built, and its folder."""
    app: App = request.param
    folder = install(app.name, tarball)
    functions_url = f"{stack.supabase_url}/functions/v1"
    if app.prefix:
        addresses = {
            "SUPABASE_URL": stack.supabase_url,
            "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
            "FUNCTIONS_URL": functions_url,
        }
        write_settings(folder, app.prefix, addresses)
        # This checks the types, too: strictly, without skipLibCheck.
        run(folder, "npm", "run", "build")
    else:
        names = {"supabaseUrl": stack.supabase_url, "publishableKey": stack.publishable_key}
        names["functionsUrl"] = functions_url
        (folder / "config.js").write_text("".join(f'export const {name} = "{to}";\n' for name, to in names.items()))
    return app, folder


@pytest.fixture(scope="module")
def url(built: tuple[App, Path]) -> Iterator[str]:
    """The address of an application on a port of its own."""
    app, folder = built
    with serve(folder / app.served, app.command) as address:
        yield address


def sign_up(stack: Stack) -> str:
    """A new account; returns its address."""
    email = f"{uuid4()}@example.com"
    credentials = {"email": email, "password": PASSWORD}
    headers = {"apikey": stack.publishable_key}
    http.post(f"{stack.supabase_url}/auth/v1/signup", headers=headers, json=credentials, timeout=240).raise_for_status()
    return email


class Tab:
    """The application in a tab."""

    def __init__(self, device: Device, path: str) -> None:
        self.device = device
        self.page: Page = device.open(path)
        self.field = self.page.locator("textarea")
        self.state = self.page.locator("#state")

    def sees_question(self, number: int) -> None:
        """Wait until this question can be answered."""
        expect(self.page.get_by_role("heading", name=f"Question {number} of 2")).to_be_visible()
        expect(self.page.get_by_role("button", name="Send")).to_be_enabled()

    def send(self) -> None:
        """Press the send button."""
        self.page.get_by_role("button", name="Send").click()


def test_interview_in_another_application_survives_a_crashed_tab_and_a_lost_network(
    url: str, stack: Stack, device: MakeDevice, database: Database
) -> None:
    email, interview = sign_up(stack), make_interview(database, ["open", "mcq"], time_limit_seconds=600)
    mine = device(web_url=url)
    path = f"/?interview={interview.interview_id}"
    tab = Tab(mine, path)
    tab.page.get_by_label("E-mail").fill(email)
    tab.page.get_by_label("Password").fill(PASSWORD)
    tab.page.get_by_role("button", name="Sign in").click()
    tab.sees_question(1)
    tab.field.press_sequentially("Typed before the crash")
    expect(tab.state).to_have_text("saved")

    mine.kill(tab.page)
    tab = Tab(mine, path)
    tab.sees_question(1)
    expect(tab.field).to_have_value("Typed before the crash")

    mine.offline()
    tab.field.press("Control+End")
    tab.field.press_sequentially(", and after it without a network")
    tab.send()
    expect(tab.state).to_have_text("offline")
    expect(tab.page.get_by_role("button", name="Send")).to_be_disabled()
    mine.online()
    tab.sees_question(2)

    tab.page.get_by_label("Beta").check()
    tab.send()
    expect(tab.page.get_by_role("heading", name="Thank you")).to_be_visible()
    # A reload shows the end again, and starts nothing.
    tab.page.reload()
    expect(tab.page.get_by_role("heading", name="Thank you")).to_be_visible()
    tab.page.get_by_role("button", name="Sign out").click()
    expect(tab.page.get_by_role("button", name="Sign in")).to_be_visible()

    sessions = database.rows(
        "select s.id, s.status from reprise.interview_sessions s join auth.users u on u.id = s.user_id"
        " where u.email = %s",
        email,
    )
    assert [session["status"] for session in sessions] == ["completed"]
    answers = [answer["answer"] for answer in database.answers(sessions[0]["id"])]
    assert answers == ["Typed before the crash, and after it without a network", "b"]


def test_pages_and_hooks_are_rendered_on_a_server_without_a_browser(built: tuple[App, Path], url: str) -> None:
    page = http.get(url, timeout=60)
    assert page.status_code == 200
    assert re.search(r'<html[^>]* lang="en"', page.text)
    app, folder = built
    if app.name in ("react", "next"):
        assert "opening,opening,opening,function" in run(folder, "node", "--input-type=module", "-e", ON_A_SERVER)
    if app.name == "next":
        assert "Sign in" in page.text
