"""How long an analysis takes."""
