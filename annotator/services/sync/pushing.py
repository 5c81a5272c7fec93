"""What goes over there, and what became of it: every write is looked up before it is believed or repeated."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlmodel import Session

from annotator.domain.annotations import AnnotationSet
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.labelstudio.canonical import Form, read_form
from annotator.labelstudio.exchange import Words, local_form, result_of, seen
from annotator.labelstudio.identity import UID_FIELD, ext_uid, import_id, unique_id
from annotator.labelstudio.plan import Action, Deed
from annotator.labelstudio.results import CORNER
from annotator.services.sync import reading
from annotator.services.sync.client import PAUSES, Gone, Refused, Uncertain
from annotator.services.sync.context import Context
from annotator.services.sync.corner import corner_of, digest
from annotator.services.sync.journal import journaled
from annotator.services.sync.outcomes import (
    Moved,
    find_made,
    note_corner,
    note_gone,
    note_import,
    note_item,
    read_tasks,
)
from annotator.services.sync.planning import Tell
from annotator.services.sync.reading import Item, RemoteTask
from annotator.services.sync.runs import Run
from annotator.store import annotations, documents
from annotator.store.annotations import StoredSet

#: Tasks of one import, and how many times as long as other requests one may take.
BATCH, IMPORT_PATIENCE = 200, 10


@dataclass(slots=True)
class _New:
    """A document on its way, with the sets that go along: row, kind, form."""

    row: int
    document: Document
    body: dict[str, Json]
    corner: str
    sets: list[tuple[int, str, Form]] = field(default_factory=list)

    @property
    def uid(self) -> str:
        return ext_uid(self.document.id, self.document.checksum)


class Pusher:
    """The pushes of one run. `touched` are the tasks that have to be read again at its end, by document row."""

    def __init__(self, context: Context, run: Run, tell: Tell) -> None:
        self.context, self.run, self.tell = context, run, tell
        self.touched: dict[int, int] = {}
        self.problems: list[str] = []

    # New tasks, many at once.

    def tasks(self, actions: Sequence[Action]) -> None:
        """Documents that are not there yet, with their annotations inside: the only way that is fast."""
        for at in range(0, len(actions), BATCH):
            chunk = actions[at : at + BATCH]
            new = list(self._bodies(chunk))
            if new:
                self._import(new)
                self.run.count(str(Deed.CREATE_TASK), len(new))
            made = min(at + BATCH, len(actions))
            self.tell(f"{made} of {len(actions)} tasks made", made, len(actions))

    def _bodies(self, actions: Sequence[Action]) -> Iterator[_New]:
        project, mark = self.context.project_id, self.context.connection.mark
        with self.context.database.read() as session:
            for action in actions:
                stored = documents.get(session, project, action.document)
                sets = {each.row: each for each in annotations.stored_sets_of(session, [stored.row])[stored.row]}
                planned = cast(list[list[Any]], (action.target or {}).get("sets", []))
                chosen = [(sets[row], planned_digest) for row, planned_digest in planned if row in sets]
                parts = [
                    (each, self._words(each), local_form(each.annotations, self._words(each))) for each, _ in chosen
                ]
                moved = [form.digest for _, _, form in parts] != [planned_digest for _, planned_digest in planned]
                if moved:
                    self.problems.append(f"{action.document} has changed meanwhile: it goes over with the next run")
                    continue
                corner = corner_of(
                    stored.document, [(import_id(mark, each.row), each.annotations, own) for each, own, _ in parts]
                )
                new = _New(stored.row, stored.document, self._body(stored.document, corner), digest(corner))
                for each, own, form in parts:
                    self._put_in(new, each, own, form)
                yield new

    def _body(self, document: Document, corner: JsonObject) -> dict[str, Json]:
        uid = ext_uid(document.id, document.checksum)
        data: dict[str, Json] = {
            "id": document.id,
            "title": document.title,
            self.context.config.text_key: document.text,
            UID_FIELD: uid,
        }
        return {"data": data, "meta": {CORNER: dict(corner)}, "annotations": [], "predictions": []}

    def _put_in(self, new: _New, each: StoredSet, words: Words, form: Form) -> None:
        result: list[Json] = result_of(form, new.document.text, each.annotations, words)
        if each.annotations.layer == "suggestion":
            part: dict[str, Json] = {"model_version": each.annotations.annotator, "result": result}
            cast(list[Json], new.body["predictions"]).append(part)
            new.sets.append((each.row, "prediction", form))
            return
        part = {"id": import_id(self.context.connection.mark, each.row), "result": result, **self._flags(form)}
        cast(list[Json], new.body["annotations"]).append({**part, **self._by(each.annotations)})
        new.sets.append((each.row, "annotation", form))

    @staticmethod
    def _flags(form: Form) -> dict[str, Json]:
        # Said always: an import takes silence for "ground truth".
        return {"ground_truth": form.is_gold, "was_cancelled": form.is_skipped}

    def _by(self, annotations_: AnnotationSet) -> dict[str, Json]:
        number = self.context.number_of(annotations_.annotator)
        return {} if number is None else {"completed_by": number}

    def _words(self, each: StoredSet) -> Words:
        return self.context.words[self.context.known(each.annotations.schema)]

    def _import(self, new: Sequence[_New]) -> None:
        """One import; what is refused as a whole is tried in halves, so that one bad task keeps none of the others."""
        payload: dict[str, Json] = {"documents": [self._noted(each) for each in new]}
        try:
            journaled(self.run, "import", payload, lambda: self._send_tasks(new), self._settler(payload))
        except Refused as error:
            if len(new) == 1:
                self.problems.append(f"{new[0].document.id}: {error.message}")
                return
            self._import(new[: len(new) // 2])
            self._import(new[len(new) // 2 :])

    @staticmethod
    def _noted(new: _New) -> dict[str, Json]:
        sets: list[Json] = [[row, kind, form.digest] for row, kind, form in new.sets]
        return {"row": new.row, "uid": new.uid, "corner": new.corner, "sets": sets}

    def _send_tasks(self, new: Sequence[_New]) -> list[RemoteTask]:
        """Import them, and read back what is there. What an import without an answer has made is not made again."""
        left = list(new)
        path = f"/api/projects/{self.context.connection.remote_id}/import"
        for pause in (*PAUSES, None):
            try:
                bodies: list[Json] = [each.body for each in left]
                self.context.client.write("POST", path, bodies, timeout=self.context.client.timeout * IMPORT_PATIENCE)
            except Uncertain:
                self._wait_for(left)
            found = self._read_back([each.uid for each in new])
            there = {task.uid for task in found}
            left = [each for each in new if each.uid not in there]
            if not left:
                return found
            if pause is not None:
                self.context.client.sleep(pause)
        raise Uncertain(f"{len(left)} tasks are not there although they were imported: run it again")

    def _wait_for(self, left: Sequence[_New]) -> None:
        """An import whose answer is lost may still be at work: it is given some time before it is judged."""
        for pause in PAUSES[:3]:
            if len(self._read_back([each.uid for each in left])) >= len(left):
                return
            self.context.client.sleep(pause)

    def _read_back(self, uids: Sequence[str]) -> list[RemoteTask]:
        context = self.context
        return list(
            reading.tasks_by_uid(context.client, context.connection, uids, context.config.text_key, context.emails)
        )

    def _settler(self, payload: JsonObject) -> Callable[[Session, list[RemoteTask]], None]:
        return lambda session, found: note_import(self.context, session, payload, found)

    # Single annotations and predictions.

    def annotation(self, action: Action) -> None:
        """One action on one annotation or prediction. Raises Moved where a side is not as planned."""
        with self.context.database.read() as session:
            stored = documents.get(session, self.context.project_id, action.document)
            sets = annotations.stored_sets_of(session, [stored.row])[stored.row]
        local = next((each for each in sets if each.row == action.set_row), None)
        self.touched[stored.row] = action.remote_task
        match action.deed:
            case Deed.CREATE:
                self._create(stored.row, stored.document, self._still(local, action), action)
            case Deed.UPDATE:
                self._update(stored.row, stored.document, self._there(local, action), action)
            case Deed.DELETE:
                self._delete(stored.row, stored.document, action)
            case _:
                self._update_task(stored.row, action)
        self.run.count(str(action.deed))

    @staticmethod
    def _there(local: StoredSet | None, action: Action) -> StoredSet:
        if local is None:
            raise Moved(f"{action.document}: the set of {action.whose} is not there any more")
        return local

    def _still(self, local: StoredSet | None, action: Action) -> StoredSet:
        found = self._there(local, action)
        carried = [read_form(action.base).carried] if action.base else [{}]
        if all(local_form(found.annotations, self._words(found), each).digest != action.local for each in carried):
            raise Moved(f"{action.document}: the set of {action.whose} has changed meanwhile")
        return found

    def _create(self, row: int, document: Document, local: StoredSet, action: Action) -> None:
        words = self._words(local)
        form = local_form(local.annotations, words)
        result: list[Json] = result_of(form, document.text, local.annotations, words)
        payload: dict[str, Json] = {"row": row, "set": local.row, "task": action.remote_task, "kind": action.kind}
        payload |= {"digest": form.digest, "base": form.as_json()}
        if action.kind == "prediction":
            body: dict[str, Json] = {"task": action.remote_task, "result": result}
            body["model_version"] = local.annotations.annotator
            path = "/api/predictions/"
        else:
            mark = self.context.connection.mark
            body = {"result": result, "unique_id": unique_id(mark, local.row), "import_id": import_id(mark, local.row)}
            body |= {**self._flags(form), **self._by(local.annotations)}
            path = f"/api/tasks/{action.remote_task}/annotations/"
        send = self._careful("POST", path, body, lambda: self._made(payload, local, document))
        journaled(
            self.run, "create", payload, send, lambda session, item: note_item(self.context, session, payload, item)
        )

    def _noting(self, payload: JsonObject) -> Callable[[Session, Item], None]:
        return lambda session, item: note_item(self.context, session, payload, item)

    def _made(self, payload: JsonObject, local: StoredSet, document: Document) -> Item | None:
        return find_made(self.context, payload, local, document)

    def _update(self, row: int, document: Document, local: StoredSet, action: Action) -> None:
        words = self._words(local)
        form = read_form(cast(JsonObject, action.target))
        result: list[Json] = result_of(form, document.text, local.annotations, words)
        try:
            standing = self._get(action)
        except Gone:
            raise Moved(f"{action.document}: annotation {action.remote_id} is not there any more") from None
        if self._digest(standing, document, words, form.is_gold) != action.remote:
            raise Moved(f"{action.document}: annotation {action.remote_id} has changed meanwhile")
        payload: dict[str, Json] = {"row": row, "set": action.set_row, "task": action.remote_task, "kind": action.kind}
        payload |= {"number": action.remote_id, "digest": form.digest, "document": action.document}
        payload["base"] = None if action.base is None else dict(action.base)
        body: dict[str, Json] = {"result": result}
        if action.kind == "annotation":
            body["was_cancelled"] = form.is_skipped

        def done() -> Item | None:
            item = self._get(action)
            return item if self._digest(item, document, words, form.is_gold) == form.digest else None

        send = self._careful("PATCH", self._path(action), body, done)
        journaled(
            self.run, "update", payload, send, lambda session, item: note_item(self.context, session, payload, item)
        )

    def _delete(self, row: int, document: Document, action: Action) -> None:
        words, is_gold = self.context.words[self.context.newest], bool(action.base and action.base["is_gold"])
        payload: dict[str, Json] = {"row": row, "set": action.set_row, "kind": action.kind, "number": action.remote_id}
        try:
            item = self._get(action)
        except Gone:
            item = None
        if item is not None and self._digest(item, document, words, is_gold) != action.remote:
            raise Moved(f"{action.document}: annotation {action.remote_id} has changed meanwhile")

        def gone() -> bool | None:
            try:
                self._get(action)
            except Gone:
                return True
            return None

        send = self._careful("DELETE", self._path(action), None, gone)
        journaled(self.run, "delete", payload, send, lambda session, _: note_gone(self.context, session, payload))

    def _update_task(self, row: int, action: Action) -> None:
        corner = dict(cast(JsonObject, action.target))
        payload: dict[str, Json] = {"row": row, "task": action.remote_task, "corner": digest(corner)}

        def done() -> bool | None:
            task = self._task(action.remote_task)
            return True if digest(task.corner or {}) == digest(corner) else None

        meta: dict[str, Json] = {**self._task(action.remote_task).meta, CORNER: corner}
        send = self._careful("PATCH", f"/api/tasks/{action.remote_task}/", {"meta": meta}, done)
        journaled(self.run, "meta", payload, send, lambda session, _: note_corner(self.context, session, payload))

    def _careful(
        self, method: str, path: str, body: Mapping[str, Json] | None, look: Callable[[], Any]
    ) -> Callable[[], Any]:
        """A request that is repeated only when a look says that it was not done; gives what the look found."""

        def send() -> Any:
            for pause in (*PAUSES, None):
                refused = self._once(method, path, body)
                found = look()
                if found is not None:
                    return found
                if refused is not None:
                    raise refused
                if pause is not None:
                    self.context.client.sleep(pause)
            raise Uncertain(f"{method} {path} was sent and is not there: run it again")

        return send

    def _once(self, method: str, path: str, body: Mapping[str, Json] | None) -> Refused | None:
        """Send it. What is refused may have been made before, when an answer was lost: a look tells."""
        try:
            self.context.client.write(method, path, None if body is None else dict(body))
        except Uncertain:
            return None
        except Gone:
            if method != "DELETE":
                raise Moved(f"{path} is not there any more") from None
        except Refused as refused:
            return refused
        return None

    @staticmethod
    def _path(action: Action) -> str:
        return f"/api/{action.kind}s/{action.remote_id}/"

    def _get(self, action: Action) -> Item:
        if action.kind == "prediction":
            return reading.prediction(self.context.client, action.remote_id)
        return reading.annotation(self.context.client, action.remote_id, self.context.emails)

    def _task(self, number: int) -> RemoteTask:
        found = read_tasks(self.context, [number])
        if not found:
            raise Moved(f"task {number} is not there any more")
        return found[0]

    @staticmethod
    def _digest(item: Item, document: Document, words: Words, is_gold: bool) -> str:
        try:
            return seen(item.result, document.text, words, is_skipped=item.is_skipped, is_gold=is_gold).form.digest
        except InvalidInput:
            return ""
