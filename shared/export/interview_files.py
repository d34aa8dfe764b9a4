"""Files of a whole interview, sent while they are made: memory does not grow with the number of candidates."""

import asyncio
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.export.candidates_table import COLUMNS, cells, csv_lines, workbook_file
from shared.export.file import safe_name
from shared.export.pool import Made
from shared.problems import Problem

Page = Mapping[str, Any]
READ_AT_ONCE = 64 * 1024
ROWS_AT_ONCE = 500
REPORTS_IN_A_FILE = 100
LEFT_OUT = "not included.txt"


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of export_candidates; `first` was read before, so that its refusal is a response of its own.

    `read` returns the page after a cursor. `sent` is called when a page or a report needs no memory any more.
    """

    first: Page
    read: Callable[[str], Awaitable[Page]]
    sent: Callable[[], None]

    async def rows(self) -> AsyncIterator[list[list[str | float | None]]]:
        """The cells of every candidate, page by page."""
        page = self.first
        while True:
            yield [cells(row) for row in page["candidates"]]
            self.sent()
            if page["next_cursor"] is None:
                return
            page = await self.read(page["next_cursor"])


async def csv_file(pages: Pages) -> AsyncIterator[bytes]:
    """The table as CSV. An error ends the response without its last chunk, so no client takes a part for all."""
    # The mark tells spreadsheets that this is UTF-8.
    yield "\ufeff".encode() + csv_lines([COLUMNS])
    async for rows in pages.rows():
        if rows:
            yield csv_lines(rows)


async def xlsx_file(pages: Pages) -> AsyncIterator[bytes]:
    """The table as a workbook, which is complete before its first byte is sent."""
    file, workbook, folder = await asyncio.to_thread(workbook_file)
    with folder, file:
        async for rows in pages.rows():
            await asyncio.to_thread(workbook.add, rows)
        await asyncio.to_thread(workbook.close)
        file.seek(0)
        while piece := await asyncio.to_thread(file.read, READ_AT_ONCE):
            yield piece


async def zip_file(page: Page, make: Callable[[str], Awaitable[Made]]) -> AsyncIterator[bytes]:
    """The reports of a page's sessions that have ended, as PDF files; a text names those that could not be made."""
    written = _Written()
    left_out = []
    with zipfile.ZipFile(written, "w") as archive:
        for row in page["candidates"]:
            if row["id"] is None or row["status"] == "in_progress":
                continue
            name = row["candidate"]["name"] or row["candidate"]["email"] or ""
            try:
                made = await make(row["id"])
                problem = made.outcome.get("problem") or made.outcome.get("failed")
            except Problem as refused:
                problem = refused.code
            if problem is not None:
                left_out.append(f"{name} ({row['id']}): {problem}")
                continue
            archive.writestr(f"{safe_name(name, row['id'])}.pdf", made.content)
            yield written.taken()
        if left_out:
            archive.writestr(LEFT_OUT, "\n".join(["These reports could not be made:", *left_out, ""]))
    yield written.taken()


class _Written:
    """A file that can only be written, and is emptied as it is sent."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes, /) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        """What was written since the last call."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
