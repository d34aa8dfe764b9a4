"""Benchmarks: each compares two ways of doing the same thing, on one stack, in one run."""
