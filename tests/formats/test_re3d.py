"""re3d as its README describes it; a source of our own in the form in which mongoexport writes them."""

import json

import pytest

from annotator.domain.errors import InvalidInput
from annotator.formats.base import Weight
from annotator.formats.re3d import Re3d
from annotator.formats.sources.finding import bundle_in, reader_in
from tests.formats.support import archived, read

FORMAT = Re3d()
TEXT = "The “Falcons” 🚚 left Tamakoro.\nThree trucks of the Falcons burned."
TOWN = TEXT.index("Tamakoro")


def document(name="A1", text=TEXT, **more):
    return {
        "_id": name,
        "title": "Raid",
        "text": text,
        "sourceName": "Demo Wire",
        "sourceUrl": "https://x.test/1",
        **more,
    }


def entity(words, label, start=None, name=None, on="A1", sure=1, **more):
    begin = TEXT.index(words) if start is None else start
    given = name or f"{on}-{begin}-{begin + len(words)}-{label}"
    place = {"begin": begin, "end": begin + len(words)}
    return {"_id": given, **place, "type": label, "value": words, "documentId": on, "confidence": sure, **more}


def relation(role, source, target, on="A1", **more):
    ends = {"sourceBegin": source[0], "sourceEnd": source[1], "targetBegin": target[0], "targetEnd": target[1]}
    return {"_id": f"{on}-{role}", "type": role, **ends, "documentId": on, **more}


FALCONS, PLACE = (TEXT.index("Falcons"), TEXT.index("Falcons") + 7), (TOWN, TOWN + 8)
ENTITIES = [entity("Falcons", "Organisation"), entity("Tamakoro", "Location", sure=0.5)]


def source(documents=None, entities=ENTITIES, relations=(), folder="Wire/", **others):
    files = {
        f"{folder}documents.json": documents or [document()],
        f"{folder}entities.json": entities,
        f"{folder}relations.json": relations,
    }
    lines = {name: "\n".join(map(json.dumps, said)).encode() for name, said in files.items()}
    return archived({**lines, **{folder + name: words.encode() for name, words in others.items()}})


def told(data, losses=None):
    (annotated,) = read(FORMAT, data, None, losses)
    return annotated


def test_entities_are_spans_at_code_points_under_their_ids_and_say_how_sure_they_are():
    (found,) = told(source()).sets
    assert [(span.id, span.label, span.quote, span.attributes) for span in found.spans] == [
        ("A1-5-12-Organisation", "Organisation", "Falcons", {"confidence": 1}),
        ("A1-21-29-Location", "Location", "Tamakoro", {"confidence": 0.5}),
    ]
    assert [TEXT[span.start : span.end] for span in found.spans] == ["Falcons", "Tamakoro"]


def test_a_relation_joins_the_entities_at_its_places():
    (found,) = told(source(relations=[relation("CoLocated", FALCONS, PLACE, confidence=1)])).sets
    assert [(link.role, link.from_id, link.to_id) for link in found.links] == [
        ("CoLocated", "A1-5-12-Organisation", "A1-21-29-Location")
    ]


def test_the_words_of_a_relation_and_a_choice_between_two_entities_are_told_and_nothing_is_lost():
    twice = [*ENTITIES, entity("Falcons", "MilitaryPlatform")]
    losses = []
    (found,) = told(source(entities=twice, relations=[relation("In", FALCONS, PLACE, value="left")]), losses).sets
    assert (len(found.spans), found.links[0].from_id) == (3, "A1-5-12-Organisation")
    assert [(loss.reason, loss.weight, loss.line) for loss in losses] == [
        ("further", Weight.CHANGED, 1),
        ("not_carried", Weight.CHANGED, 1),
    ]


def test_of_two_entities_in_one_place_a_relation_that_joins_them_names_each_once():
    twice = [*ENTITIES, entity("Falcons", "MilitaryPlatform")]
    (found,) = told(source(entities=twice, relations=[relation("BelongsTo", FALCONS, FALCONS)]), []).sets
    assert (found.links[0].from_id, found.links[0].to_id) == ("A1-5-12-Organisation", "A1-5-12-MilitaryPlatform")


def test_what_a_source_says_of_itself_is_said_of_each_of_its_documents():
    data = source(LICENSE="Public domain.\nAll the rest of it.", ATTRIBUTION="Collected\nby Demo.")
    assert told(data).document.meta == {
        "title": "Raid",
        "source": "Demo Wire",
        "url": "https://x.test/1",
        "licence": "Public domain.",
        "attribution": "Collected by Demo.",
    }


def test_several_sources_are_one_corpus_known_by_what_lies_in_it(tmp_path):
    for folder, name in (("One", "A1"), ("Two", "A2")):
        (tmp_path / folder).mkdir()
        for file, said in (("documents", document(name)), ("entities", entity("Falcons", "Organisation", on=name))):
            (tmp_path / folder / f"{file}.json").write_text(json.dumps(said), encoding="utf-8")
    assert bundle_in(tmp_path) == FORMAT
    assert reader_in(tmp_path / "One") == FORMAT
    assert [each.document.id for each in FORMAT.read(tmp_path)] == ["A1", "A2"]


def test_words_whose_quotation_marks_are_others_stand_where_they_are_said_to():
    losses = []
    (found,) = told(source(entities=[entity("The 'Falcons'", "Organisation", start=0)]), losses).sets
    assert ([span.quote for span in found.spans], losses) == (["The “Falcons”"], [])


@pytest.mark.parametrize(
    ("entities", "relations", "rule", "line"),
    [
        ([*ENTITIES, entity("Eagles", "Person", start=2)], [], "quote", 3),
        ([*ENTITIES, {**ENTITIES[0], "begin": "5"}], [], "type", 3),
        (ENTITIES, [relation("In", (0, 3), PLACE)], "dangling", 1),
        (ENTITIES, [relation("In", PLACE, PLACE)], "self_link", 1),
        ([*ENTITIES, entity("Falcons", "Person", on="B9")], [], "document", 3),
    ],
)
def test_what_does_not_fit_is_told_with_its_line_and_the_rest_is_read(entities, relations, rule, line):
    losses = []
    (found,) = told(source(entities=entities, relations=relations), losses).sets
    assert len(found.spans) == 2
    assert [(loss.reason, loss.weight, loss.line) for loss in losses] == [(rule, Weight.LOST, line)]
    with pytest.raises(InvalidInput, match=rf"\[{rule}\]$"):
        told(source(entities=entities, relations=relations))


def test_documents_without_their_entities_are_refused_with_what_is_missing():
    with pytest.raises(InvalidInput, match=r"entities\.json lie in one folder"):
        told(archived({"documents.json": json.dumps(document()).encode()}))


def test_ids_that_are_objects_of_the_data_base_are_read_as_their_digits():
    data = source([document({"$oid": "5a0c"})], [entity("Falcons", "Organisation", on={"$oid": "5a0c"}, name="e")])
    annotated = told(data)
    assert (annotated.document.id, len(annotated.sets[0].spans)) == ("5a0c", 1)
