"""Checks of a landed spread: one module a check, arrays in, flags out."""
