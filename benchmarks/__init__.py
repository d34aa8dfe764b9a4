"""Benchmarks: each measures two ways of doing the same thing side by side, on one stack, in one run."""
