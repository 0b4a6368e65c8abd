"""What the API's routes ask for, answered over capture and library: actions, reads, and the state that is told."""
