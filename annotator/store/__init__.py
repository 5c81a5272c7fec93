"""Tables and SQL, and nothing above them: the only place that knows either."""
