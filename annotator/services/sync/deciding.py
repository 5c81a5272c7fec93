"""What is to be done about a set and its annotation: both are looked at, and what they had in common last."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from annotator.domain.changes import Refusal
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.workflow import WORKING
from annotator.labelstudio.canonical import Form
from annotator.labelstudio.exchange import Seen, Words, local_form, result_of, seen
from annotator.labelstudio.losing import lost_to_rules
from annotator.labelstudio.merging import Conflict, Merged, Side, common, merge
from annotator.labelstudio.orphans import orphans
from annotator.labelstudio.overwriting import SENT, Sent, as_json, sent, without
from annotator.labelstudio.plan import Action, Deed, Difference, Trouble
from annotator.labelstudio.settling import settled
from annotator.services.sync.connections import Policy
from annotator.services.sync.local_changes import applied
from annotator.services.sync.reading import Item
from annotator.store.annotations import StoredSet
from annotator.store.sync_conflicts import StoredConflict
from annotator.store.sync_rows import StoredRow


@dataclass(frozen=True, slots=True)
class Pair:
    """A set here and an annotation there, each None where there is none; `row` is what was noted of them.

    `unread`: the task has not changed since it was last read, so that what is there is the base.
    """

    document: Document
    remote_task: int
    kind: str
    words: Words
    local: StoredSet | None = None
    row: StoredRow | None = None
    base: Form | None = None
    #: What our last write there changed.
    sent: Sent = field(default_factory=dict)
    item: Item | None = None
    unread: bool = False
    choices: Sequence[StoredConflict] = ()
    policy: Policy = field(default_factory=Policy)

    @property
    def whose(self) -> str:
        if self.local is not None:
            return self.local.annotations.annotator
        return self.item.whose if self.item else ""

    @property
    def is_gold(self) -> bool:
        if self.local is None:
            return self.base is not None and self.base.is_gold
        return self.local.annotations.layer == "gold"

    def action(self, deed: Deed, **more: object) -> Action:
        values: dict[str, object] = {
            "kind": self.kind,
            "whose": self.whose,
            "set_row": self.local.row if self.local else (self.row.set_id if self.row else 0),
            "remote_task": self.remote_task,
            "remote_id": self.item.id if self.item else (self.row.remote_id if self.row else 0),
            "created": self.item.created if self.item else (self.row.remote_created if self.row else ""),
        }
        return Action(deed, self.document.id, **{**values, **more})  # type: ignore[arg-type]


@dataclass(slots=True)
class Decided:
    """What comes of a pair. `is_settled`: what is there is what is noted, once the actions are done."""

    actions: list[Action] = field(default_factory=list)
    conflicts: list[Difference] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    is_settled: bool = True


def remote_form(pair: Pair) -> Seen:
    """What is there; raises InvalidInput where it is nothing that can be read."""
    if pair.unread or pair.item is None:
        assert pair.base is not None, "what was not read again is the base"
        return Seen(pair.base)
    item = pair.item
    return seen(item.result, pair.document.text, pair.words, is_skipped=item.is_skipped, is_gold=pair.is_gold)


def decide_both(pair: Pair) -> Decided:
    """Both are there: what changed on one side goes to the other, and what changed on both is told."""
    assert pair.local is not None, "there is a set"
    local, decided = pair.local.annotations, Decided()
    try:
        there = remote_form(pair)
    except InvalidInput as error:
        return stopped(pair, decided, "result", error.message)
    base = pair.base or Form(is_skipped=there.form.is_skipped, is_gold=there.form.is_gold)
    gone = _gone_from_config(pair, base, there)
    if gone:
        said = f"the labelling config has no {', '.join(gone)} any more, and something there still bears it"
        return stopped(pair, decided, "config", said)
    if pair.kind == "annotation" and local.layer == "annotator" and local.status in WORKING:
        # Somebody has it in hand here: both sides stay as they are until they are done.
        decided.is_settled = there.form.digest == base.digest
        return decided
    here = local_form(local, pair.words, base.carried)
    try:
        merged, after = _by_the_rules(pair, base, here, there.form, frozenset())
        lost = lost_to_rules(base, here, there.form, merged.local, after)
        if lost:
            merged, after = _by_the_rules(pair, base, here, there.form, lost)
    except Refusal as refusal:
        return stopped(pair, decided, refusal.rule, refusal.message)
    merged = _cleaned(merged, after)
    return _carried_out(pair, decided, base, here, there, merged)


def _gone_from_config(pair: Pair, base: Form, there: Seen) -> list[str]:
    """What was read there under the config as it was, and cannot be under the one that is."""
    found = orphans(there.form.carried, pair.words.names, pair.words.schema)
    return sorted({said for key, said in found.items() if key not in base.carried})


def _by_the_rules(pair: Pair, base: Form, here: Form, there: Form, apart: Set[str]) -> tuple[Merged, Form]:
    """The two brought together, and what the rules leave of it here. Raises Refusal."""
    assert pair.local is not None, "there is a set"
    local, merged = pair.local.annotations, _merged(pair, base, here, there, apart)
    workspace, _ = applied(pair.document.text, pair.words, local, merged.local)
    after = replace(
        local,
        spans=tuple(workspace.spans.values()),
        links=tuple(workspace.links.values()),
        attributes=workspace.attributes,
        status="skipped" if merged.local.is_skipped else "submitted",
    )
    return merged, local_form(after, pair.words, merged.local.carried)


def _merged(pair: Pair, base: Form, here: Form, there: Form, apart: Set[str]) -> Merged:
    """The two brought together, where a person has decided by their word."""
    wrote = pair.sent
    for conflict in merge(base, here, there, sent=wrote, apart=apart).conflicts:
        side = choice(pair, conflict)
        if side is not None:
            base = settled(base, here, there, conflict, side)
            wrote = without(wrote, conflict.kind, conflict.about, conflict.field)
            apart = apart - {conflict.about}
    return merge(base, here, there, sent=wrote, apart=apart)


def choice(pair: Pair, conflict: Conflict) -> Side | None:
    """Whose word a person said counts in this, if it is still what it was then."""
    for each in pair.choices:
        same = (each.kind, each.about, each.field) == (conflict.kind, conflict.about, conflict.field)
        if same and each.choice and (each.local, each.remote) == (conflict.local, conflict.remote):
            return Side(each.choice)
    return None


def _cleaned(merged: Merged, after: Form) -> Merged:
    """What the rules took along here goes over there too, and out of what both have in common."""
    if after.digest == merged.local.digest:
        return merged
    remote = merge(merged.local, after, merged.remote)
    base = merge(merged.local, after, merged.base)
    return Merged(after, remote.remote, base.remote, merged.conflicts, merged.overwritten)


def _carried_out(pair: Pair, decided: Decided, base: Form, here: Form, there: Seen, merged: Merged) -> Decided:
    assert pair.local is not None, "there is a set"
    decided.conflicts += [difference(pair, each) for each in merged.conflicts]
    decided.is_settled = not merged.conflicts
    pulls = replace(merged.local, carried=here.carried).digest != here.digest
    pushes = merged.remote.digest != there.form.digest
    if pushes:
        problem = not_sendable(pair, merged.remote, there)
        if problem is not None:
            return stopped(pair, decided, "config", problem)
    policy = pair.policy
    wrote = {**merged.overwritten, **(sent(there.form, merged.remote) if pushes and policy.pushes else {})}
    moved = merged.base
    if pulls and pushes and not (policy.pulls and policy.pushes):
        # Half of it is left out: what both have in common moves only as far as they then say the same.
        own, its = (merged.local, there.form) if policy.pulls else (here, merged.remote)
        moved = common(base, own, its)
    noting = {**moved.as_json(), **({SENT: as_json(wrote)} if wrote else {})}
    fences = {"local": here.digest, "remote": there.form.digest, "base": noting}
    if pulls:
        said = told(here, merged.local)
        decided.actions.append(pair.action(Deed.CHANGE_SET, target=merged.local.as_json(), detail=said, **fences))
    if pushes:
        said = told(there.form, merged.remote)
        decided.actions.append(pair.action(Deed.UPDATE, target=merged.remote.as_json(), detail=said, **fences))
    noted = pair.row is not None and pair.row.state != "gone" and pair.row.digest == merged.base.digest
    if not pulls and not pushes and (not noted or (pair.row and pair.row.missing)):
        decided.actions.append(pair.action(Deed.ADOPT, **fences))
    return decided


def not_sendable(pair: Pair, form: Form, there: Seen) -> str | None:
    """Why this is not written over what is there; None when nothing is in the way."""
    assert pair.local is not None, "there is a set"
    if there.unread:
        return f"what is there cannot be read whole, so nothing is written over it: {'; '.join(there.unread[:3])}"
    try:
        result_of(form, pair.document.text, pair.local.annotations, pair.words)
    except InvalidInput as error:
        return error.message
    return None


def difference(pair: Pair, conflict: Conflict) -> Difference:
    """A conflict of this pair, for the plan."""
    set_row = pair.local.row if pair.local else (pair.row.set_id if pair.row else 0)
    return Difference(
        pair.document.id,
        pair.whose,
        pair.kind,
        set_row,
        conflict.about,
        conflict.kind,
        conflict.field,
        conflict.base,
        conflict.local,
        conflict.remote,
    )


def told(before: Form, after: Form) -> str:
    """What changes from one form to the other, in a few words."""
    spans = sum(before.marks.get(name) != after.marks.get(name) for name in {*before.marks, *after.marks})
    links = len(set(before.ties) ^ set(after.ties))
    names = {*before.attributes, *after.attributes}
    said = sum(before.attributes.get(name) != after.attributes.get(name) for name in names)
    numbers = ((spans, "span(s)"), (links, "link(s)"), (said, "value(s)"))
    found = [f"{number} {what}" for number, what in numbers if number]
    if before.is_skipped != after.is_skipped:
        found.append("skipped" if after.is_skipped else "taken up again")
    return ", ".join(found)


def trouble(pair: Pair, reason: str, detail: str) -> Trouble:
    """What is in the way of this pair, with the number that it has there, where it is there."""
    number = pair.item.id if pair.item else (pair.row.remote_id if pair.row else 0)
    said = f"{pair.kind} {number}: {detail}" if number else detail
    return Trouble(pair.document.id, reason, said, pair.whose)


def stopped(pair: Pair, decided: Decided, reason: str, detail: str) -> Decided:
    """Nothing is done about it on either side, and that is said."""
    decided.troubles.append(trouble(pair, reason, detail))
    decided.is_settled = False
    decided.actions.clear()
    return decided
