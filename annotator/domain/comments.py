"""Comments: what is remarked on a span, on some words or on the document; one with a reason is a flag.

A flag asks for a second look and never stands in the way of submitting. The page's model has the same
rules (`static/workbench/model/rules.js`); `tests/contract/changes.json` is run by both.
"""

import re
from collections.abc import Container
from enum import StrEnum

from annotator.domain.annotations import ITEM_ID, Comment
from annotator.domain.violations import Violation

#: Characters that the text of a comment may have.
LONGEST = 10_000

#: When a comment was written, as ISO 8601 with its zone; on the page's side the same pattern.
MOMENT = re.compile(
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)


class Reason(StrEnum):
    """Why somebody flags: one list under every schema, in the order of the page's keys 1 to 5."""

    UNCLEAR_TEXT = "unclear_text"
    GUIDELINE_GAP = "guideline_gap"
    CONFLICTING_REPORTS = "conflicting_reports"
    NOT_SURE_OF_LABEL = "not_sure_of_label"
    OTHER = "other"


def comment_violation(comment: Comment, length: int, spans: Container[str]) -> Violation | None:
    """The first hard rule that a comment breaks on a text of this length, with these ids of spans.

    An import is held to these alone: the reasons and the authors that it brings are kept as they are.
    """
    if not ITEM_ID.fullmatch(comment.id):
        return Violation("id", f"{comment.id!r} is no id of a comment", comment=comment.id)
    if len(comment.text) > LONGEST:
        said = f"a comment has at most {LONGEST} characters, not {len(comment.text)}"
        return Violation("text", said, comment=comment.id)
    start, end = comment.start, comment.end
    if start is None and end is None:
        if comment.span is None or comment.span in spans:
            return None
        return Violation("unknown", f"there is no span {comment.span!r} to comment on", comment=comment.id)
    if start is None or end is None or comment.span is not None:
        said = "a comment is on a span, or on the words from start to end, or on the document"
        return Violation("anchor", said, comment=comment.id)
    if not 0 <= start < end <= length:
        said = f"[{start}, {end}) is no part of a text of {length} characters"
        return Violation("range", said, comment=comment.id)
    return None


def writing_violation(before: Comment | None, after: Comment | None, writer: str | None) -> Violation | None:
    """The first hard rule that writing, changing or removing a comment breaks; nobody writes as somebody else.

    `writer` is who does it; None where nobody asks. Where a comment stands may be changed by everybody who
    may change the set: a span that goes leaves the comments of all on its words.
    """
    return _foreign(before, after, writer) or _unknown_reason(before, after) or _untimely(before, after)


def _foreign(before: Comment | None, after: Comment | None, writer: str | None) -> Violation | None:
    said = None
    if before is not None and after is not None:
        if (before.author, before.created) != (after.author, after.created):
            said = "who wrote a comment, and when, does not change"
        elif (before.text, before.reason) != (after.text, after.reason) and writer not in (None, before.author):
            said = f"the comment is by {before.author}: only they may change it"
    elif after is not None and writer not in (None, after.author):
        said = f"a comment is written under one's own name, {writer}"
    elif after is None and before is not None and writer not in (None, before.author):
        said = f"the comment is by {before.author}: only they may remove it"
    comment = after or before
    return Violation("author", said, comment=comment.id) if said and comment else None


def _unknown_reason(before: Comment | None, after: Comment | None) -> Violation | None:
    # What an import brought may stay while other things are changed.
    if after is None or after.reason is None or (before is not None and before.reason == after.reason):
        return None
    if after.reason in set(Reason):
        return None
    said = f"a reason is one of {', '.join(Reason)}, not {after.reason!r}"
    return Violation("reason", said, comment=after.id)


def _untimely(before: Comment | None, after: Comment | None) -> Violation | None:
    if before is not None or after is None or MOMENT.fullmatch(after.created):
        return None
    said = f"created is a time such as 2024-02-08T10:00:00Z, not {after.created!r}"
    return Violation("created", said, comment=after.id)
