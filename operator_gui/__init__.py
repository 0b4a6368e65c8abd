"""The operator's desktop program: a disposable client. Killed in mid-spread, it changes nothing at the cradle."""
