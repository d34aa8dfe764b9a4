"""Counts that a test adds to the report of `make prove`."""

from collections.abc import Callable, Mapping

RecordFigures = Callable[[Mapping[str, object]], None]
# The name of the property of a test case in pytest's XML, whose value is JSON.
PROPERTY = "figures"
