"""The operator's desktop program: a disposable client of the daemon. Killed in mid-spread, it changes nothing at the cradle."""
