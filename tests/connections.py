"""A project that is connected with one of Label Studio as far as its rows tell, with conflicts: nobody is asked."""

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.labelstudio.canonical import form_of
from annotator.services import documents as document_service
from annotator.services.projects import row_of
from annotator.store import annotations, documents, projects, sync_conflicts, sync_connections, sync_rows
from annotator.store.clock import now
from annotator.store.rows import dump
from annotator.store.session import Database

TEXT = "Police shot 3 protesters in Hama on Friday, witnesses said. “𝔘nd so on,” they added."
REF = SchemaRef("conflict-events", 1)
ADDRESS = "https://labels.example.org/ls"


def connect(database: Database, slug: str = "war", address: str = ADDRESS, remote_id: int = 7) -> int:
    """Connect the project; its row."""
    with database.write() as session:
        project = row_of(projects.get(session, slug))
        values = {"project_id": project, "mark": "m", "address": address, "remote_id": remote_id, "policy": "{}"}
        policy = dump({"direction": "both", "push": ["documents"], "people": {"ada@example.org": "ada"}})
        more = {"remote_created": "2026-01-01T00:00:00Z", "title": "Their <war>", "created_at": now()}
        sync_connections.add(session, {**values, **more, "policy": policy})
    return project


def span(name: str, label: str, words: str, **attributes: object) -> Span:
    start = TEXT.index(words)
    return Span(name, label, start, start + len(words), words, attributes, "import")  # type: ignore[arg-type]


def bring(database: Database, key: str = "story", slug: str = "war") -> int:
    """A document with a submitted set of ann's; the row of the set."""
    spans = (
        span("act", "action", "shot"),
        span("who", "actor", "Police"),
        span("toll", "casualty", "3 protesters", harm="killed"),
        span("where", "location", "Hama"),
    )
    links = (Link("l1", "agent", "act", "who"),)
    own = AnnotationSet("ann", REF, "annotator", "submitted", spans=spans, links=links)
    with database.write() as session:
        project = projects.get(session, slug)
        text = f"{TEXT} ({key})"
        for _ in document_service.import_documents(
            session, project, [AnnotatedDocument(Document(key, text, {"title": f"The {key}"}), (own,))]
        ):
            pass
        row = documents.get(session, row_of(project), key).row
        return annotations.stored_sets_of(session, [row])[row][0].row


def differ(database: Database, key: str = "story", slug: str = "war") -> list[int]:
    """Let the set of that document differ from its annotation in a label, a place and a value; the conflicts."""
    with database.write() as session:
        project = row_of(projects.get(session, slug))
        row = documents.get(session, project, key).row
        own = annotations.stored_sets_of(session, [row])[row][0]
        base = form_of(own.annotations).as_json()
        known = {"remote_task": 31, "remote_id": 41}
        noted = sync_rows.put(session, project, "annotation", row, own.row, base, **known)
        start = TEXT.index("Hama")
        found = [
            ("span", "who", "label", "actor", "location", "casualty"),
            ("span", "where", "place", [start, start + 4], [start, start + 14], [start - 3, start + 4]),
            ("span", "toll", "harm", "killed", "injured", None),
        ]
        for kind, about, field, was, here, there in found:
            said = {"base": dump(was), "local": dump(here), "remote": dump(there)}  # type: ignore[arg-type]
            values = {"project_id": project, "row_id": noted, "kind": kind, "about": about, "field": field}
            sync_conflicts.add(session, {**values, **said, "found_at": now()})
        return [each.id for each in sync_conflicts.listed(session, project)]
