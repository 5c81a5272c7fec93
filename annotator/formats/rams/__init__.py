"""RAMS: an event with its five sentences."""
