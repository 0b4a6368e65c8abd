"""Which book it is: its number, and what a catalogue knows under that number."""
