"""CoNLL-2003 and IOB2: the rows themselves, what other programs write, and what is said of losses."""

import pytest
from hypothesis import given

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.schema_reader import read_schema
from annotator.formats.base import Weight
from annotator.formats.bioes import Bioes
from annotator.formats.conll2003 import Conll2003
from annotator.formats.iob2 import Iob2
from annotator.formats.ioe2 import Ioe2
from annotator.formats.options import configured
from annotator.formats.records.selection import chosen
from tests.formats.support import read, written, written_with_losses
from tests.strategies import SCHEMA, annotated_documents, examples

#: A schema with two labels, x and y.
LABELS = read_schema(
    {
        "name": "letters",
        "version": 1,
        "labels": [
            {
                "name": name,
                "mark": {
                    "letter": name,
                    "pattern": "solid",
                    "light": ["#FFFFFF", "#000000"],
                    "dark": ["#000000", "#FFFFFF"],
                },
            }
            for name in "xy"
        ],
    }
)
TEXT = "Anti-war US troops left. They  died:\n10 of them"


def document(*places, text=TEXT, **more):
    spans = tuple(
        Span(f"s{number}", label, text.index(words), text.index(words) + len(words), words)
        for number, (label, words) in enumerate(places, start=1)
    )
    annotations = AnnotationSet("A1", SchemaRef("example", 3), status="submitted", spans=spans)
    return AnnotatedDocument(Document("d1", text, more), (annotations,))


def rows(annotated, **options):
    return written(configured(Iob2(), options), [annotated]).decode()


def losses(annotated, **options):
    found = written_with_losses(configured(Iob2(), options), [annotated])[1]
    bookkeeping = ("ids", "provenance", "origin", "text", "policy")
    return [(loss.kind, loss.id, loss.reason) for loss in found if loss.kind not in bookkeeping]


def test_rows_are_token_and_tag_with_a_blank_line_after_each_sentence():
    assert rows(document(("party", "US troops"), ("deed", "left"), ("toll", "10 of them"))) == (
        "-DOCSTART- O\n\nAnti-war O\nUS B-party\ntroops I-party\nleft B-deed\n. O\n\n"
        "They O\ndied O\n: O\n\n10 B-toll\nof I-toll\nthem I-toll\n\n"
    )


def test_conll_has_four_columns():
    assert written(Conll2003(), [document(("deed", "left"), text="They left")]).decode() == (
        "-DOCSTART- -X- O O\n\nThey -X- _ O\nleft -X- _ B-deed\n\n"
    )


def test_neighbours_of_one_label_are_told_apart():
    assert rows(document(("x", "US"), ("x", "troops"), text="US troops")).endswith("US B-x\ntroops B-x\n\n")


def test_a_token_is_cut_for_the_span_that_ends_inside_it_and_that_is_told():
    annotated = document(("deed", "war"), text="Anti-war US")
    assert rows(annotated).endswith("Anti- O\nwar B-deed\nUS O\n\n")
    assert losses(annotated) == [("token", "s1", "cut")]


def test_a_span_over_spaces_is_trimmed_or_left_out_and_that_is_told():
    annotated = document(("x", " US "), ("y", "  "), text="An US man  here")
    assert "US B-x\nman O\n" in rows(annotated)
    assert losses(annotated) == [("span", "s1", "trimmed"), ("span", "s2", "misaligned")]


def test_overlaps_are_told_one_by_one():
    annotated = document(("x", "US troops"), ("y", "US"), ("z", "US troops"), ("y", "troops left"))
    assert "US B-y\ntroops B-y\nleft I-y\n" in rows(annotated)
    assert losses(annotated) == [("overlap", "s1", "longest"), ("overlap", "s3", "longest")]
    assert "US B-x\ntroops I-x\nleft O\n" in rows(annotated, overlap="first")
    assert losses(annotated, overlap="first") == [
        ("overlap", "s2", "first"),
        ("equal_span", "s3", "first"),
        ("overlap", "s4", "first"),
    ]
    with pytest.raises(InvalidInput) as error:
        rows(annotated, overlap="refuse")
    assert (error.value.rule, error.value.document) == ("overlap", "d1")


def test_what_each_policy_costs_is_told_where_spans_overlap():
    annotated = document(("x", "US troops"), ("y", "US"), ("y", "troops left"), ("y", "left"))
    for policy in ("longest", "first", "layers"):
        fmt = configured(Iob2(), {"overlap": policy})
        (cost,) = [loss for loss in written_with_losses(fmt, [annotated], LABELS)[1] if loss.kind == "policy"]
        assert (cost.reason, cost.weight) == ("cost", Weight.CHANGED)
        assert "of 4 spans some overlap: left out would be 2 by longest, 2 by first, 1 by layers" in cost.detail
    apart = document(("x", "US"), ("y", "troops"))
    fmt = configured(Iob2(), {"overlap": "layers"})
    assert not [loss for loss in written_with_losses(fmt, [apart], LABELS)[1] if loss.kind == "policy"]


def test_with_layers_each_label_of_the_schema_has_a_column():
    annotated = document(
        ("x", "US troops"), ("y", "US"), ("y", "troops left"), ("z", "died"), text="US troops left died"
    )
    fmt = configured(Iob2(), {"overlap": "layers"})
    data, found = written_with_losses(fmt, [annotated], LABELS)
    assert data.decode() == (
        "# global.columns = FORM NER:x NER:y\n\n-DOCSTART- O\n\nUS B-x B-y\ntroops I-x B-y\nleft O I-y\ndied O O\n\n"
    )
    assert [(loss.kind, loss.id) for loss in found if loss.reason in ("label", "layers")] == [("span", "s4")]
    (back,) = read(fmt, data, LABELS)
    assert [(span.label, span.quote) for span in back.sets[0].spans] == [
        ("x", "US troops"),
        ("y", "US"),
        ("y", "troops left"),
    ]
    assert fmt.carries.overlap
    assert spans(written(configured(Conll2003(), {"overlap": "layers"}), [annotated], LABELS).decode())[1] == [
        ("x", "US troops"),
        ("y", "US"),
        ("y", "troops left"),
    ]
    with pytest.raises(InvalidInput, match="a column for each label of the schema"):
        written(fmt, [annotated])


@examples(60)
@given(annotated_documents())
def test_with_layers_nothing_is_lost_between_labels(annotated):
    fmt = configured(Conll2003(), {"overlap": "layers"})
    data, found = written_with_losses(fmt, [annotated], SCHEMA)
    assert read(fmt, data, SCHEMA) == [each for each in [fmt.keep(annotated, SCHEMA)] if each]
    # Of the set that is written: another may have other spans of the same ids.
    by_id = {span.id: span for each in [chosen(annotated)] if each for span in each.spans}
    for loss in found:
        if loss.kind in ("overlap", "equal_span"):
            assert loss.detail.count(f"{by_id[loss.id].label} “") == 2, (
                "only spans of one label are in each other's way"
            )


@pytest.mark.parametrize("fmt", [Iob2(), Bioes()], ids=["iob2", "bioes"])
@examples(150)
@given(annotated=annotated_documents())
def test_with_comments_id_and_text_come_back_and_spans_are_where_they_were(fmt, annotated):
    fmt = configured(fmt, {"comments": "yes"})
    data, found = written_with_losses(fmt, [annotated], SCHEMA)
    back = read(fmt, data, SCHEMA)
    assert back == [each for each in [fmt.keep(annotated, SCHEMA)] if each]
    if not back:
        return
    assert (back[0].document.id, back[0].document.text) == (annotated.document.id, annotated.document.text)
    gone = {loss.id for loss in found if loss.kind in ("span", "overlap", "equal_span")}
    there = {(span.label, span.start, span.end) for span in chosen(annotated).spans if span.id not in gone}
    # A mark on a space is one grapheme of the text, but the space is in no word.
    assert {(label, end) for label, _, end in there} <= {(each.label, each.end) for each in back[0].sets[0].spans}


def test_a_sentence_that_begins_with_a_mark_on_a_space_keeps_the_space():
    text = "US\r\n \u0301 left"
    fmt = configured(Iob2(), {"comments": "yes"})
    (back,) = read(fmt, written(fmt, [document(("x", "left"), text=text)]))
    assert back.document.text == text
    assert [(span.start, span.end) for span in back.sets[0].spans] == [(text.index("left"), len(text))]


def test_comments_are_those_of_conllu():
    data = written(configured(Iob2(), {"comments": "yes"}), [document(("x", "US"), text="US left.  They died\n")])
    assert data.decode() == (
        "-DOCSTART- O\n\n# newdoc id = d1\n"
        '# sent_id = d1-1\n# text = US left.\n# exact = "US left.  "\nUS B-x\nleft O\n. O\n\n'
        '# sent_id = d1-2\n# text = They died\n# exact = "They died\\n"\nThey O\ndied O\n\n'
    )


def test_words_that_are_marks_of_the_file_are_no_marks_in_the_text():
    text = "-DOCSTART- # left\n# text = 7\nSAMPLE_START [SEP] -DOCSTART- x"
    for tokenizer in ("words", "spaces", "graphemes"):
        for comments in ("yes", "no"):
            fmt = configured(Iob2(), {"tokenizer": tokenizer, "comments": comments})
            (back,) = read(fmt, written(fmt, [document(text=text)]))
            assert back.document.text.replace(" ", "") == text.replace(" ", "")


def test_tokens_and_sentences_can_be_chosen():
    assert rows(document(text="US-led. No"), tokenizer="spaces") == "-DOCSTART- O\n\nUS-led. O\nNo O\n\n"
    assert rows(document(text="US. No\nx"), sentences="whole").count("\n\n") == 2
    assert rows(document(text="US. No\nx"), sentences="lines").count("\n\n") == 3


def test_ends_are_marked_as_each_scheme_has_it():
    annotated = document(
        ("party", "US troops"), ("deed", "left"), ("toll", "10 of them"), text="US troops left 10 of them"
    )
    expected = {
        Ioe2(): "I-party E-party E-deed I-toll I-toll E-toll",
        Bioes(): "B-party E-party S-deed B-toll I-toll E-toll",
        configured(Bioes(), {"letters": "bilou"}): "B-party L-party U-deed B-toll I-toll L-toll",
    }
    for fmt, tags in expected.items():
        data = written(fmt, [annotated]).decode()
        assert [line.split()[1] for line in data.splitlines()[2:-1]] == tags.split()
        assert spans(data, fmt)[1] == [("party", "US troops"), ("deed", "left"), ("toll", "10 of them")]


def test_bilou_is_what_spacy_makes_of_the_same_spans():
    spacy = pytest.importorskip("spacy")
    text = "US troops left Oz"
    annotated = document(("party", "US troops"), ("deed", "left"), text=text)
    data = written(configured(Bioes(), {"letters": "bilou"}), [annotated]).decode()
    doc = spacy.blank("en")(text)
    theirs = spacy.training.offsets_to_biluo_tags(doc, [(0, 9, "party"), (10, 14, "deed")])
    assert [line.split()[1] for line in data.splitlines()[2:-1]] == theirs


def test_a_label_with_a_space_is_no_tag():
    annotated = document(("armed group", "US"))
    assert "B-" not in rows(annotated)
    assert losses(annotated) == [("span", "s1", "label")]


def test_metadata_and_the_spaces_of_the_text_are_losses():
    found = written_with_losses(Iob2(), [document(title="Left", source="wire")])[1]
    assert [(loss.kind, loss.id) for loss in found if loss.kind in ("meta", "text")] == [
        ("meta", "title"),
        ("meta", "source"),
        ("text", None),
    ]
    assert [loss.kind for loss in written_with_losses(Iob2(), [document(text="They left")])[1]] == ["ids", "provenance"]


def test_a_document_without_a_set_is_left_out_for_empty_rows_would_say_that_nothing_is_in_it():
    nothing = AnnotatedDocument(Document("d1", TEXT))
    data, found = written_with_losses(Iob2(), [nothing])
    assert data == b""
    assert [(loss.kind, loss.id, loss.reason) for loss in found] == [("document", "d1", "no_set")]


def spans(data, fmt=None, **options):
    (annotated,) = read(configured(fmt or Iob2(), options), data.encode())
    return annotated.document.text, [(span.label, span.quote) for span in annotated.sets[0].spans]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("B-x I-x O B-x", ["ab cd", "gh"]),
        ("I-x I-x O I-x", ["ab cd", "gh"]),
        ("I-x B-x I-x O", ["ab", "cd ef"]),
        ("B-x I-y I-y O", ["ab", "cd ef"]),
        ("B-x E-x S-x O", ["ab cd", "ef"]),
        ("B-x L-x U-x I-x", ["ab cd", "ef", "gh"]),
        ("O O O O", []),
    ],
)
def test_iob1_iob2_and_bioes_are_read(tags, expected):
    lines = "\n".join(f"{word} {tag}" for word, tag in zip(["ab", "cd", "ef", "gh"], tags.split(), strict=True))
    text, found = spans(lines)
    assert text == "ab cd ef gh"
    assert [quote for _, quote in found] == expected


def test_a_span_ends_with_its_sentence():
    assert spans("a B-x\nb I-x\n\nc I-x\n") == ("a b\nc", [("x", "a b"), ("x", "c")])


def test_any_number_of_columns_and_any_blanks_between_them_are_read():
    assert spans("a DT\t\tB-NP  B-x\r\nb\u00a0c NN I-NP I-x \n", Conll2003()) == ("a b\u00a0c", [("x", "a b\u00a0c")])
    label_studio = "-DOCSTART- -X- O\na -X- _ B-x\nb -X- _ O\n"
    assert spans(label_studio, Conll2003()) == ("a b", [("x", "a")])


def test_documents_begin_at_their_mark_empty_ones_too():
    found = read(Iob2(), b"\n\n-DOCSTART- O\n\na O\n\n-DOCSTART- O\n\n-DOCSTART- O\nb O\n")
    assert [annotated.document.text for annotated in found] == ["a", "", "b"]
    assert [annotated.document.text for annotated in read(Iob2(), b"a O\n")] == ["a"]
    assert read(Iob2(), b"\n \n") == []


def test_what_is_read_says_whose_it_is_and_has_ids_that_follow_from_the_text():
    (annotated,) = read(configured(Iob2(), {"annotator": "A7", "layer": "gold"}), b"They O\nleft B-deed\n", SCHEMA)
    annotations = annotated.sets[0]
    assert (annotations.annotator, annotations.layer, annotations.status) == ("A7", "gold", "submitted")
    assert annotations.schema == SchemaRef("example", 3)
    assert annotations.spans == (Span("s1", "deed", 5, 9, "left", {}, "import"),)
    assert annotated.document.id == read(Iob2(), b"They B-x\nleft O\n")[0].document.id
    assert read(Iob2(), b"a O\n")[0].sets[0].schema == SchemaRef("unknown", 1)


@pytest.mark.parametrize(
    ("rule", "line", "data"),
    [
        ("columns", 3, b"a O\n\nb\n"),
        ("columns", 1, b"a\n"),
        ("columns", 2, b"a O\nb NN O\n"),
        ("tag", 2, b"a O\nb X\n"),
        ("tag", 1, b"a B-\n"),
        ("tag", 1, b"a Q-x\n"),
        ("encoding", 2, b"a O\n\xff O\n"),
        ("nul", 1, b"a\x00 O\n"),
    ],
)
def test_a_broken_row_is_named_with_its_line(rule, line, data):
    with pytest.raises(InvalidInput) as error:
        read(Iob2(), data)
    assert (error.value.rule, error.value.file, error.value.line) == (rule, "corpus", line)


def test_a_label_that_the_schema_does_not_have_is_named_with_its_document():
    with pytest.raises(InvalidInput) as error:
        read(Iob2(), b"-DOCSTART- O\n\na O\n\n-DOCSTART- O\n\nb B-z\n", SCHEMA)
    assert (error.value.rule, error.value.line) == ("label", 5)
    losses = []
    found = read(Iob2(), b"b B-z\nc B-deed\n", SCHEMA, losses)
    assert [(loss.kind, loss.id, loss.reason) for loss in losses] == [("span", "s1", "label")]
    assert [span.label for span in found[0].sets[0].spans] == ["deed"]


@examples(40)
@given(annotated_documents())
def test_the_words_that_come_back_are_the_words_that_went(annotated):
    before, after = annotated, Iob2().keep(annotated)
    if after is None:
        return
    ours = "".join(char for char in before.document.text if not char.isspace() and char.isprintable())
    theirs = "".join(char for char in after.document.text if not char.isspace() and char.isprintable())
    assert theirs == ours
    assert after.document.text.split(" ") == [word for word in after.document.text.split(" ") if word] or not theirs
