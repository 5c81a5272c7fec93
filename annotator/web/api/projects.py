"""Projects over HTTP: what there is, documents, import and export for programs."""

import tempfile
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, BinaryIO, cast

from flask import Response, request, send_file
from flask_openapi import APIBlueprint, Tag

from annotator import formats
from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.permissions import Action
from annotator.domain.schema import Schema
from annotator.formats.base import Writer
from annotator.formats.native.record import record
from annotator.services import documents, examples, exports, projects, totals
from annotator.store.session import discard
from annotator.web.api import payloads
from annotator.web.api.problems import PROBLEMS
from annotator.web.auth import current_person
from annotator.web.db import read_session, write_session
from annotator.web.markdown import sections

blueprint = APIBlueprint(
    "api_projects",
    __name__,
    url_prefix="/api/v1/projects",
    abp_tags=[Tag(name="projects", description="one schema, its documents, its people")],
    abp_security=[{"token": []}, {"cookie": []}],
    abp_responses=PROBLEMS,
)


@blueprint.get("", responses={200: payloads.ProjectList})
def listed() -> Any:
    """The projects in which I am something."""
    with read_session() as session:
        found = projects.list_projects(session, current_person())
    return {"projects": [asdict(project) for project in found]}


@blueprint.get("/<slug>", responses={200: payloads.ANY})
def show(path: payloads.ProjectPath) -> Any:
    """A project, with the schema that new annotations are made under."""
    with read_session() as session:
        person = current_person()
        project = projects.get_project(session, person, path.slug, Action.SEE_PROJECT)
        summary = projects.summary(session, person, project)
        schema = exports.current_schema(session, project)
    return {**asdict(summary), "definition": schema.as_json()}


@blueprint.get("/<slug>/guideline", responses={200: payloads.Guideline})
def guideline(path: payloads.ProjectPath) -> Any:
    """The guideline in force, cut at its headings, as HTML that is safe to show."""
    with read_session() as session:
        found = projects.read_guideline(session, current_person(), path.slug)
    parts = [{"title": section.title, "html": section.html} for section in sections(found.markdown)]
    return {"title": found.title, "version": found.version, "sections": parts}


@blueprint.get("/<slug>/examples", responses={200: payloads.ExampleList})
def list_examples(path: payloads.ProjectPath, query: payloads.ExamplesQuery) -> Any:
    """Sentences of gold in which words most like these have that label; none of what I am at work on."""
    with read_session() as session:
        found = examples.find_examples(
            session, current_person(), path.slug, label=query.label, words=query.words, besides=query.besides
        )
    return {"examples": [asdict(each) for each in found]}


@blueprint.get("/<slug>/documents", responses={200: payloads.DocumentList})
def list_documents(path: payloads.ProjectPath, query: payloads.DocumentsQuery) -> Any:
    """The project's documents in order, without texts."""
    with read_session() as session:
        page = documents.list_documents(session, current_person(), path.slug, query.after)
    entries = [{"id": entry.key, "title": entry.title, "position": entry.position} for entry in page.documents]
    return {"documents": entries, "next": page.next}


@blueprint.get("/<slug>/documents/<document_id>", responses={200: payloads.ANY})
def show_document(path: payloads.DocumentPath) -> Any:
    """A document with every annotation set of it, as a record of the native format."""
    with read_session() as session:
        found = documents.read_document(session, current_person(), path.slug, path.document_id)
    return record(found)


@blueprint.get("/<slug>/totals", responses={200: payloads.ANY})
def show_totals(path: payloads.ProjectPath, query: payloads.TotalsQuery) -> Any:
    """How many people, by what happened to them: of the project, or of one document with every toll and its words."""
    sets = exports.Sets(query.sets)
    with read_session() as session:
        person = current_person()
        if query.document:
            return totals.one_document(session, person, path.slug, query.document, sets)
        return totals.project_totals(session, person, path.slug, sets)


@blueprint.post("/<slug>/import", responses={200: payloads.Imported})
def import_(path: payloads.ProjectPath, query: payloads.ImportQuery) -> Any:
    """Import the file in the body; with `dry_run` only say what would happen."""
    reader = formats.reader(query.format)
    with write_session() as session:
        person = current_person()
        project = projects.get_project(session, person, path.slug, Action.IMPORT)
        schema = exports.current_schema(session, project)
        records = reader.read(cast(BinaryIO, request.stream), schema, file="the request")
        reports = documents.import_documents(session, project, records)
        report = deque(reports, maxlen=1).pop()
        if query.dry_run:
            discard(session)
    return {
        "documents": report.documents,
        "sets": report.sets,
        "spans": report.spans,
        "links": report.links,
        "known": report.known,
        "duplicates": [{"document": new, "same_as": old} for new, old in report.duplicates],
        "dry_run": query.dry_run,
    }


@blueprint.get("/<slug>/export", responses={200: payloads.FILE})
def export(path: payloads.ProjectPath, query: payloads.ExportQuery) -> Response:
    """The project in a format; the header Annotator-Losses counts what it could not carry."""
    writer = formats.writer(query.format)
    with read_session() as session:
        project = projects.get_project(session, current_person(), path.slug, Action.EXPORT)
        schema = exports.current_schema(session, project)
        corpus = exports.export_documents(session, project, exports.Sets(query.sets))
        file, losses = _written(writer, corpus, schema)
    name = f"{path.slug}-{query.sets}{writer.suffix}"
    response = send_file(file, "application/octet-stream", as_attachment=True, download_name=name)
    response.headers["Annotator-Losses"] = str(losses)
    return response


def _written(writer: Writer, corpus: Iterator[AnnotatedDocument], schema: Schema) -> tuple[BinaryIO, int]:
    """The corpus in a file without a name, and the number of losses.

    Written whole before the first byte goes out, so that a fault has a status; on disk, so that
    memory stays flat.
    """
    file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  # closed by the response that sends it
    try:
        losses = sum(1 for _ in writer.write(corpus, file, schema))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file, losses
