"""The running program looked at from outside: a bench or a script that takes pictures steers it over stdin and reads
what it measured from stdout. Nothing here runs unless `--steered` was said.
"""
