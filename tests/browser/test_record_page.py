"""The page that verifies a record finds what the command finds, by the browser's cryptography and without a network."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shared.record.jws import RecordError, new_key, public_key
from shared.record.verification import verify_record
from tests.browser.device import MakeDevice
from tests.browser.looks import LOOKS, faults_in_every_look
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview, start
from tests.support.people import Person
from tests.support.race import share
from tests.support.record_examples import KEY, KEYS, TEXTS, export, rechained, signed, statement
from tests.support.records import get_record, published_keys

RECORD = signed(statement())
KEY_SET = json.dumps({"keys": KEYS})
VERIFY = """
async ([records, keys, exports]) => {
  const { verifyRecord } = await import("/app/record/verify.js");
  const sentences = async (record, exported) => {
    try {
      const { faults } = await verifyRecord(record, keys, exported ?? undefined);
      return faults.map(({ sentence }) => sentence);
    } catch (error) {
      return [error.message];
    }
  };
  return Promise.all(records.map((record, index) => sentences(record, exports[index])));
}
"""


@pytest.fixture
def page(device: MakeDevice) -> Page:
    return device().open("/record.html")


def found_by_the_page(
    page: Page, records: list[str], keys: list[dict[str, str]] | None = None, exports: list[Any] | None = None
) -> list[list[str]]:
    """What the page's verifier says about each record."""
    found: list[list[str]] = page.evaluate(VERIFY, [records, keys or KEYS, exports or [None] * len(records)])
    return found


def found_by_the_command(record: str, exported: Any = None) -> list[str]:
    try:
        return list(verify_record(record, KEYS, exported).faults)
    except RecordError as error:
        return [str(error)]


def paste(page: Page, record: str, keys: str = KEY_SET, exported: str = "") -> None:
    for label, text in (("Key set", keys), ("JSON export", exported), ("Record", record)):
        page.get_by_label(label, exact=True).fill(text)


def test_right_record_is_shown_with_a_mark_on_each_receipt(page: Page) -> None:
    paste(page, RECORD, exported=json.dumps(export()))
    verdict = page.locator("#verdict")
    expect(verdict).to_contain_text("The record is right")
    expect(verdict).to_contain_text("chain of 6 receipts is unbroken")
    expect(verdict).to_contain_text("texts of the export are those of the record")
    expect(page.locator(".receipt")).to_have_count(len(TEXTS))
    expect(page.locator(".receipt .badge.success")).to_have_count(len(TEXTS))
    expect(page.get_by_text("Late text · late · 7.25 s late")).to_be_visible()


def test_wrong_text_is_named_and_marked_at_its_receipt(page: Page) -> None:
    exported = export()
    exported["answers"][1]["answer"] += "."
    paste(page, RECORD, exported=json.dumps(exported))
    expect(page.locator("#verdict")).to_contain_text("The text of the answer to question 2 has the hash")
    expect(page.locator(".receipt .badge.danger")).to_have_count(1)
    expect(page.locator(".receipt").nth(2).locator(".badge.danger")).to_have_text("Wrong")


def test_record_of_a_real_session_is_verified_from_files_without_a_network(
    device: MakeDevice, candidate: Person, database: Database, functions_api: Api, tmp_path: Path
) -> None:
    run = start(functions_api, candidate, make_interview(database, ["open"] * 2).interview_id)
    run.submit("the answer — ünïcode 🙂").ok()
    mine = device()
    (tmp_path / "record.json").write_text(get_record(mine.stack, candidate, run.session_id).text)
    (tmp_path / "jwks.json").write_text(json.dumps(published_keys(mine.stack)))
    page = mine.open("/record.html")
    expect(page.get_by_text("Paste a record and the key set")).to_be_visible()
    page.wait_for_load_state("networkidle")
    mine.offline()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Choose files").set_input_files([tmp_path / "record.json", tmp_path / "jwks.json"])
    expect(page.locator("#verdict")).to_contain_text("The record is right")
    assert asked == []


def test_candidate_saves_the_record_where_results_are_hidden_and_verifies_it(
    device: MakeDevice, candidate: Person, database: Database, functions_api: Api, tmp_path: Path
) -> None:
    run = start(functions_api, candidate, make_interview(database, ["open"]).interview_id)
    run.submit("the answer").ok()
    mine = device(candidate)
    page = mine.open(f"/results.html?session={run.session_id}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the record").click()
    download.value.save_as(tmp_path / download.value.suggested_filename)
    page.get_by_role("link", name="Verify a record").click()
    (tmp_path / "jwks.json").write_text(json.dumps(published_keys(mine.stack)))
    page.get_by_label("Choose files").set_input_files(sorted(tmp_path.iterdir()))
    expect(page.locator("#verdict")).to_contain_text("The record is right")


def test_every_single_character_change_of_a_record_is_found_by_the_page(page: Page) -> None:
    """Each character becomes its neighbour in the alphabet of base64url, one that is in none, and nothing.

    Everyday: one of seven of these records; in full: all.
    """
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    changed = [
        RECORD[:index] + other + RECORD[index + 1 :]
        for index, character in enumerate(RECORD)
        for other in (alphabet[alphabet.find(character) ^ 1] if character in alphabet else "A", "é")
    ]
    cut = [RECORD[:index] + RECORD[index + 1 :] for index in range(len(RECORD))]
    found = found_by_the_page(page, list(share([*changed, *cut], of=7)))
    assert len(found) >= len(RECORD) / 3
    assert [number for number, faults in enumerate(found) if not faults] == []
    assert found_by_the_page(page, [RECORD]) == [[]]


def changes() -> list[tuple[str, Any]]:
    """Records and exports with every kind of fault; the key has signed them all but two."""
    cases: list[tuple[str, Any]] = [(RECORD, None), (RECORD, export()), (RECORD[:-1], None), ("a.b", None)]
    for index in range(len(TEXTS)):
        texts = statement()["receipts"]
        left = texts[:index] + texts[index + 1 :]
        cases.append((signed(statement() | {"receipts": left}), None))
        cases.append((signed(rechained(left)), export()))
        cases.append((signed(rechained([*texts, texts[index]])), export()))
        swapped = deepcopy(texts)
        swapped[index], swapped[-index - 1] = swapped[-index - 1], swapped[index]
        cases.append((signed(statement() | {"receipts": swapped}), export()))
        for field, value in {"sha256": "0" * 64, "late_by_seconds": 12.5, "received_at": "later"}.items():
            changed = deepcopy(texts)
            changed[index]["receipt"][field] = value
            cases.append((signed(statement() | {"receipts": changed}), export()))
    for change in EXPORT_CHANGES:
        exported = export()
        change(exported)
        cases.append((RECORD, exported))
    cases.append((signed(statement() | {"head": None}), None))
    cases.append((signed({"receipts": []}), None))
    cases.append((signed(statement(), KEY | {"d": new_key()["d"]}), None))
    return cases


EXPORT_CHANGES: list[Callable[[dict[str, Any]], object]] = [
    lambda exported: exported["answers"].pop(0),
    lambda exported: exported["late_answers"].pop(0),
    lambda exported: exported["answers"].append(exported["answers"][0]),
    lambda exported: exported["late_answers"].append(exported["late_answers"][0]),
    lambda exported: exported["answers"][0].update(source="draft", received_at="then", answer_id="x", sha256="y"),
    lambda exported: exported["late_answers"][0].update(position=3, reason="late"),
    lambda exported: exported.update(session={"id": "another"}),
    lambda exported: exported.pop("answers"),
    lambda exported: exported.update(late_answers=[], late_answers_left_out=1),
    lambda exported: exported["answers"][2].update(answer="not empty"),
]


def test_page_and_command_say_the_same_about_every_fault(page: Page) -> None:
    cases = changes()
    records, exports = [list(part) for part in zip(*cases, strict=True)]
    found = found_by_the_page(page, records, exports=exports)
    for (record, exported), faults in zip(cases, found, strict=True):
        expected = found_by_the_command(record, exported)
        if any("this is not a record" in fault for fault in expected):
            # The command names the first field that is wrong, too.
            expected = ["The signature is right, but this is not a record."]
        assert faults == expected
    assert sum(not faults for faults in found) == 2


def test_page_refuses_keys_that_are_not_of_the_record(page: Page) -> None:
    other = public_key(new_key())
    impostor = other | {"kid": KEYS[0]["kid"]}
    assert found_by_the_page(page, [RECORD], [impostor]) == [[f"The key set has no key {KEYS[0]['kid']}."]]
    assert found_by_the_page(page, [RECORD], [other, *KEYS]) == [[]]
    assert "something else" in found_by_the_page(page, [RECORD], [{"kty": "oct", "k": "AAAA"}])[0][0]


@pytest.mark.parametrize(
    ("record", "keys", "exported", "sentence"),
    [
        ("{", KEY_SET, "", "Record: this is not JSON."),
        ("{}", KEY_SET, "", "Record: this JSON has no record."),
        (RECORD, "[]", "", "Key set: this is not a JWK Set."),
        (RECORD, KEY_SET, "{", "JSON export: this is not JSON."),
        (RECORD, KEY_SET, "[]", "The export is not the JSON export of a session."),
    ],
)
def test_content_that_cannot_be_used_is_named(page: Page, record: str, keys: str, exported: str, sentence: str) -> None:
    paste(page, record, keys, exported)
    expect(page.locator("#verdict")).to_contain_text(sentence)
    wrong = sentence.startswith("The export")
    expect(page.locator("#verdict")).to_contain_text("The record is wrong" if wrong else "This could not be verified")


@pytest.mark.prove
def test_page_is_accessible_in_every_look(page: Page) -> None:
    found = []
    for look in LOOKS:
        paste(page, "")
        found += faults_in_every_look(page, look)
        paste(page, RECORD, exported=json.dumps(export()))
        expect(page.locator("#verdict.success")).to_be_visible()
        found += faults_in_every_look(page, look)
        paste(page, signed(statement() | {"head": None}))
        expect(page.locator("#verdict.danger")).to_be_visible()
        found += faults_in_every_look(page, look)
    assert found == []
