"""What we know: facts between states, their evidence and their history."""
