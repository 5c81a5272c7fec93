"""brat: a text and its lines of standoff, in folders, with annotation.conf."""
