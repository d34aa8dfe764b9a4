"""Checks that hold for every page in any state, in light and dark, on a desktop and on a small phone."""

from typing import Literal

from playwright.sync_api import Page, ViewportSize

from tests.browser.accessibility import violations

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}
# A desktop screen at four times magnification, as people with low vision use it.
MAGNIFIED: ViewportSize = {"width": 320, "height": 256}
Look = tuple[ViewportSize, Literal["light", "dark"]]
# Both sizes and both themes; states take turns through them.
LOOKS: tuple[Look, ...] = ((PHONE, "dark"), (DESK, "light"), (PHONE, "light"), (DESK, "dark"))

# Checks for a language, a title, exactly one h1 and one main, and no animation with reduced motion.
_FRAME = """
() => {
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  const faults = [];
  if (document.documentElement.lang !== "en") faults.push("no language");
  if (!/^\\S.* · Reprise$/.test(document.title)) faults.push(`the title is “${document.title}”`);
  for (const tag of ["h1", "main"]) {
    if (shown(tag).length !== 1) faults.push(`there is ${shown(tag).length} times ${tag}`);
  }
  for (const element of document.querySelectorAll("*")) {
    for (const part of [null, "::before", "::after"]) {
      const { transitionDuration, animationDuration } = getComputedStyle(element, part);
      const longest = Math.max(...`${transitionDuration},${animationDuration}`.split(",").map(parseFloat));
      if (longest > 0.001) faults.push(`${element.tagName}.${element.className}${part ?? ""} moves for ${longest} s`);
    }
  }
  return faults;
}
"""
_HANGS_OUT = """
() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const wide = [...document.querySelectorAll("main *, header *, dialog *")].filter(
    (element) => element.getBoundingClientRect().right > page.clientWidth && !element.closest(".visually-hidden"),
  );
  return wide.slice(0, 5).map((element) => `${innerWidth} px: ${element.tagName}.${element.className} hangs out`);
}
"""
# Checks that each focusable element shows its focus, by an outline of its own or of an ancestor, and is not covered.
_FOCUS = """
() => {
  const focused = document.activeElement;
  const scrolled = scrollY;
  const root = document.querySelector("dialog:modal") ?? document;
  const faults = [];
  for (const element of root.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    element.focus();
    if (document.activeElement !== element) continue;
    const name = `${element.tagName} ${element.id} “${(element.ariaLabel ?? element.innerText ?? "").slice(0, 30)}”`;
    const around = [];
    for (let one = element; one; one = one.parentElement) around.push(getComputedStyle(one));
    if (!around.some(({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 1)) {
      faults.push(`${name} does not show its focus`);
    }
    const { left, top, width, height } = element.getBoundingClientRect();
    const points = [0.05, 0.5, 0.95].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [left + x * width, top + y * height]));
    const hits = points.map(([x, y]) => document.elementFromPoint(x, y)).filter((hit) => hit !== null);
    if (!hits.some((hit) => element.contains(hit) || hit.contains(element))) faults.push(`${name} is covered`);
  }
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  scrollTo({ top: scrolled, behavior: "instant" });
  return faults;
}
"""
# Checks that with forced colours, a chosen item differs by more than its background colour.
_CHOSEN = """
() => {
  const look = (element) => {
    const { outlineStyle, borderBottomWidth, borderBottomColor } = getComputedStyle(element);
    return [outlineStyle, borderBottomWidth, borderBottomColor].join(" ");
  };
  const chosen = [...document.querySelectorAll("[aria-pressed=true], [aria-selected=true], [aria-current=page]")];
  return chosen.filter((element) => element.checkVisibility()).flatMap((element) => {
    const other = (element.closest("li") ?? element).parentElement.querySelector(
      "[aria-pressed=false], [aria-selected=false], a:not([aria-current])",
    );
    return other && look(other) === look(element) ? [`“${element.innerText}” is chosen by its colour only`] : [];
  });
}
"""


def faults_in_every_look(page: Page, look: Look = LOOKS[0]) -> list[str]:
    """List what is wrong with the page in its current state, in the given look and partly in the other theme.

    Width is checked on two narrow screens and contrast in both themes. Checks that don't depend on the theme run once,
    as does the full set of axe's rules, because that takes long.
    """
    size, scheme = look
    other: Literal["light", "dark"] = "light" if scheme == "dark" else "dark"
    page.emulate_media(color_scheme=other, reduced_motion="reduce", forced_colors="active")
    found: list[str] = page.evaluate(_FRAME) + page.evaluate(_CHOSEN)
    page.emulate_media(forced_colors="none")
    for narrow in (MAGNIFIED, PHONE):
        page.set_viewport_size(narrow)
        found += page.evaluate(_HANGS_OUT)
    # A key without effect, so that the focus counts as the keyboard's and is shown.
    page.keyboard.press("F9")
    if size != PHONE:
        page.set_viewport_size(size)
    found += [f"{other}, {size['width']} px: {fault}" for fault in violations(page, contrast_only=True)]
    page.emulate_media(color_scheme=scheme)
    faults = violations(page) + page.evaluate(_FOCUS)
    return found + [f"{scheme}, {size['width']} px: {fault}" for fault in faults]
