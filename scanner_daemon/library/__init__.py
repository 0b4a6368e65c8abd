"""What is kept: works, copies, books, spreads, shots, files, jobs; and the immutable originals.

Begin with `open_library`. `Books` starts a book, `LibraryJournal` is what the capture cycle writes to,
`JobQueue` is where workers get their work.
"""
