"""The rig in a box: a book, its optics, PTP cameras, a cradle, a pedal, and faults."""
