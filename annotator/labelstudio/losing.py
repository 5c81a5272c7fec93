"""What the rules would take away of what somebody has just said, once both sides are put together.

Who calls a span otherwise takes along what its label no longer has room for: that is meant. What the other side has
said of it meanwhile is not: then the span is not put together, and is told.
"""

from collections.abc import Iterator

from annotator.labelstudio.canonical import Form


def lost_to_rules(base: Form, local: Form, remote: Form, merged: Form, after: Form) -> frozenset[str]:
    """Spans of which something new of either side is in `merged` and, by the rules, not in `after`."""
    found: set[str] = set()
    for side, other in ((local, remote), (remote, local)):
        found |= {*_values(base, side, merged, after), *_links(base, side, other, merged, after)}
    return frozenset(found)


def _values(base: Form, side: Form, merged: Form, after: Form) -> Iterator[str]:
    for name, mark in side.marks.items():
        old, put, left = base.marks.get(name), merged.marks.get(name), after.marks.get(name)
        if old is None or put is None or left is None:
            continue
        new = {what: value for what, value in mark.attributes.items() if old.attributes.get(what) != value}
        if any(put.attributes.get(what) == value != left.attributes.get(what) for what, value in new.items()):
            yield name


def _links(base: Form, side: Form, other: Form, merged: Form, after: Form) -> Iterator[str]:
    """Of a new link that the rules take away the end that the other side calls otherwise."""
    for tie in {*side.ties} - {*base.ties}:
        if tie in merged.ties and tie not in after.ties:
            ends = ((end, side.marks.get(end), other.marks.get(end)) for end in tie[:2])
            yield from (end for end, one, its in ends if one and its and one.label != its.label)
