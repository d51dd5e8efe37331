"""Spoils small clips in every way that comes to mind and counts what the program makes of them."""
