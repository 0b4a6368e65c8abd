"""The words for every code that the daemon can send, a file a family."""
