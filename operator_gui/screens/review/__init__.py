"""Review: every spread of the library in one grid, and behind each its pages, words, flags and versions."""
