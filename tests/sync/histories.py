"""Two teams at work on the same tasks, and what may be asked of any sync between them.

What somebody says is *fresh* until the other side has seen it: as long as it is, no sync may take it away. A person's
word for the other side ends that.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import update

from annotator.domain.acts import apply_act
from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, SchemaRef, Span
from annotator.domain.changes import Change, Kind, Refusal
from annotator.domain.documents import Document
from annotator.domain.errors import AnnotatorError
from annotator.domain.workspace import Workspace
from annotator.labelstudio.label_config import label_config
from annotator.services.sync import conflicts, connections, engine
from annotator.services.sync.connections import Policy
from annotator.services.sync.engine import Outcome
from annotator.store import annotations, changes
from annotator.store.annotations import Content, StoredSet
from annotator.store.core import annotation_sets
from annotator.store.rows import dump
from annotator.store.session import Database
from annotator.store.sync_conflicts import StoredConflict
from tests.strategies import SCHEMA
from tests.sync.conftest import Both
from tests.sync.memory import PROJECT, KilledError, Memory, MemoryClient, Spoiler

REF = SchemaRef(SCHEMA.name, SCHEMA.version)
WORDS = ("Police", "shot", "3 protesters", "Hama", "rebels", "fled", "Idlib", "Friday")
LABELS = ("deed", "party", "toll", "place")
ROLES = ("agent", "where", "loss", "answers", "within")
#: What the spans of a label say of themselves here: the attribute, and the type of its control there.
SAID = {"deed": ("its_text", "textarea", "text"), "party": ("kind", "choices", "choices")}
VALUES = ("one", "two", "three")

#: Kinds of facts that go with their span.
OF_SPANS = ("place", "label", "said", "rating", "remark")

Key = tuple[str, ...]
Facts = dict[Key, Any]
#: A change of an annotation there: its result before and after.
Step = Callable[[list[Any]], list[Any]]


def text_of(number: int) -> str:
    return f"Police 𝔘 shot 3 protesters in Hama, and rebels fled to Idlib on Friday {number}."


def place_of(text: str, word: int) -> tuple[int, int]:
    found = WORDS[word % len(WORDS)]
    return text.index(found), text.index(found) + len(found)


class History:
    """What happens, step by step, and what must hold behind each step."""

    def __init__(self, database: Database, policy: Policy | None = None) -> None:
        self.memory = Memory(label_config(SCHEMA))
        self.both = Both(database, None, None)  # type: ignore[arg-type]
        #: By side what was said there last, of each thing that is fresh.
        self.fresh: tuple[Facts, Facts] = ({}, {})
        #: What both sides said of each thing when they said the same.
        self.agreed: dict[Key, list[Any]] = {}
        self.number = 0
        self.both.add_project("ours", SCHEMA)
        connections.connect(database, self.client(), "ours", PROJECT, policy or Policy())

    def client(self, spoil: Spoiler = lambda *_: None) -> MemoryClient:
        return MemoryClient(self.memory, spoil)

    def name(self, letter: str) -> str:
        self.number += 1
        return f"{letter}{self.number}"

    # What stands on each side, as facts: the same keys say the same.

    def facts(self) -> tuple[Facts, Facts]:
        return dict(self._facts_here()), dict(self._facts_there())

    def _facts_here(self) -> Iterator[tuple[Key, Any]]:
        for each in self.own_sets():
            found = each.annotations
            marker = _marker(span.id for span in found.spans)
            for span in found.spans:
                yield from _of_span(span.id, span.start, span.end, span.label)
                yield from ((("said", span.id, name), value) for name, value in span.attributes.items())
            yield from ((("link", link.from_id, link.role, link.to_id), True) for link in found.links)
            if marker:
                yield ("skipped", marker), found.status == "skipped"
                yield ("note", marker), found.attributes.get("note")

    def _facts_there(self) -> Iterator[tuple[Key, Any]]:
        for annotation in self.memory.annotations.values():
            items = annotation["result"]
            marker = _marker(item["id"] for item in items if item["type"] == "labels")
            facts = dict(fact for item in items for fact in _of_item(item))
            note = facts.pop(("note",), None)
            yield from facts.items()
            if marker:
                yield ("skipped", marker), annotation["was_cancelled"]
                yield ("note", marker), note

    def own_sets(self) -> list[StoredSet]:
        """The sets of people here, in a steady order."""
        return [each for _, found in self.documents() for each in found]

    def documents(self) -> list[tuple[Document, list[StoredSet]]]:
        corpus = sorted(self.both.corpus(), key=lambda each: each.document.id)
        return [(each.document, self.both.sets(each.document.id)) for each in corpus]

    # What people do.

    def said_by(self, side: int, before: tuple[Facts, Facts]) -> None:
        """Note what is new behind somebody's act."""
        old, new = before[side], self.facts()[side]
        for key in {*old, *new}:
            if old.get(key) == new.get(key):
                continue
            if new.get(key) in self.agreed.get(key, [None]):
                self.fresh[side].pop(key, None)
            else:
                self.fresh[side][key] = new.get(key)

    def here(self, pick: int, act: Callable[[AnnotationSet, str], list[tuple[Kind, Any, Any]]]) -> None:
        """Somebody changes a set here, if the rules let them."""
        found = [(document, each) for document, sets in self.documents() for each in sets]
        if not found:
            return
        document, stored = found[pick % len(found)]
        before, whole = self.facts(), stored.annotations
        name = self.name("act")
        steps = [
            Change(f"{name}.{number}", name, *step) for number, step in enumerate(act(whole, document.text), start=1)
        ]
        space = Workspace(document.text, SCHEMA, whole.spans, whole.links, whole.attributes, whole.comments)
        with suppress(Refusal):
            done = apply_act(space, steps)
            with self.both.database.write() as session:
                changes.write(session, stored.row, Content(list(whole.spans), list(whole.links), []), space)
                annotations.set_values(session, stored.row, attributes=dump(space.attributes))
                assert done or not steps
        self.said_by(0, before)

    def state(self, pick: int, status: str) -> None:
        """A set is skipped here, taken up again, or handed in."""
        if sets := self.own_sets():
            before, found = self.facts(), sets[pick % len(sets)]
            with self.both.database.write() as session:
                values = {"status": status, "skip_reason": "no time" if status == "skipped" else None}
                session.execute(update(annotation_sets).where(annotation_sets.c.id == found.row).values(**values))
            self.said_by(0, before)

    def drop_here(self, pick: int) -> None:
        """A set goes here, rows and all."""
        if sets := self.own_sets():
            before, found = self.facts(), sets[pick % len(sets)]
            with self.both.database.write() as session:
                session.execute(annotation_sets.delete().where(annotation_sets.c.id == found.row))
            self.said_by(0, before)

    def add_here(self, pick: int | None) -> None:
        """A new set, of a document that there is or of a new one."""
        known, before = self.documents(), self.facts()
        if pick is None or not known:
            key = self.name("d")
            document = Document(key, text_of(self.number))
        else:
            document = known[pick % len(known)][0]
        whole = AnnotationSet(self.name("ann"), REF, "annotator", "submitted", spans=(self._marker(document.text),))
        self.both.bring(AnnotatedDocument(document, (whole,)))
        self.said_by(0, before)

    def _marker(self, text: str) -> Span:
        """The first span of a set, by which it is known again: nobody takes it away but with the whole set."""
        return Span(self.name("m"), "deed", 0, len(text) - 1, text[:-1], {}, "import")

    def there(self, pick: int, step: Callable[[list[Any], str], list[Any]]) -> None:
        """Somebody changes an annotation there: nothing keeps them from anything."""
        if found := sorted(self.memory.annotations.values(), key=lambda each: int(each["id"])):
            before, annotation = self.facts(), found[pick % len(found)]
            text = self.memory.tasks[annotation["task"]]["data"]["text"]
            annotation["result"] = step(list(annotation["result"]), text)
            self.memory.touch(annotation["task"])
            self.said_by(1, before)

    def skip_there(self, pick: int) -> None:
        if found := sorted(self.memory.annotations.values(), key=lambda each: int(each["id"])):
            before, annotation = self.facts(), found[pick % len(found)]
            annotation["was_cancelled"] = not annotation["was_cancelled"]
            self.memory.touch(annotation["task"])
            self.said_by(1, before)

    def drop_there(self, pick: int, *, whole: bool) -> None:
        """An annotation goes there, or its whole task."""
        if found := sorted(self.memory.annotations.values(), key=lambda each: int(each["id"])):
            before, annotation = self.facts(), found[pick % len(found)]
            task = self.memory.tasks[annotation["task"]]
            if whole:
                del self.memory.tasks[annotation["task"]]
            else:
                task["annotations"].remove(annotation)
                self.memory.touch(annotation["task"])
            self.said_by(1, before)

    def add_there(self, pick: int | None, person: int) -> None:
        """A new annotation, in a task that there is or in a new one."""
        before = self.facts()
        if pick is None or not self.memory.tasks:
            text = text_of(int(self.name("t")[1:]))
            number = self.memory.add_task({"data": {"text": text}})["id"]
        else:
            number = sorted(self.memory.tasks)[pick % len(self.memory.tasks)]
            text = self.memory.tasks[number]["data"]["text"]
        span = self._marker(text)
        self.memory.add_annotation(number, {"result": [region(span.id, "deed", 0, span.end)], "completed_by": person})
        self.said_by(1, before)

    # What syncs do.

    def sync(self, spoil: Spoiler = lambda *_: None, kill: str = "", after: int = 0) -> Outcome | None:
        """A run, that may be spoilt, or killed at the step of its journal; None for one that did not go through."""
        left = [after]

        def hook(step: str) -> None:
            if step.endswith(kill):
                left[0] -= 1
                if left[0] < 0:
                    raise KilledError

        outcome = None
        with suppress(KilledError, AnnotatorError):
            run = hook if kill else (lambda _: None)
            outcome = engine.apply(self.both.database, self.client(spoil), "ours", allow_deletions=True, hook=run)
        self.nothing_fresh_is_lost()
        self._agree(is_whole=outcome is not None)
        return outcome

    def nothing_fresh_is_lost(self) -> None:
        for side, facts in enumerate(self.facts()):
            spans = {key[1] for key in facts if key[0] == "span"}
            for key, said in self.fresh[side].items():
                # What was said of a span that is not there, or not back, is told with the span.
                if key[0] in OF_SPANS and (key[1] not in spans or said is None):
                    continue
                assert facts.get(key) == said, (("here", "there")[side], key, said, facts.get(key))

    def _agree(self, *, is_whole: bool) -> None:
        here, there = self.facts()
        for key in {*here, *there, *self.agreed}:
            if here.get(key) == there.get(key):
                known = [] if is_whole else self.agreed.get(key, [None])
                self.agreed[key] = [*known, here.get(key)]
                for fresh in self.fresh:
                    fresh.pop(key, None)

    def resolve(self, pick: int, word: str) -> None:
        """Give a side the word in one conflict: what the other said is not fresh any more."""
        found = conflicts.list_conflicts(self.both.database, "ours")
        if not found:
            return
        chosen = found[pick % len(found)]
        conflicts.resolve(self.both.database, "ours", [chosen.id], word)
        loser = self.fresh[1 if word == "local" else 0]
        for key in [key for key in loser if self._is_about(chosen, key)]:
            del loser[key]

    def _is_about(self, conflict: StoredConflict, key: Key) -> bool:
        match conflict.kind:
            case "annotation":
                return True
            case "span" if not conflict.field:
                return conflict.about in key[1:]
            case "span":
                field = ("said", conflict.about, conflict.field)
                return key in (field, (conflict.field, conflict.about))
            case "link":
                return key[0] == "link" and " ".join(key[1:]) == conflict.about
            case "set":
                return key[0] == "skipped"
            case _:
                return key[0] == "note"

    def end(self, words: Sequence[str]) -> None:
        """All conflicts settled and nobody at work: both sides say the same, and one more run does nothing."""
        for each in self.own_sets():
            if each.annotations.status in ("open", "reopened"):
                self.state([one.row for one in self.own_sets()].index(each.row), "submitted")
        outcome = None
        for turn in range(12):
            outcome = self.sync()
            if outcome is None:
                continue
            for number in range(len(conflicts.list_conflicts(self.both.database, "ours"))):
                self.resolve(number, words[(turn + number) % len(words)])
            if not outcome.plan.actions and not outcome.plan.conflicts:
                break
        assert outcome is not None, "it goes through"
        assert not outcome.plan.actions, [each.as_json() for each in outcome.plan.actions]
        assert not outcome.plan.conflicts, [each.as_json() for each in outcome.plan.conflicts]
        wrote = len(self.memory.writes)
        again = self.sync()
        assert again is not None
        assert again.plan.actions == []
        assert len(self.memory.writes) == wrote
        self._is_the_same({each.document for each in again.plan.troubles})

    def _is_the_same(self, troubled: set[str]) -> None:
        uids = [task["data"].get("ext_uid") or task["data"]["text"] for task in self.memory.tasks.values()]
        assert len(uids) == len(set(uids))
        markers = [key[1] for key, _ in self._facts_there() if key[0] == "skipped"]
        assert len(markers) == len(set(markers))
        if not troubled:
            here, there = self.facts()
            assert here == {key: value for key, value in there.items() if key[0] not in ("rating", "remark")}


def _marker(names: Any) -> str | None:
    return next((name for name in names if name.startswith("m")), None)


def _of_span(name: str, start: int, end: int, label: str) -> Iterator[tuple[Key, Any]]:
    yield ("span", name), True
    yield ("place", name), (start, end)
    yield ("label", name), label


def _of_item(item: dict[str, Any]) -> Iterator[tuple[Key, Any]]:
    value = item.get("value", {})
    match item["type"]:
        case "labels":
            yield from _of_span(item["id"], value["start"], value["end"], value["labels"][0])
            if "remark" in item.get("meta", {}):
                yield ("remark", item["id"]), item["meta"]["remark"]
        case "relation":
            yield ("link", item["from_id"], item["labels"][0], item["to_id"]), True
        case "rating":
            yield ("rating", item["id"]), value["rating"]
        case kind if "start" in value:
            said = value["text"] if kind == "textarea" else value["choices"]
            yield ("said", item["id"], item["from_name"].rsplit("-")[-1]), said[0]
        case _:
            yield ("note",), value["text"][0]


def region(name: str, label: str, start: int, end: int) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": "", "labels": [label]}
    return {"id": name, "type": "labels", "from_name": "span", "to_name": "text", "origin": "manual", "value": value}
