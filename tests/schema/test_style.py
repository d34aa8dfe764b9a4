"""SQL and configuration keep to a line length that fits a review."""

from local.projects import SUPABASE

LONGEST_LINE = 160


def test_no_line_of_sql_or_configuration_is_longer_than_160_characters() -> None:
    files = [*SUPABASE.rglob("*.sql"), SUPABASE / "config.toml"]
    too_long = [
        f"{path.relative_to(SUPABASE)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert len(files) > 1
    assert too_long == []
