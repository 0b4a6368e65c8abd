"""The words in other languages. `bookcradle_de.ts` is what a translator edits; `make translations` brings it up to date
with the program, and compiles what the program loads.
"""
