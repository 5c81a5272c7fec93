"""Label Studio's JSON: tasks, and the project around them."""
