"""Formats of a token a row: tags, layouts and sheets, in text or in tables."""
