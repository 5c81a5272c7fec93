"""Acts applied to a workspace: whole or not at all, and nothing left dangling."""

from collections.abc import Callable, Mapping, Sequence

from annotator.domain.annotations import Comment, Link, Span
from annotator.domain.changes import Change, Kind, Refusal
from annotator.domain.comments import comment_violation, writing_violation
from annotator.domain.completion import completed
from annotator.domain.errors import InvalidInput
from annotator.domain.items import comment_from_json, link_from_json, setting_from_json, span_from_json
from annotator.domain.json import Json
from annotator.domain.rules import link_violation, setting_violation, span_violation
from annotator.domain.violations import Violation
from annotator.domain.workspace import Workspace


def apply_act(workspace: Workspace, act: Sequence[Change]) -> list[Change]:
    """Make the act part of the workspace; return all that happened, in order.

    What comes back holds the changes as sent and those that complete them, under ids derived
    from theirs. Raises Refusal, and then the workspace is as it was.
    """
    done: list[Change] = []
    for change in act:
        try:
            for step in completed(workspace, change):
                _STEPS[step.kind](workspace, step)
                done.append(step)
        except InvalidInput as error:
            for step in reversed(done):
                _take_back(workspace, step)
            current = error.current if isinstance(error, Refusal) else None
            raise Refusal(error.rule, error.message, current, change.id) from None
    return done


def _add_span(workspace: Workspace, change: Change) -> None:
    span = span_from_json(change.after)
    _fence(change, workspace, None)
    if span.id in workspace.spans:
        raise Refusal("id", f"the id {span.id} is taken", workspace.spans[span.id].as_json())
    _refuse(span_violation(workspace, span))
    workspace.put_span(span)


def _change_span(workspace: Workspace, change: Change) -> None:
    span = span_from_json(change.after)
    _fence(change, workspace, span.id)
    _refuse(span_violation(workspace, span))
    workspace.put_span(span)


def _remove_span(workspace: Workspace, change: Change) -> None:
    span = span_from_json(change.before)
    _fence(change, workspace, span.id)
    _goes(change)
    workspace.drop_span(span.id)


def _add_link(workspace: Workspace, change: Change) -> None:
    link = link_from_json(change.after)
    _fence(change, workspace, None)
    if link.id in workspace.links:
        raise Refusal("id", f"the id {link.id} is taken", workspace.links[link.id].as_json())
    _refuse(link_violation(workspace, link))
    workspace.put_link(link)


def _change_link(workspace: Workspace, change: Change) -> None:
    link = link_from_json(change.after)
    _fence(change, workspace, link.id)
    _refuse(link_violation(workspace, link))
    workspace.put_link(link)


def _remove_link(workspace: Workspace, change: Change) -> None:
    link = link_from_json(change.before)
    _fence(change, workspace, link.id)
    _goes(change)
    workspace.drop_link(link.id)


def _set_attribute(workspace: Workspace, change: Change) -> None:
    name, value = setting_from_json(change.after)
    _refuse(setting_violation(workspace, name, value))
    standing: Json = {"name": name, "value": workspace.attributes.get(name)}
    if change.before != standing:
        raise Refusal("fence", f"{name} is not what the change expects", standing)
    workspace.put_attribute(name, value)


def _add_comment(workspace: Workspace, change: Change) -> None:
    comment = comment_from_json(change.after)
    _fence(change, workspace, None)
    if comment.id in workspace.comments:
        raise Refusal("id", f"the id {comment.id} is taken", workspace.comments[comment.id].as_json())
    _put_comment(workspace, None, comment)


def _change_comment(workspace: Workspace, change: Change) -> None:
    comment = comment_from_json(change.after)
    _fence(change, workspace, comment.id)
    _put_comment(workspace, workspace.comments[comment.id], comment)


def _remove_comment(workspace: Workspace, change: Change) -> None:
    comment = comment_from_json(change.before)
    _fence(change, workspace, comment.id)
    _goes(change)
    _refuse(writing_violation(comment, None, workspace.writer))
    workspace.drop_comment(comment.id)


def _put_comment(workspace: Workspace, before: Comment | None, after: Comment) -> None:
    _refuse(comment_violation(after, len(workspace.text), workspace.spans))
    _refuse(writing_violation(before, after, workspace.writer))
    workspace.put_comment(after)


_STEPS: dict[Kind, Callable[[Workspace, Change], None]] = {
    Kind.ADD_SPAN: _add_span,
    Kind.CHANGE_SPAN: _change_span,
    Kind.REMOVE_SPAN: _remove_span,
    Kind.ADD_LINK: _add_link,
    Kind.CHANGE_LINK: _change_link,
    Kind.REMOVE_LINK: _remove_link,
    Kind.SET_ATTRIBUTE: _set_attribute,
    Kind.ADD_COMMENT: _add_comment,
    Kind.CHANGE_COMMENT: _change_comment,
    Kind.REMOVE_COMMENT: _remove_comment,
}
_OF_LINKS = frozenset({Kind.ADD_LINK, Kind.CHANGE_LINK, Kind.REMOVE_LINK})
_OF_COMMENTS = frozenset({Kind.ADD_COMMENT, Kind.CHANGE_COMMENT, Kind.REMOVE_COMMENT})


def _fence(change: Change, workspace: Workspace, item_id: str | None) -> None:
    """`before` must equal what stands: the guarantee that no one overwrites unseen work."""
    standing: Json = None
    if item_id is not None:
        items = _items(workspace, change.kind)
        if item_id not in items:
            raise Refusal("unknown", f"{item_id} is not there any more")
        standing = items[item_id].as_json()
    if change.before != standing:
        raise Refusal("fence", "what stands is not what the change expects", standing)


def _items(workspace: Workspace, kind: Kind) -> Mapping[str, Span | Link | Comment]:
    if kind in _OF_LINKS:
        return workspace.links
    return workspace.comments if kind in _OF_COMMENTS else workspace.spans


def _goes(change: Change) -> None:
    if change.after is not None:
        raise Refusal("change", "what is removed has no after")


def _refuse(violation: Violation | None) -> None:
    if violation is not None:
        raise Refusal(violation.rule, violation.detail, violation.current)


def _take_back(workspace: Workspace, step: Change) -> None:
    """Take back a step that was just applied: no rule needs asking."""
    if step.kind is Kind.SET_ATTRIBUTE:
        workspace.put_attribute(*setting_from_json(step.before))
    elif step.kind in _OF_LINKS:
        if step.before is None:
            workspace.drop_link(link_from_json(step.after).id)
        else:
            workspace.put_link(link_from_json(step.before))
    elif step.kind in _OF_COMMENTS:
        if step.before is None:
            workspace.drop_comment(comment_from_json(step.after).id)
        else:
            workspace.put_comment(comment_from_json(step.before))
    elif step.before is None:
        workspace.drop_span(span_from_json(step.after).id)
    else:
        workspace.put_span(span_from_json(step.before))
