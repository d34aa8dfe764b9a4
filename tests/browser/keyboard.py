"""Somebody who uses a page with the keyboard alone."""

from playwright.sync_api import Page

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
        """Press Tab until the focus is on the control of this name; a name that ends with a colon is a beginning."""
        for _ in range(_PATIENCE):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            focused = self.focused()
            if focused == name or (name.endswith(":") and focused.startswith(name)):
                return
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
