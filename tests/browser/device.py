"""A candidate's device: a browser profile whose tabs can be opened, killed and taken offline."""

import contextlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from playwright.sync_api import Error as PlaywrightError

from local.stack import Stack
from tests.browser.mutants import replace_once
from tests.support.people import People, Person

DAY = 86_400
# How long a page may take on a busy machine.
PATIENCE_MS = 30_000
_KEPT_AS = "reprise-auth"
_WRONG_CLOCK = """
globalThis.clockShift = SECONDS * 1000;
const RightDate = Date;
globalThis.Date = class extends RightDate {
  constructor(...args) { if (args.length) super(...args); else super(RightDate.now() + globalThis.clockShift); }
  static now() { return RightDate.now() + globalThis.clockShift; }
};
"""


class Device:
    """One browser profile (a Playwright context), signed in as `person` if one is given.

    `faults` collects what no page may cause: uncaught exceptions and violations of the content security policy. Pages
    come from the network unless `service_workers="allow"`. `web_url` is another web server than the stack's.
    """

    def __init__(
        self,
        browser: Browser,
        stack: Stack,
        people: People,
        person: Person | None,
        *,
        web_url: str | None = None,
        **options: Any,
    ) -> None:
        self.stack = stack
        web_url = web_url or stack.web_url
        self.people = people
        self.person = person
        self.faults: list[str] = []
        if person is not None:
            options["storage_state"] = _signed_in(web_url, people, person)
        self.context: BrowserContext = browser.new_context(
            **{"base_url": web_url, "service_workers": "block", "reduced_motion": "reduce"} | options
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("weberror", lambda error: self.faults.append(str(error.error)))
        self.context.on("console", self._hear)

    def open(self, path: str = "/home.html") -> Page:
        """Open a new tab."""
        page = self.context.new_page()
        page.goto(path)
        return page

    def sign_in(self, person: Person) -> None:
        """Sign this person in from another tab, replacing the person who is signed in."""
        session = _session(self.people, person)
        tab = self.open("/404.html")
        tab.evaluate("([name, value]) => localStorage.setItem(name, value)", [_KEPT_AS, json.dumps(session)])
        tab.close()

    def offline(self) -> None:
        """Cut the network for all tabs."""
        self.context.set_offline(True)

    def online(self) -> None:
        """Restore the network."""
        self.context.set_offline(False)

    def shift_clock(self, seconds: int) -> None:
        """Set the device's clock wrong for pages opened from now on."""
        self.context.add_init_script(_WRONG_CLOCK.replace("SECONDS", str(seconds)))

    def change_script(self, path: str, old: str, new: str) -> None:
        """Serve a script of ``web/`` with ``old`` replaced by ``new``: a mutant, or another value of a constant.

        Raises ``LookupError`` if ``old`` does not occur exactly once.
        """
        body = replace_once(path, old, new)
        self.context.route(f"**/{path}", lambda route: route.fulfill(body=body, content_type="text/javascript"))

    def kill(self, page: Page) -> None:
        """End a tab as a crash does, without `pagehide`."""
        with contextlib.suppress(PlaywrightError):
            page.goto("chrome://crash")
        page.close()

    def screenshots(self, folder: Path, name: str) -> None:
        """Store a screenshot of every open tab."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(self.context.pages):
            page.screenshot(path=folder / f"{name}-{number}.png", full_page=True, timeout=PATIENCE_MS)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(message.text)


def _signed_in(web_url: str, people: People, person: Person) -> Any:
    entry = {"name": _KEPT_AS, "value": json.dumps(_session(people, person))}
    return {"cookies": [], "origins": [{"origin": web_url, "localStorage": [entry]}]}


def _session(people: People, person: Person) -> dict[str, Any]:
    """What Supabase's client stores in a browser after a sign-in; the token lasts a day."""
    expires_at = int(time.time()) + DAY
    return {
        "access_token": people.token({"sub": str(person.user_id), "email": person.email, "exp": expires_at}),
        "token_type": "bearer",
        "expires_in": DAY,
        "expires_at": expires_at,
        "refresh_token": "none",
        "user": {"id": str(person.user_id), "email": person.email, "user_metadata": {}, "app_metadata": {}},
    }


MakeDevice = Callable[..., Device]
