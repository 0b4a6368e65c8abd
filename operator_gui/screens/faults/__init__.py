"""What is wrong now, what was wrong, and what a person does about it."""
