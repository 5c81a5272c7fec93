"""MAVEN-Arg: events with arguments by characters."""
