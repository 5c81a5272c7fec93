"""Devices that save without pause, and remember what they have sent and what was acknowledged."""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPException
from typing import Any

from tests.http_client import Answer, Client

Json = dict[str, Any]
_WORD = re.compile(r"[A-Za-z]+")


class Device:
    """One client of one task. It labels words that no other device of the task will ever label.

    An act adds a span, adds an event (two spans and their link), changes a span or removes one; a request
    carries one to three acts. What must stand in the end, if all of them are applied, is in `expected`.
    """

    def __init__(self, name: str, token: str, task: int, text: str, share: tuple[int, int]) -> None:
        self.name = name
        self.token = token
        self.task = task
        self.expected: dict[str, Json] = {}
        #: What was sent since the last `forget`, request by request.
        self.requests: list[list[Json]] = []
        #: How many of these requests were acknowledged: all but the last, or all.
        self.acknowledged = 0
        #: Answers that were no acknowledgement: there must be none.
        self.refused: list[tuple[int, bytes]] = []
        part, parts = share
        words = [match for number, match in enumerate(_WORD.finditer(text)) if number % parts == part]
        self._places: Iterator[re.Match[str]] = iter(words)
        self._chance = random.Random(name)
        self._number = 0
        self._loose: list[Json] = []

    def save_until_it_breaks(self, url: str, noticed: Callable[[], None]) -> None:
        """Send one request after the other until the connection breaks; `noticed` is called for each answer."""
        try:
            with Client(url, self.token) as client:
                while not self.refused:
                    self.requests.append(self._next_request())
                    self._read(self._send(client, self.requests[-1]), noticed)
        except (OSError, HTTPException):
            return

    def resend(self, url: str) -> list[Json]:
        """Send everything again, in order, in one request; the outcomes."""
        with Client(url, self.token) as client:
            answer = self._send(client, self.changes)
        outcomes: list[Json] = answer.expect(200).json()["outcomes"]
        return outcomes

    def forget(self) -> None:
        """Start anew: all that was sent is known to be stored."""
        self.requests.clear()
        self.acknowledged = 0

    @property
    def changes(self) -> list[Json]:
        return [change for request in self.requests for change in request]

    @property
    def acts(self) -> list[str]:
        """The ids of the acts, in order."""
        return list(dict.fromkeys(change["act"] for change in self.changes))

    def _send(self, client: Client, changes: list[Json]) -> Answer:
        return client.post(f"/api/v1/tasks/{self.task}/changes", {"changes": changes})

    def _read(self, answer: Answer, noticed: Callable[[], None]) -> None:
        outcomes = answer.json()["outcomes"] if answer.status == 200 else []
        if outcomes and all(each["status"] == "applied" for each in outcomes):
            self.acknowledged += 1
            noticed()
        else:
            self.refused.append((answer.status, answer.body))

    def _next_request(self) -> list[Json]:
        deeds = (self._add, self._add, self._add_event, self._change, self._remove)
        return [change for _ in range(self._chance.randint(1, 3)) for change in self._chance.choice(deeds)()]

    def _add(self) -> list[Json]:
        span = self._span("actor")
        self._loose.append(span)
        return self._act(("add_span", None, span))

    def _add_event(self) -> list[Json]:
        trigger, actor = self._span("action"), self._span("actor")
        link = {"id": self._id("l"), "role": "agent", "from": trigger["id"], "to": actor["id"]}
        return self._act(("add_span", None, trigger), ("add_span", None, actor), ("add_link", None, link))

    def _change(self) -> list[Json]:
        if not self._loose:
            return self._add()
        before = self._loose.pop()
        return self._act(("change_span", before, {**before, "attributes": {"actor_type": "civilian"}}))

    def _remove(self) -> list[Json]:
        if not self._loose:
            return self._add()
        return self._act(("remove_span", self._loose.pop(), None))

    def _act(self, *steps: tuple[str, Json | None, Json | None]) -> list[Json]:
        act = self._id("a")
        for _, before, after in steps:
            self._expect(before, after)
        return [
            {"id": self._id("c"), "act": act, "kind": kind, "before": before, "after": after}
            for kind, before, after in steps
        ]

    def _expect(self, before: Mapping[str, Any] | None, after: Json | None) -> None:
        if before is not None:
            del self.expected[before["id"]]
        if after is not None:
            self.expected[after["id"]] = after

    def _span(self, label: str) -> Json:
        place = next(self._places)
        return {
            "id": self._id("s"),
            "label": label,
            "start": place.start(),
            "end": place.end(),
            "quote": place[0],
            "attributes": {},
            "origin": "human",
        }

    def _id(self, letter: str) -> str:
        self._number += 1
        return f"{letter}-{self.name}-{self._number}"
