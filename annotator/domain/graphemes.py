"""Where a text may be cut without cutting what a reader sees as one character.

Extended grapheme clusters (Unicode UAX 29), by the `regex` library. Offsets are code points.
"""

import regex

_CLUSTER = regex.compile(r"\X")


def cuts_grapheme(text: str, offset: int) -> bool:
    """Whether a cut before `text[offset]` would split a grapheme cluster."""
    if offset <= 0 or offset >= len(text):
        return False
    before, after = text[offset - 1], text[offset]
    # Two ASCII characters never join, but for CR LF; this answers nearly every call without a scan.
    if before.isascii() and after.isascii():
        return before == "\r" and after == "\n"
    # Clusters depend on what precedes (flags pair up), but never reach across a line feed.
    start = text.rfind("\n", 0, offset) + 1
    if start == offset:
        return False
    for cluster in _CLUSTER.finditer(text, start):
        if cluster.end() >= offset:
            return bool(cluster.end() != offset)
    return False
