"""What came from over there, as the changes of one act: under the same rules, in the same journal as everybody's."""

from collections.abc import Iterator, Mapping

from annotator.domain.acts import apply_act
from annotator.domain.annotations import AnnotationSet, Link, Span
from annotator.domain.changes import Change, Kind
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.domain.workspace import Workspace
from annotator.labelstudio.canonical import Form
from annotator.labelstudio.exchange import Words, set_of


def act_towards(before: AnnotationSet, target: AnnotationSet, words: Words, act: str) -> list[Change]:
    """The act that makes `target` of a set. What is said of the document without a control there is left alone."""
    steps = _steps(before, target, words)
    return [Change(f"{act}.{number}", act, *step) for number, step in enumerate(steps, start=1)]


def applied(
    text: str, words: Words, before: AnnotationSet, target: Form, act: str = "plan"
) -> tuple[Workspace, list[Change]]:
    """The set as it is afterwards, and all that happened. Raises Refusal, naming the rule that it would break."""
    workspace = _workspace(text, words.schema, before)
    wanted = set_of(target, text, before, words)
    # What the rules themselves take along (a link that a new label may not have) must not be taken away twice.
    changes = act_towards(before, wanted, words, act)
    return workspace, apply_act(workspace, changes) if changes else []


def _workspace(text: str, schema: Schema, before: AnnotationSet) -> Workspace:
    return Workspace(text, schema, before.spans, before.links, before.attributes, before.comments)


Step = tuple[Kind, Json, Json]


def _steps(before: AnnotationSet, target: AnnotationSet, words: Words) -> Iterator[Step]:
    """What goes goes first and what comes comes last, so that nothing new meets something old in its place."""
    old_links, new_links = {each.id: each for each in before.links}, {each.id: each for each in target.links}
    old_spans, new_spans = {each.id: each for each in before.spans}, {each.id: each for each in target.spans}
    yield from _gone(Kind.REMOVE_LINK, old_links, new_links)
    yield from _gone(Kind.REMOVE_SPAN, old_spans, new_spans)
    for name, span in old_spans.items():
        if name in new_spans and new_spans[name] != span:
            yield Kind.CHANGE_SPAN, span.as_json(), new_spans[name].as_json()
    yield from _come(Kind.ADD_SPAN, old_spans, new_spans)
    yield from _come(Kind.ADD_LINK, old_links, new_links)
    for name in sorted({*before.attributes, *target.attributes}):
        was, is_ = before.attributes.get(name), target.attributes.get(name)
        if was != is_ and words.has(name):
            yield Kind.SET_ATTRIBUTE, {"name": name, "value": was}, {"name": name, "value": is_}


def _gone(kind: Kind, old: Mapping[str, Span | Link], new: Mapping[str, Span | Link]) -> Iterator[Step]:
    yield from ((kind, item.as_json(), None) for name, item in old.items() if name not in new)


def _come(kind: Kind, old: Mapping[str, Span | Link], new: Mapping[str, Span | Link]) -> Iterator[Step]:
    yield from ((kind, None, item.as_json()) for name, item in new.items() if name not in old)
