"""Benchmarks: the commands that reproduce every figure in the documentation."""
