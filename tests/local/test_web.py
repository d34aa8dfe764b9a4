"""The web client as the local stack serves it."""

import json
import re
from collections.abc import Iterator

import httpx
import pytest

from local.stack import Stack


@pytest.fixture
def web(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=stack.web_url, timeout=60) as client:
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
    assert policy.startswith(f"default-src 'self'; connect-src 'self' {stack.functions_url};")
    assert "unsafe" not in policy
    assert web.get("/").headers["x-content-type-options"] == "nosniff"


def test_web_configuration_names_the_stack_and_no_secret(web: httpx.Client, stack: Stack) -> None:
    text = web.get("/config.js").text
    found = re.search(r"\.\.\.(\{.*?\})", text)
    assert found
    assert json.loads(found.group(1)) == {
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


def test_sign_in_is_forwarded_to_supabase(web: httpx.Client, stack: Stack) -> None:
    answer = web.post(
        "/auth/v1/token?grant_type=password",
        headers={"apikey": stack.publishable_key},
        json={"email": "candidate@example.com", "password": "reprise-demo"},
    )
    assert answer.status_code == 200
    assert answer.json()["access_token"]


def test_functions_allow_the_pages_origin(stack: Stack) -> None:
    headers = {"origin": stack.web_url, "access-control-request-method": "POST"}
    answer = httpx.options(f"{stack.functions_url}/start", headers=headers, timeout=60)
    assert answer.headers["access-control-allow-origin"] in ("*", stack.web_url)
