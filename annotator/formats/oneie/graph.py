"""What OneIE says of a sentence by itself, its graph, as the lists that it is trained with.

In a graph all is told by places: an entity is its first token, the one behind its last, its type, and how it is
mentioned; a relation has two entities by their places in their list, a role an event and an entity. How sure the model
was stands behind each, and is passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.formats.mentions.lists import ENDS
from annotator.formats.sources.json_lines import a_list, a_number, an_object

#: The key of a graph.
GRAPH = "graph"


def with_lists(line: JsonObject) -> JsonObject:
    """A line that has lists, as it is; of one that has a graph, the same with lists; raises InvalidInput."""
    if GRAPH not in line:
        return line
    graph = _Graph(an_object(line[GRAPH], GRAPH), str(line.get("sent_id") or ""))
    lists: dict[str, Json] = {
        "entity_mentions": graph.entities(),
        "event_mentions": graph.events(),
        "relation_mentions": graph.relations(),
    }
    return {**{key: value for key, value in line.items() if key != GRAPH}, **lists}


@dataclass(frozen=True, slots=True)
class _Graph:
    lists: JsonObject
    sentence: str

    def entities(self) -> list[Json]:
        return [
            {**_at(entry), "id": self._id(number), "entity_type": entry[2], "mention_type": (*entry, None)[3]}
            for number, entry in enumerate(self._entries("entities"))
        ]

    def events(self) -> list[Json]:
        arguments: dict[int, list[Json]] = {}
        for head, filler, role in self._ends("roles"):
            arguments.setdefault(head, []).append({"entity_id": self._id(filler), "role": role})
        events: list[Json] = [
            {"event_type": entry[2], "trigger": _at(entry), "arguments": arguments.pop(number, [])}
            for number, entry in enumerate(self._entries("triggers"))
        ]
        if arguments:
            said = f"a role is of the trigger {min(arguments)}, and there are {len(events)} of them, counted from 0"
            raise InvalidInput(said, rule="range")
        return events

    def relations(self) -> list[Json]:
        relations: list[Json] = []
        for *ends, role in self._ends("relations"):
            named: list[Json] = [
                {"entity_id": self._id(end), "role": name} for end, name in zip(ends, ENDS, strict=True)
            ]
            relations.append({"relation_type": role, "arguments": named})
        return relations

    def _id(self, entity: Json) -> str:
        return f"{self.sentence}-E{entity}"

    def _entries(self, key: str) -> Iterator[list[Json]]:
        """Two numbers and a name, and what stands behind them."""
        for item in a_list(self.lists.get(key), key):
            entry = a_list(item, f"each of {key}")
            if len(entry) < 3:
                raise InvalidInput(f"each of {key} is two numbers and a name", rule="type")
            yield entry

    def _ends(self, key: str) -> Iterator[tuple[int, int, Json]]:
        for entry in self._entries(key):
            first, other = (a_number(each, f"an end in {key}") for each in entry[:2])
            yield first, other, entry[2]


def _at(entry: list[Json]) -> dict[str, Json]:
    return {"start": entry[0], "end": entry[1]}
