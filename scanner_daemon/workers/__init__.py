"""Processes that lease a job or receive a frame, call a library, and write atomically."""
