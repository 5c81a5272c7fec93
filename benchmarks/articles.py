"""Made-up articles of a given length, the same in every run, and spans on their words."""

import random
import re
from collections.abc import Iterator
from typing import Any

_NEWS = (
    "army rebels said on Tuesday that at least twelve people were killed and others wounded when a convoy hit "
    "the road near market town after talks between government officials failed to end weeks of clashes along "
    "border villages where families have fled from shelling air strikes militia fighters soldiers police local "
    "hospital sources spokesman district northern eastern province attack checkpoint bomb residents aid group"
)
_WORD = re.compile(r"[A-Za-z]+")
_WORDS = _WORD.findall(_NEWS)


def article(number: int, words: int) -> str:
    """An article of so many words in sentences and paragraphs; another number is another text."""
    chance = random.Random(number)
    sentences = [f"Report {number}."]
    left = words - 2
    while left > 0:
        length = min(left, chance.randint(8, 24))
        sentences.append(" ".join(chance.choices(_WORDS, k=length)) + ".")
        left -= length
    # A paragraph is three sentences, as in the news.
    return "\n\n".join(" ".join(sentences[first : first + 3]) for first in range(0, len(sentences), 3))


def word_places(text: str) -> list[tuple[int, int]]:
    """Where the words begin and end, in code points."""
    return [match.span() for match in _WORD.finditer(text)]


def spans(text: str, count: int, label: str = "actor") -> list[dict[str, Any]]:
    """So many spans on single words, spread evenly over the text, as the native format writes them."""
    places = word_places(text)
    assert count <= len(places), f"{count} spans do not fit on {len(places)} words"
    chosen = [places[index * len(places) // count] for index in range(count)]
    return [
        {"id": f"s{index:04}", "label": label, "start": start, "end": end, "quote": text[start:end]}
        for index, (start, end) in enumerate(chosen)
    ]


def acts(text: str, count: int) -> list[dict[str, Any]]:
    """So many changes, one an act, each of which adds a span: what the page sends."""
    return [
        {
            "id": f"c{index:04}",
            "act": f"a{index:04}",
            "kind": "add_span",
            "before": None,
            "after": span | {"attributes": {}, "origin": "human"},
        }
        for index, span in enumerate(spans(text, count))
    ]


def records(count: int, words: int, spans_each: int = 0) -> Iterator[dict[str, Any]]:
    """So many documents as records of the native format, each with a submitted set if it has spans."""
    for number in range(1, count + 1):
        text = article(number, words)
        record: dict[str, Any] = {
            "format": "annotator/1",
            "id": f"article-{number:07}",
            "text": text,
            "meta": {
                "title": f"Article {number}",
                "source": "A newspaper",
                "published": "2024-02-08",
                "language": "en",
            },
        }
        if spans_each:
            record["annotation_sets"] = [
                {
                    "annotator": "somebody",
                    "layer": "annotator",
                    "status": "submitted",
                    "schema": {"name": "conflict-events", "version": 1},
                    "guideline": 1,
                    "spans": spans(text, spans_each),
                }
            ]
        yield record
