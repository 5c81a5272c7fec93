"""Single annotations and predictions over there, and what we keep of a document beside them."""

from collections.abc import Callable
from typing import cast

from sqlmodel import Session

from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.labelstudio.canonical import Form, read_form
from annotator.labelstudio.exchange import Words, local_form, result_of, seen
from annotator.labelstudio.identity import import_id, unique_id
from annotator.labelstudio.plan import Action, Deed
from annotator.labelstudio.results import CORNER
from annotator.services.sync import reading
from annotator.services.sync.client import Gone
from annotator.services.sync.context import Context
from annotator.services.sync.corner import digest
from annotator.services.sync.journal import journaled
from annotator.services.sync.outcomes import Moved, created, note_corner, note_gone, note_item, read_tasks, words_of
from annotator.services.sync.reading import Item, RemoteTask
from annotator.services.sync.runs import Run
from annotator.services.sync.sending import flags, maker, send
from annotator.store import annotations, documents
from annotator.store.annotations import StoredSet


class Pusher:
    """The pushes of one run. `touched` are the tasks that have to be read again at its end, by document row."""

    def __init__(self, context: Context, run: Run) -> None:
        self.context, self.run = context, run
        self.touched: dict[int, int] = {}

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
        if all(
            local_form(found.annotations, words_of(self.context, found), each).digest != action.local
            for each in carried
        ):
            raise Moved(f"{action.document}: the set of {action.whose} has changed meanwhile")
        return found

    def _create(self, row: int, document: Document, local: StoredSet, action: Action) -> None:
        words = words_of(self.context, local)
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
            body |= {**flags(form), **maker(self.context, local.annotations)}
            path = f"/api/tasks/{action.remote_task}/annotations/"
        self._send(
            "create", payload, "POST", path, body, self._made(action, document, words, form), self._found(payload)
        )

    def _found(self, payload: JsonObject) -> Callable[[], Item | None]:
        return lambda: created(self.context, payload)

    def _made(self, action: Action, document: Document, words: Words, form: Form) -> Callable[[Json], Item | None]:
        """Reads an annotation out of an answer, if it is what was sent."""

        def answered(answer: Json) -> Item | None:
            item = reading.item(action.kind, answer, self.context.emails)
            same = item is not None and self._digest(item, document, words, form.is_gold) == form.digest
            return item if same else None

        return answered

    def _update(self, row: int, document: Document, local: StoredSet, action: Action) -> None:
        words = words_of(self.context, local)
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

        def look() -> Item | None:
            try:
                item = self._get(action)
            except Gone:
                raise Moved(f"{action.document}: annotation {action.remote_id} is not there any more") from None
            stands = self._digest(item, document, words, form.is_gold)
            if stands not in (form.digest, action.remote):
                raise Moved(f"{action.document}: annotation {action.remote_id} has changed meanwhile")
            return item if stands == form.digest else None

        made = self._made(action, document, words, form)
        self._send("update", payload, "PATCH", self._path(action), body, made, look)

    def _send(
        self,
        kind: str,
        payload: JsonObject,
        method: str,
        path: str,
        body: JsonObject,
        answered: Callable[[Json], Item | None],
        look: Callable[[], Item | None],
    ) -> None:
        def settle(session: Session, item: Item) -> None:
            note_item(self.context, session, payload, item)

        journaled(self.run, kind, payload, lambda: send(self.context, method, path, body, answered, look), settle)

    def _delete(self, row: int, document: Document, action: Action) -> None:
        words, is_gold = self.context.words[self.context.newest], bool(action.base and action.base["is_gold"])
        payload: dict[str, Json] = {"row": row, "set": action.set_row, "kind": action.kind, "number": action.remote_id}
        try:
            item = self._get(action)
        except Gone:
            item = None
        if item is not None and self._digest(item, document, words, is_gold) != action.remote:
            raise Moved(f"{action.document}: annotation {action.remote_id} has changed meanwhile")

        def look() -> bool | None:
            try:
                self._get(action)
            except Gone:
                return True
            return None

        def settle(session: Session, _: bool) -> None:
            note_gone(self.context, session, payload)

        path = self._path(action)
        journaled(
            self.run, "delete", payload, lambda: send(self.context, "DELETE", path, None, lambda _: True, look), settle
        )

    def _update_task(self, row: int, action: Action) -> None:
        corner = dict(cast(JsonObject, action.target))
        payload: dict[str, Json] = {"row": row, "task": action.remote_task, "corner": digest(corner)}

        def look() -> bool | None:
            task = self._task(action.remote_task)
            return True if digest(task.corner or {}) == digest(corner) else None

        def settle(session: Session, _: bool) -> None:
            note_corner(self.context, session, payload)

        meta: dict[str, Json] = {**self._task(action.remote_task).meta, CORNER: corner}
        path, body = f"/api/tasks/{action.remote_task}/", {"meta": meta}
        journaled(
            self.run, "meta", payload, lambda: send(self.context, "PATCH", path, body, lambda _: None, look), settle
        )

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
