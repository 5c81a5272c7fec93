"""Formats of an event a row: what its cells say, and the words behind them."""
