"""A tab that shows an interview, with methods named after what a candidate does and sees."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from local.processes import wait_until
from tests.browser.device import PATIENCE_MS, Device
from tests.support.database import Database
from tests.support.interviews import Interview

_DRAFT_ON_DEVICE = """
(text) => new Promise((resolve) => {
  const request = indexedDB.open("reprise");
  request.onsuccess = () => {
    const all = request.result.transaction("drafts").objectStore("drafts").getAll();
    all.onsuccess = () => { request.result.close(); resolve(all.result.some((draft) => draft.text === text)); };
  };
  request.onerror = () => resolve(false);
})
"""


class InterviewTab:
    """The candidate's actions and what they see."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def start(cls, device: Device, interview: Interview) -> "InterviewTab":
        """Start from the interview's link, as a person does, and see the first question."""
        return cls.begin(device.open(f"/interview.html?interview={interview.interview_id}"))

    @classmethod
    def begin(cls, page: Page) -> "InterviewTab":
        """Confirm the dialog before the start, and see the first question."""
        page.get_by_role("button", name="Start now").click()
        tab = cls(page)
        tab.sees_question(1)
        return tab

    @property
    def session_id(self) -> str:
        """The session id in the page's URL."""
        found = re.search(r"session=([0-9a-f-]+)", self.page.url)
        assert found, self.page.url
        return found.group(1)

    @property
    def field(self) -> Locator:
        """The field for the answer."""
        return self.page.locator("#answer")

    @property
    def saved(self) -> Locator:
        """The line that says where the answer is saved."""
        return self.page.locator("#saved")

    def notice(self, kind: str) -> Locator:
        """The notice of this kind."""
        return self.page.locator(f"[data-notice={kind}]")

    def sees_question(self, number: int) -> None:
        """Wait for a question, numbered from 1."""
        expect(self.page.get_by_role("heading", name=f"Question {number} of")).to_be_visible()
        expect(self.page.locator(".waiting")).to_be_hidden()

    def sees_the_end(self) -> None:
        """Wait for the final page."""
        expect(self.page.get_by_role("heading", name="All done")).to_be_visible()

    def choose(self, number: int) -> None:
        """Choose an option, numbered from 1."""
        self.page.get_by_role("radio").nth(number - 1).check()

    def write(self, text: str) -> None:
        """Replace the text in the field."""
        self.field.fill(text)

    def send(self) -> None:
        """Press the send button."""
        self.page.get_by_role("button", name=re.compile("^Send")).click()

    def is_saved(self) -> None:
        """Wait until the server has what is on the screen."""
        expect(self.saved).to_have_text(re.compile(r"saved at \d\d:\d\d"))

    def is_on_device(self, text: str) -> None:
        """Wait until this text is stored on the device and would survive the end of the tab."""
        assert wait_until(lambda: bool(self.page.evaluate(_DRAFT_ON_DEVICE, text)), PATIENCE_MS / 1000)

    def time_runs_out(self, database: Database, seconds: float = 61) -> None:
        """Let time pass, by default more than the minute a question lasts, and make this tab ask the server."""
        database.let_time_pass(self.session_id, seconds)
        self.page.evaluate("() => { dispatchEvent(new Event('online')) }")

    def seconds_left(self) -> int:
        """The number of seconds that the countdown shows."""
        return seconds_of(self.page.locator("#time").inner_text())

    def network_answers(self, path: str, spoil: bool) -> None:
        """With `spoil`, this tab's requests to a function fail; without it they arrive again."""
        pattern = re.compile(rf"//[^/]+/{path}($|\?)")
        if spoil:
            self.page.route(pattern, lambda route: route.abort())
        else:
            self.page.unroute(pattern)


def seconds_of(clock: str) -> int:
    """Convert `4:05` to seconds."""
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds


def true_seconds_left(database: Database, session_id: str) -> float:
    """The seconds left for the open question, according to the server."""
    left: Any = database.value(
        "select extract(epoch from q.deadline_at - clock_timestamp()) from reprise.session_questions q"
        " join reprise.interview_sessions s on s.id = q.session_id and s.position = q.position where s.id = %s",
        session_id,
    )
    return float(left)


def shows_the_right_time(shown: Callable[[], int], database: Database, session_id: str) -> None:
    """Assert that the countdown is right to the second. It rounds up, and reading it takes a moment."""
    for _ in range(5):
        before = true_seconds_left(database, session_id)
        seen = shown()
        after = true_seconds_left(database, session_id)
        if before - after < 1:
            break
    assert after - 0.3 <= seen <= before + 1.5, f"{seen} is shown, {before} and then {after} are left"
