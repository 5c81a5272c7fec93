"""doccano's JSON Lines, and whole projects of it."""
