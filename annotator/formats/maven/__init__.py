"""MAVEN and what was made of it: events and their triggers."""
