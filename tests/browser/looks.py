"""What holds for every page as it stands, whatever it shows: in light and dark, on a desk and on a small phone."""

from typing import Literal

from playwright.sync_api import Page, ViewportSize

from tests.browser.accessibility import violations

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}
# A desk magnified four times, as people with little sight have it.
MAGNIFIED: ViewportSize = {"width": 320, "height": 256}
Look = tuple[ViewportSize, Literal["light", "dark"]]
# Both sizes and both themes, for states to take turns at.
LOOKS: tuple[Look, ...] = ((PHONE, "dark"), (DESK, "light"), (PHONE, "light"), (DESK, "dark"))

# A language, a title, one heading of the first rank, one main part, and for people who want that, nothing that moves.
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
# What takes the focus shows it, by an outline of its own or of what it lies in, and lies under nothing.
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
# With colours of the person's own, what is chosen differs by more than its ground.
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
    """What is wrong with the page as it stands: its width on two narrow screens, its contrasts in both themes.

    What does not depend on the theme is asked in one look only; so is all that axe knows, for that takes long.
    """
    size, scheme = look
    other: Literal["light", "dark"] = "light" if scheme == "dark" else "dark"
    page.emulate_media(color_scheme=other, reduced_motion="reduce", forced_colors="active")
    found: list[str] = page.evaluate(_FRAME) + page.evaluate(_CHOSEN)
    page.emulate_media(forced_colors="none")
    for narrow in (MAGNIFIED, PHONE):
        page.set_viewport_size(narrow)
        found += page.evaluate(_HANGS_OUT)
    # A key that does nothing: from now on the focus is the keyboard's, and shown.
    page.keyboard.press("F9")
    if size != PHONE:
        page.set_viewport_size(size)
    found += [f"{other}, {size['width']} px: {fault}" for fault in violations(page, contrast_only=True)]
    page.emulate_media(color_scheme=scheme)
    faults = violations(page) + page.evaluate(_FOCUS)
    return found + [f"{scheme}, {size['width']} px: {fault}" for fault in faults]
