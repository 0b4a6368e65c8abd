"""Platen and page turner, over the serial link or by hand."""
