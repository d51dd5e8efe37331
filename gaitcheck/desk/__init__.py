"""The coach's desk: athletes, sessions, kept results, and what became of them over time."""
