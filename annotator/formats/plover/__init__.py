"""PLOVER's event records, and those of NGEC."""
