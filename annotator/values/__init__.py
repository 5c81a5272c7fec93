"""Readings of words: pure code that says what a machine makes of them, for people to confirm."""
