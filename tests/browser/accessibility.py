"""Runs axe-core on the page in its current state."""

from typing import Any

from playwright.sync_api import Page

from local.settings import ROOT

_AXE = ROOT / "node_modules/axe-core/axe.min.js"


# Axe does not check the target size of 24 px (WCAG 2.2) by default.
_EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
_CONTRAST = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}


def violations(page: Page, contrast_only: bool = False) -> list[str]:
    """The serious and critical violations, one line each; empty if there are none."""
    # Evaluated through the debugger, because the page's content security policy blocks foreign scripts.
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text())
    # A dialog that is still animating has intermediate colours.
    page.evaluate(
        "() => Promise.all(document.getAnimations().map(a => a.effect.getTiming().iterations === Infinity"
        " ? null : a.finished.catch(() => null)))"
    )
    found: list[dict[str, Any]] = page.evaluate(
        "async (options) => (await axe.run(document, options)).violations", _CONTRAST if contrast_only else _EVERYTHING
    )
    return [
        f"{violation['id']} ({violation['impact']}): {node['target']} {node.get('failureSummary', violation['help'])}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
