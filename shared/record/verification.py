"""Verifies a record without a network: its signature, its chain, and the texts of an export against it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from shared.record.export_check import faults_of_export
from shared.record.jws import Jwk, RecordError, verify
from shared.record.statement import Statement


@dataclass(frozen=True, slots=True)
class Verified:
    """A record whose signature is right, by the key `kid`; `faults` are sentences, empty if all else is right too."""

    kid: str
    statement: Statement
    faults: Sequence[str]


def verify_record(record: str, keys: Sequence[Jwk], export: Mapping[str, Any] | None = None) -> Verified:
    """Verify a record with the keys of a JWK Set, and the texts of a JSON export; raises RecordError.

    Nothing of a record with a wrong signature means anything, so that is raised, and everything else collected.
    """
    kid, payload = verify(record.strip(), keys)
    try:
        statement = Statement.model_validate_json(payload)
    except ValidationError as error:
        raise RecordError(f"The signature is right, but this is not a record: {_first(error)}.") from None
    faults = [*faults_of_chain(statement)]
    if export is not None:
        faults += faults_of_export(statement, export)
    return Verified(kid, statement, faults)


def faults_of_chain(statement: Statement) -> Iterator[str]:
    """What is wrong with the chain of receipts, and with the answers that stand."""
    before: str | None = None
    stands: dict[int, int] = {}
    ids: dict[str, int] = {}
    for number, text in enumerate(statement.receipts, start=1):
        receipt = text.receipt
        if receipt.previous != before:
            yield (
                f"Receipt {number} names {receipt.previous or 'none'} as the hash of the receipt before it; "
                f"it is {before or 'the first'}."
            )
        if receipt.answer_id in ids:
            yield f"Receipts {ids[receipt.answer_id]} and {number} are of the same text."
        ids[receipt.answer_id] = number
        if text.kind == "answer" and not text.withdrawn:
            if text.position in stands:
                both = f"Receipts {stands[text.position]} and {number}"
                yield f"{both} are both the answer to question {text.position + 1}."
            stands[text.position] = number
        before = receipt.digest
    if statement.head != before:
        yield f"The record names {statement.head or 'none'} as the hash of its last receipt; it is {before or 'none'}."


def _first(error: ValidationError) -> str:
    [fault, *_] = error.errors()
    return f"{'.'.join(map(str, fault['loc']))} {fault['msg'].lower()}".strip()
