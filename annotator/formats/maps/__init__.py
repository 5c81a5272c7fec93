"""Foreign names: what a corpus says that may be marked, and what that is called here."""
