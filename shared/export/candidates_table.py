"""The candidates of an interview as a table: one row a candidate, as CSV or as a workbook.

Texts come from candidates and colleagues. A spreadsheet would run a text that begins like a formula: CSV puts an
apostrophe before it, and a workbook's cells say that they are text.
"""

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from typing import IO, Any

import xlsxwriter

COLUMNS = (
    *("Name", "E-mail", "State", "Invited", "Started", "Completed", "Question", "Questions"),
    *("Score", "Maximum", "Points not graded yet", "Percentage", "Model's advice", "Needs attention"),
    *("Decision", "Reason", "Decided by", "Decided", "Comments", "Scorecards", "Session"),
)
# What spreadsheets read as the beginning of a formula, also in full width.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 (as typed)

Row = Mapping[str, Any]
Cell = str | float | None


def cells(row: Row) -> list[Cell]:
    """The cells of a row of the candidates' list, in the order of COLUMNS; None is an empty one."""
    candidate, decision = row["candidate"], row.get("decision") or {}
    by = decision.get("decided_by") or {}
    session = row["id"] is not None
    progress = min(row["position"] + 1, row["question_count"]) if session and row["status"] == "in_progress" else None
    return [
        candidate["name"],
        candidate["email"],
        row["state"],
        row.get("invited_at"),
        row.get("started_at"),
        row.get("completed_at"),
        progress,
        row.get("question_count"),
        row.get("score"),
        row.get("maximum"),
        row.get("waiting_points"),
        row.get("percentage") if row.get("all_graded") else None,
        row.get("recommendation"),
        ", ".join(row.get("flags", [])),
        decision.get("decision"),
        decision.get("reason"),
        by.get("name"),
        decision.get("decided_at"),
        row.get("comments"),
        row.get("scorecards"),
        row["id"],
    ]


def csv_lines(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Lines of a CSV file in UTF-8. Every text is quoted, because some programs separate cells at semicolons."""
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_NONNUMERIC).writerows([_safe(cell) for cell in row] for row in rows)
    return written.getvalue().encode()


class Workbook:
    """An XLSX file that is written row by row: what was written leaves the memory."""

    def __init__(self, file: IO[bytes], folder: str) -> None:
        self._book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
        self._sheet = self._book.add_worksheet("Candidates")
        self._sheet.freeze_panes(1, 1)
        self._sheet.set_column(0, 1, 28)
        self._sheet.set_column(2, len(COLUMNS) - 1, 18)
        self._rows = 0
        self._write(COLUMNS, self._book.add_format({"bold": True}))

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Write rows below the others."""
        for row in rows:
            self._write(row)

    def close(self) -> None:
        """Finish the file."""
        self._book.close()

    def _write(self, row: Sequence[Cell], look: Any = None) -> None:
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                self._sheet.write_string(self._rows, column, cell[:32_767], look)
            elif cell is not None:
                self._sheet.write_number(self._rows, column, cell, look)
        self._rows += 1


def workbook_file() -> tuple[IO[bytes], Workbook, tempfile.TemporaryDirectory[str]]:
    """A temporary file, the workbook that is written to it, and the folder that holds both until it is cleaned up."""
    folder = tempfile.TemporaryDirectory(prefix="reprise-table-")
    file = tempfile.TemporaryFile(dir=folder.name)  # noqa: SIM115 (its reader closes it)
    return file, Workbook(file, folder.name), folder


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" '").startswith(FORMULA) else cell
