"""What became of writes over there: found by the names that they bear, and noted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlmodel import Session

from annotator.domain.documents import Document
from annotator.domain.errors import AnnotatorError, InvalidInput
from annotator.domain.json import JsonObject
from annotator.labelstudio.canonical import Form, read_form
from annotator.labelstudio.exchange import Seen, Words, seen
from annotator.labelstudio.identity import import_id
from annotator.services.sync import reading
from annotator.services.sync.client import Gone
from annotator.services.sync.context import Context
from annotator.services.sync.corner import digest
from annotator.services.sync.pairing import OWN
from annotator.services.sync.reading import Item, RemoteTask
from annotator.services.sync.runs import Run
from annotator.store import annotations, documents, sync_rows, sync_runs
from annotator.store.annotations import StoredSet
from annotator.store.sync_runs import StoredWrite


class Moved(AnnotatorError):
    """A side is not what it was when this was planned: the next run looks again."""

    rule = "moved"


def read_tasks(context: Context, numbers: Iterable[int]) -> list[RemoteTask]:
    """These tasks as they stand now."""
    return list(reading.tasks(context.client, context.connection, numbers, context.config.text_key, context.emails))


def note_import(context: Context, session: Session, payload: JsonObject, found: Sequence[RemoteTask]) -> None:
    """Note what stands there of an import: tasks under our names, annotations under our numbers."""
    tasks: dict[str, RemoteTask] = {}
    for each in sorted(found, key=lambda task: task.stamp.task):
        tasks.setdefault(each.uid or "", each)
    for entry in cast(list[dict[str, Any]], payload["documents"]):
        task = tasks.get(entry["uid"])
        if task is not None:
            _note_task(context, session, entry, task)


def _note_task(context: Context, session: Session, entry: Mapping[str, Any], task: RemoteTask) -> None:
    row, text = int(entry["row"]), task.text or ""
    stored = annotations.stored_sets_of(session, [row])[row]
    sets = {each.row: each for each in stored}
    left = {(item.kind, item.id): item for item in task.items}
    is_whole = True
    for set_row, kind, wanted in entry["sets"]:
        item, there = _mine(context, left.values(), sets.get(set_row), set_row, kind, wanted, text)
        if item is None or there is None or there.form.digest != wanted:
            is_whole = False
            continue
        left.pop((item.kind, item.id))
        _put(context, session, row, set_row, kind, item, task.stamp.task, there.form)
    known = {"remote_task": task.stamp.task, "remote_id": task.stamp.task, "remote_created": task.stamp.created}
    line = task.stamp.line if is_whole and not left else ""
    corner = {"corner": entry["corner"]}
    sync_rows.put(session, context.project_id, "task", row, 0, corner, **{**known, "stamp": line})


def _mine(
    context: Context, items: Iterable[Item], local: StoredSet | None, set_row: int, kind: str, wanted: str, text: str
) -> tuple[Item | None, Seen | None]:
    """Of what stands in a task the annotation or prediction that a set of ours is."""
    number = import_id(context.connection.mark, set_row)
    words = words_of(context, local)
    is_gold = local is not None and local.annotations.layer == "gold"
    for item in items:
        if item.kind != kind or (kind == "annotation" and item.import_id != number):
            continue
        there = _seen(item, text, words, is_gold)
        if kind == "annotation" or (there is not None and there.form.digest == wanted):
            return item, there
    return None, None


def _seen(item: Item, text: str, words: Words, is_gold: bool) -> Seen | None:
    try:
        return seen(item.result, text, words, is_skipped=item.is_skipped, is_gold=is_gold)
    except InvalidInput:
        return None


def words_of(context: Context, local: StoredSet | None) -> Words:
    """The schema that a set is under, with the names there."""
    return context.words[context.known(local.annotations.schema) if local else context.newest]


def _put(
    context: Context, session: Session, row: int, set_row: int, kind: str, item: Item, task: int, base: Form
) -> None:
    known = {"remote_task": task, "remote_id": item.id, "remote_created": item.created}
    values = {**known, "stamp": OWN, "digest": base.digest}
    sync_rows.put(session, context.project_id, kind, row, set_row, base.as_json(), **values)


def note_item(context: Context, session: Session, payload: JsonObject, item: Item) -> None:
    """Note an annotation that was made or changed, and what both sides have in common now."""
    row, set_row, kind = int(str(payload["row"])), int(str(payload["set"])), str(payload["kind"])
    base = payload.get("base")
    if base is None:
        return
    form = read_form(cast(JsonObject, base))
    noted = sync_rows.find(session, context.project_id, kind, row, set_row)
    known = {"remote_task": int(str(payload["task"])), "remote_id": item.id, "remote_created": item.created}
    stamp = noted.stamp if noted and "number" in payload else OWN
    whole = cast(JsonObject, base)
    sync_rows.put(session, context.project_id, kind, row, set_row, whole, **known, stamp=stamp, digest=form.digest)


def note_gone(context: Context, session: Session, payload: JsonObject) -> None:
    """Note that an annotation is not there any more."""
    row, set_row, kind = int(str(payload["row"])), int(str(payload["set"])), str(payload["kind"])
    noted = sync_rows.find(session, context.project_id, kind, row, set_row)
    if noted is not None:
        sync_rows.change(session, noted.id, state="gone", stamp="")


def note_corner(context: Context, session: Session, payload: JsonObject) -> None:
    """Note what stands in our corner of a task."""
    row = int(str(payload["row"]))
    noted = sync_rows.find(session, context.project_id, "task", row, 0)
    if noted is not None:
        sync_rows.set_base(session, noted.id, {"corner": payload["corner"]})


def _find_made(context: Context, payload: JsonObject, local: StoredSet, document: Document) -> Item | None:
    for task in read_tasks(context, [int(str(payload["task"]))]):
        kind, wanted = str(payload["kind"]), str(payload["digest"])
        taken = _taken(context, task, local.row)
        free = [item for item in task.items if (item.kind, item.id) not in taken]
        item, _ = _mine(context, free, local, local.row, kind, wanted, document.text)
        return item
    return None


def _taken(context: Context, task: RemoteTask, set_row: int) -> set[tuple[str, int]]:
    """What of a task is known to be another set's."""
    with context.database.read() as session:
        rows = sync_rows.of_task(session, context.project_id, task.stamp.task)
    return {(row.kind, row.remote_id) for row in rows if row.set_id != set_row and row.state != "gone"}


def recover(context: Context, run: Run) -> None:
    """Look what became of the writes that a run before was about to send, and note it."""
    with context.database.read() as session:
        writes = sync_runs.open_writes(session, context.project_id)
    for write in writes:
        found = _looked_up(context, write)
        with context.database.write() as session:
            _settle(context, session, write, found)
            sync_runs.remove_write(session, write.id)
        run.count("looked_up")


def _looked_up(context: Context, write: StoredWrite) -> Any:
    payload = write.payload
    match write.kind:
        case "import":
            uids = [str(each["uid"]) for each in cast(list[dict[str, Any]], payload["documents"])]
            return list(
                reading.tasks_by_uid(context.client, context.connection, uids, context.config.text_key, context.emails)
            )
        case "create":
            return created(context, payload)
        case "meta":
            tasks = read_tasks(context, [int(str(payload["task"]))])
            return bool(tasks) and digest(tasks[0].corner or {}) == payload["corner"]
        case _:
            return _standing(context, payload)


def created(context: Context, payload: JsonObject) -> Item | None:
    """The annotation or prediction that was to be made of a set, if it stands in its task by now."""
    with context.database.read() as session:
        row, set_row = int(str(payload["row"])), int(str(payload["set"]))
        sets = annotations.stored_sets_of(session, [row])[row]
        local = next((each for each in sets if each.row == set_row), None)
        document = documents.by_row(session, row)
    return _find_made(context, payload, local, document) if local and document else None


def _standing(context: Context, payload: JsonObject) -> Item | None:
    number = int(str(payload["number"]))
    try:
        if payload["kind"] == "prediction":
            return reading.prediction(context.client, number)
        return reading.annotation(context.client, number, context.emails)
    except Gone:
        return None


def _settle(context: Context, session: Session, write: StoredWrite, found: Any) -> None:
    payload = write.payload
    match write.kind:
        case "import":
            note_import(context, session, payload, found)
        case "create" if found is not None:
            note_item(context, session, payload, found)
        case "meta" if found:
            note_corner(context, session, payload)
        case "delete" if found is None:
            note_gone(context, session, payload)
        case "update" if found is not None and _digest(context, session, payload, found) == payload["digest"]:
            note_item(context, session, payload, found)


def _digest(context: Context, session: Session, payload: JsonObject, item: Item) -> str:
    row, set_row = int(str(payload["row"])), int(str(payload["set"]))
    sets = annotations.stored_sets_of(session, [row])[row]
    local = next((each for each in sets if each.row == set_row), None)
    document = documents.by_row(session, row)
    is_gold = local is not None and local.annotations.layer == "gold"
    there = _seen(item, document.text, words_of(context, local), is_gold) if document else None
    return there.form.digest if there else ""


def verify(context: Context, session: Session, tasks: Mapping[int, RemoteTask]) -> dict[int, bool]:
    """Whether all that stands in these tasks, by document row, is what is noted of them: then they need no reading."""
    found: dict[int, bool] = {}
    for row, task in tasks.items():
        rows = sync_rows.of_task(session, context.project_id, task.stamp.task)
        sets = {each.row: each for each in annotations.stored_sets_of(session, [row])[row]}
        noted = {(each.kind, each.remote_id): each for each in rows if each.kind != "task" and each.state != "gone"}
        same = noted.keys() == {(item.kind, item.id) for item in task.items}
        for item in task.items if same else ():
            each = noted[(item.kind, item.id)]
            local = sets.get(each.set_id)
            is_gold = local is not None and local.annotations.layer == "gold"
            there = _seen(item, task.text or "", words_of(context, local), is_gold)
            same = same and there is not None and there.form.digest == each.digest
        found[row] = same
    return found
