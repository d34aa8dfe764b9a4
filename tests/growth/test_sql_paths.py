"""Work of SQL functions on a text or document grows with its size, whatever its shape, for callers of the Data API too.

Measures the processor time of the connection's backend. `make test` runs a fifth of the shapes, `make prove` all.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import LiteralString

import psycopg
import pytest

from local.stack import Stack
from tests.growth.shapes import EIGHT, entries
from tests.support.costs import processor_time
from tests.support.database import Database
from tests.support.growth import KIB, SHAPES, TOLERANCE, Shape
from tests.support.race import share

# What trims and cuts a text meets runs of spaces, too.
TEXTS: Mapping[str, Shape] = {**EIGHT, "spaces": SHAPES["spaces"], "line ends": SHAPES["line ends"]}
SMALL, TIMES = 16 * KIB, 8
TRIES = 4
# Shorter work is not measured: calling a function takes about as long.
NO_MATTER_SECONDS = 0.02

# The text is %(text)s; the document with entries of that shape is %(json)s.
OF_TEXTS: Mapping[str, LiteralString] = {
    "check_text": "select reprise_private.check_text(left(%(text)s, 16000))",
    "is_blank": "select reprise_private.is_blank(%(text)s)",
    "normalized_label": "select reprise_private.normalized_label(%(text)s)",
    "sha256_hex": "select reprise_private.sha256_hex(%(text)s)",
    "prep_label": "select reprise_private.prep_label('name', %(text)s)",
    "is_answerable": "select reprise_private.is_answerable('open', %(text)s, null)",
    "correct_option_faults": "select reprise_private.correct_option_faults(%(text)s, 'mcq', '[]')",
    "keyword_faults": "select reprise_private.keyword_faults(jsonb_build_array(%(text)s::text))",
    "option_faults": "select reprise_private.option_faults('mcq', jsonb_build_array(%(text)s::text))",
    "imported_shape_faults": "select reprise_private.imported_shape_faults(jsonb_build_object('prompt', %(text)s::text,"
    " 'points', %(text)s::text, 'kind', %(text)s::text, 'tags', jsonb_build_array(%(text)s::text)))",
    "publishing_faults_of_question": "select f.code from reprise_private.publishing_faults_of_question("
    "jsonb_populate_record(null::reprise.questions, jsonb_build_object('kind', 'open', 'prompt', %(text)s::text,"
    " 'interview_type', 'x', 'domain', 'x', 'is_active', true, 'points', 1)),"
    " jsonb_populate_record(null::reprise.question_keys, jsonb_build_object('question_id', gen_random_uuid(),"
    " 'keywords', '[]'::jsonb, 'sample_solution', left(%(text)s, 50000), 'criteria', (select jsonb_agg("
    "jsonb_build_object('id', 'c' || n, 'text', 'x' || substr(%(text)s, 1 + n * 1900, 1900), 'points', 1))"
    " from generate_series(1, least(50, 1 + char_length(%(text)s) / 1900)) n)))) f",
    "check_message": "select reprise_private.check_message(1, gen_random_uuid(), left(%(text)s, 20000))",
}
OF_DOCUMENTS: Mapping[str, LiteralString] = {
    "check_json": "select reprise_private.check_json('document', %(json)s::jsonb, 16, 20000)",
    "json_values": "select reprise_private.json_values(%(json)s::jsonb)",
    "apply_merge_patch": "select reprise_private.apply_merge_patch(%(json)s::jsonb, %(json)s::jsonb)",
    "prep_document_fits": "select reprise_private.prep_document_fits(%(json)s::jsonb)",
    "check_prep_document": "select reprise_private.check_prep_document(%(json)s::jsonb)",
    "keyword_faults": "select reprise_private.keyword_faults("
    "(select jsonb_agg(jsonb_build_object('keyword', e.value ->> 'question'))"
    " from jsonb_each(%(json)s::jsonb -> 'questions') e))",
    "criterion_faults": "select reprise_private.criterion_faults((select jsonb_agg(jsonb_build_object("
    "'id', e.key, 'text', e.value ->> 'question', 'points', 1)) from jsonb_each(%(json)s::jsonb -> 'questions') e))",
    "option_faults": "select reprise_private.option_faults('mcq', (select jsonb_agg(jsonb_build_object("
    "'id', e.key, 'text', e.value ->> 'question')) from jsonb_each(%(json)s::jsonb -> 'questions') e))",
    "shown_options": "select reprise_private.shown_options('mcq', (select jsonb_agg(jsonb_build_object("
    "'id', e.key, 'text', e.value ->> 'question')) from jsonb_each(%(json)s::jsonb -> 'questions') e))",
}


@pytest.fixture
def database(stack: Stack) -> Iterator[Database]:
    """A connection of its own: the time of its backend is measured."""
    with psycopg.connect(stack.database_url, autocommit=True) as connection:
        connection.execute("set statement_timeout = '60s'")
        yield Database(connection)


def seconds(database: Database, statement: LiteralString, arguments: Mapping[str, str]) -> float:
    """The processor time of a statement; a refusal counts like a result."""
    with processor_time(database) as spent:
        try:
            database.connection.execute(statement, arguments)
        except psycopg.Error as error:
            if not (error.sqlstate or "").startswith("PT"):
                raise
    return spent.seconds


def grows(database: Database, statement: LiteralString, arguments: Callable[[int], Mapping[str, str]]) -> str | None:
    """Describe how the cost of a statement grows from SMALL to TIMES as much, if it does so faster than its input."""
    small, large = arguments(SMALL), arguments(TIMES * SMALL)
    brief = lasting = float("inf")
    for _ in range(TRIES):
        brief = min(brief, *(seconds(database, statement, small) for _ in range(3)))
        lasting = min(lasting, seconds(database, statement, large))
        if lasting <= max(TIMES * TOLERANCE**3 * brief, NO_MATTER_SECONDS):
            return None
    return f"{brief * 1000:.1f} ms, then {lasting * 1000:.1f} ms"


@pytest.mark.parametrize("function", OF_TEXTS)
def test_work_of_a_function_grows_no_faster_than_its_text(database: Database, function: str) -> None:
    shapes = share(list(TEXTS.items()), 5, list(OF_TEXTS).index(function))

    def growth(shape: Shape) -> str | None:
        return grows(database, OF_TEXTS[function], lambda size: {"text": shape(size)})

    assert {name: grown for name, shape in shapes if (grown := growth(shape))} == {}


@pytest.mark.parametrize("function", OF_DOCUMENTS)
def test_work_of_a_function_grows_no_faster_than_its_document(database: Database, function: str) -> None:
    shapes = share(list(TEXTS.items()), 5, list(OF_DOCUMENTS).index(function))

    def growth(shape: Shape) -> str | None:
        return grows(database, OF_DOCUMENTS[function], lambda size: {"json": json.dumps(entries(shape, size))})

    assert {name: grown for name, shape in shapes if (grown := growth(shape))} == {}


@pytest.mark.prove
def test_control_quadratic_normalization_in_the_database_is_found(database: Database) -> None:
    assert grows(
        database, "select normalize(%(text)s, nfkc)", lambda size: {"text": EIGHT["combining marks"](size // 16)}
    )
