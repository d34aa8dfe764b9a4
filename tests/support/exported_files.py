"""The formats of exported files: the media type of each, and a function that reads its text."""

import io
from collections.abc import Callable
from zipfile import ZipFile

from pypdf import PdfReader

MEDIA_TYPES = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def text_of_pdf(content: bytes) -> str:
    """The text of all pages."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def text_of_docx(content: bytes) -> str:
    """The XML of the document."""
    with ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/document.xml").decode()


READERS: dict[str, Callable[[bytes], str]] = {
    "json": bytes.decode,
    "md": bytes.decode,
    "pdf": text_of_pdf,
    "docx": text_of_docx,
}
