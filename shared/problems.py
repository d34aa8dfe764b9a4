"""The one exception that refuses a request; its codes are those of `shared.catalogue`.

`python -m shared.problems` prints the catalogue as docs/errors.md.
"""

import sys
from collections.abc import Mapping
from typing import Any

from shared.catalogue import CATALOGUE


class Problem(Exception):  # noqa: N818 (the term of RFC 9457)
    """A request was refused; becomes one application/problem+json document.

    `code` is a key of CATALOGUE, which has the sentence. `fields` are extension members; `reason` becomes one of them,
    and selects the sentence. `headers` are added to the response. `cause` is for the log only and must hold no answer
    and no token. `retry_after_seconds` overrides the catalogue's value.
    """

    def __init__(
        self,
        code: str,
        *,
        reason: str | None = None,
        fields: Mapping[str, Any] | None = None,
        cause: str | None = None,
        retry_after_seconds: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        refusal = CATALOGUE[code]
        self.code = code
        self.status = refusal.status
        self.title = refusal.title
        self.fields = dict(fields or {}) | ({} if reason is None else {"reason": reason})
        self.detail = refusal.sentence(self.fields)
        self.headers = dict(headers or {})
        self.cause = cause
        self.retry_after_seconds = retry_after_seconds or refusal.retry_after_seconds


def problem_type(code: str) -> str:
    """The `type` URI of a code: a name, not an address; docs/errors.md explains each."""
    return f"urn:reprise:problem:{code}"


def as_markdown() -> str:
    """The catalogue as docs/errors.md."""
    lines = [
        "# Errors",
        "",
        "Generated: `python -m shared.problems > docs/errors.md`. Every refusal is one",
        "`application/problem+json` document (RFC 9457) with `type`, `title`, `status`, `detail`,",
        "`code`, `request_id` and the fields named here. Branch on `code`, and on `reason` where a code",
        "has several meanings; `detail` is for people. The Data API sends the same codes and fields,",
        "without `detail`: the sentences here are the only ones. A name in braces stands for that field.",
    ]
    for code, refusal in sorted(CATALOGUE.items(), key=lambda entry: (entry[1].status, entry[0])):
        lines += ["", f"## {code}", "", f"HTTP {refusal.status} · `{problem_type(code)}`"]
        if refusal.detail is not None:
            lines += ["", f"> {refusal.detail}"]
        lines += ["", refusal.meaning]
        if refusal.details_by_reason:
            lines += ["", "| `reason` | `detail` |", "|---|---|"]
            lines += [f"| `{reason}` | {sentence} |" for reason, sentence in refusal.details_by_reason.items()]
        if refusal.names_of_fields:
            lines += ["", "Fields: " + ", ".join(f"`{name}`" for name in refusal.names_of_fields) + "."]
        if refusal.retry_after_seconds is not None:
            lines += ["", "Carries `Retry-After`."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
