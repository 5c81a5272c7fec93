"""What goes over comes back the same into an empty project, whatever the text and the kinds of values."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.formats.native.format import NATIVE
from annotator.services.sync.client import Client, Refused
from tests.strategies import SCHEMA as EVERYTHING
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


#: A value of each type that an attribute may have.
SAID = {
    "its_choice": "one",
    "its_choices": ["one", "three"],
    "its_text": "words 👍🏽\nin two lines",
    "its_number": 3.5,
    "its_count": {"text": "3", "op": "exact", "best": 3, "vague": False, "by": "human"},
    "its_date": {"text": "Friday", "from": "2024-02-09", "to": "2024-02-09", "precision": 3, "by": "rule"},
    "its_place": {"name": "Hama", "lat": 35.13, "lon": 36.75, "country": "SY", "by": "human"},
    "its_actor": {"id": "p1", "name": "Police 𝔘", "by": "human"},
}


def full(key: str, text: str) -> AnnotatedDocument:
    """Four labels, every type of attribute, and links."""

    def at(name: str, label: str, words: str, **said: Any) -> Span:
        return span(name, label, words, text, **said)

    spans = (
        at("act", "deed", "shot", **SAID),
        at("who", "party", "Police", kind="two", also=["one"]),
        at("toll", "toll", "3 protesters", count=SAID["its_count"]),
        at("where", "place", "Hama"),
    )
    links = (Link("l1", "agent", "act", "who"), Link("l2", "loss", "act", "toll"), Link("l3", "where", "act", "where"))
    said: dict[str, Any] = {"relevant": "one", "note": "two\nlines"}
    ref = SchemaRef(EVERYTHING.name, EVERYTHING.version)
    whole = AnnotationSet("ann", ref, "annotator", "submitted", 2, said, spans, links)
    return AnnotatedDocument(Document(key, text), (whole,))


def test_every_type_of_value_and_every_direction_of_a_relation_comes_back_into_an_empty_project(both: Both) -> None:
    both.add_project("all", EVERYTHING)
    both.slug = "all"
    both.bring(*(full(key, text) for key, text in TEXTS.items()))
    remote = both.remote = both.connect(slug="all")
    both.apply()
    assert len(both.tasks()) == len(TEXTS)
    for task in both.tasks():
        text = task["data"]["text"]
        assert text == TEXTS[task["data"]["id"]]
        (annotation,) = task["annotations"]
        regions = {item["id"]: item for item in annotation["result"] if item["type"] == "labels"}
        assert {item["value"]["labels"][0] for item in regions.values()} == {"deed", "party", "toll", "place"}
        for item in annotation["result"]:
            if "start" in item.get("value", {}):
                words = text[item["value"]["start"] : item["value"]["end"]]
                assert words == next(each.quote for each in both.set(task["data"]["id"]).spans if each.id == item["id"])
        controls = {item["from_name"]: item["value"] for item in annotation["result"] if item.get("id") == "act"}
        assert controls["deed-its_choice"]["choices"] == ["one"]
        assert controls["deed-its_choices"]["choices"] == ["one", "three"]
        assert controls["deed-its_text"]["text"] == [SAID["its_text"]]
        assert controls["deed-its_number"]["number"] == 3.5
        corner = regions["act"]["meta"]["annotator"]["attributes"]
        assert corner == {name: SAID[name] for name in ("its_count", "its_date", "its_place", "its_actor")}
        turned = [_turned(item) for item in annotation["result"]]
        assert {item["direction"] for item in turned if item["type"] == "relation"} == {"left", "right", "bi"}
        both.patch(annotation, turned)
    assert both.plan().is_empty
    both.add_project("copy", EVERYTHING)
    both.connect(remote, slug="copy")
    assert not both.apply("copy").left
    assert both.corpus("copy") == both.corpus()
    assert both.plan("copy").is_empty


def _turned(item: dict[str, Any]) -> dict[str, Any]:
    """One relation as it is, one drawn the other way round and pointing to the left, one in both directions."""
    if item["type"] != "relation" or item["labels"] == ["where"]:
        return item
    turned = {**item, "from_id": item["to_id"], "to_id": item["from_id"]}
    return {**turned, "direction": "left" if item["labels"] == ["agent"] else "bi"}


def test_a_value_that_the_server_would_stumble_over_is_not_sent_and_the_others_are(both: Both) -> None:
    both.bring(annotated("a"), annotated("b", "Police shot 3 protesters in Hama, again."))
    both.connect()
    both.apply()
    toll = next(each for each in both.set("a").spans if each.id == "toll")
    both.edit("a", toll=replace(toll, attributes={"harm": "kil\x00led"}))
    both.edit("b", where=None)
    outcome = both.apply()
    assert [(each.document, each.reason) for each in outcome.plan.troubles] == [("a", "config")]
    assert "cannot be sent" in outcome.plan.troubles[0].detail
    assert "where" not in {item.get("id") for item in both.annotation("b")["result"]}
    assert len(both.tasks()) == 2


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
