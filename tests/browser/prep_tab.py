"""A tab that shows a prep workspace, with methods named after what its user does and sees."""

import re
from typing import Any
from uuid import UUID

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.device import Device
from tests.support.database import Database
from tests.support.people import Person
from tests.support.prep_apis import FunctionsPrepApi

# Requests that save a workspace.
SAVES = re.compile(r"/prep-sessions/[0-9a-f-]{36}$")
DOCUMENT = {
    "questions": {
        "q1": {
            "question": "What does MVCC cost?",
            "answer": "Dead rows.",
            "tips": ["Say bloat."],
            "difficulty": "easy",
        },
        "q2": {"question": "When is an index useless?", "category": "Indexes"},
    },
    "notes": "Begun",
}


def make_workspace(prep: FunctionsPrepApi, owner: Person, **document: Any) -> str:
    """Create a workspace with two questions and a note."""
    made = prep.create(owner, name="Database engineer", mode="job", skill="PostgreSQL").ok(201)
    return str(prep.patch(owner, made["id"], made["version"], document=DOCUMENT | document).ok()["id"])


def refuse_saves(route: Route) -> None:
    """Abort requests that change something; others pass."""
    if route.request.method == "PATCH":
        route.abort()
    else:
        route.continue_()


def writer(page: Page, title: str = "Have questions written for you") -> Locator:
    """The form that requests generated content, opened."""
    form = page.locator("details.generate", has_text=title)
    form.locator("summary").click()
    return form


class PrepTab:
    """The user's actions and what they see."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def open(cls, device: Device, workspace: str | UUID, part: str = "questions") -> "PrepTab":
        tab = cls(device.open(f"/prep.html?id={workspace}#{part}"))
        expect(tab.saved).to_be_visible()
        return tab

    @property
    def saved(self) -> Locator:
        """The save indicator."""
        return self.page.locator("#saved")

    @property
    def notes(self) -> Locator:
        return self.page.get_by_label("Your notes")

    @property
    def conflicts(self) -> Locator:
        return self.page.get_by_role("region", name="Changed in two places")

    def part(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def question(self, number: int) -> Locator:
        """The question with this number, opened."""
        card = self.page.locator("#panel-questions details.entry").nth(number - 1)
        if card.get_attribute("open") is None:
            card.locator("summary").first.click()
        return card

    def is_saved(self) -> None:
        """Wait until everything is saved."""
        expect(self.saved).to_have_text(re.compile("^Everything is saved, "))

    def not_saved(self) -> None:
        """Wait until the page says that the server does not respond."""
        expect(self.saved).to_have_attribute("data-state", "offline")
        expect(self.saved).to_contain_text("Not saved yet. It is kept on this device")

    def has_conflict(self) -> None:
        expect(self.conflicts).to_be_visible()
        expect(self.saved).to_have_attribute("data-state", "conflict")


def stored(database: Database, workspace: str) -> dict[str, Any]:
    """The document as stored in the database."""
    document: dict[str, Any] = database.value("select document from reprise.prep_sessions where id = %s", workspace)
    return document
