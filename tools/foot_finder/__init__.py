"""Draws legs without a body, and trains the network that finds their shoes in whole pictures."""
