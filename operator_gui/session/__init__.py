"""What belongs to this person at this screen: preferences, and what is kept awake while a book is open."""
