"""A page in two looks that hold all there is between them: light on a desk, and dark on a small phone."""

from typing import Literal

from playwright.sync_api import Page, ViewportSize

from tests.browser.accessibility import violations

_HANGS_OUT = """
() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const wide = [...document.querySelectorAll("main *, header *, dialog *")].filter(
    (element) => element.getBoundingClientRect().right > page.clientWidth && !element.closest(".visually-hidden"),
  );
  return wide.slice(0, 5).map(({ tagName, id, classList }) => `${tagName} ${classList} ${id}`.trim());
}
"""
LOOKS: list[tuple[ViewportSize, Literal["light", "dark"]]] = [
    ({"width": 1280, "height": 800}, "light"),
    ({"width": 360, "height": 740}, "dark"),
]


def faults_in_every_look(page: Page) -> list[str]:
    """Serious and critical violations, and what hangs out at the side."""
    found: list[str] = []
    for size, scheme in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}, {size['width']} px: {violation}" for violation in violations(page)]
        found += [f"{size['width']} px: {element} hangs out" for element in page.evaluate(_HANGS_OUT)]
    return found
