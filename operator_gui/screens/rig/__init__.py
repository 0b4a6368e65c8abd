"""Setting the rig up, to a test spread, and looking after it: health, camera settings, whose hands work."""
