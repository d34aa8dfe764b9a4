"""Guards that the merge patch in SQL follows RFC 7396, appendix A, and limits its depth."""

import json
from typing import Any

import psycopg
import pytest

from tests.support.database import Database

# Original, patch, result: RFC 7396, appendix A.
APPENDIX: list[tuple[Any, Any, Any]] = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]


@pytest.mark.parametrize(("original", "patch", "result"), APPENDIX)
def test_merge_patch_passes_the_examples_of_rfc_7396(
    original: Any, patch: Any, result: Any, database: Database
) -> None:
    arguments = (json.dumps(original), json.dumps(patch))
    merged = database.value("select reprise_private.apply_merge_patch(%s::jsonb, %s::jsonb)::text", *arguments)
    assert json.loads(merged) == result


@pytest.mark.parametrize("patch", [{}, {"a": {}}])
def test_empty_patch_changes_nothing(patch: Any, database: Database) -> None:
    original = {"a": {"b": [1, {"c": None}]}, "d": "é\U0001f600"}
    arguments = (json.dumps(original), json.dumps(patch))
    assert database.value("select reprise_private.apply_merge_patch(%s::jsonb, %s::jsonb)", *arguments) == original


def test_patch_nested_too_deeply_is_refused(database: Database) -> None:
    for depth, refused in ((16, False), (17, True)):
        patch = '{"a":' * depth + "1" + "}" * depth
        if refused:
            with pytest.raises(psycopg.Error, match="invalid_request"):
                database.value("select reprise_private.apply_merge_patch('{}', %s::jsonb)", patch)
        else:
            assert (
                database.value("select reprise_private.apply_merge_patch('{}', %s::jsonb)::text", patch).replace(
                    " ", ""
                )
                == patch
            )
