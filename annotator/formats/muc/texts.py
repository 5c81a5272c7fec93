"""Texts of MUC: articles one after the other in a file, each under its id; or a file an article, named by its id."""

import re
from collections.abc import Iterator

#: The line that an article begins with: DEV-MUC3-0001 (NOSC), TST1-MUC3-0099, TST3-MUC4-0001 (with what follows).
_HEAD = re.compile(r"^[ \t]*((?:DEV|TST\d?)-MUC\d-\d{3,5})\b[ \t]*(\([^)\n]*\))?[ \t\r]*$", re.MULTILINE)


def articles(text: str) -> Iterator[tuple[str, str]]:
    """The id and the text of each article of a file; none for a file that has no such heads."""
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=False):
        body = text[head.end() : end]
        yield head.group(1), body.strip("\r\n").rstrip()
