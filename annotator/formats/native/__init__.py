"""The native format: one document a line as JSON, lossless."""
