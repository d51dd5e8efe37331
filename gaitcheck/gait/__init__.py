"""The science: pure functions from landmarks to labelled foot strikes."""
