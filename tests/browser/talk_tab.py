"""A tab that shows a conversation, with methods named after what a candidate does and sees."""

import re
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from tests.browser.device import Device
from tests.support.conversations import stored
from tests.support.database import Database

TOPIC = "Locks in PostgreSQL"


class TalkTab:
    """The candidate's actions and what they see."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def start(cls, device: Device) -> "TalkTab":
        """Start with a topic, and read the opening line."""
        tab = cls(device.open("/conversation.html"))
        tab.page.get_by_label("What would you like to talk about?").fill(TOPIC)
        tab.page.get_by_role("button", name="Begin", exact=True).click()
        tab.has(1)
        return tab

    @classmethod
    def take_over(cls, device: Device, url: str) -> "TalkTab":
        """Move a conversation that is open elsewhere into a new tab."""
        tab = cls(device.open(url))
        tab.continue_here()
        return tab

    @property
    def session_id(self) -> UUID:
        found = re.search(r"session=([0-9a-f-]+)", self.page.url)
        assert found, self.page.url
        return UUID(found.group(1))

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("Your message")

    @property
    def saved(self) -> Locator:
        """The line that says where the draft is saved."""
        return self.page.locator("#saved")

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("log", name="Conversation").get_by_role("article")

    @property
    def under_way(self) -> Locator:
        """The message that is still being sent."""
        return self.page.locator("#sending")

    @property
    def partial(self) -> Locator:
        """The reply while it is being written."""
        return self.page.locator("#partial")

    @property
    def unsent(self) -> Locator:
        """Texts written for a conversation that ended before they could become part of it."""
        return self.page.locator("#unsent-texts pre")

    @property
    def other(self) -> Locator:
        """A draft written elsewhere, offered beside this one."""
        return self.page.get_by_role("region", name="This was being written elsewhere, too")

    def say(self, text: str) -> None:
        self.field.fill(text)
        self.page.get_by_role("button", name="Send", exact=True).click()

    def continue_here(self) -> None:
        self.page.get_by_role("button", name="Continue here").click()
        expect(self.field).to_be_focused()

    def come_in(self) -> None:
        """Open the conversation here, with or without a confirmation: a tab that was closed may still count as open."""
        here = self.page.get_by_role("button", name="Continue here")
        expect(here.or_(self.field)).to_be_visible()
        if here.is_visible():
            self.continue_here()

    def end(self) -> None:
        """Press the button that asks for confirmation."""
        self.page.get_by_role("button", name="End …").click()

    def answer(self, title: str, button: str) -> None:
        """Choose a button in a dialog."""
        self.page.get_by_role("dialog", name=title).get_by_role("button", name=button).click()

    def has(self, count: int) -> None:
        """Wait until the transcript has this many messages."""
        expect(self.messages).to_have_count(count)
        expect(self.partial).to_be_hidden()

    def is_complete(self) -> None:
        expect(self.page.get_by_role("heading", name="The conversation is complete")).to_be_visible()

    def lose(self, function: str) -> None:
        """Make this tab's requests to a function fail from now on."""
        self.page.route(re.compile(rf"//[^/]+/{function}$"), lambda route: route.abort())

    def find_again(self) -> None:
        """Let requests arrive again, and fire the page's online event."""
        self.page.unroute_all()
        self.page.evaluate("dispatchEvent(new Event('online'))")


def said(database: Database, session_id: UUID) -> list[tuple[str, str]]:
    """Role and text of each stored message after the opening line."""
    return [(row["role"], row["content"]) for row in stored(database, session_id)][1:]


def said_by_candidate(database: Database, session_id: UUID) -> list[str]:
    return [text for role, text in said(database, session_id) if role == "candidate"]
