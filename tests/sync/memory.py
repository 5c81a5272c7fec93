"""A Label Studio in memory: what the sync asks of one, answered as the real one answers, with faults at will.

For what a real server is too slow for: thousands of histories of two teams. Numbers are given again once the highest
is free, `updated_at` moves with annotations and with single predictions, an import says nothing of what it is of.
"""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from annotator.services.sync.client import Client, Gone, Refused, Uncertain

PROJECT = 7
PEOPLE = {1: "lead@example.com", 2: "second@example.com"}

Task = dict[str, Any]


class KilledError(BaseException):
    """The process is gone, here and now."""


@dataclass
class Memory:
    """One project with its tasks, by number; `config` is its labelling config."""

    config: str
    tasks: dict[int, Task] = field(default_factory=dict)
    #: The requests that changed something.
    writes: list[tuple[str, str]] = field(default_factory=list)
    ticks: "count[int]" = field(default_factory=lambda: count(1))

    def now(self) -> str:
        tick = next(self.ticks)
        return f"2026-01-01T{tick // 3600 % 24:02}:{tick // 60 % 60:02}:{tick % 60:02}.{tick:06}Z"

    @property
    def annotations(self) -> dict[int, dict[str, Any]]:
        return {each["id"]: each for task in self.tasks.values() for each in task["annotations"]}

    @property
    def predictions(self) -> dict[int, dict[str, Any]]:
        return {each["id"]: each for task in self.tasks.values() for each in task["predictions"]}

    def add_task(self, body: Task) -> Task:
        number, at = max(self.tasks, default=0) + 1, self.now()
        task: Task = {"id": number, "data": body["data"], "meta": body.get("meta", {}), "annotations": []}
        task |= {"predictions": [], "created_at": at, "updated_at": at}
        self.tasks[number] = task
        for each in body.get("annotations", []):
            # An import takes the number that it is given for one of the importer's.
            self.add_annotation(number, {**each, "import_id": each.get("id")})
        for each in body.get("predictions", []):
            self.add_prediction({**each, "task": number})
        return task

    def add_annotation(self, number: int, body: dict[str, Any]) -> dict[str, Any]:
        if number not in self.tasks:
            raise Gone(f"task {number}")
        known = {each["unique_id"] for each in self.annotations.values() if each["unique_id"]}
        if body.get("unique_id") in known:
            raise Refused("409: there is one of that unique_id")
        made = {
            "id": max(self.annotations, default=0) + 1,
            "task": number,
            "result": body.get("result", []),
            "was_cancelled": body.get("was_cancelled", False),
            "ground_truth": body.get("ground_truth", False),
            "completed_by": body.get("completed_by", 1),
            "import_id": body.get("import_id"),
            "unique_id": body.get("unique_id"),
            "created_at": self.now(),
        }
        self.tasks[number]["annotations"].append(made)
        self.touch(number)
        return made

    def add_prediction(self, body: dict[str, Any]) -> dict[str, Any]:
        if body["task"] not in self.tasks:
            raise Refused("400: there is no such task")
        made = {"id": max(self.predictions, default=0) + 1, "task": body["task"], "created_at": self.now()}
        made |= {"result": body["result"], "model_version": body["model_version"]}
        self.tasks[body["task"]]["predictions"].append(made)
        self.touch(body["task"])
        return made

    def touch(self, number: int) -> None:
        self.tasks[number]["updated_at"] = self.now()

    def get(self, path: str, params: dict[str, Any]) -> Any:
        """What stands there; raises Gone."""
        match [part for part in path.split("/") if part][1:]:
            case ["version"]:
                return {"release": "1.23.2"}
            case ["users"]:
                return [{"id": number, "email": email} for number, email in PEOPLE.items()]
            case ["projects", number] if int(number) == PROJECT:
                return {"id": PROJECT, "created_at": "2026", "title": "theirs", "label_config": self.config}
            case ["tasks"]:
                return {"tasks": self._chosen(json.loads(params["query"]), int(params["page_size"]))}
            case ["annotations" | "predictions" as kind, number]:
                return self._one(kind, int(number))
        raise Gone(path)

    def _one(self, kind: str, number: int) -> dict[str, Any]:
        found: dict[int, dict[str, Any]] = getattr(self, kind)
        if number not in found:
            raise Gone(f"{kind} {number}")
        return found[number]

    def _chosen(self, query: dict[str, Any], most: int) -> list[Task]:
        found = [self.tasks[number] for number in sorted(self.tasks)]
        for item in query["filters"]["items"]:
            name = item["filter"].removeprefix("filter:tasks:")
            found = [task for task in found if self._passes(task, name, item["operator"], item["value"])]
        return [{**task, **self._counts(task)} for task in found[:most]]

    @staticmethod
    def _passes(task: Task, name: str, operator: str, value: Any) -> bool:
        said = task["data"].get(name.removeprefix("data.")) if name.startswith("data.") else task[name]
        return bool(said > value) if operator == "greater" else said in value

    @staticmethod
    def _counts(task: Task) -> dict[str, int]:
        cancelled = sum(each["was_cancelled"] for each in task["annotations"])
        whole = len(task["annotations"]) - cancelled
        counted = {"total_annotations": whole, "cancelled_annotations": cancelled}
        return {**counted, "total_predictions": len(task["predictions"])}

    def write(self, method: str, path: str, body: Any) -> Any:
        """Change something; raises Gone and Refused."""
        self.writes.append((method, path))
        match [method, *path.strip("/").split("/")[1:]]:
            case ["POST", "projects", _, "import"]:
                return {"task_ids": [self.add_task(each)["id"] for each in body]}
            case ["POST", "tasks", number, "annotations"]:
                return self.add_annotation(int(number), body)
            case ["POST", "predictions"]:
                return self.add_prediction(body)
            case ["PATCH", "tasks", number]:
                if int(number) not in self.tasks:
                    raise Gone(path)
                self.tasks[int(number)].update(body)
                self.touch(int(number))
                return self.tasks[int(number)]
            case ["PATCH", "annotations" | "predictions" as kind, number]:
                found = self._one(kind, int(number))
                found.update(body)
                self.touch(found["task"])
                return found
            case ["DELETE", "annotations" | "predictions" as kind, number]:
                found = self._one(kind, int(number))
                self.tasks[found["task"]][kind].remove(found)
                self.touch(found["task"])
                return None
        raise Refused(f"{method} {path}")


Spoiler = Callable[[int, bool], str | None]


class MemoryClient(Client):
    """A client of it. `spoil` is told of each request, by number and whether it writes, and says what happens to it.

    "killed before", "killed after", "lost before", "lost after", or None; a look ahead of it may change anything.
    """

    def __init__(self, memory: Memory, spoil: Spoiler) -> None:
        super().__init__("http://labels.example.org", "token", sleep=lambda _: None)
        self.memory, self.spoil = memory, spoil
        self.number = 0

    def get(self, path: str, **params: Any) -> Any:
        self.number += 1
        if (self.spoil(self.number, False) or "").startswith("killed"):
            raise KilledError
        return copy.deepcopy(self.memory.get(path, params))

    def write(self, method: str, path: str, body: Any = None, timeout: float | None = None, **params: Any) -> Any:
        del timeout, params
        self.number += 1
        what, _, when = (self.spoil(self.number, True) or "").partition(" ")
        error = KilledError() if what == "killed" else Uncertain("the answer is lost")
        if when == "before":
            raise error
        answer = copy.deepcopy(self.memory.write(method, path, copy.deepcopy(body)))
        if when == "after":
            raise error
        return answer
