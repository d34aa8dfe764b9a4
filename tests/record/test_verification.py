"""Guards that a verifier finds every changed byte, omission and swap in a record, and every changed exported text."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from copy import deepcopy
from itertools import combinations
from typing import Any

import jwt
import pytest

from shared.examples import record_views
from shared.record.jws import RecordError, new_key, public_key, sign
from shared.record.statement import StatedReceipt
from shared.record.verification import verify_record
from tests.support.race import share
from tests.support.record_examples import KEY, KEYS, SESSION, TEXTS, Statement, export, rechained, signed, statement
from tests.support.records import digest, verified_elsewhere

RECORD = signed(statement())
ALL = range(len(TEXTS))


def faults(stated: Statement, exported: dict[str, Any] | None = None) -> list[str]:
    return list(verify_record(signed(stated), KEYS, exported).faults)


def is_found(record: str) -> bool:
    """Whether the verifier refuses this record."""
    try:
        return bool(verify_record(record, KEYS).faults)
    except RecordError:
        return True


def test_right_record_and_export_have_no_fault() -> None:
    verified = verify_record(RECORD, KEYS, export())
    assert verified.faults == []
    assert verified.kid == KEYS[0]["kid"]
    assert verified.statement.session_id == SESSION
    assert verified_elsewhere(RECORD, {"keys": KEYS}) == statement()


def test_every_single_byte_change_of_a_record_is_found() -> None:
    """Everyday: four other values for each byte; in full: all 255."""
    survivors = []
    for index, byte in enumerate(RECORD.encode()):
        for other in share([value for value in range(256) if value != byte], of=64, number=index):
            changed = bytearray(RECORD.encode())
            changed[index] = other
            if not is_found(changed.decode("latin-1")):
                survivors.append((index, other))
    assert survivors == []


def test_every_bit_of_the_signature_counts() -> None:
    """The last character of a signature has spare bits, which a lenient decoder ignores."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    others = [RECORD[:-1] + character for character in alphabet if character != RECORD[-1]]
    assert [record for record in others if not is_found(record)] == []


def test_every_byte_that_is_left_out_or_doubled_is_found() -> None:
    cut = [RECORD[:index] + RECORD[index + 1 :] for index in range(len(RECORD))]
    doubled = [RECORD[:index] + RECORD[index] + RECORD[index:] for index in range(len(RECORD))]
    assert [record for record in (*cut, *doubled) if not is_found(record)] == []


def test_every_prefix_of_a_record_is_refused() -> None:
    assert [length for length in range(len(RECORD)) if not is_found(RECORD[:length])] == []


def changed_payload(change: Callable[[Statement], None]) -> str:
    """The record with another payload and the old signature, as somebody without the key would make it."""
    header, _, signature = RECORD.split(".")
    stated = statement()
    change(stated)
    payload = urlsafe_b64encode(json.dumps(stated).encode()).rstrip(b"=").decode()
    return f"{header}.{payload}.{signature}"


@pytest.mark.parametrize("index", ALL)
def test_receipt_that_is_left_out_is_found(index: int) -> None:
    with pytest.raises(RecordError, match="signature is wrong"):
        verify_record(changed_payload(lambda stated: stated["receipts"].pop(index)), KEYS)
    # By the chain alone, even if the key signs it.
    stated = statement()
    del stated["receipts"][index]
    assert any("hash of" in fault for fault in faults(stated))
    # By the export, even if the chain is made anew.
    left = [text for number, text in enumerate(statement()["receipts"]) if number != index]
    [fault] = faults(rechained(left), export())
    assert f"question {TEXTS[index][0] + 1}" in fault


@pytest.mark.parametrize(("one", "other"), list(combinations(ALL, 2)))
def test_two_receipts_that_are_swapped_are_found(one: int, other: int) -> None:
    def swap(stated: Statement) -> None:
        texts = stated["receipts"]
        texts[one], texts[other] = texts[other], texts[one]

    with pytest.raises(RecordError, match="signature is wrong"):
        verify_record(changed_payload(swap), KEYS)
    stated = statement()
    swap(stated)
    assert len(faults(stated)) >= 2


@pytest.mark.parametrize(("one", "other"), list(combinations([0, 2, 4, 5], 2)))
def test_two_answers_that_change_places_are_found_by_the_export(one: int, other: int) -> None:
    stated = statement()
    texts = stated["receipts"]
    texts[one]["position"], texts[other]["position"] = texts[other]["position"], texts[one]["position"]
    assert len(faults(stated, export())) >= 2


@pytest.mark.parametrize("index", ALL)
@pytest.mark.parametrize("field", ["answer_id", "received_at", "sha256", "late_by_seconds", "previous"])
def test_changed_field_of_a_receipt_breaks_the_chain(index: int, field: str) -> None:
    stated = statement()
    receipt = stated["receipts"][index]["receipt"]
    values = {"late_by_seconds": 12.5, "sha256": "0" * 64, "previous": "0" * 64}
    receipt[field] = values.get(field, "2026-01-15T09:30:59.000000Z")
    assert faults(stated)


@pytest.mark.parametrize("index", ALL)
def test_receipt_that_is_doubled_is_found(index: int) -> None:
    texts = statement()["receipts"]
    found = faults(rechained([*texts[: index + 1], texts[index], *texts[index + 1 :]]))
    assert any("of the same text" in fault for fault in found)


def test_second_answer_to_a_question_is_found() -> None:
    stated = statement()
    stated["receipts"][2]["position"] = 0
    assert faults(stated) == ["Receipts 1 and 3 are both the answer to question 1."]
    stated["receipts"][0]["withdrawn"] = True
    assert faults(stated) == []


def test_wrong_head_is_found() -> None:
    [fault] = faults(statement() | {"head": "0" * 64})
    assert "last receipt" in fault
    assert faults(statement() | {"receipts": [], "head": None}) == []
    assert faults(statement() | {"receipts": []}) != []


def texts_of(exported: dict[str, Any]) -> list[dict[str, Any]]:
    covered = [*exported["answers"], *exported["late_answers"]]
    return [text for text in covered if text["answer"] is not None and text.get("reason") != "late_draft"]


def test_every_single_byte_change_of_an_exported_text_is_found() -> None:
    count = 0
    for number, text in enumerate(texts_of(export())):
        for index in range(len(text["answer"])):
            exported = export()
            changed = texts_of(exported)[number]
            letters = list(changed["answer"])
            letters[index] = "X" if letters[index] != "X" else "Y"
            changed["answer"] = "".join(letters)
            [fault] = faults(statement(), exported)
            assert "hash" in fault
            count += 1
    assert count == sum(len(text) for *_, text in TEXTS)


@pytest.mark.parametrize("index", ALL)
@pytest.mark.parametrize("field", ["received_at", "sha256", "id", "answer_id", "source", "reason", "position"])
def test_every_other_fact_of_an_exported_text_is_compared(index: int, field: str) -> None:
    exported = export()
    text = texts_of(exported)[index]
    if field in text:
        text[field] = 9 if field == "position" else "changed"
        assert faults(statement(), exported)


@pytest.mark.parametrize("index", ALL)
def test_text_that_an_export_leaves_out_or_has_twice_is_found(index: int) -> None:
    for change in ("leave out", "twice"):
        exported = export()
        text = texts_of(exported)[index]
        texts = exported["answers" if text in exported["answers"] else "late_answers"]
        if change == "twice":
            texts.append(deepcopy(text))
        else:
            texts.remove(text)
        assert len(faults(statement(), exported)) == 1, change


def test_export_of_a_candidate_is_compared_by_its_texts() -> None:
    exported = export()
    del exported["late_answers"]
    for answer in exported["answers"]:
        for name in ("answer_id", "received_at", "sha256"):
            answer.pop(name, None)
    assert faults(statement(), exported) == []
    exported["answers"][1]["answer"] += "."
    assert len(faults(statement(), exported)) == 1


def test_export_of_another_session_or_of_something_else_is_found() -> None:
    assert "session" in faults(statement(), export() | {"session": {"id": "another"}})[0]
    assert faults(statement(), {"name": "a workspace"}) == ["The export is not the JSON export of a session."]


def test_late_texts_that_an_export_counts_as_left_out_are_no_fault() -> None:
    exported = export() | {"late_answers": [], "late_answers_left_out": 2}
    assert faults(statement(), exported) == []
    assert faults(statement(), exported | {"late_answers_left_out": 1}) != []


def forged(header: dict[str, Any], signature: bytes = b"") -> str:
    parts = [json.dumps(header).encode(), json.dumps(statement()).encode(), signature]
    return ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


SIGNATURE = urlsafe_b64decode(RECORD.split(".")[2] + "==")
HEADER = {"alg": "EdDSA", "kid": KEYS[0]["kid"], "typ": "reprise-record"}


@pytest.mark.parametrize(
    "header",
    [
        HEADER | {"alg": "none"},
        HEADER | {"alg": "HS256"},
        HEADER | {"alg": "Ed25519"},
        HEADER | {"alg": ["EdDSA"]},
        HEADER | {"kid": new_key()["kid"]},
        HEADER | {"kid": ""},
        HEADER | {"kid": None},
        HEADER | {"typ": "JWT"},
        HEADER | {"jwk": public_key(new_key())},
        HEADER | {"jku": "https://attacker.example.com/jwks.json"},
        HEADER | {"crit": ["b64"], "b64": False},
        {"alg": "EdDSA"},
        {},
    ],
)
@pytest.mark.parametrize("signature", [b"", SIGNATURE, b"0" * 64], ids=["none", "of another header", "zeros"])
def test_other_headers_are_refused_with_every_signature(header: dict[str, Any], signature: bytes) -> None:
    with pytest.raises(RecordError):
        verify_record(forged(header, signature), KEYS)


def test_hmac_with_the_public_key_as_secret_is_refused() -> None:
    record = jwt.encode(statement(), KEYS[0]["x"], algorithm="HS256", headers={"kid": KEYS[0]["kid"]})
    with pytest.raises(RecordError, match="algorithm HS256"):
        verify_record(record, KEYS)


def test_record_of_a_retired_key_is_verified_while_its_public_part_is_published() -> None:
    newer = public_key(new_key())
    assert verify_record(RECORD, [newer, *KEYS]).faults == []
    with pytest.raises(RecordError, match=f"no key {KEYS[0]['kid']}"):
        verify_record(RECORD, [newer])


def test_key_is_found_by_its_thumbprint_whatever_the_key_set_calls_it() -> None:
    impostor = public_key(new_key()) | {"kid": KEYS[0]["kid"]}
    with pytest.raises(RecordError, match="no key"):
        verify_record(RECORD, [impostor])
    assert verify_record(RECORD, [impostor, KEYS[0] | {"kid": "other"}]).faults == []


@pytest.mark.parametrize("key", [{}, {"kty": "oct", "k": "AAAA"}, {"kty": "OKP", "crv": "X25519", "x": KEYS[0]["x"]}])
def test_key_set_of_other_keys_is_refused(key: dict[str, str]) -> None:
    with pytest.raises(RecordError, match="something else"):
        verify_record(RECORD, [key])


@pytest.mark.parametrize(
    "payload",
    [b"{}", b"[]", b"null", b"not json", b'{"session_id": 1}', b"\xff", b"[" * 5000],
)
def test_signed_payload_that_is_no_record_is_refused(payload: bytes) -> None:
    with pytest.raises(RecordError, match="not a record"):
        verify_record(sign(payload, KEY), KEYS)


@pytest.mark.parametrize("text", ["", ".", "..", "...", "a.b", "a.b.c", "é.é.é", "A" * 100_000, "." * 100_000])
def test_text_that_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(RecordError):
        verify_record(text, KEYS)


def test_record_of_the_largest_session_is_verified() -> None:
    texts = [
        {**statement()["receipts"][1], "receipt": {**statement()["receipts"][1]["receipt"], "answer_id": str(number)}}
        for number in range(4200)
    ]
    record = signed(rechained(texts))
    assert len(record) > 1_000_000
    assert verify_record(record, KEYS).faults == []


@pytest.mark.parametrize("seconds", [0, 1, 0.001, 0.1, 7.25, 12.3, 86400, 123456789.123, 99999999999.999])
def test_hash_of_a_receipt_is_that_of_its_canonical_json(seconds: float) -> None:
    receipt = {**statement()["receipts"][1]["receipt"], "late_by_seconds": seconds}
    assert StatedReceipt(**receipt).digest == digest(receipt)


def test_private_key_whose_public_part_is_another_ones_is_published_as_what_it_is() -> None:
    mixed = KEY | {"x": new_key()["x"]}
    assert public_key(mixed) == KEYS[0]
    assert verify_record(signed(statement(), mixed), [public_key(mixed)]).faults == []


def test_signing_is_deterministic() -> None:
    assert signed(statement()) == RECORD


def test_example_in_the_openapi_document_is_right() -> None:
    keys = record_views.KEY_SET["keys"]
    assert verify_record(record_views.RECORD["record"], keys).faults == []
