"""Where presses come from: an evdev pedal, a pedal wired to the controller, a socket."""
