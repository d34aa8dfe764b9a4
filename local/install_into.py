"""``make install-into PROJECT=…``: put the migrations into another Supabase project, next to its own.

Copies the files of ``supabase/migrations`` that the project lacks, and adds ``reprise`` to the exposed schemas in its
``supabase/config.toml``. Everything is checked first: if anything collides, nothing is written.
"""

import os
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from local.settings import ROOT

SCHEMA = "reprise"
# What the Supabase CLI exposes if config.toml does not say.
_DEFAULT_SCHEMAS = ["public", "graphql_public"]
_VERSION = re.compile(r"^(\d+)_.*\.sql$")
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_OWN_SCHEMA = re.compile(
    r"\bcreate\s+schema\s+(?:if\s+not\s+exists\s+)?(\"?)(reprise(?:_private|_ops)?)\1(?![\w\"])", re.IGNORECASE
)


class InstallError(Exception):
    """The project cannot take the migrations; the message is one sentence that says what to change."""


@dataclass(frozen=True)
class Installation:
    """What an installation adds to ``project``, and whether `supabase db push` needs ``--include-all``."""

    project: Path
    added: list[str]
    exposes: bool
    out_of_order: bool


def main(arguments: Sequence[str]) -> int:
    """Install into the project named by the one argument; returns the exit code."""
    if len(arguments) != 1 or not arguments[0].strip():
        print("reprise: name the project's folder: make install-into PROJECT=../their-project", file=sys.stderr)
        return 2
    try:
        installation = install_into(Path(arguments[0]).expanduser())
    except InstallError as error:
        print(f"reprise: {error} Nothing was written.", file=sys.stderr)
        return 1
    print(report(installation))
    return 0


def install_into(project: Path, ours: Path = ROOT) -> Installation:
    """Add what ``project`` lacks of the repository ``ours``, all of it or nothing.

    Raises InstallError if the project is not one, if a file or version or schema of it collides, or if a file cannot
    be written.
    """
    _check_folder(project, ours)
    config = project / "supabase" / "config.toml"
    old = _read(config)
    new = _with_schema(config, old)
    migrations = project / "supabase" / "migrations"
    missing = _missing(ours / "supabase" / "migrations", migrations)
    _refuse_own_schema(project, ours)
    writes = {migrations / source.name: source.read_bytes() for source in missing}
    if new != old:
        writes[config] = new
    _write_all(writes, migrations)
    theirs = _versions(migrations).keys() - _versions(ours / "supabase" / "migrations").keys()
    first = min((_version(source) for source in missing), default=None)
    return Installation(
        project=project,
        added=[source.name for source in missing],
        exposes=new != old,
        out_of_order=first is not None and any(version > first for version in theirs),
    )


def report(installation: Installation) -> str:
    """What was added, and the commands that follow."""
    if not installation.added and not installation.exposes:
        return f"{installation.project} has everything already; nothing was changed."
    lines = [f"Added to {installation.project / 'supabase'}:"]
    lines += [f"  migrations/{name}" for name in installation.added]
    if installation.exposes:
        lines.append(f'  the schema "{SCHEMA}" in [api] schemas of config.toml')
    lines += ["", "Next, in that folder, linked to your project:"]
    if installation.added:
        reason = "      # some of your migrations are newer than ours" if installation.out_of_order else ""
        lines.append("  npx supabase db push" + (" --include-all" if installation.out_of_order else "") + reason)
    if installation.exposes:
        lines += [
            f"  and in the dashboard: Settings, Data API, exposed schemas: add {SCHEMA}",
            "If your config.toml describes the hosted project, `npx supabase config push` does the latter too.",
        ]
    if (installation.project / "supabase" / "schemas").is_dir():
        lines.append("Your schema files do not declare Reprise: compare with `npx supabase db diff --schema public`.")
    return "\n".join(lines)


def _check_folder(project: Path, ours: Path) -> None:
    if not project.is_dir():
        raise InstallError(f"{project} is not a folder.")
    if project.resolve() == ours.resolve():
        raise InstallError(f"{project} is this repository; name the project to install into.")
    for path in (project / "supabase", project / "supabase" / "migrations", project / "supabase" / "config.toml"):
        if path.is_symlink():
            raise InstallError(f"{path} is a symbolic link; name the project that it belongs to.")
    if not (project / "supabase" / "config.toml").is_file():
        raise InstallError(f"{project} has no supabase/config.toml; run `npx supabase init` there first.")


def _missing(source: Path, target: Path) -> list[Path]:
    """Our migrations that the project does not have yet, in order."""
    theirs = _versions(target)
    missing = []
    for version, ours in sorted(_versions(source).items()):
        there = theirs.get(version)
        if there is None:
            missing.append(ours)
        elif there.name != ours.name:
            raise InstallError(
                f"{there} has the version {version} of our migration {ours.name}; "
                "give yours another version (if it was applied, tell the history: `npx supabase migration repair`)."
            )
        elif _read(there) != ours.read_bytes():
            raise InstallError(
                f"{there} differs from ours; restore it, and put your change into a migration of your own."
            )
    return missing


def _refuse_own_schema(project: Path, ours: Path) -> None:
    """Refuse a project whose own SQL creates one of our schemas."""
    names = {path.name for path in (ours / "supabase" / "migrations").glob("*.sql")}
    for path in _sql_files(project / "supabase"):
        if path.parent.name == "migrations" and path.name in names:
            continue
        text = _COMMENT.sub(" ", _read(path).decode("utf-8", "replace"))
        if found := _OWN_SCHEMA.search(text):
            raise InstallError(f"{path} creates a schema {found[2].lower()} of its own, a name that Reprise needs.")


def _sql_files(supabase: Path) -> Iterator[Path]:
    for folder in ("migrations", "schemas"):
        yield from sorted((supabase / folder).rglob("*.sql"))


def _with_schema(config: Path, old: bytes) -> bytes:
    """The text of config.toml with our schema exposed; comments, order and everything else stay as they are."""
    try:
        text = old.decode()
        tomllib.loads(text)
        document = tomlkit.parse(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, TOMLKitError) as error:
        raise InstallError(f"{config} is not valid TOML ({error}).") from error
    if "api" not in document:
        document["api"] = tomlkit.table()
    _expose(config, "api", document["api"], _DEFAULT_SCHEMAS)
    remotes = document.get("remotes", {})
    for name in remotes if isinstance(remotes, dict) else ():
        # A remote without a list of its own inherits the one of [api].
        api = remotes[name].get("api", {}) if isinstance(remotes[name], dict) else {}
        if isinstance(api, dict) and "schemas" in api:
            _expose(config, f"remotes.{name}.api", api, [])
    text = tomlkit.dumps(document)
    return text.encode()


def _expose(config: Path, section: str, api: Any, default: list[str]) -> None:
    if not isinstance(api, dict):
        raise InstallError(f"[{section}] of {config} is not a table.")
    if api.get("enabled") is False:
        raise InstallError(f"[{section}] of {config} has enabled = false, but Reprise works through the Data API.")
    if "schemas" not in api:
        api["schemas"] = list(default)
    schemas = api["schemas"]
    if not isinstance(schemas, list) or not all(isinstance(name, str) for name in schemas):
        raise InstallError(f"schemas in [{section}] of {config} is not a list of names.")
    if SCHEMA not in schemas:
        schemas.append(SCHEMA)


def _write_all(writes: dict[Path, bytes], migrations: Path) -> None:
    """Write complete files beside the old ones, then put them in place; a failure before that leaves no trace."""
    if not writes:
        return
    drafts: dict[Path, Path] = {}
    made_folder = False
    path = migrations
    try:
        if not migrations.is_dir():
            migrations.mkdir()
            made_folder = True
        for path, data in writes.items():
            # A new file under a random name: a link that lies there already would be followed.
            with tempfile.NamedTemporaryFile(prefix=f".{path.name}.", dir=path.parent, delete=False) as file:
                drafts[path] = Path(file.name)
                file.write(data)
                os.fchmod(file.fileno(), path.stat().st_mode & 0o777 if path.exists() else 0o644)
        for path, draft in drafts.items():
            draft.replace(path)
    except OSError as error:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
        # All but the last are new files, so removing them undoes what was put in place.
        for done in drafts:
            if done == path:
                break
            done.unlink(missing_ok=True)
        if made_folder:
            migrations.rmdir()
        raise InstallError(f"{path} cannot be written ({os.strerror(error.errno or 0)}).") from error


def _versions(folder: Path) -> dict[str, Path]:
    """The migrations of a folder by version."""
    return {match[1]: path for path in sorted(folder.glob("*.sql")) if (match := _VERSION.match(path.name))}


def _version(path: Path) -> str:
    return path.name.split("_", 1)[0]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InstallError(f"{path} cannot be read ({os.strerror(error.errno or 0)}).") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
