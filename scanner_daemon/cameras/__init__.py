"""What a camera is, and libgphoto2 in one supervised child process a body."""
