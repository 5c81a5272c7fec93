"""Pure: what machines suggest. A suggestion is nobody's annotation until a person has accepted it."""
