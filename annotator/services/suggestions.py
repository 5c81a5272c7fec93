"""Suggestions of a model for the documents of a project: asked for some at a time, and kept as sets of their own."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from annotator.domain.annotations import AnnotationSet
from annotator.domain.errors import InvalidInput, Unavailable
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.labelstudio.answers import read_answers, suggestion_of
from annotator.labelstudio.label_config import label_config
from annotator.labelstudio.regions import Remark
from annotator.services.ml_client import Backend
from annotator.services.projects import row_of
from annotator.store import projects, suggestions
from annotator.store.annotations import NewSet
from annotator.store.documents import StoredDocument
from annotator.store.session import Database

#: How many things that were left out are told one by one.
TOLD = 100


@dataclass(slots=True)
class Suggestions:
    """What came of asking a model."""

    documents: int = 0
    sets: Counter[str] = field(default_factory=Counter)
    spans: int = 0
    links: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    first_left_out: list[tuple[str, Remark]] = field(default_factory=list)

    def note(self, document: str, made: AnnotationSet, remarks: Sequence[Remark]) -> None:
        self.sets[made.annotator] += 1
        self.spans += len(made.spans)
        self.links += len(made.links)
        self.left_out.update(f"{each.kind}: {each.reason}" for each in remarks)
        room = TOLD - len(self.first_left_out)
        self.first_left_out += [(document, each) for each in remarks[: max(0, room)]]


def ask_backend(
    database: Database,
    slug: str,
    backend: Backend,
    *,
    batch: int = 10,
    again: bool = False,
    tell: Callable[[int], object] = lambda _: None,
) -> Suggestions:
    """Ask a model for suggestions for every document that it has suggested nothing for yet, or again for all.

    The documents of one call are stored together, whole or not at all. Raises Unavailable or InvalidInput for a
    model that does not answer as it should; what was stored before stays, and asking anew goes on behind it.
    """
    with database.read() as session:
        project = projects.get(session, slug)
        row, version = row_of(project), projects.current_schema(session, row_of(project))
        number = f"{row}.{project.created_at // 1000}"
    schema, schema_row = projects.read_definition(version.definition), int(version.id or 0)
    config = label_config(schema)
    model, position, report = backend.set_up(number, config), 0, Suggestions()
    while True:
        with database.read() as session:
            known = None if again else model
            documents = suggestions.without_suggestion(session, row, known, position, batch)
        if not documents:
            return report
        try:
            body = backend.predict([_task(each) for each in documents], number, config)
            found = _read(body, documents, model, schema)
        except (InvalidInput, Unavailable) as error:
            raise _after(error, report) from None
        with database.write() as session:
            for stored, made, _ in found:
                suggestions.put_suggestion(session, NewSet(stored.row, schema_row, made))
        for stored, made, remarks in found:
            report.note(stored.document.id, made, remarks)
        report.documents += len(documents)
        position = documents[-1].position
        tell(report.documents)


def _task(stored: StoredDocument) -> Json:
    document = stored.document
    return {
        "id": stored.row,
        "data": {"text": document.text},
        "meta": dict(document.meta),
        "annotations": [],
        "predictions": [],
    }


def _read(
    body: Json, documents: Sequence[StoredDocument], model: str | None, schema: Schema
) -> list[tuple[StoredDocument, AnnotationSet, list[Remark]]]:
    answers = read_answers(body, len(documents), model)
    return [
        (stored, *suggestion_of(answer, stored.document.text, schema))
        for stored, some in zip(documents, answers, strict=True)
        for answer in some
    ]


def _after(error: InvalidInput | Unavailable, report: Suggestions) -> InvalidInput | Unavailable:
    """The error with how far it had come."""
    said = f"{error.message}; of this call nothing is stored, of {report.documents} documents before it everything"
    return type(error)(said, rule=error.rule)
