"""A page in light and dark, on a desk and on a small phone."""

from playwright.sync_api import Page

from tests.browser.accessibility import violations

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


def faults_in_every_look(page: Page) -> list[str]:
    """Serious and critical violations in light and dark, on a desk and a phone; and what hangs out of a phone."""
    found: list[str] = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme}, {size['width']} px: {violation}" for violation in violations(page)]
        hangs_out = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if hangs_out > 0:
            found.append(f"{size['width']} px: {hangs_out} px too wide")
    return found
