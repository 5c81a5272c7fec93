"""What a change would leave dangling, dealt with in the same act.

The workbench's model has the same rules (`static/workbench/model/changes.js`); both are run over
`tests/contract/changes.json`. A page sends complete acts, so for it nothing is added here.
"""

from dataclasses import replace

from annotator.domain.annotations import Link, Span
from annotator.domain.changes import Change, Kind
from annotator.domain.items import span_from_json
from annotator.domain.json import Json, JsonObject
from annotator.domain.rules import value_problem
from annotator.domain.schema import Label
from annotator.domain.workspace import Workspace


def completed(workspace: Workspace, change: Change) -> list[Change]:
    """The steps that `change` comes to, itself included, in the order to apply them."""
    if change.kind is Kind.ADD_COMMENT:
        return [_signed(workspace, change)]
    if change.kind not in (Kind.REMOVE_SPAN, Kind.CHANGE_SPAN):
        return [change]
    before = span_from_json(change.before)
    standing = workspace.spans.get(before.id)
    if standing is None or change.before != standing.as_json():
        return [change]  # the fence will say so
    completion = _Completion(workspace, change)
    if change.kind is Kind.REMOVE_SPAN:
        completion.detach(before)
        completion.loosen(before)
        return [*completion.steps, change]
    after = span_from_json(change.after)
    label = workspace.schema.label(after.label)
    if after.label == before.label or label is None:
        return [change]
    completion.relabel(before, after)
    clean = replace(after, attributes=_allowed(workspace, label, after.attributes))
    return [*completion.steps, replace(change, after=clean.as_json())]


def _signed(workspace: Workspace, change: Change) -> Change:
    """A comment that does not say by whom it is, is by who sends it."""
    after = change.after
    if workspace.writer is None or not isinstance(after, dict) or "author" in after:
        return change
    return replace(change, after={**after, "author": workspace.writer})


class _Completion:
    """Gathers the steps that complete one change, under ids derived from its id."""

    def __init__(self, workspace: Workspace, change: Change) -> None:
        self.workspace = workspace
        self.change = change
        self.steps: list[Change] = []

    def detach(self, span: Span) -> None:
        """Free `span` of its links; an event that it heads passes to its next trigger."""
        stars = self.workspace.further_triggers(span.id)
        if stars:
            self._promote(span, stars)
        else:
            for link in self.workspace.links_of(span.id):
                self._remove(link)

    def loosen(self, span: Span) -> None:
        """Put the comments on `span` on its words, which stay."""
        for comment in self.workspace.comments_on(span.id):
            on_words = replace(comment, span=None, start=span.start, end=span.end)
            self._step(Kind.CHANGE_COMMENT, comment.as_json(), on_words.as_json())

    def relabel(self, before: Span, after: Span) -> None:
        """Free the span of the links that its new label may not have."""
        stars = self.workspace.further_triggers(before.id)
        if stars and not self.workspace.schema.is_trigger(after.label):
            self._promote(before, stars)
            return
        for link in self.workspace.links_of(before.id):
            if not self._joins(link, after):
                self._remove(link)

    def _promote(self, main: Span, stars: list[Link]) -> None:
        """The next trigger in text order takes the place of `main` and all that hangs on it."""
        spans = self.workspace.spans
        heir = min((spans[link.from_id] for link in stars), key=lambda span: span.place)
        taken = {(link.role, link.from_id, link.to_id) for link in self.workspace.links_of(heir.id)}
        # The heir's own tie goes first: while it stands, nothing may point to the heir as main.
        own = [link for link in stars if link.from_id == heir.id]
        for link in own:
            self._remove(link)
        for link in self.workspace.links_of(main.id):
            if link not in own:
                self._hand_over(link, main, heir, taken)
        label = self.workspace.schema.label(heir.label)
        missing = {
            name: value
            for name, value in _allowed(self.workspace, label, main.attributes).items()
            if name not in heir.attributes
        }
        if missing:
            richer = replace(heir, attributes={**heir.attributes, **missing})
            self._step(Kind.CHANGE_SPAN, heir.as_json(), richer.as_json())

    def _hand_over(self, link: Link, main: Span, heir: Span, taken: set[tuple[str, str, str]]) -> None:
        moved = replace(
            link,
            from_id=heir.id if link.from_id == main.id else link.from_id,
            to_id=heir.id if link.to_id == main.id else link.to_id,
        )
        said = (moved.role, moved.from_id, moved.to_id)
        full = moved.from_id == heir.id and self._is_full(moved, taken)
        if moved.from_id == moved.to_id or said in taken or full or not self._joins(moved, heir):
            self._remove(link)
        else:
            taken.add(said)
            self._step(Kind.CHANGE_LINK, link.as_json(), moved.as_json())

    def _is_full(self, link: Link, taken: set[tuple[str, str, str]]) -> bool:
        """Whether the head of `link` has all the fillers of its role that it may have."""
        role = self.workspace.schema.role(link.role)
        have = sum((said[0], said[1]) == (link.role, link.from_id) for said in taken)
        return role is not None and bool(role.max) and have >= role.max

    def _joins(self, link: Link, span: Span) -> bool:
        role = self.workspace.schema.role(link.role)
        labels = {link.from_id: "", link.to_id: ""}
        for end in labels:
            standing = span if end == span.id else self.workspace.spans.get(end)
            labels[end] = standing.label if standing else ""
        return role is not None and role.joins(labels[link.from_id], labels[link.to_id])

    def _remove(self, link: Link) -> None:
        self._step(Kind.REMOVE_LINK, link.as_json(), None)

    def _step(self, kind: Kind, before: Json, after: Json) -> None:
        number = len(self.steps) + 1
        step = Change(f"{self.change.id}.{number}", self.change.act, kind, before, after)
        self.steps.append(step)


def _allowed(workspace: Workspace, label: Label | None, attributes: JsonObject) -> dict[str, Json]:
    """Those attributes that the label has and whose values it allows."""
    kept: dict[str, Json] = {}
    for name, value in attributes.items():
        attribute = label.attribute(name) if label else None
        if attribute is not None and value_problem(workspace.text, attribute, value) is None:
            kept[name] = value
    return kept
