"""Words that more than one screen says."""
