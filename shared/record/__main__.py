"""Verifies records offline, and makes keys.

`python -m shared.record verify <file> --jwks <file> [--export <file>]`: the first file is a record, or JSON with a
member `record` (the response of GET /record, or a JSON export, whose texts are then compared too).
`python -m shared.record new-keys`: prints a value for RECORD_KEYS; if that is set, the new key comes first, and the
public parts of the others follow.

Exits with 0 if all is right, 1 if a record is wrong, and 2 if it could not be verified.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shared.environment import EnvironmentReader
from shared.record.jws import RecordError, new_key, public_key
from shared.record.verification import Verified, verify_record


class Unreadable(Exception):  # noqa: N818 (named for what happened)
    """A file that is not what it should be; the message says so."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _options(arguments)
    try:
        if options.command == "new-keys":
            return _new_keys()
        return _verify(options.record, options.jwks, options.export)
    except Unreadable as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m shared.record", description="Verifies records, and makes keys.")
    commands = parser.add_subparsers(dest="command", required=True)
    verify = commands.add_parser("verify", help="verify a record without a network")
    verify.add_argument("record", type=Path, help="the record, or JSON with a member record")
    verify.add_argument("--jwks", type=Path, required=True, help="the key set, from /.well-known/jwks.json")
    verify.add_argument("--export", type=Path, help="a JSON export, to compare its texts")
    commands.add_parser("new-keys", help="print a value for RECORD_KEYS")
    return parser.parse_args(arguments)


def _new_keys() -> int:
    reader = EnvironmentReader(os.environ)
    old = reader.ed25519_keys("RECORD_KEYS")
    if reader.faults:
        raise Unreadable(f"{reader.faults[0]}.")
    sys.stdout.write(json.dumps({"keys": [new_key(), *map(public_key, old)]}) + "\n")
    return 0


def _verify(record_file: Path, keys_file: Path, export_file: Path | None) -> int:
    record, export = _record_in(record_file)
    keys = _json(keys_file)
    if not isinstance(keys, dict) or not isinstance(keys.get("keys"), list):
        raise Unreadable(f"{keys_file} is not a JWK Set.")
    if export_file is not None:
        export = _json(export_file)
    try:
        verified = verify_record(record, keys["keys"], export)
    except RecordError as fault:
        sys.stdout.write(f"WRONG: {fault}\n")
        return 1
    sys.stdout.write(_summary(verified, export is not None))
    return 1 if verified.faults else 0


def _record_in(file: Path) -> tuple[str, dict[str, Any] | None]:
    """The record in a file, and the export that holds it, if one does."""
    text = _text(file)
    if not text.lstrip().startswith("{"):
        return text, None
    content = _json(file)
    if not isinstance(content, dict) or not isinstance(content.get("record"), str):
        raise Unreadable(f"{file} has no record.")
    return content["record"], content if "answers" in content else None


def _json(file: Path) -> Any:
    try:
        return json.loads(_text(file))
    except ValueError:
        raise Unreadable(f"{file} is not JSON.") from None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise Unreadable(f"{file} cannot be read ({type(error).__name__}).") from None


def _summary(verified: Verified, with_export: bool) -> str:
    statement = verified.statement
    lines = [
        f"Session {statement.session_id}, {statement.title}: {statement.status}",
        f"Issued {statement.issued_at.isoformat()} by {statement.iss}, key {verified.kid}",
    ]
    for number, text in enumerate(statement.receipts, start=1):
        what = f"{text.kind.replace('_', ' ')}, {text.source}" + (", withdrawn" if text.withdrawn else "")
        lines.append(
            f"{number:4}  question {text.position + 1}  {text.receipt.received_at}  {text.receipt.sha256}  {what}"
        )
    lines.append(f"Hash of the last receipt: {statement.head or 'none'}")
    lines += [f"WRONG: {fault}" for fault in verified.faults]
    if not verified.faults:
        texts = ", and the texts of the export are those of the record" if with_export else ""
        lines.append(f"RIGHT: the signature and the chain of {len(statement.receipts)} receipts hold{texts}.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
