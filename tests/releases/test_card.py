"""The card says what the manifest counts, in words and plots that all can read."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from annotator.releases.charts import Bar, bars, world_map
from annotator.releases.facts import Facts, SchemaVersion
from tests.releases.folders import AGREEMENT, attacks, cut_folder
from tests.releases.stories import SCHEMA

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    facts = Facts(
        "war",
        "War <b>now</b>",
        "2024-06-30T10:00:00+00:00",
        "0",
        (SchemaVersion(json.dumps(SCHEMA.as_json()), ""),),
        AGREEMENT,
        (("gone", "no_set"),),
    )
    about = {"title": 'A "title": of\n war', "licence": "CC-BY-4.0", "citation": "War (2024)", "creator": "Desk"}
    return cut_folder(tmp_path_factory.mktemp("release") / "v1", facts=facts, formats=["iob2"], about=about)


@pytest.fixture(scope="module")
def card(folder):
    return (folder / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def manifest(folder):
    return json.loads((folder / "manifest.json").read_bytes())


def table_under(card, heading):
    part = card.partition(f"# {heading}\n")[2]
    found = re.search(r"(?:^\|.*\n)+", part, re.MULTILINE)
    rows = [re.split(r"(?<!\\) ?\| ?", row)[1:-1] for row in found[0].splitlines()]
    return rows[:1] + rows[2:]


def test_the_header_is_yaml_that_the_hub_reads(card):
    from huggingface_hub import DatasetCard

    data = DatasetCard(card).data.to_dict()
    assert data["pretty_name"] == 'A "title": of\n war'
    assert data["license"] == "cc-by-4.0"
    assert data["size_categories"] == ["n<1K"]
    assert data["task_categories"] == ["token-classification"]


def test_the_numbers_of_the_splits_are_those_of_the_manifest(card, manifest):
    head, *rows = table_under(card, "Splits")
    for row in rows:
        told = manifest["splits"][row[0]]
        assert row[1:] == [str(told[name]) for name in head[1:]]


def test_what_stands_in_the_plots_stands_in_tables_and_in_words(card, folder, manifest):
    shown = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", card)
    assert [file for _, file in shown] == list(manifest["plots"])
    assert len(shown) == 4
    for alt, file in shown:
        root = ElementTree.parse(folder / file).getroot()
        assert root.get("role") == "img"
        assert root.find(f"{SVG}title").text
        assert root.find(f"{SVG}desc").text.replace("<", "&lt;") == alt
    labels = table_under(card, "Spans by label")
    assert labels[0] == ["label", "train", "dev", "test", "all"]
    for label, *numbers, whole in labels[1:]:
        assert [int(each) for each in numbers] == [
            manifest["splits"][s]["labels"].get(label, 0) for s in labels[0][1:-1]
        ]
        assert int(whole) == sum(map(int, numbers))
    lengths = {name: int(number) for name, number in table_under(card, "Lengths of spans")[1:]}
    assert lengths == manifest["statistics"]["span_lengths"]
    tolls = table_under(card, "People by what happened to them")
    assert tolls[1:] == [["killed (asserted)", "144", "12"]]
    places = table_under(card, "Places")
    assert len(places) == 13
    assert places[1][0].startswith("Tarsa \\| &lt;")


def test_it_says_who_agreed_what_is_left_out_and_whose_texts_they_are(card):
    assert table_under(card, "Agreement")[1:] == [
        ["all pairs", "2", "9", "0.5", "undefined"],
        ["annotator-1 and annotator-2", "2", "9", "0.5", "undefined"],
    ]
    assert "left out: 1 no set" in card
    assert "| all rights reserved | 4 |" in card
    assert "How to cite" in card
    assert "War &lt;b>now&lt;/b>" in card


def test_without_licence_or_people_that_is_said(tmp_path):
    documents = [replace(each, document=replace(each.document, meta={})) for each in attacks(3)]
    card = (cut_folder(tmp_path / "v1", documents, split={"by": "none"}) / "README.md").read_text("utf-8")
    assert 'license: "unknown"' in card
    assert "not stated: ask before use" in card
    assert "Of 3 documents no licence is stated" in card
    assert "Agreement is undefined" in card
    assert "Nothing was done to keep documents together" in card


def test_documents_without_anything_in_them_have_no_plots(tmp_path):
    [each, *_] = attacks(1)
    bare = replace(each, sets=(replace(each.sets[0], spans=(), links=()),))
    folder = cut_folder(tmp_path / "v1", [bare], split={"by": "none"})
    assert not (folder / "plots").exists()
    assert json.loads((folder / "manifest.json").read_bytes())["plots"] == {}


def test_bars_are_as_long_as_their_numbers_and_words_cannot_break_out():
    svg = bars("T", "<&>", ["one", "two"], [Bar("a<b", [3, 1]), Bar("c", [0, 2])])
    root = ElementTree.fromstring(svg)
    drawn = [float(each.get("width")) for each in root.findall(f"{SVG}rect") if each.get("height") == "18"]
    assert drawn[0] / drawn[1] == pytest.approx(3, rel=0.01)
    assert drawn[2] / drawn[1] == pytest.approx(2, rel=0.01)
    assert "a<b" in [each.text for each in root.findall(f"{SVG}text")]


def test_what_is_written_behind_the_longest_bar_has_room():
    root = ElementTree.fromstring(
        bars("T", "told", ["one"], [Bar("a", [400], "12,400 to 13,000 or more"), Bar("b", [1])])
    )
    (said,) = [each for each in root.findall(f"{SVG}text") if each.text == "12,400 to 13,000 or more"]
    # A letter of the font is hardly ever wider than half of its height.
    assert float(said.get("x")) + len(said.text) * 0.55 * float(root.get("font-size")) <= float(root.get("width"))


@pytest.mark.parametrize(
    "spots", [[((33.3, 44.4, "Baghdad"), 3)], [((-17.7, 178.0, "Suva"), 1), ((64.1, -21.9, "X"), 2)]]
)
def test_places_are_drawn_inside_the_map_with_land_under_them(spots):
    from annotator import resources

    root = ElementTree.fromstring(world_map("T", "told", spots, resources.outlines()))
    width, height = (float(root.get(name)) for name in ("width", "height"))
    circles = root.findall(f"{SVG}circle")
    assert len(circles) == len(spots)
    for circle in circles:
        assert 0 <= float(circle.get("cx")) <= width
        assert 0 <= float(circle.get("cy")) <= height
    assert len(root.find(f"{SVG}path").get("d")) > 500
