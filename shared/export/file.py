"""Results as a file: content, media type and name.

A renderer is imported when its format is requested: the PDF and DOCX libraries would slow the cold start of every
function in this process.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from shared.export.blocks import Document
from shared.export.markdown import render as as_markdown
from shared.export.payload import Results, ResultsHead
from shared.export.prep import PrepPart, prep_document
from shared.export.report import report
from shared.export.text import one_line
from shared.problems import Problem
from shared.stream_safe import normalize

MAX_NAME_CHARACTERS = 60
MEDIA_TYPES = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
FIT_FOR_A_NAME = frozenset(" .,()+-_")


@dataclass(frozen=True, slots=True)
class File:
    """A file to send; `name` may contain any characters."""

    content: bytes
    media_type: str
    name: str

    @property
    def content_disposition(self) -> str:
        """The header's value."""
        return content_disposition(self.name)


def content_disposition(name: str) -> str:
    """The header's value for a file's name (RFC 6266): in ASCII for old clients, and in full."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem, _, extension = plain.rpartition(".")
    plain = f"{' '.join(stem.split()).strip(' .') or 'session'}.{extension}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def export_file(content: bytes, extension: str) -> File:
    """Convert the result of get_results to one of MEDIA_TYPES; JSON returns the same bytes.

    A long PDF takes seconds, so a worker makes it (`pool`). Raises Problem `results_not_ready` or `results_hidden` if a
    candidate may not have their results, or not yet.
    """
    results = (ResultsHead if extension == "json" else Results).model_validate_json(content)
    # A candidate may always have their own conversation: everything in it they have said or read.
    if results.view == "candidate" and results.conversation is None:
        _require_shown(results)
    rendered = RENDERERS[extension](report(results)) if isinstance(results, Results) else content
    return File(rendered, MEDIA_TYPES[extension], f"{safe_name(results.session.title, results.session.id)}.{extension}")


def prep_file(content: bytes, extension: str) -> File:
    """Convert the result of get_prep_session to a file."""
    session = PrepPart.model_validate_json(content)
    rendered = content if extension == "json" else RENDERERS[extension](prep_document(session))
    return File(rendered, MEDIA_TYPES[extension], f"{safe_name(session.name, session.id)}.{extension}")


def _require_shown(results: ResultsHead) -> None:
    if results.status == "hidden":
        raise Problem("results_hidden")
    if results.status in ("in_progress", "grading"):
        counts = {"graded": results.counts.graded, "total": results.counts.total}
        fields = {"results_status": results.status, "counts": counts}
        raise Problem("results_not_ready", fields=fields)


def safe_name(title: str, unique: str) -> str:
    """The title, without characters that are unsafe in file names or headers, and the beginning of an id."""
    fit = "".join(
        character if character in FIT_FOR_A_NAME or unicodedata.category(character)[0] in "LMN" else " "
        for character in one_line(title)
    )
    name = " ".join(fit.split())[:MAX_NAME_CHARACTERS].strip(" .")
    return f"{name} {unique[:8]}".strip()


def _as_pdf(document: Document) -> bytes:
    from shared.export.pdf import render

    return render(document)


def _as_docx(document: Document) -> bytes:
    from shared.export.docx import render

    return render(document)


RENDERERS: Mapping[str, Callable[[Document], bytes]] = {"md": as_markdown, "pdf": _as_pdf, "docx": _as_docx}
