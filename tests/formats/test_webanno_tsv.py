"""WebAnno TSV as its guide describes it; examples in the form of that guide, with words of our own."""

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.formats import readers
from annotator.formats.base import Weight
from annotator.formats.maps import intake
from annotator.formats.maps.schema_proposal import own_schema
from annotator.formats.places.utf16 import Utf16
from annotator.formats.sources.recognition import recognised
from annotator.formats.webanno_tsv.format import WebAnnoOptions, WebAnnoTsv
from tests.formats.support import archived, members, read, written
from tests.strategies import SCHEMA, annotated_documents, texts

FORMAT = WebAnnoTsv()
HEAD = "#FORMAT=WebAnno TSV 3.3\n"
NAMED = "#T_SP=custom.Entity|identifier|value\n"


def told(tsv, fmt=FORMAT, losses=None):
    """The one document of a file."""
    (annotated,) = read(fmt, tsv.encode(), None, losses)
    return annotated


def spans(annotated):
    return [(span.label, span.quote) for span in annotated.sets[0].spans]


def links(annotated):
    by_id = {span.id: span.quote for span in annotated.sets[0].spans}
    return [(by_id[link.from_id], link.role, by_id[link.to_id]) for link in annotated.sets[0].links]


def test_a_feature_named_value_is_the_label_and_others_are_attributes():
    annotated = told(
        f"{HEAD}{NAMED}\n\n#Text=Basra burns .\n"
        "1-1\t0-5\tBasra\tQ48195\tLOC\t\n1-2\t6-11\tburns\t_\t_\t\n1-3\t12-13\t.\t*\t*\t\n"
    )
    assert annotated.document.text == "Basra burns ."
    assert spans(annotated) == [("LOC", "Basra"), ("Entity", ".")]
    assert annotated.sets[0].spans[0].attributes == {"identifier": "Q48195"}


def test_rows_of_one_number_are_one_span_and_stacked_ones_are_several():
    annotated = told(
        f"{HEAD}#T_SP=custom.Entity|value\n\n\n#Text=Col. Haddad left\n"
        "1-1\t0-4\tCol.\tPER[1]|RANK[2]\t\n1-2\t5-11\tHaddad\tPER[1]\t\n1-3\t12-16\tleft\t_\t\n"
    )
    assert spans(annotated) == [("RANK", "Col."), ("PER", "Col. Haddad")]


def test_a_span_goes_on_over_the_end_of_a_sentence():
    annotated = told(
        f"{HEAD}#T_SP=custom.Entity|value\n\n\n#Text=It fell.\n1-1\t0-2\tIt\t_\t\n1-2\t3-8\tfell.\tE[7]\t\n"
        "\n#Text=Then rose.\n2-1\t9-13\tThen\tE[7]\t\n2-2\t14-19\trose.\t_\t\n"
    )
    assert annotated.document.text == "It fell.\nThen rose."
    assert spans(annotated) == [("E", "fell.\nThen")]


def test_parts_of_a_token_are_rows_of_their_own():
    annotated = told(
        f"{HEAD}#T_SP=custom.Entity|value\n\n\n#Text=Gazans fled\n"
        "1-1\t0-6\tGazans\t_\t\n1-1.1\t0-4\tGaza\tLOC\t\n1-1.2\t4-6\tns\tX[2]\t\n1-2\t7-11\tfled\tX[2]\t\n"
    )
    assert spans(annotated) == [("LOC", "Gaza"), ("X", "ns fled")]


def test_a_relation_stands_where_it_ends_and_names_where_it_begins():
    annotated = told(
        f"{HEAD}#T_SP=custom.Span|value\n#T_RL=custom.Dep|DependencyType|BT_custom.Span\n\n\n#Text=Troops hit Homs\n"
        "1-1\t0-6\tTroops\tA\tagent\t1-2[3_0]\t\n1-2\t7-10\thit\tE[3]|E[4]\t_\t_\t\n"
        "1-3\t11-15\tHoms\tP\tplace|again\t1-2[4_0]|1-1\t\n"
    )
    assert links(annotated) == [("hit", "agent", "Troops"), ("hit", "place", "Homs"), ("Troops", "again", "Homs")]
    assert [link.from_id for link in annotated.sets[0].links][:2] == ["s2", "s3"]


def test_a_relation_is_called_as_its_only_feature_says_whatever_that_is_called():
    losses = []
    annotated = told(
        f"{HEAD}#T_SP=custom.Span|value\n#T_RL=custom.Dep|kind|sure|BT_custom.Span\n\n\n#Text=Troops hit Homs\n"
        "1-1\t0-6\tTroops\tA\tagent\t*\t1-2\t\n1-2\t7-10\thit\tE\t_\t_\t_\t\n1-3\t11-15\tHoms\tP\tplace\tyes\t1-2\t\n",
        losses=losses,
    )
    assert links(annotated) == [("hit", "agent", "Troops"), ("hit", "Dep", "Homs")]
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [("attribute", "link_value", 9)] * 2


def test_a_relation_without_a_number_is_with_what_stands_on_that_row_alone():
    annotated = told(
        f"{HEAD}#T_SP=custom.Span|value\n#T_RL=custom.Same|type|BT_custom.Span\n\n\n#Text=Homs Camp fell\n"
        "1-1\t0-4\tHoms\tBASE[1]|TOWN[2]\t_\t_\t\n1-2\t5-9\tCamp\tBASE[1]\t_\t_\t\n1-3\t10-14\tfell\t_\t_\t_\t\n"
        "\n#Text=Homs Camp too\n2-1\t15-19\tHoms\tBASE[3]|TOWN[4]\tsame|same\t1-1[1_3]|1-1\t\n"
        "2-2\t20-24\tCamp\tBASE[3]\t_\t_\t\n2-3\t25-28\ttoo\t_\t_\t_\t\n"
    )
    found = annotated.sets[0]
    label = {span.id: span.label for span in found.spans}
    assert [(label[link.from_id], label[link.to_id]) for link in found.links] == [("BASE", "BASE"), ("TOWN", "TOWN")]


def test_a_relation_between_tokens_brings_them_along_as_spans():
    head = f"{HEAD}#T_RL=custom.Dep|value|BT_core.api.segmentation.type.Token\n\n\n"
    annotated = told(
        f"{head}#Text=Jets hit Homs\n1-1\t0-4\tJets\tby\t1-2\t\n1-2\t5-8\thit\t_\t_\t\n1-3\t9-13\tHoms\t_\t_\t\n"
    )
    assert spans(annotated) == [("Token", "Jets"), ("Token", "hit")]
    assert links(annotated) == [("hit", "by", "Jets")]


def test_a_relation_on_a_layer_of_words_brings_what_it_stands_on_along_and_no_more():
    annotated = told(
        f"{HEAD}#T_SP=core.lexmorph.type.pos.POS|PosValue\n#T_RL=custom.Dep|value|BT_core.lexmorph.type.pos.POS\n\n\n"
        "#Text=Jets hit Homs\n1-1\t0-4\tJets\tNN\tby\t1-2\t\n1-2\t5-8\thit\tVB\t_\t_\t\n1-3\t9-13\tHoms\tNN\t_\t_\t\n",
        losses=[],
    )
    assert spans(annotated) == [("POS", "Jets"), ("POS", "hit")]
    assert links(annotated) == [("hit", "by", "Jets")]


def test_slots_are_links_by_their_roles():
    annotated = told(
        f"{HEAD}#T_SP=custom.Deed|kind|ROLE_custom.Deed:fillers_custom.DeedLink|custom.Party\n#T_SP=custom.Party|value\n"
        "\n\n#Text=Rebels shelled the old port\n1-1\t0-6\tRebels\t_\t_\t_\tarmed\t\n"
        "1-2\t7-14\tshelled\tattack\tagent;*\t1-1;1-4[2]\t_\t\n1-3\t15-18\tthe\t_\t_\t_\t_\t\n"
        "1-4\t19-22\told\t_\t_\t_\tplace[2]\t\n1-5\t23-27\tport\t_\t_\t_\tplace[2]\t\n"
    )
    assert spans(annotated) == [("armed", "Rebels"), ("Deed", "shelled"), ("place", "old port")]
    assert links(annotated) == [("shelled", "agent", "Rebels"), ("shelled", "fillers", "old port")]


def test_what_has_slots_heads_events_and_may_stand_twice_on_a_word():
    tsv = (
        f"{HEAD}#T_SP=custom.Deed|value|ROLE_custom.Deed:fillers_custom.DeedLink|uima.tcas.Annotation\n"
        "#T_SP=custom.Party|value\n\n\n#Text=Rebels shelled\n1-1\t0-6\tRebels\t_\t_\t_\tarmed\t\n"
        "1-2\t7-14\tshelled\tattack[1]|attack[2]\tagent[1]|*[2]\t1-1|1-1\t_\t\n"
    )
    described = FORMAT.describe(io.BytesIO(tsv.encode()))
    assert [name for name, use in described.labels.items() if use.is_trigger] == ["attack"]
    schema = own_schema(intake.describe(FORMAT, io.BytesIO(tsv.encode())))
    losses = []
    (annotated,) = intake.taken(FORMAT, io.BytesIO(tsv.encode()), schema, losses.append)
    assert spans(annotated) == [("armed", "Rebels"), ("attack", "shelled"), ("attack", "shelled")]
    assert links(annotated) == [("shelled", "agent", "Rebels"), ("shelled", "fillers", "Rebels")]
    assert losses == []


def test_losses_tell_the_line_of_what_they_are_about():
    losses = []
    told(
        f"{HEAD}#T_SP=custom.Deed|kind|ROLE_custom.Deed:fillers_custom.DeedLink|custom.Party\n"
        "#T_RL=custom.Dep|DependencyType|BT_custom.Party\n\n\n#Text=It fell\n1-1\t0-2\tIt\t_\t_\t_\t_\t_\t\n"
        "1-2\t3-7\tfell\tx\tagent\t1-1\tagent\t1-1\t\n",
        losses=losses,
    )
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [
        ("link", "dangling", 8),
        ("link", "dangling", 8),
    ]


SECOND = (
    " # custom.Entity | value | source # custom.Near | kind | AttachTo=custom.Entity\n"
    "#id=1\n#text=Col. Haddad left Homs.\n"
    "1-1\tCol.\tB-PER\tB-wire\t_\t_\t\n1-2\tHaddad\tI-PER|B-NAME\tI-wire|B-custom.Entity:source_\t_\t_\t\n"
    "1-3\tleft\tO\tO\t_\t_\t\n1-4\tHoms\tPLACE\tsource_\tB-in 2\t1-1\t\n1-5\t.\t_\t_\t_\t_\t\n\n"
    "#id=2\n#text=Homs fell\n2-1\tHoms\tB-PLACE\tB-a\t_\t_\t\n2-2\tfell\tB-PLACE\tB-a\t_\t_\t\n\n"
)


def test_version_2_has_its_layers_in_the_first_line_and_words_without_offsets():
    assert recognised(io.BytesIO(SECOND.encode()), readers()).id == FORMAT.id
    annotated = told(SECOND, losses=(losses := []))
    assert annotated.document.text == "Col. Haddad left Homs.\nHoms fell"
    assert spans(annotated) == [
        ("PER", "Col. Haddad"),
        ("NAME", "Haddad"),
        ("PLACE", "Homs"),
        ("PLACE", "Homs"),
        ("PLACE", "fell"),
    ]
    assert [span.attributes for span in annotated.sets[0].spans] == [
        {"source": "wire"},
        {},
        {},
        {"source": "a"},
        {"source": "a"},
    ]
    assert links(annotated) == [("Col. Haddad", "in 2", "Homs")]
    assert losses == []


FIRST = (
    "#id=1\n#text=Gen. Haddad left Homs .\n1\tGen.\t_\tNNP\tB_PER\t2\tNAME\t_\t_\n"
    "2\tHaddad\t_\tNNP\tI_PER\t3\tSBJ\t_\t_\n"
    "3\tleft\t_\tVBD\tO\t0\tROOT\t_\t_\n4\tHoms\t_\tNNP\tB-LOC|B_CITY\t3\tOBJ\t_\t_\n5\t.\t_\t.\tO\t3\tP\t_\t_\n\n"
    "#id=2\n1\tIt\t_\tPRP\tO\t2\tSBJ\t_\t_\n2\tburns\t_\tVBZ\tO\t0\tROOT\t_\t_\n\n"
    "#text=Gen. Haddad left Homs . It burns\n"
)


def test_version_1_has_the_same_columns_always():
    assert recognised(io.BytesIO(FIRST.encode()), readers()).id == FORMAT.id
    losses = []
    annotated = told(FIRST, losses=losses)
    assert annotated.document.text == "Gen. Haddad left Homs .\nIt burns"
    assert spans(annotated) == [("PER", "Gen. Haddad"), ("LOC", "Homs"), ("CITY", "Homs")]
    assert {loss.weight for loss in losses} == {Weight.UNWANTED}
    asked = told(FIRST, replace(FORMAT, options=WebAnnoOptions(types="Dependency,POS")))
    assert ("left", "SBJ", "Haddad") in links(asked)


def test_a_row_of_an_old_version_that_is_none_is_named_with_its_line():
    for wrong, rule in (("1-3 left\tO\tO\t_\t_\t", "row"), ("1-3\tleft\tO", "columns")):
        with pytest.raises(InvalidInput) as caught:
            told(SECOND.replace("1-3\tleft\tO\tO\t_\t_\t", wrong))
        assert (caught.value.rule, caught.value.line) == (rule, 6)


def test_a_chain_links_each_of_its_elements_to_the_next():
    annotated = told(
        f"{HEAD}#T_CH=custom.CorefLink|referenceType|referenceRelation\n\n\n#Text=He shot himself and his son\n"
        "1-1\t0-2\tHe\tpr[1]\tcoref->1-1\t\n1-2\t3-7\tshot\t_\t_\t\n1-3\t8-15\thimself\tpr[1]\t*->1-2\t\n"
        "1-4\t16-19\tand\t_\t_\t\n1-5\t20-23\this\t*[1]|nn[2]\t*->1-3|*->2-1\t\n1-6\t24-27\tson\tnn[2]\t*->2-1\t\n"
    )
    assert spans(annotated) == [("pr", "He"), ("pr", "himself"), ("CorefLink", "his"), ("nn", "his son")]
    assert links(annotated) == [("He", "coref", "himself"), ("himself", "CorefLink", "his")]


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        (r"a\_b", "a_b"),
        (r"\*", "*"),
        (r"x\|y", "x|y"),
        (r"\[1\]", "[1]"),
        (r"a\->b", "a->b"),
        (r"a\;b\\", "a;b\\"),
        (r"a\tb\nc", "a\tb\nc"),
        ("a-b", "a-b"),
    ],
)
def test_escaped_signs_are_signs(cell, label):
    annotated = told(f"{HEAD}#T_SP=custom.E|value\n\n\n#Text=x\n1-1\t0-1\tx\t{cell}\t\n")
    assert spans(annotated) == [(label, "x")]


def test_a_sentence_of_several_lines_and_escapes_is_rebuilt():
    annotated = told(
        f"{HEAD}\n\n#Sentence.id=s-1\n#Text=one\\r\n#Text=\\ttwo \\\\ x\n1-1\t0-3\tone\t\n1-2\t6-9\ttwo\t\n"
        "1-3\t10-11\t\\\t\n1-4\t12-13\tx\t\n\n#Text=three\n2-1\t16-21\tthree\t\n"
    )
    assert annotated.document.text == "one\r\n\ttwo \\ x\n  three"


def test_versions_before_3_2_number_what_is_no_ascii():
    annotated = told("#FORMAT=WebAnno TSV 3.1\n\n\n#Text=\\u0645 \\ud83d\\ude00\n1-1\t0-1\tم\t\n1-2\t2-4\t😀\t\n")
    assert annotated.document.text == "م 😀"


def test_version_3_0_has_its_text_as_it_is():
    data = (
        "#FORMAT=WebAnno TSV 3\n#T_SP=custom.E|value\n\n\n#Text=at C:\\new\n1-1\t0-2\tat\t_\t\n1-2\t3-9\tC:\\new\tP\t\n"
    )
    annotated = told(data)
    assert annotated.document.text == "at C:\\new"
    assert spans(annotated) == [("P", "C:\\new")]


def test_offsets_count_utf_16_units():
    tsv = f"{HEAD}#T_SP=custom.E|value\n\n\n#Text=a 😊 b\n1-1\t0-1\ta\t_\t\n1-2\t2-4\t😊\tX\t\n1-3\t5-6\tb\tY\t\n"
    assert spans(told(tsv)) == [("X", "😊"), ("Y", "b")]


def test_offsets_in_code_points_are_known_by_their_words_and_reported():
    losses = []
    tsv = f"{HEAD}#T_SP=custom.E|value\n\n\n#Text=a 😊 b\n1-1\t0-1\ta\t_\t\n1-2\t2-3\t😊\tX\t\n1-3\t4-5\tb\tY\t\n"
    assert spans(told(tsv, losses=losses)) == [("X", "😊"), ("Y", "b")]
    assert [(loss.reason, loss.weight) for loss in losses] == [("code_points", Weight.CHANGED)]


@pytest.mark.parametrize(
    ("text", "rows", "reasons", "rebuilt"),
    [
        ("two men", [(0, 3, "two"), (9, 12, "men")], ["moved"], "two men"),
        ("Two men", [(0, 3, "two"), (4, 7, "men")], ["rebuilt"], "two men"),
    ],
)
def test_words_decide_where_offsets_do_not_fit(text, rows, reasons, rebuilt):
    losses = []
    body = "".join(f"1-{at}\t{start}-{end}\t{word}\tX\t\n" for at, (start, end, word) in enumerate(rows, start=1))
    annotated = told(f"{HEAD}#T_SP=custom.E|value\n\n\n#Text={text}\n{body}", losses=losses)
    assert annotated.document.text == rebuilt
    assert spans(annotated) == [("X", "two"), ("X", "men")]
    assert [(loss.reason, loss.line) for loss in losses] == [(reason, 5) for reason in reasons]


def test_a_sentence_that_counts_from_nought_again_is_put_behind_the_one_before():
    losses = []
    annotated = told(f"{HEAD}\n\n#Text=ab\n1-1\t0-2\tab\t\n\n#Text=cd\n2-1\t0-2\tcd\t\n", losses=losses)
    assert annotated.document.text == "ab\ncd"
    assert [loss.reason for loss in losses] == ["restart"]


def test_layers_of_words_are_only_read_when_asked_for():
    pos = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS"
    tsv = f"{HEAD}#T_SP={pos}|PosValue\n\n\n#Text=hit\n1-1\t0-3\thit\tVBD\t\n"
    losses = []
    assert spans(told(tsv, losses=losses)) == []
    assert [(loss.kind, loss.id, loss.weight) for loss in losses] == [("layer", pos, Weight.UNWANTED)]
    assert spans(told(tsv, WebAnnoTsv(WebAnnoOptions(types="POS")))) == [("POS", "hit")]


@pytest.mark.parametrize(
    ("tsv", "rule", "line"),
    [
        ("", "format", 1),
        ("# nothing\n", "format", 1),
        ("#FORMAT=WebAnno TSV 2\n", "format", 1),
        (f"{HEAD}#T_SP=custom.E|a|b\n\n\n#Text=x\n1-1\t0-1\tx\t_\n", "columns", 6),
        (f"{HEAD}\n\n#Text=x\n1-1 0-1 x\n", "row", 5),
        (f"{HEAD}\n\n1-1\t0-1\tx\t\n", "row", 4),
        (f"{HEAD}\n\n#Text=x\n1-1\t3-1\tx\t\n", "range", 5),
        (f"{HEAD}\n\n#Text=x\n1-1\t999999-1000000\tx\t\n", "range", 4),
        (f"{HEAD}#T_SP=custom.E|v\n\n\n#Text=x\n1-1.1\t0-1\tx\t_\t\n", "row", 6),
        (f"{HEAD}#T_SP=custom.E|v\n\n\n#Text=xy\n1-1\t0-2\txy\t_\t\n1-1.1\t0-7\tx\t_\t\n", "range", 7),
        (
            f"{HEAD}#T_CH=custom.L|referenceType|referenceRelation\n\n\n#Text=x\n1-1\t0-1\tx\tpr[1]\tcoref\t\n",
            "chain",
            6,
        ),
        ("#FORMAT=WebAnno TSV 3.1\n\n\n#Text=\\ud83d\n1-1\t0-1\tx\t\n", "surrogate", 4),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tsv, rule, line):
    with pytest.raises(InvalidInput) as error:
        told(tsv)
    assert (error.value.rule, error.value.line, error.value.file) == (rule, line, "corpus")


def test_a_version_that_nobody_has_is_refused():
    with pytest.raises(InvalidInput, match="begins with #FORMAT"):
        told(f"#FORMAT=WebAnno TSV 3.{'9' * 5000}\n")


def test_a_span_without_words_and_a_relation_without_an_end_are_reported():
    losses = []
    annotated = told(
        f"{HEAD}#T_SP=custom.E|value\n#T_RL=custom.R|BT_custom.E\n\n\n#Text=xy\n"
        "1-1\t0-2\txy\tA\t1-9\t\n1-1.1\t1-1\t\tB\t_\t\n",
        losses=losses,
    )
    assert spans(annotated) == [("A", "xy")]
    assert [(loss.kind, loss.reason) for loss in losses] == [("span", "empty"), ("link", "dangling")]


def test_a_sentence_may_go_on_in_a_line_of_its_own():
    losses = []
    rows = "1-1\t0-2\tab\t_\t\n1-2\t3-5\tcd\tA\t\n"
    annotated = told(f"{HEAD}#T_SP=custom.E|value\n\n\n#Text=ab\ncd.\n{rows}", losses=losses)
    assert annotated.document.text == "ab\ncd."
    assert spans(annotated) == [("A", "cd")]
    assert losses == []


def test_parts_that_stand_with_a_token_they_are_not_in_are_where_they_say():
    # As WebAnno 3.2 listed what has no words: with the token after it, and the last first.
    losses = []
    annotated = told(
        "#FORMAT=WebAnno TSV 3.2\n#T_SP=custom.E|value\n\n\n#Text=😀 bbbb cccc\n1-1\t0-2\t😀\t_\t\n"
        "1-2\t3-7\tbbbb\tA[1]\t\n1-2.2\t5-7\tbb\tB\t\n1-2.1\t3-4\tb\tC\t\n1-3\t8-12\tcccc\t_\t\n"
        "1-3.3\t7-7\t\tD\t\n1-3.2\t4-6\tbb\tE\t\n1-3.1\t8-9\tc\tA[1]\t\n",
        losses=losses,
    )
    assert {each.label: (each.start, each.end) for each in annotated.sets[0].spans} == {
        "A": (2, 8),
        "B": (4, 6),
        "C": (2, 3),
        "E": (3, 5),
    }
    assert [(loss.kind, loss.reason) for loss in losses] == [("span", "empty")]
    with pytest.raises(InvalidInput, match="no part of its sentence"):
        told(f"{HEAD}#T_SP=custom.E|value\n\n\n#Text=x\n1-1\t0-1\tx\t_\t\n1-1.1\t0-3\tx\tA\t\n")


def test_a_file_that_cannot_be_read_does_not_stop_the_others():
    good = f"{HEAD}\n\n#Text=x\n1-1\t0-1\tx\t\n".encode()
    data = archived({"a.tsv": b"nonsense", "b.tsv": good, "readme.txt": b"?", "c.tsv": b"\xff"})
    losses = []
    assert [each.document.id for each in read(FORMAT, data, None, losses)] == ["b"]
    assert [(loss.kind, loss.file, loss.line) for loss in losses] == [
        ("record", "corpus/a.tsv", 1),
        ("record", "corpus/c.tsv", 1),
    ]
    with pytest.raises(InvalidInput, match="begins with #FORMAT"):
        read(FORMAT, data)


def example(text, *marks, links=()):
    made = [Span(f"s{at}", label, start, end, text[start:end]) for at, (label, start, end) in enumerate(marks)]
    whole = AnnotationSet("a", SchemaRef("x", 1), status="submitted", spans=tuple(made), links=tuple(links))
    return AnnotatedDocument(Document("d", text), (whole,))


def test_the_file_is_that_of_the_guide():
    annotated = example("Gazans fled.", ("place", 0, 4), ("deed", 7, 11), links=[Link("k", "from", "s1", "s0")])
    (name,), (data,) = zip(*members(written(FORMAT, [annotated])).items(), strict=True)
    assert name == "d.tsv"
    assert data.decode() == (
        "#FORMAT=WebAnno TSV 3.3\n"
        "#T_SP=webanno.custom.AnnotatorSpan|id|label\n"
        "#T_RL=webanno.custom.AnnotatorLink|id|role|BT_webanno.custom.AnnotatorSpan\n"
        "\n\n#Text=Gazans fled.\n"
        "1-1\t0-6\tGazans\t_\t_\t_\t_\t_\t\n"
        "1-1.1\t0-4\tGaza\ts0[1]\tplace[1]\tk\tfrom\t1-2[2_1]\t\n"
        "1-2\t7-11\tfled\ts1[2]\tdeed[2]\t_\t_\t_\t\n"
        "1-3\t11-12\t.\t_\t_\t_\t_\t_\t\n"
    )


def test_an_id_that_no_file_can_be_named_by_comes_back():
    annotated = example("x", ("place", 0, 1))
    annotated = replace(annotated, document=Document("中" * 190, "x"))
    (back,) = read(FORMAT, written(FORMAT, [annotated]))
    assert back.document.id == "中" * 190


@given(text=texts())
def test_any_text_comes_back_as_it_was(text):
    (back,) = read(FORMAT, written(FORMAT, [example(text)]))
    assert back.document.text == text


@given(annotated=annotated_documents(max_sets=1))
def test_who_reads_by_the_guide_finds_each_span_where_it_is(annotated):
    kept = FORMAT.keep(annotated, SCHEMA)
    if kept is None:
        return
    (data,) = members(written(FORMAT, [annotated], SCHEMA)).values()
    counting = Utf16(kept.document.text)
    want = sorted((counting.from_points(each.start), counting.from_points(each.end)) for each in kept.sets[0].spans)
    assert sorted(by_the_guide(data.decode())) == want


def by_the_guide(tsv):
    """Where spans stand by the rules of the guide alone: rows of one number, from the first to the last."""
    found = {}
    for line in tsv.split("\n"):
        if not line or line.startswith("#"):
            continue
        _, offsets, _, first, *_ = line.split("\t")
        start, end = map(int, offsets.split("-"))
        for number in re.findall(r"(?<!\\)\[(\d+)\](?=\||$)", first):
            found[number] = (found.get(number, (start, end))[0], end)
    return found.values()


def test_a_whole_project_of_inception_is_read_with_all_its_people():
    good = f"{HEAD}\n\n#Text=x\n1-1\t0-1\tx\t\n".encode()
    other = f"{HEAD}\n\n#Text=y\n1-1\t0-1\ty\t\n".encode()
    files = {
        "exportedproject.json": b"{}",
        "annotation/d.txt/INITIAL_CAS.tsv": good,
        "annotation/d.txt/anna.tsv": good,
        "annotation/d.txt/carl.tsv": other,
        "curation/d.txt/CURATION_USER.tsv": good,
    }
    losses = []
    (annotated,) = read(FORMAT, archived(files), None, losses)
    whose = [(each.annotator, each.layer) for each in annotated.sets]
    assert whose == [("anna", "annotator"), ("CURATION_USER", "gold")]
    assert [(loss.reason, loss.id) for loss in losses] == [("other_text", "carl")]


@pytest.mark.parametrize("mark", [{"exportedproject8137.json": b"{}", "source/d.txt": b"x"}, {}])
def test_the_folders_of_a_project_say_whose_annotations_are_in_them(mark):
    good = f"{HEAD}\n\n#Text=x\n1-1\t0-1\tx\t\n".encode()
    folders = {"p/annotation/d.txt/anna.tsv": good, "p/curation/d.txt/CURATION_USER.tsv": good}
    (annotated,) = read(FORMAT, archived(mark | folders))
    assert annotated.document.id == "d.txt"
    assert [(each.annotator, each.layer) for each in annotated.sets] == [
        ("anna", "annotator"),
        ("CURATION_USER", "gold"),
    ]


def test_an_archive_without_such_a_file_is_named():
    with pytest.raises(InvalidInput, match=r"no file in it whose name ends in \.tsv"):
        read(FORMAT, archived({"a.txt": b"x", "b.txt": b"y"}))
