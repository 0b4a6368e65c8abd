"""Books: begun from a number or a title, found again, continued, finished; and the re-shoot list of the night."""
