"""How accurate gaitcheck is, against exact truth; run with ``python -m benchmarks.accuracy``."""
