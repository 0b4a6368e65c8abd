"""Widgets that several screens share. Each takes plain values and knows nothing of the daemon."""
