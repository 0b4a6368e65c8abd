"""What a camera is: libgphoto2 in one supervised child process a body, known by its serial number.

`rig.open_cameras` is the door. This module imports nothing, because every child process passes through it.
"""
