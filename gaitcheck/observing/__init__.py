"""Everything that touches pixels: from the clip to what was seen in it."""
