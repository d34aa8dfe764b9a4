"""A sealed file that is wrong in any way is refused in one sentence and stores nothing; never an internal error."""

import base64
import json
import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from joserfc import jwe
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from shared.problems import Problem
from shared.sealing.new_key import new_sealing_key
from shared.sealing.opening import MAX_FILE_CHARACTERS, MAX_TEXTS, open_sealed_file
from shared.sealing.sealing_keys import SealingKey
from tests.support.sealed_files import CLAIMED, contents, seal

SESSION = "0b7c2f5e-9a55-4a0e-8d3b-6f1f6f0c7a10"
TEXT = "Grüße, 世界\n\t\u0001 and 😀"
OLD, NEW, FOREIGN = (SealingKey(new_sealing_key()) for _ in range(3))
KEYS = (NEW, OLD)
HELD = contents(SESSION, [(0, TEXT)])


def refused(file: str, keys: tuple[SealingKey, ...] = KEYS) -> Problem:
    with pytest.raises(Problem) as caught:
        open_sealed_file(file, keys)
    assert caught.value.code == "sealed_file_unreadable"
    # The cause is logged: it must not hold what was sent.
    assert "SECRET" not in str(caught.value.cause)
    return caught.value


@pytest.mark.parametrize("key", KEYS)
def test_file_of_every_configured_key_is_opened_byte_for_byte(key: SealingKey) -> None:
    opened = open_sealed_file(seal(key.public_jwk, HELD), KEYS)
    assert str(opened.session_id) == SESSION
    [text] = opened.texts
    assert (text.position, text.text) == (0, TEXT)
    assert text.client_submitted_at is not None
    assert text.client_submitted_at.isoformat() == CLAIMED.replace("Z", "000+00:00")


def test_file_that_an_editor_ended_with_a_line_break_is_opened() -> None:
    assert open_sealed_file(f"\n{seal(NEW.public_jwk, HELD)}\r\n", KEYS).texts[0].text == TEXT


def test_file_of_another_key_says_so() -> None:
    assert refused(seal(FOREIGN.public_jwk, HELD)).fields == {"reason": "other_key"}
    # Another key under a known id: nothing tells it from a damaged file.
    assert refused(seal({**FOREIGN.public_jwk, "kid": NEW.kid}, HELD)).fields == {}


@pytest.mark.parametrize("share", [0, 0.1, 0.4, 0.6, 0.9, 0.99])
def test_file_that_was_cut_off_is_unreadable(share: float) -> None:
    file = seal(NEW.public_jwk, HELD)
    refused(file[: int(len(file) * share)])
    refused(file[:-1])


def test_file_with_one_other_character_is_unreadable() -> None:
    file = seal(NEW.public_jwk, HELD)
    chosen = random.Random(7)
    for place in chosen.sample(range(len(file)), 150):
        other = chosen.choice([letter for letter in "AZaz09-_.{é\0 " if letter != file[place]])
        refused(file[:place] + other + file[place + 1 :])


@pytest.mark.parametrize(
    "file",
    [
        "",
        ".",
        "....",
        "a.b.c.d.e",
        "." * 1_000_000,
        "A" * MAX_FILE_CHARACTERS,
        "A" * (MAX_FILE_CHARACTERS + 1),
        "é" * 100,
        "\ud800",
        "{}",
        '{"protected": "", "recipients": []}',
        json.dumps(HELD),
        "%PDF-1.7",
        f"{base64.urlsafe_b64encode(b'[' * 700).decode().rstrip('=')}....",
        f"{base64.urlsafe_b64encode(b'null').decode().rstrip('=')}....",
    ],
)
def test_what_is_no_sealed_file_is_unreadable(file: str) -> None:
    refused(file)


HEADERS: Mapping[str, Mapping[str, Any]] = {
    "compressed": {"zip": "DEF"},
    "another cipher": {"enc": "A128CBC-HS256"},
    "a shorter key": {"enc": "A128GCM"},
    "a wrapped key": {"alg": "ECDH-ES+A256KW"},
    "no key id": {"kid": None},
    "another type of key id": {"kid": 7},
    "a long key id": {"kid": "x" * 500},
    "a critical member": {"crit": ["exp"], "exp": 1},
    "an unknown member": {"jku": "https://attacker.example/keys"},
    "parties": {"apu": "QWxpY2U", "apv": "Qm9i"},
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_no_other_header_is_accepted(header: Mapping[str, Any]) -> None:
    members = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": NEW.kid, **header}
    members = {name: value for name, value in members.items() if value is not None}
    if {"crit", "jku"} & members.keys() or members.get("kid") == 7:
        # Nobody can make these with a library.
        refused(with_header(seal(NEW.public_jwk, HELD), header))
    else:
        refused(seal(NEW.public_jwk, HELD, **header))


def with_header(file: str, changes: Mapping[str, Any]) -> str:
    """The file with members of its header changed, as an attacker would."""
    first, _, rest = file.partition(".")
    header = json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4))) | changes
    return base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=") + "." + rest


@pytest.mark.parametrize(
    "epk",
    [
        None,
        {},
        {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
        {"kty": "EC", "crv": "P-256", "x": NEW.public_jwk["x"], "y": OLD.public_jwk["y"]},
        {"kty": "EC", "crv": "P-256", "x": NEW.public_jwk["x"], "y": "A" * 44},
        {"kty": "OKP", "crv": "X25519", "x": "A" * 43},
        {**ECKey.generate_key("P-384").as_dict(private=False)},
        {**NEW.private_jwk},
    ],
)
def test_ephemeral_key_that_is_no_point_of_the_curve_is_refused(epk: Any) -> None:
    refused(with_header(seal(NEW.public_jwk, HELD), {"epk": epk}))


@pytest.mark.parametrize(
    ("alg", "make"),
    [
        ("dir", lambda: OctKey.generate_key(256)),
        ("A256KW", lambda: OctKey.generate_key(256)),
        ("RSA-OAEP", lambda: RSAKey.generate_key(2048)),
        ("ECDH-ES", lambda: OKPKey.generate_key("X25519")),
        ("PBES2-HS256+A128KW", lambda: OctKey.import_key(b"a long password")),
    ],
)
def test_no_other_algorithm_is_tried(alg: str, make: Callable[[], Any]) -> None:
    registry = jwe.JWERegistry(algorithms=[alg, "A256GCM"])
    header = {"alg": alg, "enc": "A256GCM", "kid": NEW.kid}
    refused(jwe.encrypt_compact(header, json.dumps(HELD), make(), registry=registry))


CONTENTS: Mapping[str, Any] = {
    "no JSON": b"\xff\xfe",
    "nothing": b"",
    "a number": 7,
    "deep": b"[" * 200_000,
    "deep in a text's place": json.dumps(HELD).replace('"position": 0', '"position": ' + "[" * 5000).encode(),
    "another sealed file": seal(NEW.public_jwk, HELD).encode(),
    "no session": {"texts": HELD["texts"]},
    "no session's id": HELD | {"session_id": "SECRET"},
    "no texts": HELD | {"texts": []},
    "too many texts": contents(SESSION, [(0, str(number)) for number in range(MAX_TEXTS + 1)]),
    "an unknown member": HELD | {"user_id": SESSION},
    "an empty text": contents(SESSION, [(0, "")]),
    "a NUL": contents(SESSION, [(0, "SECRET\0")]),
    "a text that is too long": contents(SESSION, [(0, "x" * 65_537)]),
    "another text than its hash": contents(SESSION, [(0, "SECRET")], sha256="0" * 64),
    "a lone surrogate": json.dumps(HELD).replace("and", "\\ud800").encode(),
    "a negative position": contents(SESSION, [(-1, "x")]),
    "a fractional position": contents(SESSION, [(0, "x")], position=0.5),
    "a position of another type": contents(SESSION, [(0, "x")], position="0"),
    "a huge position": json.dumps(HELD).replace('"position": 0', '"position": 1e400').encode(),
    "a time without an offset": contents(SESSION, [(0, "x")], client_submitted_at="2026-01-15T09:28:41"),
    "a time out of range": contents(SESSION, [(0, "x")], client_submitted_at="0001-01-01T00:00:00+14:00"),
}


@pytest.mark.parametrize("held", CONTENTS.values(), ids=CONTENTS)
def test_contents_that_no_client_writes_are_unreadable(held: Any) -> None:
    refused(seal(NEW.public_jwk, held))


def test_largest_texts_that_fit_are_opened() -> None:
    texts = [(position, "é" * 32_768) for position in range(5)]
    file = seal(NEW.public_jwk, json.dumps(contents(SESSION, texts), ensure_ascii=False).encode())
    assert [len(text.text.encode()) for text in open_sealed_file(file, KEYS).texts] == [65_536] * 5


def test_any_bytes_are_refused_in_one_way() -> None:
    chosen = random.Random(11)
    for _ in range(300):
        noise = bytes(chosen.choices(b'..AZaz09-_={}[]",: ', k=chosen.randrange(200))).decode()
        refused(noise)
        refused(f"{seal(NEW.public_jwk, HELD).partition('.')[0]}.{noise}")
