"""The C source of the libgphoto2 port driver behind the simulated USB bus."""
