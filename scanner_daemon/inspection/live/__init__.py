"""Where the page lies on one live-view frame, in a few milliseconds: for the operator, before the press."""
