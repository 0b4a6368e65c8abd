"""Recognition, the page-text model, and what is written from it."""
