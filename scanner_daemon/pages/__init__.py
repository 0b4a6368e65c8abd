"""The page engine: find the page, model its surface, resample once. Arrays in, page and its reasons out."""
