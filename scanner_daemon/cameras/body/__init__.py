"""The program of one body's child process. Imports the standard library and gphoto2 alone: two of these are always up.

Nothing here knows the daemon; what it is told and what it answers is in `scanner_daemon.cameras.wire`.
"""
