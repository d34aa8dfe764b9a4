"""axe-core, asked of the page as it stands."""

from typing import Any

from playwright.sync_api import Page

from local.settings import ROOT

_AXE = ROOT / "node_modules/axe-core/axe.min.js"


# Targets of 24 px (WCAG 2.2) are not among the rules that axe has switched on.
_EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
_CONTRAST = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}


def violations(page: Page, contrast_only: bool = False) -> list[str]:
    """The serious and critical violations, one line each; empty is what a test wants."""
    # Evaluated over the debugger: the page's content security policy admits no foreign script.
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text())
    # A dialog that is still moving has the colours of a moment.
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
