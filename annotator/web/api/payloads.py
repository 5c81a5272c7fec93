"""The shapes that go in and out of the API, for checking what comes and describing what goes."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from annotator.domain.changes import Kind
from annotator.web.api.bodies import Body

#: Rows are numbered by the database; nothing above this ever is one.
RowId = Annotated[int, Field(ge=1, le=2**31 - 1)]
Slug = Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[a-z0-9][a-z0-9-]*$")]
ItemId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:\-]+$")]
Json = dict[str, Any]


class Strict(BaseModel):
    """What comes in: nothing unknown is let through."""

    model_config = ConfigDict(extra="forbid")


class Span(BaseModel):
    """A labelled half-open interval of code points."""

    id: str
    label: str
    start: int
    end: int
    quote: str
    attributes: Json = {}
    origin: str = "human"


class Link(BaseModel):
    """A role that one span (`to`) plays for another (`from`)."""

    id: str
    role: str
    from_: str = Field(alias="from")
    to: str


class Comment(BaseModel):
    """A remark, or with a reason a flag: on a span, on the words from start to end, or on the document."""

    id: str
    text: str
    author: str
    created: str
    reason: str | None
    span: str | None
    start: int | None
    end: int | None


class Change(Strict):
    """One step of an act. `before` must equal what stands; see the guide for engineers."""

    id: ItemId
    act: ItemId
    kind: Kind
    before: Json | None = None
    after: Json | None = None


class Changes(Body):
    """Changes in order; consecutive ones of the same act apply together or not at all."""

    changes: Annotated[list[Change], Field(min_length=1, max_length=500)]


class Outcome(BaseModel):
    """What became of an act."""

    act: str
    status: Literal["applied", "refused"]
    effects: list[Change] = Field(description="what the server added to complete the act")
    rule: str | None = None
    detail: str | None = None
    current: Any = None
    change: str | None = None


class Saved(BaseModel):
    revision: int
    outcomes: list[Outcome]


class JournalQuery(Strict):
    after: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class History(BaseModel):
    changes: list[Json]
    next: int | None
    newest_schema: int = Field(description="the version that new tasks of the project are made under")


class Place(Strict):
    """Words that bear a label, or might; half-open, in code points."""

    label: Annotated[str, Field(min_length=1, max_length=64)]
    start: Annotated[int, Field(ge=0, le=2**31 - 1)]
    end: Annotated[int, Field(ge=1, le=2**31 - 1)]


class Places(Body):
    places: Annotated[list[Place], Field(min_length=1, max_length=500)]


class Reading(BaseModel):
    """What the words at a place say, by attribute, and what else they may say: an offer, kept nowhere."""

    label: str
    start: int
    end: int
    values: Json
    others: Json
    learnt: list[str] = Field(default=[], description="attributes whose value is only learnt from confirmations")


class Readings(BaseModel):
    readings: list[Reading]


class PlacesQuery(Strict):
    query: Annotated[str, Field(min_length=1, max_length=200)]
    task: RowId | None = None


class PlaceList(BaseModel):
    """Values of an attribute of type place, best first; at most ten."""

    places: list[Json]


class ProjectRef(BaseModel):
    slug: str
    title: str


class DocumentRef(BaseModel):
    id: str
    title: str


class TaskSummary(BaseModel):
    """A task without text or annotations."""

    id: int
    state: Literal["open", "submitted", "skipped", "reopened"]
    project: ProjectRef
    document: DocumentRef
    revision: int
    position: int
    expires: str | None
    updated: str
    skip_reason: str | None


class Annotations(BaseModel):
    attributes: Json
    spans: list[Span]
    links: list[Link]
    comments: list[Comment]
    revision: int


class OpenTask(BaseModel):
    """A task with its text, its schema and its annotations."""

    task: TaskSummary
    document: Json
    schema_: Json = Field(alias="schema")
    newest_schema: int = Field(description="the version that new tasks of the project are made under")
    annotations: Annotations


class TaskList(BaseModel):
    tasks: list[TaskSummary]
    next: str | None


class TasksQuery(Strict):
    state: Literal["open", "submitted", "skipped", "reopened"] | None = None
    query: Annotated[str, Field(max_length=200)] | None = None
    project: Slug | None = None
    after: Annotated[str, Field(max_length=40)] | None = None


class TaskPath(BaseModel):
    task_id: RowId


class ProjectPath(BaseModel):
    slug: Slug


class DocumentPath(BaseModel):
    slug: Slug
    document_id: Annotated[str, Field(min_length=1, max_length=200)]


class Next(Body):
    besides: list[RowId] = Field(default=[], max_length=50)


class Submit(Body):
    despite_violations: StrictBool = False


class Skip(Body):
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class Submitted(BaseModel):
    task: TaskSummary
    violations: list[Json]


class ProjectList(BaseModel):
    projects: list[Json]


class DocumentsQuery(Strict):
    after: Annotated[int, Field(ge=0, le=2**62)] = 0


class DocumentList(BaseModel):
    documents: list[Json]
    next: int | None


class GuidelineSection(BaseModel):
    """What stands under a heading; before the first one, under none."""

    title: str
    html: str


class Guideline(BaseModel):
    title: str = Field(description="of the project")
    version: int
    sections: list[GuidelineSection]


class ExamplesQuery(Strict):
    label: Annotated[str, Field(max_length=64)] = ""
    words: Annotated[str, Field(max_length=1000)] = ""
    besides: Annotated[str, Field(max_length=200)] = ""


class Example(BaseModel):
    """A sentence of gold; `start` and `end` are code points of the sentence."""

    document: str
    title: str
    sentence: str
    label: str
    start: int
    end: int
    attributes: Json


class ExampleList(BaseModel):
    examples: list[Example]


class ImportQuery(Strict):
    format: Annotated[str, Field(max_length=40)] = "native"
    dry_run: bool = False


class Imported(BaseModel):
    """What an import stored, or with `dry_run` would have stored."""

    documents: int
    sets: int
    spans: int
    links: int
    known: int
    duplicates: list[Json]
    dry_run: bool


class TotalsQuery(Strict):
    sets: Literal["gold", "submitted", "all"] = "gold"
    document: Annotated[str, Field(max_length=200)] = ""


class ExportQuery(Strict):
    format: Annotated[str, Field(max_length=40)] = "native"
    sets: Literal["gold", "submitted", "all"] = "submitted"


#: Answers that are no model: a file in some format, a record of the native format.
FILE: Json = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
ANY: Json = {"content": {"application/json": {"schema": {"type": "object"}}}}
