"""Speaking with the daemon: requests, the state that is followed, live views and pictures, all on Qt's own network."""
