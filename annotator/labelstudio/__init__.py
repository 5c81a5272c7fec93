"""Label Studio: the only place that knows its words and its SDK."""
