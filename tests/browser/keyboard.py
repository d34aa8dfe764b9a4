"""Somebody who uses a page with the keyboard alone."""

from playwright.sync_api import Page

from local.processes import wait_until

_NAME = """
() => {
  const element = document.activeElement;
  const label = element.ariaLabel ?? (element.labels?.length ? element.labels[0].textContent : element.textContent);
  return label.replace(/\\s+/g, " ").trim();
}
"""
# More than the stops of any page.
_PATIENCE = 120


class Keyboard:
    """Moves by Tab only, and knows a control by what it is called."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focused(self) -> str:
        """The accessible name of the focused element."""
        name: str = self.page.evaluate(_NAME)
        return name

    def go_to(self, name: str, *, back: bool = False) -> None:
        """Press Tab until the focus is on the control of this name; a name that ends with a colon or … is a beginning.

        Without a press if the focus is there already.
        """
        for _ in range(_PATIENCE):
            focused = self.focused()
            if focused == name or (name[-1] in ":…" and focused.startswith(name.rstrip("…"))):
                return
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"The keyboard does not reach “{name}”.")

    def press(self, name: str, *, back: bool = False) -> None:
        """Go to a button or link, and press Enter."""
        self.go_to(name, back=back)
        self.page.keyboard.press("Enter")

    def write(self, name: str, text: str) -> None:
        """Go to a field, and replace its text."""
        self.go_to(name)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, name: str, option: str) -> None:
        """Go to a list, and type the beginning of an option."""
        self.go_to(name)
        self.page.keyboard.type(option)

    def holds_the_focus(self) -> None:
        """Wait until, after an action on the page, the focus is on something that is shown, and not lost."""
        held = "document.activeElement !== document.body && document.activeElement.checkVisibility()"
        assert wait_until(lambda: bool(self.page.evaluate(held)), 60), "the focus is lost"
