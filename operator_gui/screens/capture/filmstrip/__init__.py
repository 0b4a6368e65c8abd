"""The spreads of the book in hand, as a strip of small pictures."""
