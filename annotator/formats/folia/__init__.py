"""FoLiA, the Format for Linguistic Annotation. Only read."""
