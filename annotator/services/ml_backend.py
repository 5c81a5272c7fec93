"""A project as a model that Label Studio asks for predictions.

It suggests what was settled here before: words that people marked, where they stand again, with what is read from
them. There is nothing to train: what is settled is known at the next question, and the model's version is another
one then. Of a text that is a document of the project, what was said of it itself does not count.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version as installed_version

from sqlmodel import Session

from annotator.domain.actor_lists import ActorList
from annotator.domain.annotations import Span
from annotator.domain.documents import checksum
from annotator.domain.json import Json, JsonObject
from annotator.domain.people import Person
from annotator.domain.permissions import Action
from annotator.domain.schema import Schema
from annotator.labelstudio.predictions import Predictor, Suggested, config_of, read_asked, region_id
from annotator.services.projects import get_project, row_of
from annotator.services.readings import Place, read_span, story_of
from annotator.store import actors, projects, suggestions
from annotator.store.suggestions import SettledSet
from annotator.suggest.repeats import Repeats, Settled
from annotator.values.gazetteer import Gazetteer

#: How many documents a model is made of, those settled last: so that making it costs the same in a project of any size.
NEWEST = 1000
#: Texts that are held at once while a model is made.
_BATCH = 50
#: How many tasks one call may have: Label Studio sends all that were chosen at once, and waits 100 seconds.
MOST_TASKS = 1000
#: Another one whenever the same knowledge would suggest something else.
_WAY = "repeats 1"


class Shelf:
    """Models that were made, the few used last. Whoever asks for one that is being made waits for it."""

    def __init__(self, room: int = 4) -> None:
        self._lock = threading.Lock()
        self._made: OrderedDict[str, Repeats] = OrderedDict()
        self._room = room

    def get(self, session: Session, known: "Knowledge") -> Repeats:
        with self._lock:
            found = self._made.get(known.version)
            if found is None:
                found = self._made[known.version] = Repeats(_settled(session, known))
            self._made.move_to_end(known.version)
            while len(self._made) > self._room:
                self._made.popitem(last=False)
            return found


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a project knows at the moment, and what that is called."""

    project: int
    schema: Schema
    sets: Sequence[SettledSet]
    actors: ActorList
    version: str


def model_version(session: Session, person: Person, slug: str, place_stamp: str) -> str:
    """The name of what the project knows: another one as soon as that changes. Raises NotFound or Forbidden."""
    return _knowledge(session, person, slug, place_stamp).version


def set_up(session: Session, person: Person, slug: str, place_stamp: str, schema: Json) -> str:
    """The same for a project of Label Studio with this labelling config.

    Raises InvalidInput for a config that has no text; raises NotFound or Forbidden.
    """
    config_of(schema)
    return model_version(session, person, slug, place_stamp)


@dataclass(frozen=True, slots=True)
class Model:
    """A project's suggestions, at hand without its database."""

    known: Knowledge
    repeats: Repeats
    gazetteer: Gazetteer

    def suggested(self, text: str, meta: JsonObject, labels: set[str], document: int | None) -> list[Suggested]:
        """What is suggested for a text, with readings; `document` is its row, where it is one of the project."""
        sum_, found = checksum(text), []
        story = story_of(text, meta, self.known.actors, self.gazetteer)
        for each in self.repeats.find(text, besides=document):
            label = self.known.schema.label(each.label)
            if label is None or each.label not in labels:
                continue
            name = region_id(sum_, each.label, each.start, each.end)
            values = read_span(label, story, Place(each.label, each.start, each.end))
            span = Span(name, each.label, each.start, each.end, text[each.start : each.end], values)
            found.append(Suggested(span, each.score))
        return found


@dataclass(frozen=True, slots=True)
class Answerable:
    """A call for predictions with all that answers it."""

    model: Model
    predictor: Predictor
    texts: Sequence[str | None]
    metas: Sequence[JsonObject]
    documents: Sequence[int | None]

    def results(self) -> list[dict[str, Json]]:
        """One prediction for each task, in order; empty for one without a text. Needs no transaction."""
        labels = self.predictor.labels()
        found = []
        for text, meta, document in zip(self.texts, self.metas, self.documents, strict=True):
            spans = [] if text is None else self.model.suggested(text, meta, labels, document)
            found.append(self.predictor.prediction(spans))
        return found


def asked(
    session: Session, person: Person, slug: str, body: Json, gazetteer: Gazetteer, place_stamp: str, shelf: Shelf
) -> Answerable:
    """A call for predictions, ready to be answered.

    Raises InvalidInput for what is no such call, or has too many tasks; raises NotFound or Forbidden.
    """
    known = _knowledge(session, person, slug, place_stamp)
    call = read_asked(body, MOST_TASKS)
    sums = [None if text is None else checksum(text) for text in call.texts]
    here = suggestions.known_texts(session, known.project, sorted({each for each in sums if each is not None}))
    found = [here.get(each) if each is not None else None for each in sums]
    return Answerable(
        Model(known, shelf.get(session, known), gazetteer),
        Predictor(known.schema, call.config, known.version),
        call.texts,
        # What is known of the document here goes before what is told of the task.
        [{**meta, **(each[1] if each else {})} for meta, each in zip(call.metas, found, strict=True)],
        [each[0] if each else None for each in found],
    )


def _knowledge(session: Session, person: Person, slug: str, place_stamp: str) -> Knowledge:
    project = row_of(get_project(session, person, slug, Action.EXPORT))
    stored = projects.current_schema(session, project)
    sets = suggestions.settled_sets(session, project, NEWEST)
    name = hashlib.sha256()
    said = (_WAY, installed_version("annotator"), stored.definition, place_stamp)
    for each in (*said, suggestions.actors_stamp(session, project)):
        name.update(f"{len(each)} {each}\n".encode())
    for one in sets:
        name.update(f"{one.document} {one.row} {one.revision} {one.schema_row}\n".encode())
    schema = projects.read_definition(stored.definition)
    version = f"annotator-{slug}-{name.hexdigest()[:16]}"
    return Knowledge(project, schema, sets, actors.current(session, project), version)


def _settled(session: Session, known: Knowledge) -> Iterator[Settled]:
    rows = sorted({each.document for each in known.sets})
    for at in range(0, len(rows), _BATCH):
        some = rows[at : at + _BATCH]
        sets = suggestions.settled_of(session, some, known.sets)
        for row, text in suggestions.texts_of(session, some).items():
            yield Settled(row, text, [[_bare(span) for span in each.spans] for each in sets.get(row, ())])


def _bare(span: Span) -> Span:
    """Without what is said of it: that is read anew from the words."""
    return replace(span, attributes={})
