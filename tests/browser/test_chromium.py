"""Which browser the tests choose on different machines."""

from pathlib import Path

import pytest

from tests.support import chromium, fetched_chromium


class OnlyFetched:
    """Stands in for a Playwright without a browser of its own."""

    class chromium:  # noqa: N801 - Playwright's name
        """Its Chromium."""

        executable_path = "/nowhere"


def program(path: Path, body: str) -> str:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without a browser; returns its PATH."""
    monkeypatch.setattr(fetched_chromium, "EXECUTABLE", tmp_path / "fetched")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def found(environ: dict[str, str] | None = None) -> str | None:
    return chromium.find_chromium(OnlyFetched(), environ or {})  # type: ignore[arg-type]


@pytest.mark.prove
def test_machine_without_a_browser_has_none(bare: Path) -> None:
    assert found() is None


@pytest.mark.prove
def test_installer_stub_does_not_count_as_a_browser(bare: Path) -> None:
    program(bare / "chromium-browser", "echo 'requires the chromium snap to be installed' >&2; exit 1")
    assert found() is None
    google = program(bare / "google-chrome", "echo 'Google Chrome 150.0'")
    assert found() == google


@pytest.mark.prove
def test_downloaded_browser_is_used_if_no_other_is_installed(bare: Path) -> None:
    fetched = program(bare / "fetched", "echo 'Chromium 153.0'")
    assert found() == fetched
    system = program(bare / "chromium", "echo 'Chromium 156.0'")
    assert found() == system


def test_named_browser_is_used_or_none(bare: Path) -> None:
    program(bare / "chromium", "echo 'Chromium 156.0'")
    assert found({"REPRISE_CHROMIUM": str(bare / "missing")}) is None
    mine = program(bare / "mine", "echo 'Chromium 1.0'")
    assert found({"REPRISE_CHROMIUM": mine}) == mine
