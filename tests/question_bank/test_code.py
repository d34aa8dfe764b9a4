"""Every code sample of the bank and of the demo interviews runs and does what its question asks."""

import json
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from local.settings import ROOT
from local.stack import Stack
from tests.question_bank import bash_checks, python_checks, sql_checks
from tests.question_bank.bank import Question
from tests.support.database import Database

JAVASCRIPT = Path(__file__).parent / "javascript"
PROGRAMS = sorted(file for file in JAVASCRIPT.glob("[ab]*") if file.suffix in (".js", ".ts"))
WITH_HOOKS = ("b1-23", "b1-24")
# A Dockerfile and PromQL: they take a container engine and a Prometheus.
NOT_RUN = {"b4-22", "b4-26"}


@pytest.fixture
def samples(database: Database) -> dict[str, str]:
    """The sample solutions of code questions, by names such as `b1-21`; a1 and a2 are the demo interviews."""
    found = database.rows(
        "select q.id::text, k.sample_solution from reprise.questions q"
        " join reprise.question_keys k on k.question_id = q.id"
        " where q.kind = 'code' and q.id::text ~ '^[ab][1-9]000000-0000-4000-8000-'"
    )
    return {f"{row['id'][:2]}-{row['id'][-2:]}": row["sample_solution"] for row in found}


def test_every_code_question_is_run(samples: dict[str, str], questions: list[Question]) -> None:
    run = (
        {file.stem for file in PROGRAMS} | set(python_checks.CHECKS) | set(sql_checks.CHECKS) | set(bash_checks.CHECKS)
    )
    assert run | NOT_RUN == set(samples)
    assert len(samples) >= 30


def test_javascript_and_typescript_samples_do_what_is_asked(samples: dict[str, str]) -> None:
    assert faults_of({file: samples[file.stem] for file in PROGRAMS}) == []


@pytest.mark.prove
def test_control_a_sample_that_does_something_else_is_caught(samples: dict[str, str]) -> None:
    broken = {
        "b1-24.js": samples["b1-24"].replace("settled.url === url ? settled.result : LOADING", "settled.result"),
        "b2-69.js": samples["b2-69"].replace("entries.delete(key)", "0"),
        "b1-49.ts": samples["b1-49"].replace("payload: Events[K])", "payload: any)"),
        "b6-38.js": samples["b6-38"].replace("value instanceof Markup", "value.toString !== undefined"),
    }
    assert [fault[0] for fault in faults_of({JAVASCRIPT / name: text for name, text in broken.items()})] == list(broken)


def faults_of(programs: dict[Path, str]) -> list[Any]:
    """Run samples together with their checks; returns the name and the error of those that fail."""
    hooks = (JAVASCRIPT / "hooks.js").read_text()
    sources = [
        (file.name, "\n".join([hooks if file.stem in WITH_HOOKS else "", sample, file.read_text()]))
        for file, sample in programs.items()
    ]
    done = subprocess.run(
        ["node", JAVASCRIPT / "run.mjs"],
        input=json.dumps(sources),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    faults: list[Any] = json.loads(done.stdout)
    return faults


@pytest.mark.parametrize("name", python_checks.CHECKS)
def test_python_sample_does_what_is_asked(samples: dict[str, str], name: str) -> None:
    names: dict[str, Any] = {}
    exec(compile(samples[name], name, "exec"), names)
    python_checks.CHECKS[name](names, samples[name])


@pytest.mark.parametrize("name", sql_checks.CHECKS)
def test_sql_sample_does_what_is_asked(samples: dict[str, str], stack: Stack, name: str) -> None:
    with psycopg.connect(stack.database_url) as connection:
        schema = sql.Identifier(f"sample_{name.replace('-', '_')}")
        connection.execute(sql.SQL("create schema {}").format(schema))
        connection.execute(sql.SQL("set local search_path to {}").format(schema))
        try:
            sql_checks.CHECKS[name](connection, samples[name])
        finally:
            connection.rollback()


@pytest.mark.parametrize("name", bash_checks.CHECKS)
def test_bash_sample_does_what_is_asked(samples: dict[str, str], tmp_path: Path, name: str) -> None:
    bash_checks.CHECKS[name](tmp_path, samples[name])
