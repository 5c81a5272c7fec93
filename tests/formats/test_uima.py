"""UIMA's CAS in both of its forms; dkpro-cassis itself reads what we write, and writes what we read."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
from cassis import Cas, TypeSystem, load_cas_from_json, load_cas_from_xmi, load_typesystem
from hypothesis import given

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.formats import readers
from annotator.formats.base import Weight
from annotator.formats.records.layered import LayerOptions
from annotator.formats.sources.recognition import recognised
from annotator.formats.uima_json import UimaJson
from annotator.formats.uima_xmi import UimaXmi
from tests.formats.support import archived, members, read, written
from tests.strategies import examples, texts

BOTH = [UimaJson(), UimaXmi()]
by_id = [fmt.id for fmt in BOTH]
PACKAGE = "de.tudarmstadt.ukp.dkpro.core.api"
BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xmi:XMI xmlns:xmi="http://www.omg.org/XMI">&b;</xmi:XMI>'
)
FETCH = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def types_of_inception():
    """Layers as a project of INCEpTION has them: entities, relations, slots, a chain."""
    types = TypeSystem()
    entity = types.create_type(f"{PACKAGE}.ner.type.NamedEntity")
    for name in ("value", "identifier"):
        types.create_feature(entity, name, "uima.cas.String")
    relation = types.create_type("webanno.custom.Relation")
    types.create_feature(relation, "label", "uima.cas.String")
    types.create_feature(relation, "certain", "uima.cas.Boolean")
    for name in ("Governor", "Dependent"):
        types.create_feature(relation, name, entity)
    slot = types.create_type("webanno.custom.EventFillersLink", "uima.cas.TOP")
    types.create_feature(slot, "role", "uima.cas.String")
    types.create_feature(slot, "target", entity)
    event = types.create_type("webanno.custom.Event")
    types.create_feature(event, "killed", "uima.cas.Integer")
    types.create_feature(event, "also", "uima.cas.StringArray")
    types.create_feature(event, "fillers", "uima.cas.FSArray", elementType=slot)
    chain = types.create_type(f"{PACKAGE}.coref.type.CoreferenceLink")
    types.create_feature(chain, "next", chain)
    types.create_feature(chain, "referenceRelation", "uima.cas.String")
    types.create_type(f"{PACKAGE}.segmentation.type.Token")
    metadata = types.create_type(f"{PACKAGE}.metadata.type.DocumentMetaData", "uima.tcas.DocumentAnnotation")
    types.create_feature(metadata, "documentTitle", "uima.cas.String")
    return types


def project():
    """A text with one annotation of each kind."""
    types = types_of_inception()
    cas = Cas(types, sofa_string="👻 Rebels shelled Homs. They fled.")
    get = types.get_type
    rebels = get(f"{PACKAGE}.ner.type.NamedEntity")(begin=2, end=8, value="ORG", identifier="Q1")
    homs = get(f"{PACKAGE}.ner.type.NamedEntity")(begin=17, end=21)
    link = get("webanno.custom.EventFillersLink")
    array = get("uima.cas.FSArray")(elements=[link(role="agent", target=rebels), link(target=homs)])
    event = get("webanno.custom.Event")(begin=9, end=16, killed=4, fillers=array)
    event.also = get("uima.cas.StringArray")(elements=["night raid", "x"])
    relation = get("webanno.custom.Relation")
    coref = get(f"{PACKAGE}.coref.type.CoreferenceLink")
    they = coref(begin=23, end=27)
    told = [
        *(rebels, homs, event, they, coref(begin=2, end=8, next=they, referenceRelation="anaphoric")),
        relation(begin=17, end=21, Governor=rebels, Dependent=homs, label="near"),
        get(f"{PACKAGE}.segmentation.type.Token")(begin=2, end=8),
        get(f"{PACKAGE}.metadata.type.DocumentMetaData")(begin=0, end=33, documentTitle="Homs", language="en"),
    ]
    for each in told:
        cas.add(each)
    return cas


def packed(fmt, cas, name="homs"):
    if fmt.id == "uima-json":
        return archived({f"{name}.json": cas.to_json().encode()})
    return archived({f"{name}.xmi": cas.to_xmi().encode(), "TypeSystem.xml": cas.typesystem.to_xml().encode()})


def seen(annotated):
    (annotations,) = annotated.sets
    quotes = {span.id: span.quote for span in annotations.spans}
    return (
        {(span.label, span.quote) for span in annotations.spans},
        {(quotes[link.from_id], link.role, quotes[link.to_id]) for link in annotations.links},
    )


@pytest.mark.parametrize("fmt", BOTH, ids=by_id)
def test_layers_of_a_project_are_spans_and_links(fmt):
    losses = []
    (annotated,) = read(fmt, packed(fmt, project()), None, losses)
    spans, links = seen(annotated)
    assert spans == {
        ("ORG", "Rebels"),
        ("NamedEntity", "Homs"),
        ("Event", "shelled"),
        ("CoreferenceLink", "Rebels"),
        ("CoreferenceLink", "They"),
    }
    assert links == {
        ("Rebels", "near", "Homs"),
        ("shelled", "agent", "Rebels"),
        ("shelled", "fillers", "Homs"),
        ("Rebels", "anaphoric", "They"),
    }
    attributes = {span.label: span.attributes for span in annotated.sets[0].spans}
    assert attributes["ORG"] == {"identifier": "Q1"}
    assert attributes["Event"] == {"killed": 4, "also": ["night raid", "x"]}
    assert annotated.document == Document(
        "homs", "👻 Rebels shelled Homs. They fled.", {"title": "Homs", "language": "en"}
    )
    assert [(loss.kind, loss.weight) for loss in losses] == [("layer", Weight.UNWANTED)]
    described = fmt.describe(BytesIO(packed(fmt, project())))
    assert {name for name, use in described.labels.items() if use.is_trigger} == {"Event"}


@pytest.mark.parametrize("fmt", BOTH, ids=by_id)
def test_only_the_types_that_are_asked_for_are_read(fmt):
    losses = []
    asked = replace(fmt, options=LayerOptions(types="Token, webanno.custom.Event"))
    (annotated,) = read(asked, packed(fmt, project()), None, losses)
    assert seen(annotated) == ({("Token", "Rebels"), ("Event", "shelled")}, set())
    assert {loss.reason for loss in losses} == {"not_read"}


def example(text, *marks, links=(), **more):
    made = [
        Span(f"s{at}", label, start, end, text[start:end], said) for at, (label, start, end, said) in enumerate(marks)
    ]
    whole = AnnotationSet("a", SchemaRef("x", 1), status="submitted", spans=tuple(made), links=tuple(links), **more)
    return AnnotatedDocument(Document("d", text, {"language": "en"}), (whole,))


@pytest.mark.parametrize("fmt", BOTH, ids=by_id)
def test_dkpro_cassis_reads_what_we_write(fmt):
    annotated = example(
        "👻 Rebels fled.",
        ("party", 2, 8, {"kind": "armed", "number": 3}),
        ("deed", 9, 13, {}),
        links=[Link("k", "agent", "s1", "s0")],
    )
    files = members(written(fmt, [annotated]))
    if fmt.id == "uima-json":
        cas = load_cas_from_json(files["d.json"].decode())
    else:
        cas = load_cas_from_xmi(files["d.xmi"].decode(), load_typesystem(BytesIO(files["TypeSystem.xml"])))
    party, deed = cas.select("webanno.custom.AnnotatorSpan")
    assert (party.get_covered_text(), party.label, party.id, party.kind, party.number) == (
        *("Rebels", "party", "s0"),
        *("armed", "3"),
    )
    (link,) = cas.select("webanno.custom.AnnotatorLink")
    assert (link.role, link.Governor, link.Dependent) == ("agent", deed, party)
    assert cas.typecheck() == []
    assert cas.document_language == "en"


@pytest.mark.parametrize("fmt", BOTH, ids=by_id)
@examples(50)
@given(text=texts())
def test_any_text_comes_back_as_it_was(fmt, text):
    annotated = example(text, *([("all", 0, len(text), {"said": text})] if text else []))
    (back,) = read(fmt, written(fmt, [annotated]))
    assert back == annotated


def test_what_xml_cannot_hold_stands_in_our_record():
    annotated = example("a\x01b\ufffe c", ("x", 2, 3, {"note": "\x02"}), links=())
    data = written(UimaXmi(), [annotated])
    assert "a\ufffdb\ufffd c" in members(data)["d.xmi"].decode()
    assert read(UimaXmi(), data) == [annotated]


def test_one_type_system_stands_for_all_documents():
    one = example("ab", ("x", 0, 1, {"first": "1"}))
    other = replace(example("ab", ("x", 0, 1, {"second one": "2"})), document=Document("e", "ab"))
    files = members(written(UimaXmi(), [one, other]))
    assert sorted(files) == ["TypeSystem.xml", "d.xmi", "e.xmi"]
    types = load_typesystem(BytesIO(files["TypeSystem.xml"]))
    assert {each.name for each in types.get_type("webanno.custom.AnnotatorSpan").features} == {
        *("id", "label", "origin", "first", "more")
    }
    assert read(UimaXmi(), written(UimaXmi(), [one, other])) == [one, other]


def test_a_file_alone_is_read_with_the_type_system_beside_it(tmp_path):
    cas = project()
    (tmp_path / "homs.xmi").write_bytes(cas.to_xmi().encode())
    losses = []
    (annotated,) = UimaXmi().read(tmp_path / "homs.xmi", None, losses.append)
    # Without one, DKPro's own layers are known, and others are told.
    unknown = {loss.id for loss in losses if loss.reason == "no_type"}
    assert unknown >= {"webanno.custom.Event", "webanno.custom.EventFillersLink", "webanno.custom.Relation"}
    (tmp_path / "TypeSystem.xml").write_bytes(cas.typesystem.to_xml().encode())
    (described,) = UimaXmi().read(tmp_path / "homs.xmi")
    (tmp_path / "TypeSystem.xml").rename(tmp_path / "types.xml")
    assert list(UimaXmi().read(tmp_path / "homs.xmi")) == [described]
    assert seen(described) == seen(annotated)
    assert ("Event", "shelled") in seen(described)[0]


def test_what_no_type_system_describes_is_read_as_its_values_look():
    structures = (
        '<x:Mention xmi:id="5" sofa="1" begin="0" end="4" kind="armed" certain="false" rank="3" score="0.5"/>'
        '<x:Mention xmi:id="6" sofa="1" begin="9" end="13" kind="town"><also>Hims</also><also>Emesa</also></x:Mention>'
        '<x:Raid xmi:id="7" sofa="1" begin="5" end="8" parts="8 9"/><x:Part xmi:id="8" role="by" target="5"/>'
        '<x:Part xmi:id="9" role="at" target="6"/><x:Near xmi:id="10" sofa="1" begin="0" end="4" Governor="5"'
        ' Dependent="6"/><x:Code xmi:id="11" text="Q1"/>'
        '<x:Mention xmi:id="12" sofa="1" begin="9" end="13" codes="11"/>'
    )
    data = (
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:x="http:///org/x.ecore"'
        f' xmi:version="2.0"><cas:NULL xmi:id="0"/>{structures}<cas:Sofa xmi:id="1" sofaNum="1"'
        ' sofaID="_InitialView" mimeType="text" sofaString="Jets hit Homs"/>'
        '<cas:View sofa="1" members="5 6 7 10 12"/></xmi:XMI>'
    )
    losses = []
    (annotated,) = read(UimaXmi(), archived({"raid.xmi": data.encode()}), None, losses)
    spans, links = seen(annotated)
    assert spans == {("Mention", "Jets"), ("Mention", "Homs"), ("Raid", "hit")}
    assert links == {("hit", "by", "Jets"), ("hit", "at", "Homs"), ("Jets", "Near", "Homs")}
    told = [span.attributes for span in annotated.sets[0].spans if span.label == "Mention"]
    assert {"kind": "armed", "certain": False, "rank": 3, "score": 0.5} in told
    assert {"kind": "town", "also": ["Hims", "Emesa"]} in told
    assert {loss.reason for loss in losses} == {"no_type", "not_read"}
    assert {loss.weight for loss in losses} == {Weight.CHANGED}
    assert [loss.id for loss in losses if loss.kind == "reference"] == ["codes"]


@pytest.mark.parametrize("fmt", BOTH, ids=by_id)
def test_a_whole_project_of_inception_is_read_with_all_its_people(fmt):
    ending = fmt.ending
    cas = project()
    inner = packed(fmt, cas, "CAS")
    files = {
        "exportedproject.json": b"{}",
        "source/homs.txt": b"...",
        "annotation/homs.txt/INITIAL_CAS.zip": inner,
        "annotation/homs.txt/anna.zip": inner,
        "annotation/homs.txt/ben.zip": inner,
        "curation/homs.txt/CURATION_USER.zip": inner,
        f"annotation/other.txt/anna{ending}": next(iter(members(inner).values())),
    }
    if fmt.id == "uima-xmi":
        files["TypeSystem.xml"] = members(inner)["TypeSystem.xml"]
    homs, other = read(fmt, archived(files))
    assert [(each.annotator, each.layer) for each in homs.sets] == [
        ("anna", "annotator"),
        ("ben", "annotator"),
        ("CURATION_USER", "gold"),
    ]
    assert (homs.document.id, other.document.id) == ("homs.txt", "other.txt")


@pytest.mark.parametrize("fmt", BOTH, ids=by_id)
def test_files_of_one_name_in_several_folders_are_several_documents(fmt):
    files = {}
    for folder in ("a", "b"):
        files |= {f"{folder}/{name}": data for name, data in members(packed(fmt, project(), "data")).items()}
    assert [each.document.id for each in read(fmt, archived(files))] == ["a-data", "b-data"]


def damaged(change):
    told = json.loads(project().to_json())
    change(told)
    return archived({"x.json": json.dumps(told).encode(), "y.json": project().to_json().encode()})


def without_text(told):
    del told["%FEATURE_STRUCTURES"][0]["sofaString"]


def with_unknown_type(told):
    told["%FEATURE_STRUCTURES"][3]["%TYPE"] = "never.Declared"


def without_types(told):
    del told["%TYPES"]


@pytest.mark.parametrize("change", [without_text, with_unknown_type, without_types])
def test_a_file_that_is_no_cas_is_named_and_skipped(change):
    losses = []
    assert [each.document.id for each in read(UimaJson(), damaged(change), None, losses)] == ["y"]
    faults = [loss for loss in losses if loss.kind == "record"]
    assert [loss.file for loss in faults] == ["corpus/x.json"]
    with pytest.raises(InvalidInput):
        read(UimaJson(), damaged(change))


def test_what_is_indexed_without_a_text_stops_nothing():
    fmt = UimaXmi()
    files = members(packed(fmt, project()))
    view = b'<cas:View members="1"/>'
    (name,) = (name for name in files if name.endswith(".xmi"))
    changed = archived(files | {name: files[name].replace(b"<cas:View", view + b"<cas:View", 1)})
    assert view in members(changed)[name]
    assert seen(read(fmt, changed)[0]) == seen(read(fmt, packed(fmt, project()))[0])
    empty = b"""<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmi:version="2.0">
        <cas:NULL xmi:id="0"/><cas:View members="2"/></xmi:XMI>"""
    with pytest.raises(InvalidInput, match="a CAS without a text"):
        read(fmt, archived(files | {name: empty}))


def test_a_fault_that_the_library_finds_is_told_in_plain_words():
    data = json.loads(members(packed(UimaJson(), project()))["homs.json"])
    data["%FEATURE_STRUCTURES"][1].pop("%TYPE")
    losses = []
    read(UimaJson(), archived({"homs.json": json.dumps(data).encode()}), None, losses)
    (lost,) = losses
    assert (lost.file, lost.reason) == ("corpus/homs.json", "cas")
    assert lost.detail == "no CAS that can be read: something in it is not what its type says"


def test_the_json_of_earlier_versions_is_known_and_refused_in_words():
    data = b'{"_context": {"_types": {}}, "_views": {"_InitialView": {}}, "_referenced_fss": {}}'
    assert recognised(BytesIO(data), readers()).id == "uima-json"
    with pytest.raises(InvalidInput, match="export UIMA CAS JSON or XMI") as caught:
        read(UimaJson(), data)
    assert caught.value.rule == "version"


def test_offsets_that_are_none_are_reported():
    def change(told):
        at = {each.get("%TYPE"): each for each in told["%FEATURE_STRUCTURES"]}
        # Inside the two units of the first character, and behind the end.
        at["webanno.custom.Event"]["begin"] = 1
        at[f"{PACKAGE}.coref.type.CoreferenceLink"]["end"] = 99

    losses = []
    annotated, _ = read(UimaJson(), damaged(change), None, losses)
    assert ("Event", "shelled") not in seen(annotated)[0]
    assert [loss.reason for loss in losses if loss.file == "corpus/x.json"][1:3] == ["range", "range"]


@pytest.mark.parametrize("name", ["a.xmi", "TypeSystem.xml"])
@pytest.mark.parametrize("attack", [BOMB, FETCH])
def test_a_document_type_is_refused(name, attack):
    files = members(packed(UimaXmi(), project(), "a")) | {name: attack.replace(b"<x>", b"<typeSystemDescription>")}
    if name == "TypeSystem.xml":
        files[name] = attack + b"<!-- typeSystemDescription -->"
    with pytest.raises(InvalidInput, match="document type") as error:
        read(UimaXmi(), archived(files))
    assert error.value.rule == "doctype"
    assert error.value.file == "corpus/a.xmi"


@pytest.mark.parametrize(
    "data", [b"", b"<a", b"<a>" * 5000, b'<?xml version="1.0" encoding="nonsense"?><a/>', b"\xff\xfe"]
)
def test_what_is_no_xml_is_named(data):
    with pytest.raises(InvalidInput) as error:
        read(UimaXmi(), data)
    assert error.value.rule in ("xml", "depth")


def test_an_archive_without_a_cas_is_named():
    with pytest.raises(InvalidInput, match=r"no file in it whose name ends in \.json"):
        read(UimaJson(), archived({"a.txt": b"x", "b.txt": b"y"}))
