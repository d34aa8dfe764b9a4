"""What the walks share: the stack, signed-in browsers, a model server that grades and writes, and the camera."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

from local.stack import Stack
from tests.browser.device import Device
from tests.browser.graders import Graders
from tests.support.apis import FunctionsApi
from tests.support.database import Database
from tests.support.due_answers import Due
from tests.support.model_behaviours import honest
from tests.support.model_hosts import host_with_key
from tests.support.model_server import ModelServer
from tests.support.people import People, Person

DESK = (1280, 800)
PHONE = (360, 740)
CANDIDATE, RECRUITER = "candidate", "recruiter"
# The margin above the part of the page that a picture shows.
ROOM = 24
_CALLED = """
(name) => {
  const kept = JSON.parse(localStorage.getItem("reprise-auth"));
  kept.user.user_metadata.full_name = name;
  localStorage.setItem("reprise-auth", JSON.stringify(kept));
}
"""


class Camera:
    """Takes pictures of a page into a folder: light and dark, and with `phone` on a small phone as well."""

    def __init__(self, folder: Path, phone: bool) -> None:
        self.folder = folder
        self.looks = [("dark", DESK), *([("phone", PHONE)] if phone else []), ("light", DESK)]

    def take(self, page: Page, name: str, at: Locator | None = None) -> None:
        """Take the pictures of the page's top or of a part: `<name>-dark.png` and so on."""
        # No element may look hovered.
        page.mouse.move(0, 0)
        for look, (width, height) in self.looks:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
            if at is None:
                page.evaluate("scrollTo(0, 0)")
            else:
                at.evaluate(f"(part) => scrollTo(0, part.getBoundingClientRect().top + scrollY - {ROOM})")
            picture = Image.open(BytesIO(page.screenshot(animations="disabled")))
            picture.convert("RGB").quantize(192).save(self.folder / f"{name}-{look}.png", optimize=True)


@dataclass(frozen=True)
class Studio:
    """Everything that a walk needs."""

    stack: Stack
    browser: Browser
    database: Database
    people: People
    api: FunctionsApi
    graders: Graders
    model: ModelServer
    with_key: str
    take: Callable[..., None]

    def context(self, role: str | None = None) -> BrowserContext:
        """A browser, signed in as one of the seed's users."""
        context = self._talking_to_the_model(
            self.browser.new_context(base_url=self.stack.web_url, reduced_motion="reduce")
        )
        if role:
            page = context.new_page()
            page.goto("/")
            page.get_by_role("button", name=f"Try it as a {role}").click()
            page.wait_for_url("**/home.html")
            page.close()
        return context

    def page_of(self, person: Person, name: str) -> Page:
        """A tab of another person, who gets this name."""
        device = Device(self.browser, self.stack, self.people, person, reduced_motion="reduce")
        page = self._talking_to_the_model(device.context).new_page()
        page.goto("/404.html")
        page.evaluate(_CALLED, name)
        return page

    def _talking_to_the_model(self, context: BrowserContext) -> BrowserContext:
        def elsewhere(route: Route) -> None:
            route.continue_(url=route.request.url.replace(self.stack.functions_url, self.with_key))

        context.route(f"{self.stack.functions_url}/**", elsewhere)
        return context


@contextmanager
def open_studio(browser: Browser, folder: Path, phone: bool) -> Iterator[Studio]:
    """A stack of its own, with the seed."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        stack = held.enter_context(Stack())
        database = Database(held.enter_context(psycopg.connect(stack.database_url, autocommit=True)))
        api = held.enter_context(FunctionsApi(stack))
        model = held.enter_context(ModelServer(honest()))
        people = People(stack, database)
        host = held.enter_context(host_with_key(stack, model, Path(held.enter_context(TemporaryDirectory()))))
        graders = Graders(Due(stack, database, people, api), model)
        yield Studio(stack, browser, database, people, api, graders, model, host.url, Camera(folder, phone).take)
