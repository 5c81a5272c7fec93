"""What is to be done about a set that is nothing there, and about an annotation that is nothing here."""

from dataclasses import replace

from annotator.domain.annotations import AnnotationSet, SchemaRef
from annotator.domain.errors import InvalidInput
from annotator.domain.rules import first_violation
from annotator.domain.workflow import WORKING, TaskState
from annotator.labelstudio.canonical import Form
from annotator.labelstudio.exchange import Seen, local_form, set_of
from annotator.labelstudio.merging import Conflict, Side
from annotator.labelstudio.plan import Deed, Trouble
from annotator.services.sync.deciding import (
    Decided,
    Pair,
    choice,
    difference,
    not_sendable,
    remote_form,
    stopped,
    told,
    trouble,
)


def decide_missing(pair: Pair) -> Decided:
    """It was there and is not any more: believed when it is so a second time, and then not over anybody's work."""
    assert pair.row is not None, "it was noted"
    decided = Decided(is_settled=False)
    if pair.row.missing < 1:
        decided.actions.append(pair.action(Deed.MISS))
        return decided
    if pair.local is None:
        decided.actions.append(pair.action(Deed.FORGET))
        return _settled(decided)
    here = local_form(pair.local.annotations, pair.words, pair.base.carried if pair.base else {})
    conflict = Conflict("annotation", "", "", "there", _changed(here), "deleted")
    word = choice(pair, conflict)
    if word is Side.LOCAL:
        # Ours alone: what was carried along for them they have taken away.
        ours = local_form(pair.local.annotations, pair.words).digest
        decided.actions.append(pair.action(Deed.CREATE, local=ours, remote_id=0, detail="it goes over again"))
        return decided
    if here.digest == pair.row.digest or word is Side.REMOTE:
        decided.actions.append(pair.action(Deed.EMPTY_SET, local=here.digest, detail="it was deleted there"))
        return _settled(decided)
    if pair.local.annotations.status in WORKING and pair.kind == "annotation":
        return decided
    decided.conflicts.append(difference(pair, conflict))
    return decided


def decide_removed(pair: Pair) -> Decided:
    """It is not here any more: gone there too, unless somebody has changed it there since."""
    assert pair.row is not None, "it was noted"
    there = remote_form(pair).form
    conflict = Conflict("annotation", "", "", "there", "deleted", _changed(there))
    word = choice(pair, conflict)
    if there.digest == pair.row.digest or word is Side.LOCAL:
        base = pair.base.as_json() if pair.base else None
        return Decided([pair.action(Deed.DELETE, remote=there.digest, base=base, detail="it is not here any more")])
    # What the rules would not take is told, and the word stands until it can be carried out, or another is given.
    decided = decide_new(pair) if word is Side.REMOTE else Decided(is_settled=False)
    if not decided.actions:
        decided.conflicts.append(difference(pair, conflict))
    return decided


def _changed(form: Form) -> str:
    """Changed, and to what: another change is another conflict."""
    return f"changed {form.digest[:8]}"


def decide_new(pair: Pair) -> Decided:
    """It is only there: a set of its own here."""
    decided = Decided()
    try:
        there = remote_form(pair)
    except InvalidInput as error:
        return stopped(pair, decided, "result", error.message)
    if there.unread:
        decided.troubles.append(unread(pair, there))
    violation = first_violation(pair.document.text, pair.words.schema, new_set(pair, there))
    if violation is not None:
        return stopped(pair, decided, violation.rule, f"{violation.about}: {violation.detail}")
    said = told(Form(), there.form)
    decided.actions.append(pair.action(Deed.ADD_SET, remote=there.form.digest, detail=said))
    return decided


def unread(pair: Pair, there: Seen) -> Trouble:
    """What of an annotation cannot be read, and so does not come."""
    return trouble(pair, "unread", "; ".join(there.unread[:3]))


def new_set(pair: Pair, there: Seen, told_by: AnnotationSet | None = None) -> AnnotationSet:
    """The set that an annotation is here; `told_by` is what our own corner says of it, where it does."""
    schema = SchemaRef(pair.words.schema.name, pair.words.schema.version)
    layer = "suggestion" if pair.kind == "prediction" else "annotator"
    status = str(TaskState.SKIPPED if there.form.is_skipped else TaskState.SUBMITTED)
    like = AnnotationSet(pair.whose, schema, layer, status)
    if told_by is not None:
        like = replace(told_by, schema=schema, status=status)
    return set_of(there.form, pair.document.text, like, pair.words, there)


def decide_created(pair: Pair) -> Decided:
    """It is only here: it goes over, if it can."""
    assert pair.local is not None, "there is a set"
    here = local_form(pair.local.annotations, pair.words)
    problem = not_sendable(pair, here, Seen(here))
    if problem is not None:
        return stopped(pair, Decided(), "config", problem)
    return Decided([pair.action(Deed.CREATE, local=here.digest, remote_id=0, detail=told(Form(), here))])


def _settled(decided: Decided) -> Decided:
    decided.is_settled = True
    return decided
