"""Two clips beside each other at equal phase of the stride, as a flip-book."""
