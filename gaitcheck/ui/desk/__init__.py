"""The coach's desk on the page: keeping a result, the list, one athlete over time."""
