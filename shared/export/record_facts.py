"""What a report says about the signed record of its session, whose signature was made just before."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator

VERIFY = "In the JSON export, issued by {issuer}. The record page and python -m shared.record verify it offline."


def record_facts(record: str) -> Iterator[tuple[str, str]]:
    """The hash of the last receipt, and how to verify the record."""
    payload = record.split(".")[1]
    statement = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    count = len(statement["receipts"])
    if count:
        yield "Receipts", f"{count}; SHA-256 of the last one: {statement['head']}"
    yield "Signed record", VERIFY.format(issuer=statement["iss"])
