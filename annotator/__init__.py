"""Annotator: who did what, to whom, where and with how many casualties, marked in conflict news."""
