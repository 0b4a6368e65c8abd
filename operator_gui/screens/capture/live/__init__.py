"""One live view: its picture in page orientation, and what is drawn over it."""
