"""The queue: what runs, waits and was given up; the night; and books that leave for another disk."""
