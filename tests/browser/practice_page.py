"""What a user does on the practice page."""

from playwright.sync_api import Page


def save_as(page: Page, name: str) -> None:
    """Save the current choices under a name."""
    page.get_by_role("button", name="Save for later").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
