"""The events of a project as a table, and the text behind a cell of it."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from flask import Blueprint, request, url_for

from annotator.domain.annotations import AnnotationSet, Span
from annotator.domain.meanings import KNOWN, About, Part
from annotator.domain.permissions import Action, may
from annotator.domain.schema import Schema
from annotator.domain.tolls import ASSERTED, Toll
from annotator.domain.totals import Totals, by_harm_and_claim
from annotator.formats import writer
from annotator.formats.event_tables.cells import cells, shown
from annotator.formats.event_tables.filter import EventFilter
from annotator.formats.event_tables.rows import EventRow, name_of
from annotator.services import access, events, exports, projects
from annotator.services.events import FoundEvent
from annotator.services.exports import Sets
from annotator.web.auth import current_person
from annotator.web.db import read_session
from annotator.web.event_pages import DocumentPage, Download, EventEntry, EventsPage, TextPiece, TotalEntry, WordsLink
from annotator.web.pages import Choice, Titled, choices, frame, render

blueprint = Blueprint("events", __name__, url_prefix="/projects")

#: The formats that a table of events can be had in.
FORMATS = ("events", "acled-like", "ucdp-like", "airwars-like", "muc4")
SETS: Mapping[str, str] = {Sets.GOLD: "Gold", Sets.SUBMITTED: "Submitted", Sets.ALL: "All"}
FILTER = ("words", "event_class", "harm", "place", "since", "until")
#: Why tolls are not added, where the word for programs says too little.
REASONS: Mapping[str, str] = {"part": "part of others", "no_event": "of no event", "cumulative": "over several events"}
#: The longest that is looked for.
LONGEST = 200


@blueprint.get("/<slug>/events")
def listed(slug: str) -> str:
    """Events that fit what is asked for, with what they come to, and ways to the words behind each cell."""
    person = current_person()
    asked = {name: request.args.get(name, "").strip()[:LONGEST] for name in FILTER}
    sets = request.args.get("sets", "")
    sets = Sets(sets) if sets in set(Sets) else Sets.GOLD
    after = request.args.get("after") or None
    with read_session() as session:
        found = events.find_events(session, person, slug, _filter(asked), sets, after)
        project = projects.get_project(session, person, slug, Action.READ_DOCUMENTS)
        schema = exports.current_schema(session, project)
        may_export = may(access.role_of(session, person, projects.row_of(project)), Action.EXPORT)
    # Addresses leave out what is empty.
    chosen: dict[str, Any] = {name: value for name, value in {**asked, "sets": str(sets)}.items() if value}
    page = EventsPage(
        **frame(f"Events of {project.title}", events=url_for("events.listed", slug=slug)),
        project=Titled(project.title),
        events=[_entry(slug, each) for each in found.events],
        totals=list(_totals(found.totals)),
        apart=[f"{number} {_reason(reason)}" for reason, number in sorted(found.totals.apart.items())],
        looked_at=found.documents,
        filter={**asked, "sets": str(sets)},
        classes=[Choice("", "Any class"), *_classes(schema)],
        harms=[Choice("", "Any harm"), *(Choice(harm, _said(harm)) for harm in KNOWN[About.HARM])],
        sets=choices(SETS),
        downloads=[_download(slug, name, sets) for name in FORMATS] if may_export else [],
        is_filtered=any(asked.values()),
        first_url=url_for("events.listed", slug=slug, **chosen) if after else None,
        further_url=url_for("events.listed", slug=slug, after=found.next, **chosen) if found.next else None,
    )
    return render("events/index.html", page)


@blueprint.get("/<slug>/documents/<document_id>")
def show_document(slug: str, document_id: str) -> str:
    """A text with the labels of one of its sets, and the words that are sought."""
    person = current_person()
    set_row, start, end = (request.args.get(name, type=int) for name in ("set", "start", "end"))
    with read_session() as session:
        found = events.show_document(session, person, slug, document_id, _row_number(set_row))
    document = found.document.document
    annotations = found.document.sets[0] if found.document.sets else None
    sought = sought_words(document.text, start, end)
    page = DocumentPage(
        **frame(document.title, events=url_for("events.listed", slug=slug)),
        document=Titled(document.title),
        project=Titled(found.project.title),
        annotator=annotations.annotator if annotations else "",
        layer=annotations.layer if annotations else "",
        language=document.language or "",
        pieces=pieces(document.text, annotations, found.schema, sought),
        sought=document.text[sought[0] : sought[1]] if sought else "",
        workbench_url=_workbench_url(found.task, annotations, sought),
    )
    return render("events/document.html", page)


def _filter(asked: Mapping[str, str]) -> EventFilter:
    return EventFilter(
        words=asked["words"],
        event_class=asked["event_class"],
        harm=asked["harm"],
        place=asked["place"],
        since=events.day(asked["since"]),
        until=events.day(asked["until"]),
    )


def _classes(schema: Schema) -> Iterator[Choice]:
    """The classes of events of the schema in force."""
    for label in schema.labels:
        attribute = label.attribute_about(About.EVENT_CLASS) if label.trigger else None
        if attribute is not None:
            yield from (Choice(each.value, each.title) for each in attribute.values)


def _download(slug: str, name: str, sets: Sets) -> Download:
    url = url_for("api_projects.export", slug=slug, format=name, sets=str(sets))
    return Download(writer(name).title, url)


# ---------------------------------------------------------------- a row of the table


def _entry(slug: str, found: FoundEvent) -> EventEntry:
    row = found.row
    way = _Way(slug, row.document.id, found.set)
    event, choice = row.event, row.event.choice(About.EVENT_CLASS)
    says = [str(value) for about in (About.STATUS, About.CLAIM) if (value := event.known(about))]
    return EventEntry(
        trigger=way.to_span(event.frame.main, event.frame.main.quote),
        class_title=choice.title if choice else "No class",
        remarks=[_said(each) for each in says if each not in ("occurred", ASSERTED)],
        agents=_parties(row, way, Part.AGENT),
        others=_parties(row, way, Part.TARGET) + _parties(row, way, Part.PARTICIPANT),
        places=_parties(row, way, Part.PLACE),
        times=list(_times(row, way)),
        tolls=[way.to_span(toll.standing[0].span, _toll(toll)) for toll in row.tolls],
        document=WordsLink(row.document.title, way.to_document()),
        annotator=row.annotations.annotator,
    )


class _Way:
    """The ways to the words of one document, as a set labels it."""

    def __init__(self, slug: str, key: str, set_row: int) -> None:
        self._address: dict[str, Any] = {"slug": slug, "document_id": key, "set": set_row}

    def to_document(self) -> str:
        return url_for("events.show_document", **self._address)

    def to_words(self, start: int, end: int) -> str:
        return url_for("events.show_document", **self._address, start=start, end=end, _anchor="words")

    def to_span(self, span: Span, text: str) -> WordsLink:
        return WordsLink(text, self.to_words(span.start, span.end))


def _parties(row: EventRow, way: _Way, part: Part) -> list[WordsLink]:
    return [way.to_span(span, name_of(row.schema, span)) for span in row.event.part(part)]


def _times(row: EventRow, way: _Way) -> Iterator[WordsLink]:
    told = cells(row)
    days = [str(day) for name in ("date_from", "date_to") if (day := told[name].value)]
    text = " to ".join(dict.fromkeys(days)) or told["time"].value
    if text:
        words = told["time"].words
        yield WordsLink(str(text), way.to_words(words[0].start, words[0].end) if words else None)


def _toll(toll: Toll) -> str:
    """A toll in a line: what happened, to how many of whom, and what keeps it from being added."""
    whom = "" if toll.victim == "unknown" else f" {_said(toll.victim)}"
    remarks = [toll.claim] if toll.claim != ASSERTED else []
    remarks += ["named person"] * toll.is_derived + ["conflicting reports"] * toll.is_conflict
    remarks += ["shared"] * toll.is_shared + ([f"not added: {_reason(toll.apart)}"] if toll.apart else [])
    behind = f" ({', '.join(map(_said, remarks))})" if remarks else ""
    return f"{_said(toll.harm)}: {shown(toll.interval)}{whom}{behind}"


def _totals(totals: Totals) -> Iterator[TotalEntry]:
    for harm, claim in sorted(totals.by_harm, key=by_harm_and_claim):
        total = totals.by_harm[harm, claim]
        yield TotalEntry(_said(harm), _said(claim), shown(total.interval), total.tolls)


def _reason(word: str) -> str:
    return REASONS.get(word, _said(word))


def _said(word: str) -> str:
    return word.replace("_", " ")


# ---------------------------------------------------------------- the text behind a cell


def _row_number(number: int | None) -> int | None:
    """No database has rows beyond this."""
    return number if number is None or 0 < number < 2**31 else 0


def sought_words(text: str, start: int | None, end: int | None) -> tuple[int, int] | None:
    """The stretch that is asked for; None for one that is no part of the text."""
    if start is None or end is None or not 0 <= start < end <= len(text):
        return None
    return start, end


def pieces(
    text: str, annotations: AnnotationSet | None, schema: Schema | None, sought: tuple[int, int] | None
) -> list[TextPiece]:
    """The text, cut wherever a span or what is sought begins or ends."""
    spans = sorted(annotations.spans, key=lambda span: span.start) if annotations else []
    edges = {0, len(text), *(sought or ()), *(span.start for span in spans), *(span.end for span in spans)}
    cuts = sorted(edges)
    open_: list[Span] = []
    found = []
    for start, end in pairwise(cuts):
        open_ = [span for span in open_ if span.end > start]
        while spans and spans[0].start <= start:
            open_.append(spans.pop(0))
        is_sought = sought is not None and sought[0] <= start < sought[1]
        labels = ", ".join(dict.fromkeys(_title(schema, span) for span in open_))
        found.append(TextPiece(text[start:end], labels, is_sought, sought is not None and start == sought[0]))
    return found


def _title(schema: Schema | None, span: Span) -> str:
    label = schema.label(span.label) if schema else None
    return label.title if label else span.label


def _workbench_url(task: int | None, annotations: AnnotationSet | None, sought: tuple[int, int] | None) -> str | None:
    """The task that the set is the work of, with the span that is sought in focus."""
    if task is None or annotations is None:
        return None
    span = next((each.id for each in annotations.spans if (each.start, each.end) == sought), None)
    return url_for("tasks.show", task_id=task, _anchor=f"span={span}" if span else None)
