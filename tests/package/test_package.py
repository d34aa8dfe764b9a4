"""The library as a package: what is in it, how large it is, and what its types say to a strict consumer."""

import gzip
import json
import re
import tarfile
from pathlib import Path

import pytest

from local.settings import ROOT
from tests.support.packed_client import EXAMPLES, PACKAGE, pack, run

# What a consumer downloads, in bytes. Raise it on purpose only.
MOST_PACKED = 140_000
MOST_MODULES = 85_000
# Everything that a front end calls, in types that forbid the any's and nulls that it would stumble over.
CONSUMER = """
import { createReprise, InterviewStore, type Notice, Problem, tokenFrom } from "@reprise/client";
import { useConversation, useInterview, usePrep } from "@reprise/client/react";
import { createFaults, type Fault } from "@reprise/client/testing";

const supabase = { auth: { getSession: async () => ({}), refreshSession: async () => ({}) } };
const fault: Fault = "cut";
const faults = createFaults();
faults.next("submit", fault);
const client = createReprise({
  functionsUrl: "http://127.0.0.1", userId: "a", getAccessToken: tokenFrom(supabase, "a"), fetch: faults.fetch,
});
const end: () => void = new InterviewStore(client, { interview_id: "b" }).subscribe(({ phase, question }) => {
  const prompt: string | undefined = phase === "answering" ? question?.prompt : undefined;
  console.log(prompt);
});
export function Page(): string {
  const interview = useInterview(client, { interview_id: "b" });
  const talk = useConversation(null, { conversation: { topic: "c" } });
  const workspace = usePrep(client, "d");
  interview.type("text");
  const seconds: number | null = interview.secondsLeft;
  const notices: readonly Notice[] = interview.notices;
  const problem: Problem | null = interview.problem;
  return [seconds, notices.length, problem?.code, talk.messages.at(-1)?.content, workspace.saved, end].join();
}
// @ts-expect-error there is no such fault
faults.next("submit", "cutt");
// @ts-expect-error an id is needed
useInterview(client, { interview: "b" });
"""
STRICT = {
    "strict": True,
    "noUncheckedIndexedAccess": True,
    "exactOptionalPropertyTypes": True,
    "skipLibCheck": False,
    "noEmit": True,
    "target": "es2022",
    "lib": ["es2022", "dom"],
    "types": [],
}


@pytest.fixture(scope="module")
def tarball(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def installed(tarball: Path) -> Path:
    """The unpacked library in a consumer's node_modules, with React's types; returns the consumer's folder."""
    folder = tarball.parent / "consumer"
    modules = folder / "node_modules"
    (modules / "@types").mkdir(parents=True)
    for name in ("@types/react", "csstype"):
        (modules / name).symlink_to(ROOT / "node_modules" / name)
    with tarfile.open(tarball) as packed:
        packed.extractall(modules / "@reprise", filter="data")
    (modules / "@reprise" / "package").rename(modules / "@reprise" / "client")
    return folder


@pytest.mark.parametrize(
    ("module", "resolution"), [("esnext", "bundler"), pytest.param("nodenext", "nodenext", marks=pytest.mark.prove)]
)
def test_types_are_complete_for_a_strict_consumer_that_checks_libraries(
    installed: Path, module: str, resolution: str
) -> None:
    (installed / "package.json").write_text(json.dumps({"type": "module"}))
    (installed / "page.ts").write_text(CONSUMER)
    options = STRICT | {"module": module, "moduleResolution": resolution}
    (installed / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "include": ["page.ts"]}))
    run(installed, str(ROOT / "node_modules/.bin/tsc"), "-p", ".")


def test_every_file_that_the_package_exports_or_imports_is_in_it(installed: Path) -> None:
    package = installed / "node_modules" / "@reprise" / "client"
    described = json.loads((package / "package.json").read_text())
    ways = [[way] if isinstance(way, str) else way.values() for way in described["exports"].values()]
    entries = [target for way in ways for target in way]
    assert len(entries) == 7
    for target in entries:
        assert (package / target).is_file(), target
    for path in package.rglob("*.js"):
        for imported in re.findall(r"""^(?:import|export) .*?from "(.+?)";$""", path.read_text(), re.MULTILINE):
            assert imported == "react" or (path.parent / imported).is_file(), (path, imported)
    assert {path.name for path in package.iterdir() if path.is_file()} >= {"LICENSE", "README.md", "CHANGELOG.md"}
    assert not list(package.rglob("node_modules"))
    assert not (package / "tsconfig.json").exists()


def test_importing_the_library_on_a_server_starts_nothing(installed: Path) -> None:
    script = """
    const all = await import("@reprise/client");
    await import("@reprise/client/testing");
    console.log(Object.keys(all).length);
    """
    assert int(run(installed, "node", "--input-type=module", "-e", script)) > 40


def test_package_stays_within_its_size(tarball: Path) -> None:
    assert tarball.stat().st_size < MOST_PACKED
    modules = b"".join(path.read_bytes() for path in sorted(_modules(PACKAGE / "index.js")))
    assert len(gzip.compress(modules)) < MOST_MODULES


def test_version_licence_and_name_are_those_of_the_project() -> None:
    described, project = (json.loads((folder / "package.json").read_text()) for folder in (PACKAGE, ROOT))
    assert (described["version"], described["license"]) == (project["version"], project["license"])
    assert (PACKAGE / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert f"## {described['version']}" in (PACKAGE / "CHANGELOG.md").read_text()
    for example in EXAMPLES.glob("*/package.json"):
        wanted = json.loads(example.read_text())
        assert wanted["dependencies"]["@reprise/client"] == f"file:../reprise-client-{described['version']}.tgz"
        pinned = wanted["dependencies"] | wanted.get("devDependencies", {})
        assert all(re.fullmatch(r"\d+\.\d+\.\d+|file:.+", version) for version in pinned.values()), example


def test_guide_quotes_the_examples_and_names_every_phase_and_fault() -> None:
    guide = (ROOT / "docs" / "frontend.md").read_text()
    quotes = re.findall(r"^\[`[^`]+`\]\(\.\./([^)\n]+)\):\n\n```tsx\n([^`]+)```", guide, re.MULTILINE)
    assert len(quotes) == 3
    for path, quoted in quotes:
        assert quoted in (ROOT / path).read_text(), path
    phases = re.search(r'"opening" \|.+', (PACKAGE / "state" / "interview-store.js").read_text())
    faults = re.search(r'typedef \{("drop" .+?)\}', (PACKAGE / "testing" / "faults.js").read_text())
    assert phases
    assert faults
    for word in re.findall(r'"([\w-]+)"', phases[0] + faults[1]):
        assert re.search(rf"^\|.*`{word}`.*\|$", guide, re.MULTILINE), word


@pytest.mark.prove
def test_publishing_tools_find_no_mistake(tarball: Path) -> None:
    folder = tarball.parent / "tools"
    folder.mkdir()
    (folder / "package.json").write_text(json.dumps({"private": True}))
    run(folder, "npm", "install", "--no-audit", "--ignore-scripts", "publint@0.3.25", "@arethetypeswrong/cli@0.18.5")
    run(folder, "node_modules/.bin/publint", "--strict", str(tarball))
    # There is no CommonJS, and old resolvers know no exports.
    run(folder, "node_modules/.bin/attw", str(tarball), "--profile", "esm-only")


def _modules(entry: Path) -> set[Path]:
    """The modules that an entry point loads."""
    found, todo = set(), [entry]
    while todo:
        path = todo.pop()
        if path in found:
            continue
        found.add(path)
        todo += [
            (path.parent / name).resolve()
            for name in re.findall(r'^(?:import|export) [^;]*?from "(\..+?)";', path.read_text(), re.MULTILINE)
        ]
    return found
