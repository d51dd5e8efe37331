"""One's own cadence to hear, and a little more."""
