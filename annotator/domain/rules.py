"""What makes a span, a link or a whole set right: the hard rules, one list for saving and import.

What breaks one is refused. What a person should only look at is in `domain/checks.py`.
"""

from itertools import chain

from annotator.domain.annotations import ITEM_ID, AnnotationSet, Comment, Link, Span
from annotator.domain.attributes import problem_with
from annotator.domain.comments import comment_violation
from annotator.domain.graphemes import cuts_grapheme
from annotator.domain.json import Json
from annotator.domain.schema import Attribute, AttributeType, Schema
from annotator.domain.violations import Violation as Violation
from annotator.domain.workspace import Workspace


def span_violation(workspace: Workspace, span: Span) -> Violation | None:
    """The first hard rule that `span` breaks among what stands in the workspace."""
    for rule in (_id, _range, _quote, _grapheme, _label, _attributes, _equal):
        violation = rule(workspace, span)
        if violation is not None:
            return violation
    return None


def link_violation(workspace: Workspace, link: Link) -> Violation | None:
    """The first hard rule that `link` breaks; a standing link of the same id does not count."""
    role = workspace.schema.role(link.role)
    start, end = workspace.spans.get(link.from_id), workspace.spans.get(link.to_id)
    if not ITEM_ID.fullmatch(link.id):
        return _link("id", f"{link.id!r} is no id of a link", link)
    if role is None:
        return _link("role", f"the schema has no role {link.role!r}", link)
    if start is None or end is None:
        missing = link.from_id if start is None else link.to_id
        return _link("unknown", f"there is no span {missing!r} to link", link)
    if link.from_id == link.to_id:
        return _link("self_link", "a span cannot be linked to itself", link)
    if not role.joins(start.label, end.label):
        said = f"{role.name} does not join {start.label} to {end.label}"
        return _link("ends", said, link)
    standing = workspace.find_link(link.role, link.from_id, link.to_id)
    if standing is not None and standing.id != link.id:
        said = f"{role.name} joins these two spans already"
        return _link("duplicate_link", said, link, standing.as_json())
    others = [each for each in workspace.links_from(link.from_id) if each.role == link.role and each.id != link.id]
    if role.max and len(others) >= role.max:
        return _link("max", f"{role.name} is allowed {role.max} time(s) for each span", link)
    return _star_violation(workspace, link)


def first_violation(text: str, schema: Schema, annotations: AnnotationSet) -> Violation | None:
    """The first hard rule that a whole set breaks, as an import or a reader meets it."""
    workspace = Workspace(text, schema)
    settings = (setting_violation(workspace, *setting) for setting in annotations.attributes.items())
    spans = (_put_span(workspace, span) for span in annotations.spans)
    links = (_put_link(workspace, link) for link in annotations.links)
    comments = (_put_comment(workspace, comment) for comment in annotations.comments)
    return next((found for found in chain(settings, spans, links, comments) if found is not None), None)


def _put_span(workspace: Workspace, span: Span) -> Violation | None:
    if span.id in workspace.spans:
        return _span("id", f"two spans have the id {span.id}", span)
    violation = span_violation(workspace, span)
    workspace.put_span(span)
    return violation


def _put_link(workspace: Workspace, link: Link) -> Violation | None:
    if link.id in workspace.links:
        return _link("id", f"two links have the id {link.id}", link)
    violation = link_violation(workspace, link)
    workspace.put_link(link)
    return violation


def _put_comment(workspace: Workspace, comment: Comment) -> Violation | None:
    if comment.id in workspace.comments:
        return Violation("id", f"two comments have the id {comment.id}", comment=comment.id)
    violation = comment_violation(comment, len(workspace.text), workspace.spans)
    workspace.put_comment(comment)
    return violation


def setting_violation(workspace: Workspace, name: str, value: Json) -> Violation | None:
    """The hard rule that a document attribute breaks; null unsets and breaks none."""
    attribute = workspace.schema.attribute(name)
    if attribute is None:
        said = f"the schema has no document attribute {name!r}"
        return Violation("attribute", said, attribute=name)
    problem = value_problem(workspace.text, attribute, value) if value is not None else None
    return Violation("value", problem, attribute=name) if problem else None


def _id(_: Workspace, span: Span) -> Violation | None:
    if ITEM_ID.fullmatch(span.id):
        return None
    return _span("id", f"{span.id!r} is no id of a span", span)


def _range(workspace: Workspace, span: Span) -> Violation | None:
    if 0 <= span.start < span.end <= len(workspace.text):
        return None
    said = f"[{span.start}, {span.end}) is no part of a text of {len(workspace.text)} characters"
    return _span("range", said, span)


def _quote(workspace: Workspace, span: Span) -> Violation | None:
    words = workspace.text[span.start : span.end]
    if words == span.quote:
        return None
    said = f"the text at [{span.start}, {span.end}) is {words!r}, not {span.quote!r}"
    return _span("quote", said, span, words)


def _grapheme(workspace: Workspace, span: Span) -> Violation | None:
    # An import keeps what it brings, cut or not, and reports it; people never cut.
    if span.origin != "human":
        return None
    for offset in (span.start, span.end):
        if cuts_grapheme(workspace.text, offset):
            return _span("grapheme", f"offset {offset} cuts a character in two", span)
    return None


def _label(workspace: Workspace, span: Span) -> Violation | None:
    if workspace.schema.label(span.label):
        return None
    return _span("label", f"the schema has no label {span.label!r}", span)


def _attributes(workspace: Workspace, span: Span) -> Violation | None:
    label = workspace.schema.label(span.label)
    for name, value in span.attributes.items():
        attribute = label.attribute(name) if label else None
        if attribute is None:
            said = f"{span.label} has no attribute {name!r}"
            return Violation("attribute", said, span=span.id, attribute=name)
        problem = value_problem(workspace.text, attribute, value)
        if problem:
            return Violation("value", problem, span=span.id, attribute=name)
    return None


def value_problem(text: str, attribute: Attribute, value: Json) -> str | None:
    """Why the value is refused, or None; words that a date quotes must stand where it says."""
    problem = problem_with(attribute, value)
    if problem or attribute.type is not AttributeType.DATE or not isinstance(value, dict):
        return problem
    start, end = value.get("start"), value.get("end")
    if isinstance(start, int) and isinstance(end, int) and text[start:end] != value.get("text"):
        return f"{attribute.name}: the text at [{start}, {end}) is {text[start:end]!r}"
    return None


def _equal(workspace: Workspace, span: Span) -> Violation | None:
    # One word may head two events, so triggers may stand twice; nothing else may.
    if workspace.schema.is_trigger(span.label):
        return None
    standing = workspace.equal_spans(span)
    if not standing:
        return None
    said = f"{span.label} stands on these words already"
    return _span("equal_span", said, span, standing[0].as_json())


def _star_violation(workspace: Workspace, link: Link) -> Violation | None:
    """The triggers of an event are a star: further ones point to a main one that points nowhere."""
    if not workspace.says_same_event(link):
        return None
    for each in workspace.links_from(link.to_id):
        if workspace.says_same_event(each):
            return _link("star", "the other end is not the main trigger of its event", link)
    for each in workspace.links_of(link.from_id):
        if workspace.says_same_event(each) and each.id != link.id:
            return _link("star", "this trigger belongs to an event already", link)
    return None


def _span(rule: str, detail: str, span: Span, current: Json = None) -> Violation:
    return Violation(rule, detail, span=span.id, current=current)


def _link(rule: str, detail: str, link: Link, current: Json = None) -> Violation:
    return Violation(rule, detail, link=link.id, current=current)
