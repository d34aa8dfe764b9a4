"""A tab that shows a conversation, in a candidate's words."""

import re
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from tests.browser.device import Device
from tests.conversation.talk import stored
from tests.support.database import Database

TOPIC = "Locks in PostgreSQL"


class TalkTab:
    """What a candidate does and sees."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def start(cls, device: Device) -> "TalkTab":
        """Begin with a topic, and read the first line."""
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
        """Where the draft is, as the page says."""
        return self.page.locator("#saved")

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("log", name="Conversation").get_by_role("article")

    @property
    def under_way(self) -> Locator:
        """The message that has not arrived yet."""
        return self.page.locator("#sending")

    @property
    def partial(self) -> Locator:
        """The reply while it is being written."""
        return self.page.locator("#partial")

    @property
    def unsent(self) -> Locator:
        """What was written for a conversation that is over and is not part of it."""
        return self.page.locator("#unsent-texts pre")

    @property
    def other(self) -> Locator:
        """What was written elsewhere, and is offered beside the draft."""
        return self.page.get_by_role("region", name="This was being written elsewhere, too")

    def say(self, text: str) -> None:
        self.field.fill(text)
        self.page.get_by_role("button", name="Send", exact=True).click()

    def continue_here(self) -> None:
        self.page.get_by_role("button", name="Continue here").click()
        expect(self.field).to_be_focused()

    def come_in(self) -> None:
        """Open it here, whether or not the page asks first: somebody who left may not be counted as gone yet."""
        here = self.page.get_by_role("button", name="Continue here")
        expect(here.or_(self.field)).to_be_visible()
        if here.is_visible():
            self.continue_here()

    def end(self) -> None:
        """Press the button that asks."""
        self.page.get_by_role("button", name="End …").click()

    def answer(self, title: str, button: str) -> None:
        """Answer a question that the page asks."""
        self.page.get_by_role("dialog", name=title).get_by_role("button", name=button).click()

    def has(self, count: int) -> None:
        """Wait for the transcript."""
        expect(self.messages).to_have_count(count)
        expect(self.partial).to_be_hidden()

    def is_complete(self) -> None:
        expect(self.page.get_by_role("heading", name="The conversation is complete")).to_be_visible()

    def lose(self, function: str) -> None:
        """From now on requests of this tab to a function never arrive."""
        self.page.route(re.compile(rf"//[^/]+/{function}$"), lambda route: route.abort())

    def find_again(self) -> None:
        """They do again, and the page hears of it."""
        self.page.unroute_all()
        self.page.evaluate("dispatchEvent(new Event('online'))")


def said(database: Database, session_id: UUID) -> list[tuple[str, str]]:
    """Who said what after the first line, as the database has it."""
    return [(row["role"], row["content"]) for row in stored(database, session_id)][1:]


def said_by_candidate(database: Database, session_id: UUID) -> list[str]:
    return [text for role, text in said(database, session_id) if role == "candidate"]
