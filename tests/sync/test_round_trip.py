"""What goes over comes back the same into an empty project, whatever the text and the kinds of values."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment, Link, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.formats.native import NATIVE
from annotator.services.sync.client import Client, Refused
from tests.sync.conftest import REF, Both, annotated, span

pytestmark = pytest.mark.labelstudio

SEED = Path(__file__).parents[2] / "seeds" / "iraq-us-talks.jsonl"
TEXTS = {
    "astral": "👨‍👩‍👧 Police 𝔘 shot 3 protesters in Hama 🔥.",
    "marks": "Police\r\nshot 3 protesters\u2028in Hama, cafe\u0301 or \rnot.",
    "arabic": "قالت Police إنها shot 3 protesters في Hama أمس.",
}


def hard(key: str, text: str) -> AnnotatedDocument:
    document = annotated(key, text)
    (found,) = document.sets
    count = {"text": "3", "value": 3, "op": "exact", "lower": 3, "upper": 3, "best": 3, "vague": False, "by": "human"}
    spans = tuple(
        replace(each, attributes={**each.attributes, "count": count}) if each.id == "toll" else each
        for each in found.spans
    )
    comment = Comment("c1", "Who says so?", "ann", "2026-01-02T03:04:05+00:00", span="toll")
    return replace(document, sets=(replace(found, spans=spans, comments=(comment,)),))


def test_texts_of_all_kinds_come_back_into_an_empty_project_with_offsets_as_python_counts_them(both: Both) -> None:
    both.bring(*(hard(key, text) for key, text in TEXTS.items()))
    remote = both.connect()
    both.apply()
    for task in both.tasks():
        text = task["data"]["text"]
        assert text == TEXTS[task["data"]["id"]]
        for item in task["annotations"][0]["result"]:
            if item["type"] == "labels":
                assert text[item["value"]["start"] : item["value"]["end"]] == item["value"]["text"]
    both.add_project("copy")
    both.connect(remote, slug="copy")
    outcome = both.apply("copy")
    assert not outcome.left
    assert both.corpus("copy") == both.corpus()
    assert both.plan("copy").is_empty


def test_the_seed_article_with_all_that_it_holds_comes_back(both: Both) -> None:
    record = json.loads(SEED.read_text("utf-8").splitlines()[0])
    document = next(iter(NATIVE.read(SEED)))
    both.bring(replace(document, sets=tuple(replace(each, layer="gold") for each in document.sets[:1])))
    remote = both.connect()
    both.apply()
    both.add_project("copy")
    both.connect(remote, slug="copy")
    both.apply("copy")
    assert both.corpus("copy") == both.corpus()
    assert both.corpus()[0].document.id == record["id"]


def test_what_no_server_of_theirs_survives_is_refused_before_it_is_sent(both: Both) -> None:
    for text in ("a\x00b", "a\ud800b"):
        with pytest.raises(InvalidInput):
            Document("bad", text)
    both.bring(annotated())
    both.connect()
    client: Client = both.client()
    with pytest.raises(Refused):
        client.write("POST", f"/api/projects/{both.remote}/import", [{"data": {"text": "a\ud800"}}])
    both.apply()
    assert len(both.tasks()) == 1


def test_links_to_the_left_and_both_ways_are_read_as_ours(both: Both) -> None:
    both.bring(annotated())
    both.connect()
    both.apply()
    annotation = both.annotation("a")
    flipped = [
        {**item, "from_id": item["to_id"], "to_id": item["from_id"], "direction": "left"}
        if item["type"] == "relation" and item["labels"] == ["agent"]
        else item
        for item in annotation["result"]
    ]
    both.patch(annotation, flipped)
    assert both.plan().is_empty


def test_sets_of_two_people_go_over_as_two_annotations(both: Both) -> None:
    second = AnnotationSet("second", REF, "annotator", "submitted", spans=(span("x", "actor", "Police"),))
    both.bring(replace(annotated(), sets=(*annotated().sets, second)))
    both.connect()
    both.apply()
    assert sorted(len(each["result"]) for each in both.task("a")["annotations"]) == [1, 8]
    assert Link("l1", "agent", "act", "who") in both.set("a").links
    assert isinstance(both.set("a").spans[0], Span)
