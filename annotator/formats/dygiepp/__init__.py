"""DyGIE++: a document a line."""
