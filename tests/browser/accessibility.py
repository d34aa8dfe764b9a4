"""axe-core, asked of the page as it stands."""

from typing import Any

from playwright.sync_api import Page

from local.settings import ROOT

_AXE = ROOT / "node_modules/axe-core/axe.min.js"


def violations(page: Page) -> list[str]:
    """The serious and critical violations, one line each; empty is what a test wants."""
    # Evaluated over the debugger: the page's content security policy admits no foreign script.
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text())
    # A dialog that is still moving has the colours of a moment.
    page.evaluate(
        "() => Promise.all(document.getAnimations().map(a => a.effect.getTiming().iterations === Infinity"
        " ? null : a.finished.catch(() => null)))"
    )
    # Targets of 24 px (WCAG 2.2) are not among the rules that axe has switched on.
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}))"
        ".violations"
    )
    return [
        f"{violation['id']} ({violation['impact']}): {node['target']} {node.get('failureSummary', violation['help'])}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
