"""What the routes ask of the rest of the daemon, a Protocol a topic; `RigService` is all of them."""
