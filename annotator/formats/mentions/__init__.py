"""Formats of events as lines of JSON: mentions, arguments, relations and clusters, read and written."""
