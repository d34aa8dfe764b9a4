"""`make install-into` adds our migrations and our schema to another project, all or nothing."""

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from local.install_into import Installation, InstallError, install_into, main, report
from local.settings import ROOT

CONFIG = """# Our shop
project_id = "shop"

[api]
port = 54321 # the usual one
schemas = ["public", "graphql_public"] # what clients see

[auth]
site_url = "http://localhost:3000"
"""
OURS = sorted(path.name for path in (ROOT / "supabase" / "migrations").glob("*.sql"))
OLD = "20250101000000_create_shop.sql"
NEW = "20270101000000_add_orders.sql"


def project_in(folder: Path, config: str | None = CONFIG, *migrations: str) -> Path:
    """A project of someone else."""
    (folder / "supabase" / "migrations").mkdir(parents=True)
    if config is not None:
        (folder / "supabase" / "config.toml").write_bytes(config.encode())
    for name in migrations or (OLD,):
        (folder / "supabase" / "migrations" / name).write_text("create table public.questions (id integer);\n")
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    """The bytes of every file."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def config_of(project: Path) -> str:
    return (project / "supabase" / "config.toml").read_bytes().decode()


def refusal(project: Path, ours: Path = ROOT) -> str:
    """The sentence with which a project is refused; nothing of it may have changed."""
    before = files_of(project)
    with pytest.raises(InstallError) as refused:
        install_into(project, ours)
    assert files_of(project) == before
    return str(refused.value)


def test_project_gets_every_migration_and_keeps_its_own_files(tmp_path: Path) -> None:
    project = project_in(tmp_path / "their project")
    before = files_of(project)
    installation = install_into(project)
    after = files_of(project)
    assert installation.added == OURS
    for name in OURS:
        assert after[f"supabase/migrations/{name}"] == (ROOT / "supabase" / "migrations" / name).read_bytes()
    assert after.keys() - before.keys() == {f"supabase/migrations/{name}" for name in OURS}
    assert after[f"supabase/migrations/{OLD}"] == before[f"supabase/migrations/{OLD}"]
    assert config_of(project) == CONFIG.replace('"graphql_public"]', '"graphql_public", "reprise"]')


def test_second_run_changes_no_byte(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    install_into(project)
    before = files_of(project)
    again = install_into(project)
    assert files_of(project) == before
    assert (again.added, again.exposes) == ([], False)
    assert "nothing was changed" in report(again)


def test_upgrade_adds_the_one_new_migration(tmp_path: Path) -> None:
    project = project_in(tmp_path / "theirs")
    install_into(project)
    before = files_of(project)
    next_release = tmp_path / "ours"
    shutil.copytree(ROOT / "supabase" / "migrations", next_release / "supabase" / "migrations")
    added = next_release / "supabase" / "migrations" / "20261231000000_add_index.sql"
    added.write_text("select 1;\n")
    assert install_into(project, next_release) == Installation(project, [added.name], exposes=False, out_of_order=False)
    assert files_of(project) == before | {f"supabase/migrations/{added.name}": b"select 1;\n"}


@pytest.mark.parametrize(
    ("config", "schemas"),
    [
        ("", ["public", "graphql_public", "reprise"]),
        ('project_id = "shop"\n[auth]\nenabled = true\n', ["public", "graphql_public", "reprise"]),
        ("[api]\nport = 1\n", ["public", "graphql_public", "reprise"]),
        ("[api]\nschemas = []\n", ["reprise"]),
        ('[api]\nschemas = [\n  "public",\n  "shop", # theirs\n]\n', ["public", "shop", "reprise"]),
        ('api.schemas = ["shop"]\n', ["shop", "reprise"]),
        ('[api]\r\nschemas = ["shop"]\r\n', ["shop", "reprise"]),
        ('[api]\nschemas = ["reprise", "public"]\n', ["reprise", "public"]),
    ],
)
def test_schema_is_added_to_those_that_are_exposed(tmp_path: Path, config: str, schemas: list[str]) -> None:
    project = project_in(tmp_path, config)
    install_into(project)
    text = config_of(project)
    assert tomllib.loads(text)["api"]["schemas"] == schemas
    kept = {key: value for key, value in tomllib.loads(text).items() if key != "api"}
    assert kept == {key: value for key, value in tomllib.loads(config).items() if key != "api"}
    assert ("\r\n" in text) == ("\r\n" in config)
    assert ("# theirs" in text) == ("# theirs" in config)
    if "reprise" in config:
        assert text == config


def test_branch_with_its_own_list_of_schemas_gets_the_schema_too(tmp_path: Path) -> None:
    project = project_in(tmp_path, CONFIG + '\n[remotes.staging.api]\nschemas = ["public"]\n\n[remotes.live.db]\n')
    install_into(project)
    remotes = tomllib.loads(config_of(project))["remotes"]
    assert remotes == {"staging": {"api": {"schemas": ["public", "reprise"]}}, "live": {"db": {}}}


def test_project_without_a_folder_of_migrations_gets_one(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    shutil.rmtree(project / "supabase" / "migrations")
    assert install_into(project).added == OURS


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        (None, "has no supabase/config.toml; run `npx supabase init`"),
        ("[api\n", "is not valid TOML"),
        ("api = 1\n", r"[api] of"),
        ("[api]\nschemas = 'public'\n", "is not a list of names"),
        ("[api]\nschemas = [1]\n", "is not a list of names"),
        ("[api]\nenabled = false\n", "enabled = false"),
    ],
)
def test_project_without_a_usable_configuration_is_refused(tmp_path: Path, config: str | None, sentence: str) -> None:
    assert sentence in refusal(project_in(tmp_path, config))


def test_version_of_theirs_equal_to_one_of_ours_is_refused(tmp_path: Path) -> None:
    version = OURS[-1].split("_", 1)[0]
    said = refusal(project_in(tmp_path, CONFIG, f"{version}_add_orders.sql"))
    assert f"{version}_add_orders.sql has the version {version} of our migration {OURS[-1]}" in said


def test_file_of_ours_that_they_changed_is_refused_by_name(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    install_into(project)
    with (project / "supabase" / "migrations" / OURS[3]).open("a") as file:
        file.write("-- ours now\n")
    said = refusal(project)
    assert OURS[3] in said
    assert "differs from ours" in said


@pytest.mark.parametrize(
    ("folder", "sql", "refused"),
    [
        ("migrations", "create schema reprise;", True),
        ("migrations", 'CREATE SCHEMA IF NOT EXISTS "reprise_private";', True),
        ("migrations", "create  schema\n  Reprise_Ops authorization postgres;", True),
        ("schemas", "create schema reprise;", True),
        ("migrations", "create schema reprises; create schema reprise_old;", False),
        ("migrations", "-- create schema reprise;\n/* create schema reprise; */ select 1;", False),
    ],
)
def test_schema_of_theirs_with_our_name_is_refused(tmp_path: Path, folder: str, sql: str, refused: bool) -> None:
    project = project_in(tmp_path)
    path = project / "supabase" / folder / "20250202000000_more.sql"
    path.parent.mkdir(exist_ok=True)
    path.write_text(sql)
    if refused:
        assert str(path) in refusal(project)
    else:
        assert install_into(project).added == OURS


def test_what_is_no_project_of_someone_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InstallError, match="is not a folder"):
        install_into(tmp_path / "nowhere")
    link = tmp_path / "link"
    link.symlink_to(ROOT)
    with pytest.raises(InstallError, match="is this repository"):
        install_into(link)


def test_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    project = project_in(tmp_path / "theirs")
    shutil.rmtree(project / "supabase" / "migrations")
    (project / "supabase" / "migrations").write_text("not a folder")
    assert "migrations cannot be written" in refusal(project)


@pytest.mark.parametrize("last", [OURS[4], "config.toml"])
def test_write_that_fails_halfway_leaves_the_project_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    replace: Callable[[Path, Path], Path] = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if target.name == last:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    assert f"{last} cannot be written (No space left on device)" in refusal(project_in(tmp_path))


def test_commands_that_follow_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(project_in(tmp_path / "a b"))]) == 0
    said = capsys.readouterr().out
    assert "\n  npx supabase db push\n" in said
    assert "exposed schemas: add reprise\n" in said


def test_project_with_newer_migrations_is_told_to_include_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(project_in(tmp_path, CONFIG, OLD, NEW))]) == 0
    assert "\n  npx supabase db push --include-all " in capsys.readouterr().out


def test_refusal_is_one_sentence_and_says_that_nothing_was_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nowhere")]) == 1
    assert capsys.readouterr().err == f"reprise: {tmp_path}/nowhere is not a folder. Nothing was written.\n"
    assert main([""]) == 2
    assert "PROJECT=" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", "migrations", "config.toml"])
def test_project_whose_files_are_links_to_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    project = project_in(tmp_path / "theirs")
    linked = project / "supabase" / name
    linked.rename(tmp_path / "elsewhere")
    linked.symlink_to(tmp_path / "elsewhere")
    assert "is a symbolic link" in refusal(project)


def test_link_beside_the_configuration_is_not_followed(tmp_path: Path) -> None:
    project = project_in(tmp_path / "theirs")
    victim = tmp_path / "victim"
    victim.write_text("mine")
    for name in (".config.toml.new", ".config.toml"):
        (project / "supabase" / name).symlink_to(victim)
    install_into(project)
    assert victim.read_text() == "mine"
    assert not (project / "supabase" / "config.toml").is_symlink()


def test_project_with_declarative_schemas_is_told_how_to_compare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = project_in(tmp_path)
    (project / "supabase" / "schemas").mkdir()
    assert main([str(project)]) == 0
    assert "db diff --schema public" in capsys.readouterr().out
