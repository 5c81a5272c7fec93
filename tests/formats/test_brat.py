"""brat's standoff files, after its own pages on the format and the configuration."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from annotator import resources
from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Meaning
from annotator.domain.schema_reader import read_toml
from annotator.formats.base import Weight
from annotator.formats.brat.format import Brat
from annotator.formats.options import configured
from tests.formats.support import archived, members, read, written, written_with_losses
from tests.strategies import SCHEMA, annotated_documents, examples

BRAT = Brat()
TEXT = "Sony hired 3,000 people in Tokyo, and Sony paid."


def collection(ann, text=TEXT, name="story", **files):
    return archived({f"{name}.txt": text.encode(), f"{name}.ann": ann.encode(), **files})


def the_set(ann, text=TEXT, losses=None, fmt=BRAT, schema=None):
    (annotated,) = read(fmt, collection(ann, text), schema, [] if losses is None else losses)
    (annotations,) = annotated.sets
    return annotations


def said(annotations):
    return [(span.id, span.label, span.quote) for span in annotations.spans]


# What brat writes.


def test_text_bound_lines_are_spans_under_their_ids():
    annotations = the_set("T1\tOrganization 0 4\tSony\nT2\tPlace 27 32\tTokyo\n")
    assert said(annotations) == [("T1", "Organization", "Sony"), ("T2", "Place", "Tokyo")]
    assert {span.origin for span in annotations.spans} == {"import"}


def test_an_event_is_its_trigger_with_a_link_for_each_argument_whatever_its_number():
    annotations = the_set(
        "T1\tOrganization 0 4\tSony\nT2\tHire 5 10\thired\nT3\tPlace 27 32\tTokyo\nT4\tOrganization 38 42\tSony\n"
        "E1\tHire:T2 Who:T1 Who2:T4 Where:T3\n"
    )
    assert [(link.role, link.from_id, link.to_id) for link in annotations.links] == [
        ("Who", "T2", "T1"),
        ("Who", "T2", "T4"),
        ("Where", "T2", "T3"),
    ]


def test_an_event_may_be_the_argument_of_another():
    annotations = the_set("T1\tHire 5 10\thired\nT2\tPay 43 47\tpaid\nE1\tHire:T1 After:E2\nE2\tPay:T2 \n")
    assert [(link.role, link.from_id, link.to_id) for link in annotations.links] == [("After", "T1", "T2")]


def test_a_trigger_of_two_events_is_two_equal_spans():
    annotations = the_set("T1\tHire 5 10\thired\nT2\tOrg 0 4\tSony\nE1\tHire:T1 Who:T2\nE2\tHire:T1\nA1\tNegation E2\n")
    assert said(annotations) == [("T1", "Hire", "hired"), ("T2", "Org", "Sony"), ("E2", "Hire", "hired")]
    assert [link.from_id for link in annotations.links] == ["T1"]
    assert [span.attributes for span in annotations.spans] == [{}, {}, {"Negation": True}]


def test_relations_point_from_the_first_argument_to_the_second():
    annotations = the_set("T1\tOrg 0 4\tSony\nT2\tOrg 38 42\tSony\nR1\tSame Arg1:T2 Arg2:T1\t\n")
    assert [(link.id, link.role, link.from_id, link.to_id) for link in annotations.links] == [
        ("R1", "Same", "T2", "T1")
    ]


def test_all_that_are_equivalent_point_to_the_first():
    annotations = the_set(
        "T1\tOrg 0 4\tSony\nT2\tOrg 38 42\tSony\nT3\tPlace 27 32\tTokyo\n*\tEquiv T1 T2 T3\n*\tEquiv T3 T2\n"
    )
    assert [(link.role, link.from_id, link.to_id) for link in annotations.links] == [
        ("Equiv", "T2", "T1"),
        ("Equiv", "T3", "T1"),
        ("Equiv", "T2", "T3"),
    ]
    assert len({link.id for link in annotations.links}) == 3


def test_attributes_have_a_value_or_are_true_and_the_older_letter_does_too():
    annotations = the_set("T1\tHire 5 10\thired\nE1\tHire:T1\nA1\tConfidence E1 Likely\nM1\tNegation E1\n")
    assert annotations.spans[0].attributes == {"Confidence": "Likely", "Negation": True}


def test_normalizations_and_notes_are_kept():
    annotations = the_set(
        "T1\tPlace 27 32\tTokyo\nN1\tReference T1 GeoNames:1850147\tTokyo\n#1\tAnnotatorNotes T1\tthe city?\n"
        "#2\tAnnotatorNotes R9\tnowhere\n"
    )
    (span,) = annotations.spans
    assert span.attributes == {"Reference": {"source": "GeoNames", "id": "1850147", "name": "Tokyo"}}
    assert [(each.text, each.span) for each in annotations.comments] == [("the city?", "T1"), ("nowhere", None)]


def test_files_of_shared_tasks_are_the_lines_of_both():
    data = archived(
        {
            "PMC-1.txt": TEXT.encode(),
            "PMC-1.a1": b"T1\tOrg 0 4\tSony\n",
            "PMC-1.a2": b"T2\tHire 5 10\thired\nE1\tHire:T2 Theme:T1\n",
        }
    )
    (annotated,) = read(BRAT, data)
    assert annotated.document.id == "PMC-1"
    assert [(link.role, link.to_id) for link in annotated.sets[0].links] == [("Theme", "T1")]


def test_an_event_without_a_trigger_joins_its_first_two_arguments_and_the_others_hang_on_the_first():
    losses = []
    annotations = the_set(
        "T1\tOrg 0 4\tSony\nT2\tOrg 38 42\tSony\nT3\tPlace 27 32\tTokyo\n"
        "E1\tMerger Buyer:T1 Bought:T2\nE2\tMerger Buyer:T2 Bought:T1 Place:T3 Before:E1\n",
        losses=losses,
    )
    assert [(link.id, link.role, link.from_id, link.to_id) for link in annotations.links] == [
        ("E1", "Merger", "T1", "T2"),
        ("E2", "Merger", "T2", "T1"),
        ("E2.1", "Place", "T2", "T3"),
    ]
    assert [(loss.kind, loss.id, loss.reason, loss.weight, loss.line) for loss in losses] == [
        ("link", "E2", "further", Weight.CHANGED, 5),
        ("link", "E2.2", "dangling", Weight.LOST, 5),
    ]
    assert losses[1].detail == "Before: E1 is a link here, and no span"


def test_a_tab_between_a_role_and_its_ends_and_words_behind_them_are_no_fault():
    annotations = the_set("T1\tOrg 0 4\tSony\nT2\tOrg 38 42\tSony\nR1\tSame\tArg1:T1 Arg2:T2\nR2\tOf A:T2 B:T1\t[T9]\n")
    assert [(link.role, link.from_id, link.to_id) for link in annotations.links] == [
        ("Same", "T1", "T2"),
        ("Of", "T2", "T1"),
    ]


def test_normalizations_of_shared_tasks_name_their_span_and_their_entry():
    annotations = the_set("T1\tPlace 27 32\tTokyo\nN1\tGeoNames Annotation:T1 Referent:city:1850147\n")
    assert annotations.spans[0].attributes == {
        "GeoNames": {"source": "GeoNames", "id": "city:1850147", "name": ""},
    }


def test_lines_that_say_several_values_of_one_name_make_a_list_and_what_is_of_two_kinds_is_told():
    losses = []
    annotations = the_set(
        "T1\tPlace 27 32\tTokyo\nA1\tKind T1 city\nA2\tKind T1 capital\nA3\tKind T1 city\n"
        "N1\tId T1 Geo:1\tTokyo\nN2\tId T1 Wiki:2\tTokyo\nA4\tSure T1\nA5\tSure T1 no\n",
        losses=losses,
    )
    (span,) = annotations.spans
    assert span.attributes["Kind"] == ["city", "capital"]
    assert [each["source"] for each in span.attributes["Id"]] == ["Geo", "Wiki"]
    assert span.attributes["Sure"] is True
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [("attribute", "several", 8)]


def test_labels_of_several_words_that_other_programs_write_are_read_as_they_stand():
    assert said(the_set("T1\tArmed group 0 4\tSony\n")) == [("T1", "Armed group", "Sony")]


# Spans in pieces.


@pytest.mark.parametrize(
    ("how", "spans", "reason"),
    [
        ("join", [("T1", "X", "Sony hired 3,000")], "joined"),
        ("split", [("T1", "X", "Sony"), ("T1.2", "X", "3,000")], "split"),
        ("report", [], "discontinuous"),
    ],
)
def test_a_span_in_pieces_is_joined_split_or_left_out_as_one_chooses(how, spans, reason):
    losses = []
    fmt = configured(BRAT, {"discontinuous": how})
    assert said(the_set("T1\tX 0 4;11 16\tSony 3,000\n", losses=losses, fmt=fmt)) == spans
    assert [(loss.kind, loss.id, loss.reason, loss.line) for loss in losses] == [("span", "T1", reason, 1)]
    assert (losses[0].weight is Weight.LOST) == (how == "report")


def test_pieces_that_only_a_line_break_parts_are_one_span_and_no_loss():
    losses = []
    annotations = the_set("T1\tX 0 3;4 7\tone two\n", "one\ntwo", losses)
    assert (said(annotations), losses) == ([("T1", "X", "one\ntwo")], [])
    back = members(written(BRAT, read(BRAT, collection("T1\tX 0 3;4 7\tone two\n", "one\ntwo"))))
    assert back["story.ann"] == b"T1\tX 0 3;4 7\tone two\n"


# Offsets.

EMOJI = "👍🏽 𝔘 e\u0301 قُتل 军队\r\nend"


def test_offsets_count_code_points_of_the_text_as_it_stands():
    at = EMOJI.index("end")
    assert said(the_set(f"T1\tX {at} {at + 3}\tend\n", EMOJI)) == [("T1", "X", "end")]


@pytest.mark.parametrize(
    ("unit", "length"),
    [
        ("utf16", lambda text: len(text.encode("utf-16-le")) // 2),
        ("bytes", lambda text: len(text.encode())),
        ("line_breaks", lambda text: len(text.replace("\r\n", "\n"))),
    ],
)
def test_other_units_are_known_by_the_quotes_and_told(unit, length):
    losses = []
    at = length(EMOJI[: EMOJI.index("end")])
    assert said(the_set(f"T1\tX {at} {at + length('end')}\tend\n", EMOJI, losses)) == [("T1", "X", "end")]
    assert [(loss.kind, loss.reason, loss.weight) for loss in losses] == [("offsets", unit, Weight.CHANGED)]


@examples(40)
@given(annotated=annotated_documents())
def test_what_is_written_quotes_the_text_at_its_offsets(annotated):
    for name, data in members(written(BRAT, [annotated], SCHEMA)).items():
        if not name.endswith(".ann"):
            continue
        for line in data.decode().split("\n"):
            if line.startswith("T"):
                _, place, quote = line.split("\t", 2)
                pieces = [each.split() for each in place.split(" ", 1)[1].split(";")]
                words = " ".join(annotated.document.text[int(start) : int(end)] for start, end in pieces)
                assert quote.split() == words.split()
                assert len(quote) == len(words)


def test_a_span_that_does_not_fit_is_moved_where_that_is_certain_and_else_left_out():
    losses = []
    ann = "T1\tX 30 35\tTokyo\nT2\tX 13 17\tSony\nT3\tX 3 3\t\nT4\tX 90 99\tnowhere\nR1\tSame Arg1:T1 Arg2:T4\n"
    assert said(the_set(ann, "in Tokyo Sony is Sony, and Sony Corporation", losses)) == [("T1", "X", "Tokyo")]
    assert [(loss.id, loss.reason, loss.line) for loss in losses] == [
        ("T1", "moved", 1),
        ("T2", "quote", 2),
        ("T3", "empty", 3),
        ("T4", "quote", 4),
        ("R1", "dangling", 5),
    ]


# Dirt.


@pytest.mark.parametrize(
    "line",
    [
        "T1 Org 0 4 Sony",
        "T1\tOrg 0\tSony",
        "T1\tOrg 0 4; 9\tSony",
        "T1\tOrg zero four\tSony",
        "E1\tHire",
        "E1\t",
        "E1\tHire:T2 Who",
        "R1\tSame T1 T2",
        "R1\tSame Arg1:T1",
        "A1\tNegation",
        "N1\tReference T1 GeoNames\tTokyo",
        "#1\tAnnotatorNotes\tx",
        "X1\twhat is it",
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_the_others_are_read(line):
    losses = []
    annotations = the_set(f"T9\tPlace 27 32\tTokyo\n{line}\n", losses=losses)
    assert said(annotations) == [("T9", "Place", "Tokyo")]
    assert [(loss.kind, loss.file, loss.line) for loss in losses] == [("record", "corpus/story.ann", 2)]
    with pytest.raises(InvalidInput) as error:
        read(BRAT, collection(f"{line}\n"))
    assert (error.value.file, error.value.line) == ("corpus/story.ann", 1)


def test_ids_that_are_there_twice_get_another_and_what_points_nowhere_is_told():
    losses = []
    ann = "T1\tOrg 0 4\tSony\nT1\tPlace 27 32\tTokyo\nE1\tHire:T7\nA1\tNegation T8\n"
    ann += "R1\tSame Arg1:T7 Arg2:T1\n*\tEquiv T1 T6\n"
    annotations = the_set(ann, losses=losses)
    assert [span.label for span in annotations.spans] == ["Org", "Place"]
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [
        ("id", "id", 2),
        ("event", "dangling", 3),
        ("link", "dangling", 5),
        ("link", "dangling", 6),
        ("attribute", "dangling", 4),
    ]


def test_a_line_in_another_encoding_costs_itself_alone_and_the_encoding_can_be_said():
    text, ann = "Köln bei Tokyo", "T1\tPlace 0 4\tKöln\nT2\tPlace 9 14\tTokyo\n"
    losses = []
    mixed = archived({"a.txt": text.encode(), "a.ann": ann.encode("latin-1")})
    (annotated,) = read(BRAT, mixed, losses=losses)
    assert [span.quote for span in annotated.sets[0].spans] == ["Tokyo"]
    assert [(loss.kind, loss.reason, loss.file, loss.line) for loss in losses] == [
        ("record", "encoding", "corpus/a.ann", 1)
    ]
    whole = archived({"a.txt": text.encode("latin-1"), "a.ann": ann.encode("latin-1")})
    (annotated,) = read(configured(BRAT, {"encoding": "latin-1"}), whole)
    assert (annotated.document.text, [span.quote for span in annotated.sets[0].spans]) == (text, ["Köln", "Tokyo"])
    with pytest.raises(InvalidInput, match="there is no encoding"):
        read(configured(BRAT, {"encoding": "latin-99"}), whole)
    with pytest.raises(InvalidInput, match="there is no encoding"):
        configured(BRAT, {"encoding": "latin-99"}).describe(io.BytesIO(whole))


def test_endings_in_capitals_are_those_of_the_same_files():
    data = archived({"A.TXT": TEXT.encode(), "A.ANN": b"T1\tOrg 0 4\tSony\n"})
    (annotated,) = read(BRAT, data)
    assert (annotated.document.id, [span.quote for span in annotated.sets[0].spans]) == ("A", ["Sony"])


def test_lines_without_a_text_and_a_text_without_lines_are_told():
    losses = []
    data = archived({"a.ann": b"", "b.txt": b"Words.", "c.txt": b"\xff", "c.ann": b""})
    assert [(each.document.id, each.sets) for each in read(BRAT, data, losses=losses)] == [("b", ())]
    assert [(loss.kind, loss.reason, loss.file) for loss in losses] == [
        ("record", "no_text", "corpus/a.ann"),
        ("annotation_set", "no_lines", "corpus/b.txt"),
        ("record", "encoding", "corpus/c.txt"),
    ]


def test_what_is_no_collection_is_refused():
    with pytest.raises(InvalidInput, match="a folder or an archive"):
        read(BRAT, b"T1\tOrg 0 4\tSony\n")


# Annotators in folders.


def test_folders_that_hold_the_same_documents_are_annotators(tmp_path):
    for name, label in (("ann", "Org"), ("bea", "Party")):
        folder = tmp_path / "corpus" / name
        folder.mkdir(parents=True)
        (folder / "story.txt").write_text(TEXT, "utf-8")
        (folder / "story.ann").write_text(f"T1\t{label} 0 4\tSony\n", "utf-8")
    (tmp_path / "corpus" / "bea" / "other.txt").write_text("Words.", "utf-8")
    (tmp_path / "corpus" / "bea" / "other.ann").write_text("", "utf-8")
    found = {each.document.id: each.sets for each in BRAT.read(tmp_path)}
    assert [(each.annotator, each.spans[0].label) for each in found["story"]] == [("ann", "Org"), ("bea", "Party")]
    assert [each.annotator for each in found["other"]] == ["bea"]


def test_texts_may_stand_apart_from_the_folders_of_annotators():
    data = archived({"story.txt": TEXT.encode(), "ann/story.ann": b"T1\tOrg 0 4\tSony\n", "bea/story.ann": b""})
    (annotated,) = read(BRAT, data)
    assert [(each.annotator, len(each.spans)) for each in annotated.sets] == [("ann", 1), ("bea", 0)]


def test_a_folder_of_lines_beside_one_of_texts_is_no_annotator_unless_it_is_said_to_be():
    files = {
        "c/txt/1.txt": TEXT.encode(),
        "c/ann/1.ann": b"T1\tOrg 0 4\tSony\n",
        "c/txt/2.txt": b"2",
        "c/ann/2.ann": b"",
    }
    found = read(BRAT, archived(files))
    assert [(each.document.id, [one.annotator for one in each.sets]) for each in found] == [
        ("1", ["import"]),
        ("2", ["import"]),
    ]
    assert said(found[0].sets[0]) == [("T1", "Org", "Sony")]
    told = read(configured(BRAT, {"folders": "annotators"}), archived(files))
    assert [[each.annotator for each in one.sets] for one in told] == [["ann"], ["ann"]]
    (annotated,) = read(BRAT, archived({"1.txt": TEXT.encode(), "bea/1.ann": b""}))
    assert [each.annotator for each in annotated.sets] == ["bea"]


def test_folders_of_different_documents_are_no_annotators():
    files = {"train/1.txt": b"One.", "train/1.ann": b"", "test/1.txt": b"Two.", "test/1.ann": b"", "test/2.txt": b"3"}
    found = read(BRAT, archived(files), losses=[])
    assert [each.document.id for each in found] == ["train-1", "test-1", "2"]
    told = read(configured(BRAT, {"folders": "annotators"}), archived(files), losses=[])
    assert [[each.annotator for each in one.sets] for one in told] == [["train"], []]


def test_another_text_in_the_folder_of_an_annotator_is_no_text_of_this_document():
    losses = []
    files = {
        **{f"{who}/{name}.txt": b"One." for who in ("ann", "bea") for name in "12"},
        **{f"{who}/{name}.ann": b"" for who in ("ann", "bea") for name in "12"},
        "bea/2.txt": b"Another.",
    }
    found = read(BRAT, archived(files), losses=losses)
    assert [len(each.sets) for each in found] == [2, 1]
    assert [(loss.reason, loss.file) for loss in losses] == [("text", "corpus/bea/2.ann")]


# What we write.


def deed(span_id, start, end, **attributes):
    return Span(span_id, "deed", start, end, TEXT[start:end], attributes, "human")


def sample():
    count = {"op": "exact", "by": "human", "value": 3000, "text": "3,000"}
    spans = (
        deed("hired", 5, 10, its_choice="two", its_count=count),
        deed("paid", 43, 47, its_place={"name": "Tōkyō", "by": "human", "id": "1850147", "source": "geonames"}),
        Span("sony", "party", 0, 4, "Sony", {"kind": "one", "also": ["one", "two"]}, "human"),
        Span("again", "party", 38, 42, "Sony", {}, "human"),
    )
    links = (
        Link("l1", "agent", "hired", "sony"),
        Link("l2", "agent", "hired", "again"),
        Link("l3", "answers", "paid", "hired"),
    )
    return AnnotatedDocument(
        Document("story", TEXT, {"title": "Sony"}),
        (AnnotationSet("A1", SchemaRef("example", 3), status="submitted", spans=spans, links=links),),
    )


def test_triggers_are_events_fillers_their_arguments_and_all_other_links_relations():
    data, losses = written_with_losses(BRAT, [sample()], SCHEMA)
    lines = members(data)["story.ann"].decode().splitlines()
    assert losses == []
    assert lines[:7] == [
        "T1\tdeed 5 10\thired",
        "T2\tdeed 43 47\tpaid",
        "T3\tparty 0 4\tSony",
        "T4\tparty 38 42\tSony",
        "E1\tdeed:T1 agent:T3 agent2:T4",
        "E2\tdeed:T2",
        "R1\tanswers Arg1:E2 Arg2:E1",
    ]
    assert lines[7] == "A1\tits_choice E1 two"
    assert "N1\tits_place E2 geonames:1850147\tTōkyō" in lines
    assert "A2\tkind T3 one" in lines
    assert '#3\tAnnotatorNotes T3\t{"also": ["one", "two"]}' in lines


def test_comments_on_spans_are_notes_where_they_are_of_one_line_and_come_back_once():
    words = [("who?", "sony"), ("sure", "hired"), ('{"a": 1}', "sony"), ("two\nlines", "sony"), ("of the whole", None)]
    remarks = tuple(Comment(f"c{n}", said, "A1", "", span=on) for n, (said, on) in enumerate(words))
    (annotations,) = sample().sets
    document = AnnotatedDocument(sample().document, (replace(annotations, comments=remarks),))
    files = members(written(BRAT, [document], SCHEMA))
    notes = [line.partition("\t")[2] for line in files["story.ann"].decode().splitlines() if line.startswith("#")]
    assert notes[-2:] == ["AnnotatorNotes T3\twho?", "AnnotatorNotes E1\tsure"]
    (annotated,) = read(BRAT, archived(files), SCHEMA)
    assert annotated.sets[0].comments == remarks
    del files["story.annotator.json"]
    (annotated,) = read(BRAT, archived(files), SCHEMA)
    assert [(each.text, each.span) for each in annotated.sets[0].comments] == [("who?", "T3"), ("sure", "T1")]


def test_the_lines_count_before_our_own_file():
    files = members(written(BRAT, [sample()], SCHEMA))
    files["story.ann"] = b"T7\tparty 0 4\tSony\nT8\tplace 27 32\tTokyo\nA1\tkind T7 two\n"
    (annotated,) = read(BRAT, archived(files), SCHEMA)
    (annotations,) = annotated.sets
    assert [(span.id, span.attributes) for span in annotations.spans] == [("sony", {"kind": "two"}), ("T8", {})]
    assert (annotations.annotator, annotations.links, annotated.document.title) == ("A1", (), "Sony")


def test_a_text_that_was_changed_makes_our_own_file_say_nothing():
    files = members(written(BRAT, [sample()], SCHEMA))
    files["story.txt"] = b"Nobody hired."
    files["story.ann"] = b"T1\tdeed 7 12\thired\n"
    losses = []
    (annotated,) = read(BRAT, archived(files), None, losses)
    assert (annotated.document.meta, annotated.sets[0].annotator) == ({}, "import")
    assert [(loss.document, loss.kind, loss.reason, loss.file) for loss in losses] == [
        ("story", "corner", "changed", "corpus/story.annotator.json")
    ]


def test_labels_and_roles_may_be_numbers():
    spans = (Span("a", "12", 0, 4, "Sony"), Span("b", "3", 5, 10, "hired"))
    sets = (AnnotationSet("A", SchemaRef("x", 1), spans=spans, links=(Link("l", "7", "b", "a"),)),)
    annotated = AnnotatedDocument(Document("d", TEXT), sets)
    assert read(BRAT, written(BRAT, [annotated])) == [annotated]


def test_labels_and_roles_become_one_word_which_is_told_and_those_of_no_word_are_losses():
    spans = (Span("a", ":", 0, 4, "Sony"), Span("b", "two  words", 38, 42, "Sony"), Span("c", "x", 5, 10, "hired"))
    links = (Link("l", "agent", "b", "a"), Link("m", "a:b", "b", "c"), Link("n", "<>", "c", "b"))
    annotated = AnnotatedDocument(
        Document("d", TEXT), (AnnotationSet("A", SchemaRef("x", 1), spans=spans, links=links),)
    )
    data, losses = written_with_losses(BRAT, [annotated])
    assert [(loss.kind, loss.id, loss.reason, loss.weight) for loss in losses] == [
        ("span", "a", "label", Weight.LOST),
        ("span", "b", "label", Weight.CHANGED),
        ("link", "l", "end", Weight.LOST),
        ("link", "m", "role", Weight.CHANGED),
        ("link", "n", "role", Weight.LOST),
    ]
    (kept,) = read(BRAT, data)
    assert kept == BRAT.keep(annotated)
    assert [span.label for span in kept.sets[0].spans] == ["two_words", "x"]
    assert [link.role for link in kept.sets[0].links] == ["a_b"]


def test_names_that_differ_in_capitals_alone_are_different_files():
    documents = [AnnotatedDocument(Document(name, TEXT), sample().sets) for name in ("a", "A")]
    assert [each.document.id for each in read(BRAT, written(BRAT, documents, SCHEMA))] == ["a", "A"]


# The configuration.

CONF = """
# of a corpus
[entities]
<PARTY>=Person|Organization
!Thing
    Person
    Organization
Place
[relations]
Near\tArg1:<ENTITY>, Arg2:Place, <REL-TYPE>:symmetric
Equiv\tArg1:Person, Arg2:Person, <REL-TYPE>:symmetric-transitive
<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:contain
[events]
Attack\tLocation?:Place, Target*:<PARTY>, Cause{0-2}:<EVENT>
Die\t<ANY-ROLE>?:<ENTITY>
[attributes]
Negation\tArg:<EVENT>
Size\tArg:Place, Value:Small|Large
"""


def test_the_configuration_says_what_heads_events_which_roles_join_what_and_which_values_there_are():
    told = BRAT.describe(io.BytesIO(archived({"annotation.conf": CONF.encode(), "a.txt": b"", "a.ann": b""})))
    assert list(told.labels) == ["Person", "Organization", "Place", "Attack", "Die"]
    assert [name for name, use in told.labels.items() if use.is_trigger] == ["Attack", "Die"]
    assert set(told.roles["Target"].ends) == {("Attack", "Person"), ("Attack", "Organization")}
    assert set(told.roles["Cause"].ends) == {("Attack", "Attack"), ("Attack", "Die")}
    assert set(told.roles["Near"].ends) == {(one, "Place") for one in ("Person", "Organization", "Place")}
    assert set(told.roles) == {"Location", "Target", "Cause", "Near", "Equiv"}
    assert told.roles["Target"].meaning is Meaning.FILLER
    assert told.roles["Near"].meaning is None
    assert told.roles["Equiv"].meaning is Meaning.SAME_VALUE
    assert list(told.labels["Place"].attributes["Size"].values) == ["Small", "Large"]
    assert list(told.labels["Die"].attributes) == ["Negation"]


def test_without_a_configuration_the_lines_say_what_heads_events():
    told = BRAT.describe(io.BytesIO(collection("T1\tHire 5 10\thired\nE1\tHire:T1 Who:T1\n")))
    assert told.labels["Hire"].is_trigger
    assert told.roles["Who"].meaning is Meaning.FILLER


def test_the_configuration_that_we_write_says_the_schema():
    schema = read_toml(resources.schema_text("conflict-events") or "", "conflict-events.toml")
    told = BRAT.describe(io.BytesIO(written(BRAT, [], schema)))
    assert set(told.labels) == {label.name for label in schema.labels}
    for label in schema.labels:
        assert told.labels[label.name].is_trigger == label.trigger
    for role in schema.roles:
        declared = {(one, other) for one in role.from_labels for other in role.to_labels}
        assert set(told.roles[role.name].ends) == declared


def test_the_looks_of_labels_are_written_for_brat():
    told = members(written(BRAT, [], SCHEMA))["visual.conf"].decode().splitlines()
    assert told[0] == "[labels]"
    assert "deed | deed" in told
    assert "deed\tbgColor:#FFFFFF, borderColor:#000000" in told[told.index("[drawing]") :]


def test_the_looks_of_labels_say_their_titles():
    visual = b"[labels]\nAttack | Armed attack | Att\nTarget | Hit\n"
    visual += b"Place | Place | P\nNobody | Else\n[drawing]\nPlace bgColor:#fff\n"
    files = {"annotation.conf": CONF.encode(), "visual.conf": visual, "a.txt": b"", "a.ann": b""}
    told = BRAT.describe(io.BytesIO(archived(files)))
    titles = {name: use.title for name, use in {**told.labels, **told.roles}.items() if use.title}
    assert titles == {"Attack": "Armed attack", "Target": "Hit"}


def test_a_folder_is_read_as_an_archive_is(tmp_path: Path):
    for name, data in members(written(BRAT, [sample()], SCHEMA)).items():
        (tmp_path / name).write_bytes(data)
    assert list(BRAT.read(tmp_path, SCHEMA)) == [BRAT.keep(sample(), SCHEMA)]
