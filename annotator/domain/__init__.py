"""What annotation is, without databases, browsers or files: pure values and functions."""
