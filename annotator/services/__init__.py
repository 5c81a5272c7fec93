"""Use cases, one verb each: they take a session, never commit, and know nothing of HTTP."""
