"""The web client as the local stack serves it."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from local.settings import ROOT
from local.stack import Stack
from tests.support.plain_http import CONTEXT, http


@pytest.fixture
def web(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(verify=CONTEXT, base_url=stack.web_url, timeout=60) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/home.html", "/interview.html", "/client/index.js", "/styles/tokens.css"])
def test_every_file_is_served_compressed_and_revalidated(web: httpx.Client, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers.get("content-encoding", "none") == ("gzip" if len(answer.content) > 500 else "none")
    again = web.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_content_security_policy_forbids_other_origins(web: httpx.Client, stack: Stack) -> None:
    policy = web.get("/").headers["content-security-policy"]
    assert policy.startswith(f"default-src 'self'; connect-src 'self' {stack.functions_url} {stack.supabase_url};")
    assert "unsafe" not in policy
    assert web.get("/").headers["x-content-type-options"] == "nosniff"


def test_documented_headers_are_those_that_the_local_pages_send(web: httpx.Client, stack: Stack) -> None:
    page = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
    section = page.partition("### Headers of the pages")[2].partition("\n## ")[0]
    documented = dict(re.findall(r"^\| `([a-z-]+)` \| `([^`]+)` \|$", section, re.MULTILINE))
    assert documented.pop("strict-transport-security")
    assert len(documented) == 4
    for name, value in documented.items():
        value = value.replace("<functionsUrl>", stack.functions_url).replace("<supabaseUrl>", stack.supabase_url)
        assert web.get("/").headers[name] == value


def test_web_configuration_names_the_stack_and_no_secret(web: httpx.Client, stack: Stack) -> None:
    text = web.get("/config.js").text
    found = re.search(r"freeze\((\{.*\})\)", text)
    assert found
    assert json.loads(found.group(1)) == {
        "supabaseUrl": stack.supabase_url,
        "publishableKey": stack.publishable_key,
        "functionsUrl": stack.functions_url,
        "demo": True,
    }
    assert stack.secret_key not in text


@pytest.mark.parametrize("path", ["/nothing.html", "/../main.py", "/..%2fmain.py", "/styles/../../main.py"])
def test_path_outside_the_folder_is_not_found(web: httpx.Client, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_functions_allow_the_pages_origin(stack: Stack) -> None:
    headers = {"origin": stack.web_url, "access-control-request-method": "POST"}
    answer = http.options(f"{stack.functions_url}/start", headers=headers, timeout=60)
    assert answer.headers["access-control-allow-origin"] in ("*", stack.web_url)


def test_list_of_files_for_the_device_has_the_hash_of_every_file_as_it_is_served(web: httpx.Client) -> None:
    script = web.get("/shell.js").text
    listed = json.loads(script.removeprefix("self.SHELL = ").removesuffix(";\n"))["files"]
    assert listed.keys() >= {"index.html", "interview.html", "config.js", "vendor/supabase.js", "client/index.js"}
    assert not listed.keys() & {"service-worker.js", "shell.js", "jsconfig.json", "app/config.d.ts"}
    served = {path: hashlib.sha256(web.get(f"/{path}").content).hexdigest() for path in listed}
    assert served == listed


def test_list_of_files_is_written_for_a_folder_that_is_complete(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>")
    assert run_shell(tmp_path).stderr == f"{tmp_path} has no config.js and no vendor/supabase.js; add it first\n"
    (tmp_path / "config.js").write_text("export const config = {};")
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor/supabase.js").write_text("")
    assert run_shell(tmp_path).returncode == 0
    first = (tmp_path / "shell.js").read_text()
    assert run_shell(tmp_path).returncode == 0
    assert (tmp_path / "shell.js").read_text() == first
    (tmp_path / "index.html").write_text("<!doctype html><title>Another</title>")
    run_shell(tmp_path)
    assert (tmp_path / "shell.js").read_text() != first


def run_shell(folder: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "local.shell", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT)
