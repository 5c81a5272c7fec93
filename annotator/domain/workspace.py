"""The part of an annotation set that changes touch, open for change, with the look-ups rules need.

It may hold a whole set (an import, a format) or just the slice around some changes (a save), so
that a save costs the same in a long document as in a short one. What must be in a slice:
the spans that the changes name or equal, their links, and the spans at the other ends; the comments
that they name, and those on the spans that they remove.
"""

from collections import defaultdict
from collections.abc import Iterable

from annotator.domain.annotations import Comment, Link, Span
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Meaning, Schema


class Workspace:
    """Spans, links, comments and document attributes by id; `text` and `schema` decide what may be done.

    `writer` is who makes the changes, whose name a comment bears; None where nobody asks, as of an import.
    """

    def __init__(
        self,
        text: str,
        schema: Schema,
        spans: Iterable[Span] = (),
        links: Iterable[Link] = (),
        attributes: JsonObject | None = None,
        comments: Iterable[Comment] = (),
        writer: str | None = None,
    ) -> None:
        self.text = text
        self.schema = schema
        self.writer = writer
        self.spans: dict[str, Span] = {}
        self.links: dict[str, Link] = {}
        self.attributes: dict[str, Json] = dict(attributes or {})
        self.comments: dict[str, Comment] = {}
        self._at: dict[tuple[int, int, str], set[str]] = defaultdict(set)
        self._from: dict[str, set[str]] = defaultdict(set)
        self._to: dict[str, set[str]] = defaultdict(set)
        self._on: dict[str | None, set[str]] = defaultdict(set)
        for span in spans:
            self.put_span(span)
        for link in links:
            self.put_link(link)
        for comment in comments:
            self.put_comment(comment)

    def put_span(self, span: Span) -> None:
        self.drop_span(span.id)
        self.spans[span.id] = span
        self._at[(span.start, span.end, span.label)].add(span.id)

    def drop_span(self, span_id: str) -> None:
        span = self.spans.pop(span_id, None)
        if span is not None:
            self._at[(span.start, span.end, span.label)].discard(span_id)

    def put_link(self, link: Link) -> None:
        self.drop_link(link.id)
        self.links[link.id] = link
        self._from[link.from_id].add(link.id)
        self._to[link.to_id].add(link.id)

    def drop_link(self, link_id: str) -> None:
        link = self.links.pop(link_id, None)
        if link is not None:
            self._from[link.from_id].discard(link_id)
            self._to[link.to_id].discard(link_id)

    def put_comment(self, comment: Comment) -> None:
        self.drop_comment(comment.id)
        self.comments[comment.id] = comment
        self._on[comment.span].add(comment.id)

    def drop_comment(self, comment_id: str) -> None:
        comment = self.comments.pop(comment_id, None)
        if comment is not None:
            self._on[comment.span].discard(comment_id)

    def put_attribute(self, name: str, value: Json) -> None:
        """Null unsets, so that "never said" and "taken back" are one state."""
        if value is None:
            self.attributes.pop(name, None)
        else:
            self.attributes[name] = value

    def equal_spans(self, span: Span) -> list[Span]:
        """Other spans of the same label on the same words."""
        ids = self._at.get((span.start, span.end, span.label))
        return [self.spans[each] for each in sorted(ids) if each != span.id] if ids else []

    def links_from(self, span_id: str) -> list[Link]:
        return [self.links[each] for each in sorted(self._from.get(span_id, ()))]

    def links_to(self, span_id: str) -> list[Link]:
        return [self.links[each] for each in sorted(self._to.get(span_id, ()))]

    def links_of(self, span_id: str) -> list[Link]:
        """Links from or to the span, in order of their ids."""
        ids = self._from.get(span_id, set()) | self._to.get(span_id, set())
        return [self.links[each] for each in sorted(ids)]

    def comments_on(self, span_id: str) -> list[Comment]:
        """Comments on the span itself, in order of their ids."""
        return [self.comments[each] for each in sorted(self._on.get(span_id, ()))]

    def find_link(self, role: str, from_id: str, to_id: str) -> Link | None:
        """The link that says just this, if it stands."""
        return next(
            (link for link in self.links_from(from_id) if link.role == role and link.to_id == to_id),
            None,
        )

    def further_triggers(self, main_id: str) -> list[Link]:
        """The same_event links to a main trigger."""
        return [link for link in self.links_to(main_id) if self.says_same_event(link)]

    def says_same_event(self, link: Link) -> bool:
        return self.schema.meaning(link.role) is Meaning.SAME_EVENT
