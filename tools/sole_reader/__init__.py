"""Draws shoes, trains the reader of the sole on them, and writes its weights for OpenCV."""
