"""OneIE and TextEE: a sentence a line."""
