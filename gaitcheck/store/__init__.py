"""Results on disk: their files, written whole or not at all, and read back in one place."""
