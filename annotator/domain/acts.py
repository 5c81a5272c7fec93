"""Acts applied to a workspace: whole or not at all, and nothing left dangling."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from annotator.domain.annotations import Comment
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


@dataclass(frozen=True, slots=True)
class _Noun:
    """One kind of thing that changes are about."""

    read: Callable[[Json], Any]
    #: Those that stand, by id.
    standing: Callable[[Workspace], Mapping[str, Any]]
    put: Callable[[Workspace, Any], None]
    drop: Callable[[Workspace, str], None]
    #: The rule that putting it in the place of what stands (None: nothing) would break.
    violation: Callable[[Workspace, Any, Any], Violation | None]
    #: The rule that taking it away would break.
    parting: Callable[[Workspace, Any], Violation | None] = lambda _workspace, _item: None


def _comment_violation(workspace: Workspace, before: Comment | None, after: Comment) -> Violation | None:
    broken = comment_violation(after, len(workspace.text), workspace.spans)
    return broken or writing_violation(before, after, workspace.writer)


_NOUNS = {
    "span": _Noun(
        span_from_json,
        lambda workspace: workspace.spans,
        Workspace.put_span,
        Workspace.drop_span,
        lambda workspace, _before, span: span_violation(workspace, span),
    ),
    "link": _Noun(
        link_from_json,
        lambda workspace: workspace.links,
        Workspace.put_link,
        Workspace.drop_link,
        lambda workspace, _before, link: link_violation(workspace, link),
    ),
    "comment": _Noun(
        comment_from_json,
        lambda workspace: workspace.comments,
        Workspace.put_comment,
        Workspace.drop_comment,
        _comment_violation,
        lambda workspace, comment: writing_violation(comment, None, workspace.writer),
    ),
}


def _add(noun: _Noun, workspace: Workspace, change: Change) -> None:
    item = noun.read(change.after)
    if change.before is not None:
        raise Refusal("fence", "what stands is not what the change expects")
    taken = noun.standing(workspace).get(item.id)
    if taken is not None:
        raise Refusal("id", f"the id {item.id} is taken", taken.as_json())
    _refuse(noun.violation(workspace, None, item))
    noun.put(workspace, item)


def _change(noun: _Noun, workspace: Workspace, change: Change) -> None:
    item = noun.read(change.after)
    standing = _fenced(noun, workspace, change, item.id)
    _refuse(noun.violation(workspace, standing, item))
    noun.put(workspace, item)


def _remove(noun: _Noun, workspace: Workspace, change: Change) -> None:
    item = noun.read(change.before)
    _fenced(noun, workspace, change, item.id)
    if change.after is not None:
        raise Refusal("change", "what is removed has no after")
    _refuse(noun.parting(workspace, item))
    noun.drop(workspace, item.id)


def _fenced(noun: _Noun, workspace: Workspace, change: Change, item_id: str) -> Any:
    """What stands, which `before` must equal: the guarantee that no one overwrites unseen work."""
    standing = noun.standing(workspace).get(item_id)
    if standing is None:
        raise Refusal("unknown", f"{item_id} is not there any more")
    if change.before != standing.as_json():
        raise Refusal("fence", "what stands is not what the change expects", standing.as_json())
    return standing


def _set_attribute(workspace: Workspace, change: Change) -> None:
    name, value = setting_from_json(change.after)
    _refuse(setting_violation(workspace, name, value))
    standing: Json = {"name": name, "value": workspace.attributes.get(name)}
    if change.before != standing:
        raise Refusal("fence", f"{name} is not what the change expects", standing)
    workspace.put_attribute(name, value)


_STEPS: dict[Kind, Callable[[Workspace, Change], None]] = {
    Kind(f"{verb}_{name}"): partial(step, noun)
    for name, noun in _NOUNS.items()
    for verb, step in (("add", _add), ("change", _change), ("remove", _remove))
} | {Kind.SET_ATTRIBUTE: _set_attribute}


def _refuse(violation: Violation | None) -> None:
    if violation is not None:
        raise Refusal(violation.rule, violation.detail, violation.current)


def _take_back(workspace: Workspace, step: Change) -> None:
    """Take back a step that was just applied: no rule needs asking."""
    if step.kind is Kind.SET_ATTRIBUTE:
        workspace.put_attribute(*setting_from_json(step.before))
        return
    noun = _NOUNS[step.kind.partition("_")[2]]
    if step.before is None:
        noun.drop(workspace, noun.read(step.after).id)
    else:
        noun.put(workspace, noun.read(step.before))
