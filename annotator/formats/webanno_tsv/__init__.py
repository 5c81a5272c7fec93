"""WebAnno TSV, in all its versions."""
