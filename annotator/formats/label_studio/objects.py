"""What Label Studio shows of a task (Text, HyperText, Paragraphs) as one text, and regions on it as regions of a text.

After its pages on these tags: a region of HyperText has the paths of nodes and, since version 1.0, `globalOffsets` in
what is seen; one of Paragraphs has the numbers of the first and the last, and offsets in these.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.formats.places.counting import Place, stands
from annotator.formats.places.placing import only_start_of

#: Types of results that put labels on a stretch of text, and the older key of those of HyperText.
LABELS = ("labels", "hypertextlabels", "paragraphlabels")
_HTML_LABELS = "htmllabels"
_HYPERTEXT = frozenset({"hypertext", "hypertextlabels", "htmllabels"})
_TAG = re.compile(r"</?[A-Za-z!][^>]*>")
#: A text that is the address of a file: of an upload, in a bucket, on the web.
ADDRESS = re.compile(r"(?:/data/|[A-Za-z][\w+.-]*://)\S+")
#: Under which keys the paragraphs of dialogues say what is said, and who says it: labelling configs name them.
_WORDS = ("text", "content", "message", "transcript")
_SPEAKERS = ("author", "role", "speaker", "name")
#: The path of the one node of a text without tags.
_WHOLE = ("", "/text()[1]")


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of a task, and under which key of its data it stands."""

    key: str
    text: str
    is_html: bool = False
    #: Where the words of each paragraph of a dialogue begin and end.
    paragraphs: tuple[tuple[int, int], ...] = ()
    #: Other texts of the task, by their keys.
    others: Mapping[str, str] = field(default_factory=dict)

    def regular(self, item: JsonObject) -> dict[str, Json]:
        """An item of a result as if it were one of a Text, under an id of its own."""
        value, kind = item.get("value"), str(item.get("type"))
        made = dict(item)
        if not isinstance(value, dict):
            return made
        found = dict(value)
        if ("startOffset" in value or self.paragraphs) and (place := self._place(value)) is not None:
            found["start"], found["end"] = place
        if kind in LABELS:
            keys = (kind, LABELS[0], _HTML_LABELS)
            found[LABELS[0]] = next((value[key] for key in keys if isinstance(value.get(key), list)), [])
            made["type"] = LABELS[0]
        elif kind in _PLAIN:
            made["type"], plain = _PLAIN[kind](value.get(kind))
            found |= plain
        if "start" in found and not isinstance(item.get("id"), str):
            # Who writes predictions may leave it out: what stands on the same words is one region then.
            given = item.get("id")
            made["id"] = str(given) if type(given) is int else _derived(found)
        return {**made, "value": found}

    def elsewhere(self, item: JsonObject) -> str | None:
        """The key of another text on whose words a region stands, if it does not stand on the words of this one."""
        value = item.get("value")
        if not isinstance(value, dict) or not isinstance(value.get("text"), str) or _stands(self.text, value):
            return None
        return next((key for key, text in self.others.items() if _stands(text, value)), None)

    def _place(self, value: JsonObject) -> tuple[int, int] | None:
        """Where a region of HyperText or of Paragraphs begins and ends."""
        offsets = value.get("globalOffsets")
        if self.paragraphs:
            return _pair(*(self._in_paragraph(value, end) for end in ("start", "end")))
        if isinstance(offsets, dict):
            return _pair(offsets.get("start"), offsets.get("end"))
        if not self.is_html and value.get("start") in _WHOLE and value.get("end") in _WHOLE:
            return _pair(value.get("startOffset"), value.get("endOffset"))
        quote = value.get("text")
        start = only_start_of(self.text, quote) if isinstance(quote, str) else None
        return None if start is None else (start, start + len(str(quote)))

    def _in_paragraph(self, value: JsonObject, end: str) -> int | None:
        """Where a region begins or ends; one without an offset is on whole paragraphs."""
        number, offset = value.get(end), value.get(f"{end}Offset")
        number = int(number) if isinstance(number, str) and number.isdecimal() else number
        if type(number) is not int or not 0 <= number < len(self.paragraphs):
            return None
        begins, ends = self.paragraphs[number]
        if offset is None:
            return begins if end == "start" else ends
        return begins + offset if type(offset) is int else None


def shown(data: JsonObject, wanted: str, items: Sequence[JsonObject]) -> Shown:
    """The text under the key that is wanted; where there is none, the one that these items of results are on.

    Raises InvalidInput where nobody can tell.
    """
    texts = {key: text for key, value in data.items() if key != "id" and isinstance(text := _text(value), str)}
    key = wanted if wanted in texts else _told(texts, items)
    if key is None:
        there = ", ".join(data) or "nothing"
        said = f"a task has data with a {wanted}, and here is {there}: the option text names another field"
        raise InvalidInput(said, rule="task")
    if ADDRESS.fullmatch(texts[key]) and _are_beside(texts[key], items):
        said = f"its text is a file that does not lie beside the tasks: {key} is {texts[key]}"
        raise InvalidInput(said, rule="task")
    value, others = data[key], {name: text for name, text in texts.items() if name != key}
    if isinstance(value, list):
        return Shown(key, texts[key], paragraphs=tuple(_stretches(value)), others=others)
    is_html = bool(_TAG.search(texts[key])) and any(str(each.get("type")) in _HYPERTEXT for each in items)
    return Shown(key, _seen(texts[key]) if is_html else texts[key], is_html, others=others)


def _told(texts: Mapping[str, str], items: Sequence[JsonObject]) -> str | None:
    """The text that most regions stand on; without regions the only one of several words."""
    values = [value for each in items if isinstance(value := each.get("value"), dict)]
    stand = {key: sum(_stands(text, value) for value in values) for key, text in texts.items()}
    most = max(stand.values(), default=0)
    best = [key for key in stand if stand[key] == most] if most else [key for key in texts if " " in texts[key]]
    return best[0] if len(best) == 1 else None


def _are_beside(text: str, items: Iterable[JsonObject]) -> bool:
    """Whether regions have offsets, and none stands on its words in this text."""
    values = [value for each in items if isinstance(value := each.get("value"), dict)]
    return any({"start", "end"} <= value.keys() for value in values) and not any(_stands(text, each) for each in values)


def _stands(text: str, value: JsonObject) -> bool:
    start, end, quote = value.get("start"), value.get("end"), value.get("text")
    if type(start) is not int or type(end) is not int or not isinstance(quote, str):
        return False
    return start < end and stands(text, Place(start, end, quote.replace("\\n", "\n")))


def _text(value: Json) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(each, dict) and _said(each, _WORDS) for each in value):
        return "\n".join(head + words for head, words in _turns(value))
    return None


def _turns(value: Iterable[Json]) -> Iterator[tuple[str, str]]:
    """Who speaks, and what is said, of each paragraph."""
    for each in value:
        said = each if isinstance(each, dict) else {}
        author, words = said.get(_said(said, _SPEAKERS)), said.get(_said(said, _WORDS))
        yield f"{author}: " if isinstance(author, str) and author else "", words if isinstance(words, str) else ""


def _said(paragraph: JsonObject, keys: Iterable[str]) -> str:
    """The first of the keys that a paragraph has; nothing where it has none."""
    return next((key for key in keys if key in paragraph), "")


def _stretches(value: Iterable[Json]) -> Iterator[tuple[int, int]]:
    at = 0
    for head, words in _turns(value):
        yield at + len(head), at + len(head) + len(words)
        at += len(head) + len(words) + 1


def _chosen(ways: Json) -> tuple[str, dict[str, Json]]:
    found = ["/".join(map(str, way)) for way in ways if isinstance(way, list)] if isinstance(ways, list) else []
    return "choices", {"choices": list[Json](found)}


#: Controls that say no more than plainer ones do, and how these say it: a taxonomy by the ways through it.
_PLAIN: Mapping[str, Callable[[Json], tuple[str, dict[str, Json]]]] = {
    "rating": lambda number: ("number", {"number": number}),
    "datetime": lambda when: ("textarea", {"text": [when]}),
    "taxonomy": _chosen,
}


class _Visible(HTMLParser):
    """The text of all nodes, a line break for each `br`."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.hidden += tag in ("script", "style")
        if tag == "br":
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(self.hidden - (tag in ("script", "style")), 0)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def _seen(html: str) -> str:
    parser = _Visible()
    try:
        parser.feed(html)
        parser.close()
    except AssertionError:
        raise InvalidInput("its HTML cannot be read", rule="html") from None
    return "".join(parser.words)


def _pair(start: Json, end: Json) -> tuple[int, int] | None:
    return (start, end) if type(start) is int and type(end) is int else None


def _derived(value: JsonObject) -> str:
    """An id that follows from where a region stands."""
    words = f"{value.get('start')} {value.get('end')}"
    return f"r-{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:20]}"
