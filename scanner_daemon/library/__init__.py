"""What is kept: works, copies, books, spreads, shots, files, jobs; and the immutable originals."""
