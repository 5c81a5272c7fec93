"""New tasks over there, many at once, with their annotations inside: the only way that is fast."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlmodel import Session

from annotator.domain.documents import Document
from annotator.domain.json import Json, JsonObject
from annotator.labelstudio.canonical import Form
from annotator.labelstudio.exchange import Words, local_form, result_of
from annotator.labelstudio.identity import UID_FIELD, ext_uid, import_id
from annotator.labelstudio.plan import Action, Deed
from annotator.labelstudio.results import CORNER
from annotator.services.sync import reading
from annotator.services.sync.client import PAUSES, Refused, Uncertain
from annotator.services.sync.context import Context
from annotator.services.sync.corner import corner_of, digest
from annotator.services.sync.journal import journaled
from annotator.services.sync.outcomes import note_import, words_of
from annotator.services.sync.planning import Tell
from annotator.services.sync.reading import RemoteTask
from annotator.services.sync.runs import Run
from annotator.services.sync.sending import flags, maker
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


class Importer:
    """The imports of one run. `problems` are what was not taken, and why."""

    def __init__(self, context: Context, run: Run, tell: Tell) -> None:
        self.context, self.run, self.tell = context, run, tell
        self.problems: list[str] = []

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
                words = {row: words_of(self.context, each) for row, each in sets.items()}
                parts = [(each, words[each.row], local_form(each.annotations, words[each.row])) for each, _ in chosen]
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
        part = {"id": import_id(self.context.connection.mark, each.row), "result": result, **flags(form)}
        cast(list[Json], new.body["annotations"]).append({**part, **maker(self.context, each.annotations)})
        new.sets.append((each.row, "annotation", form))

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
