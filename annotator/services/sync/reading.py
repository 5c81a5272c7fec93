"""What stands over there, read so that nothing is missed and nothing live is taken for deleted.

One listing of all tasks by their numbers, each with when it last changed, tells which have to be read, and which
are not there any more. It goes by number and not by page, so that what comes or goes meanwhile shifts nothing.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from annotator.domain.errors import Conflict
from annotator.domain.json import Json, JsonObject
from annotator.labelstudio.identity import UID_FIELD
from annotator.labelstudio.results import CORNER
from annotator.services.sync.client import Client, Gone
from annotator.services.sync.connections import remote
from annotator.store.sync_connections import StoredConnection

#: Tasks of a page of the listing, and tasks that are read whole with one request: ids stand in its address.
LISTED, READ = 500, 100


@dataclass(frozen=True, slots=True)
class Stamp:
    """A line of the listing: `line` is another one whenever something of the task has changed."""

    task: int
    created: str
    line: str


@dataclass(frozen=True, slots=True)
class Item:
    """An annotation or a prediction as it stands there; `whose` is an address, or the version of a model."""

    kind: str
    id: int
    created: str
    whose: str
    import_id: int | None
    result: Json
    is_skipped: bool = False


@dataclass(frozen=True, slots=True)
class RemoteTask:
    """A task as it stands there; `corner` is what we left in its `meta`."""

    stamp: Stamp
    text: str | None
    uid: str | None
    corner: JsonObject | None
    data: JsonObject = field(default_factory=dict)
    meta: JsonObject = field(default_factory=dict)
    items: tuple[Item, ...] = ()


def listing(client: Client, connection: StoredConnection, tell: Callable[[int], object] = int) -> dict[int, Stamp]:
    """Every task there is, by number. Raises Gone when the project is not there, or is another one by now."""
    check_project(client, connection)
    found: dict[int, Stamp] = {}
    last = 0
    while True:
        page = _page(client, connection, [_filter("id", "greater", "Number", last)], LISTED, _LINE)
        for task in page:
            stamp = _stamp(task)
            found[stamp.task] = stamp
        if len(page) < LISTED:
            break
        last = max(int(task["id"]) for task in page)
        tell(len(found))
    # Still there: a project that went in the middle would look like one whose tasks end here.
    check_project(client, connection)
    return found


def check_project(client: Client, connection: StoredConnection) -> dict[str, Any]:
    """The project over there. Raises Gone when it is not there, Conflict when another one has its number."""
    try:
        project = remote(client, connection.remote_id)
    except Gone:
        said = f"project {connection.remote_id} is not there any more in {connection.address}: nothing is touched"
        raise Gone(said) from None
    if project["created_at"] != connection.remote_created:
        said = f"project {connection.remote_id} of {connection.address} is another one than was connected"
        raise Conflict(said, rule="other_project")
    return project


def tasks(
    client: Client, connection: StoredConnection, ids: Iterable[int], text_key: str, emails: dict[int, str]
) -> Iterator[RemoteTask]:
    """These tasks, whole."""
    numbers = iter(ids)
    while chunk := list(islice(numbers, READ)):
        wanted: list[Json] = list(chunk)
        for task in _page(client, connection, [_filter("id", "in_list", "List", wanted)], READ, None):
            yield _task(task, text_key, emails)


def tasks_by_uid(
    client: Client, connection: StoredConnection, uids: Sequence[str], text_key: str, emails: dict[int, str]
) -> Iterator[RemoteTask]:
    """The tasks that bear these names of ours, whole: how to find out what became of an import."""
    for at in range(0, len(uids), READ):
        wanted: list[Json] = list(uids[at : at + READ])
        last = 0
        while True:
            filters = [
                _filter(f"data.{UID_FIELD}", "in_list", "List", wanted),
                _filter("id", "greater", "Number", last),
            ]
            page = _page(client, connection, filters, READ, None)
            for task in page:
                yield _task(task, text_key, emails)
            if len(page) < READ:
                break
            last = max(int(task["id"]) for task in page)


def people(client: Client) -> dict[int, str]:
    """The addresses of everybody there, by number."""
    found = client.get("/api/users/")
    users = found.get("results", []) if isinstance(found, dict) else found
    return {int(user["id"]): str(user.get("email") or user.get("username") or user["id"]) for user in users}


def annotation(client: Client, number: int, emails: dict[int, str]) -> Item:
    """One annotation; raises Gone."""
    return _annotation(client.get(f"/api/annotations/{number}/"), emails)


def prediction(client: Client, number: int) -> Item:
    """One prediction; raises Gone."""
    return _prediction(client.get(f"/api/predictions/{number}/"))


def item(kind: str, answer: Json, emails: dict[int, str]) -> Item | None:
    """What the server answers to whoever made or changed one; None for what is none."""
    if not isinstance(answer, dict) or not isinstance(answer.get("id"), int) or "created_at" not in answer:
        return None
    return _prediction(answer) if kind == "prediction" else _annotation(answer, emails)


_LINE = "id,created_at,updated_at,total_annotations,cancelled_annotations,total_predictions"


def _stamp(task: JsonObject) -> Stamp:
    counted = [task.get(name) for name in ("total_annotations", "cancelled_annotations", "total_predictions")]
    line = f"{task.get('updated_at')} {'/'.join(str(each or 0) for each in counted)}"
    return Stamp(int(str(task["id"])), str(task.get("created_at")), line)


def _task(task: dict[str, Any], text_key: str, emails: dict[int, str]) -> RemoteTask:
    data, meta = task.get("data") or {}, task.get("meta") or {}
    text, uid = data.get(text_key), data.get(UID_FIELD)
    corner = meta.get(CORNER) if isinstance(meta, dict) else None
    items = [_annotation(each, emails) for each in task.get("annotations") or []]
    items += [_prediction(each) for each in task.get("predictions") or [] if isinstance(each, dict)]
    return RemoteTask(
        _stamp(task),
        text if isinstance(text, str) else None,
        uid if isinstance(uid, str) else None,
        corner if isinstance(corner, dict) else None,
        data,
        meta if isinstance(meta, dict) else {},
        tuple(sorted(items, key=lambda item: (item.kind, item.id))),
    )


def _annotation(found: dict[str, Any], emails: dict[int, str]) -> Item:
    person = found.get("completed_by")
    number = person.get("id") if isinstance(person, dict) else person
    whose = emails.get(number, f"user-{number}") if isinstance(number, int) else "unknown"
    given = found.get("import_id")
    return Item(
        "annotation",
        int(found["id"]),
        str(found.get("created_at")),
        whose,
        given if isinstance(given, int) else None,
        found.get("result") or [],
        found.get("was_cancelled") is True,
    )


def _prediction(found: dict[str, Any]) -> Item:
    version = str(found.get("model_version") or "unknown")
    return Item("prediction", int(found["id"]), str(found.get("created_at")), version, None, found.get("result") or [])


def _filter(name: str, operator: str, kind: str, value: Json) -> dict[str, Json]:
    return {"filter": f"filter:tasks:{name}", "operator": operator, "type": kind, "value": value}


def _page(
    client: Client, connection: StoredConnection, filters: Sequence[JsonObject], size: int, include: str | None
) -> list[dict[str, Any]]:
    """The first tasks by number that pass the filters; `include` names what is wanted of them, None: all."""
    asked: dict[str, Json] = {
        "filters": {"conjunction": "and", "items": [dict(each) for each in filters]},
        "ordering": ["tasks:id"],
    }
    what: dict[str, Json] = {"include": include} if include else {"fields": "all"}
    answer = client.get(
        "/api/tasks/", project=connection.remote_id, page=1, page_size=size, query=json.dumps(asked), **what
    )
    return list(answer["tasks"])
