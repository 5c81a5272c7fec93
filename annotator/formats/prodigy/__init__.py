"""Prodigy's JSON Lines: a task of one person a line."""
