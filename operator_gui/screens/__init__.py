"""The screens. Each registers itself in `SCREENS`' order by a module `screen.py` of its own; the shell knows none."""
