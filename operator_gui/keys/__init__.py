"""Every key of the program: what it does, where, and how a person changes it."""
