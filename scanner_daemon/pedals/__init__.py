"""Where presses come from: an evdev pedal, a pedal wired to the controller, a socket, the keyboard."""

from scanner_daemon.pedals.merged import MergedPedal, open_pedals

__all__ = ["MergedPedal", "open_pedals"]
