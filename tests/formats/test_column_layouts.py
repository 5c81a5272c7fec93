"""Columns as others write them: found out, read, and told of."""

import pytest

from annotator.domain.errors import InvalidInput
from annotator.formats.base import Weight
from annotator.formats.bioes import Bioes
from annotator.formats.conll2003 import Conll2003
from annotator.formats.iob2 import Iob2
from annotator.formats.options import configured
from tests.formats.support import read

#: As its documentation shows it, with tags in MISC.
CONLLU = (
    "# newdoc id = news-1\n# newpar id = p1\n# sent_id = 1\n# text = Vámonos al Mar Rojo.\n"
    "1-2\tVámonos\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "1\tVamos\tir\tVERB\t_\t_\t0\troot\t_\t_\n"
    "2\tnos\tnosotros\tPRON\t_\t_\t1\tobj\t_\t_\n"
    "3-4\tal\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "3\ta\ta\tADP\t_\t_\t6\tcase\t_\t_\n"
    "4\tel\tel\tDET\t_\t_\t6\tdet\t_\tNER=B-LOC\n"
    "5\tMar\tmar\tPROPN\t_\t_\t1\tobl\t_\tGloss=sea|NER=I-LOC\n"
    "5.1\tvoy\tir\tVERB\t_\t_\t_\t_\t_\t_\n"
    "6\tRojo\trojo\tPROPN\t_\t_\t5\tflat\t_\tSpaceAfter=No|NER=I-LOC\n"
    "7\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_\n\n"
)


def spans(data, losses=None, **options):
    fmt = configured(Iob2(), options)
    return [
        (each.document.text, [(span.label, span.quote) for span in each.sets[0].spans])
        for each in read(fmt, data if isinstance(data, bytes) else data.encode(), None, losses)
    ]


def test_a_word_that_looks_like_a_tag_is_a_word_where_nothing_is_marked():
    assert spans("S-300 O\n\nB-52 O\n") == [("S-300\nB-52", [])]
    assert spans("B-PER Anna\nO left\n") == [("Anna left", [("PER", "Anna")])]


def told(data, **options):
    losses = []
    spans(data, losses, **options)
    return [(loss.kind, loss.id, loss.reason, loss.weight, loss.line) for loss in losses]


@pytest.mark.parametrize(
    ("scheme", "tags"),
    [
        ("iob1", "I-x I-x O I-x B-x I-y"),
        ("ioe1", "I-x E-x I-x O I-y I-x"),
        ("ioe2", "I-x E-x O E-x E-y O"),
        ("bioes", "B-x E-x O S-x B-y E-y"),
        ("bilou", "B-x L-x O U-x B-y L-y"),
        ("bmes", "B-x M-x E-x S-x O O"),
        ("bmewo", "B-x M-x E-x W-x O O"),
        ("io", "I-x I-x O I-y O O"),
        ("mixed", "M-x O B-x O O L-x"),
    ],
)
def test_the_scheme_of_a_file_is_told_unless_it_is_the_own(scheme, tags):
    data = "".join(f"w{number} {tag}\n" for number, tag in enumerate(tags.split()))
    assert told(data)[0] == ("scheme", None, scheme, Weight.CHANGED, None)
    assert len(told(data)) == (1 if scheme != "mixed" else 4)
    losses = []
    read(configured(Bioes(), {"letters": "bilou"}), data.encode(), None, losses)
    assert [each.reason for each in losses if each.kind == "scheme"] == ([scheme] if scheme != "bilou" else [])


def test_a_scheme_is_told_of_a_whole_file_not_of_its_beginning():
    data = "a B-x\nb E-x\n\n" * 3000 + "c S-x\nd O\n"
    assert told(data) == [("scheme", None, "bioes", Weight.CHANGED, None)]
    assert told("a B-x\nb I-x\n\n" * 3) == []
    assert told("a O\n") == []


@pytest.mark.parametrize(
    ("tags", "slips"),
    [
        ("S-x I-x E-x O B-x E-y", [(2, "I-x"), (5, "B-x"), (6, "E-y")]),
        ("S-x B-x B-x I-x O E-x", [(2, "B-x"), (4, "I-x"), (6, "E-x")]),
        ("B-x O I-x I-y O B-y", [(3, "I-x"), (4, "I-y")]),
        ("E-x O I-x O E-y E-x", [(3, "I-x")]),
        ("I-x O I-x B-x O I-y", []),
        ("B-x I-x E-x O S-x S-x", []),
    ],
)
def test_a_tag_that_its_scheme_does_not_allow_where_it_stands_is_told_and_read_as_it_is_meant(tags, slips):
    data = "".join(f"w{number} {tag}\n" for number, tag in enumerate(tags.split()))
    found = [(line, about) for kind, about, reason, _, line in told(data) if (kind, reason) == ("tag", "repaired")]
    assert found == slips


def test_of_very_many_slips_the_first_are_told_with_their_place_and_the_others_counted():
    losses = []
    spans("a B-x\nb I-y\n\n" * 150, losses)
    repaired = [loss for loss in losses if loss.reason == "repaired"]
    assert [loss.line for loss in repaired[:3]] == [2, 5, 8]
    assert (len(repaired), repaired[-1].detail) == (101, "50 more tags are read as they are meant")


def test_words_that_are_numbered_stand_behind_their_numbers_and_every_column_of_tags_is_read():
    data = (
        "#\thttp://example.org/a [2009-10-17]\n1\tNorth\tB-LOC\tO\n2\tRhine\tI-LOC\tB-LOCderiv\n3\t.\tO\tO\n\n"
        "#\thttp://example.org/b [2009-10-17]\n1\t1.\tB-ORG\tO\n2\tFC\tI-ORG\tO\n3\tTroia\tI-ORG\tB-LOC\n"
    )
    found = [("LOC", "North Rhine"), ("LOCderiv", "Rhine"), ("ORG", "1. FC Troia"), ("LOC", "Troia")]
    assert spans(data) == [("North Rhine .\n1. FC Troia", found)]
    assert told(data) == [("note", None, "not_read", Weight.CHANGED, 1)]
    assert spans("0 US O\n1 man B-x\n") == [("US man", [("x", "man")])]
    assert spans("1 B-x\n2 O\n") == [("1 2", [("x", "1")])]


def test_a_column_of_chunks_is_no_annotation_and_is_told():
    data = "US NNP B-NP B-ORG\nleft VBD B-VP O\n"
    assert spans(data) == [("US left", [("ORG", "US")])]
    assert told(data) == [("column", number, "not_read", Weight.CHANGED, None) for number in "32"]
    assert told(data, tag="3,4") == [("column", "2", "not_read", Weight.CHANGED, None)]
    assert spans(data, tag="3") == [("US left", [("NP", "US"), ("VP", "left")])]
    assert spans("US NNP B-NP\nleft VBD B-VP\n") == [("US left", [("NP", "US"), ("VP", "left")])]
    assert [each[:3] for each in told("US NNP B-NP\nleft VBD B-VP\n")] == [("column", "2", "not_read")]


def test_a_tag_may_stand_before_its_word():
    assert spans("O\tthe\nB-x\tUS\nI-x\tman\n") == [("the US man", [("x", "US man")])]


def test_labels_without_a_letter_are_stretches_of_one_label():
    data = "Paul\tperson-artist\nKlee\tperson-artist\nat\tO\nBasel\tplace\n"
    assert spans(data) == [("Paul Klee at Basel", [("person-artist", "Paul Klee"), ("place", "Basel")])]
    assert told(data) == [("scheme", None, "io", Weight.CHANGED, None)]


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("O B I O B O", [("mention", "b c"), ("mention", "e")]),
        ("O B_PER I_PER O B_LOC O", [("PER", "b c"), ("LOC", "e")]),
        ("O PER-B PER-I O LOC-B O", [("PER", "b c"), ("LOC", "e")]),
        ("O PER-artist PER-artist O LOC O", [("PER-artist", "b c"), ("LOC", "e")]),
    ],
)
def test_letters_without_a_label_with_an_underscore_or_behind_their_label_are_tags(tags, found):
    data = "".join(f"{word}\t{tag}\n" for word, tag in zip("abcdef", tags.split(), strict=True))
    assert spans(data) == [("a b c d e f", found)]


def test_names_of_columns_are_no_words():
    data = "TOKEN\tNE-COARSE\tNE-NESTED\tNEL\n# language = en\nThe\tB-org\tO\tQ1\nYork\tI-org\tB-loc\tQ2\n"
    assert spans(data) == [("The York", [("org", "The York"), ("loc", "York")])]
    assert [each[:3] for each in told(data)] == [("column", "NEL", "not_read"), ("note", "language", "not_read")]


def test_a_document_begins_where_its_id_is_told_and_a_column_of_the_name_misc_says_where_no_space_is():
    data = (
        "TOKEN\tNE-COARSE\tMISC\n# hipe:date = 1860\n# hipe:document_id = a-1\nRiga\tB-LOC\tNoSpaceAfter\n,\tO\t_\n"
        "Oslo\tB-LOC\tInList|NoSpaceAfter\n.\tO\tEndOfSentence\n\n# hipe:document_id = a-2\nKyiv\tB-LOC\t_\n"
    )
    found = read(Conll2003(), data.encode(), None, [])
    assert [(each.document.id, each.document.text) for each in found] == [("a-1", "Riga, Oslo."), ("a-2", "Kyiv")]


def test_rows_with_tabs_may_have_more_behind_their_tags_and_that_is_told():
    data = "1\tHoms\tB-LOC\t-\tanna\n2\tand\tO\n3\tHama\tB-LOC\t-\tanna\n4\tfell\tO\n5\t.\tO\n"
    assert spans(data) == [("Homs and Hama fell .", [("LOC", "Homs"), ("LOC", "Hama")])]
    assert told(data) == [("column", "4", "not_read", Weight.CHANGED, 1)]


def test_words_outside_of_spans_may_stand_alone():
    army = "Free\tB\tFree Army\tArmy\nArmy\tI\tFree Army\tArmy\n"
    data = f"-DOCSTART- (7 Raid)\nOn\nMonday\n{army}left\nHoms\tB\tHoms\tHoms\n.\n\n"
    assert spans(data) == [("On Monday Free Army left Homs .", [("mention", "Free Army"), ("mention", "Homs")])]
    assert read(Conll2003(), data.encode(), None, [])[0].document.id == "7-Raid"
    assert [each[:3] for each in told(data)] == [("column", "3", "not_read")]


def test_tags_in_the_middle_are_found_and_columns_behind_the_tenth_of_conllu_are_told():
    assert spans("It O +\nleft O -\nRiga B-LOC +\n. O -\n") == [("It left Riga .", [("LOC", "Riga")])]
    row = "1\tJets\tjet\tNOUN\t_\t_\t0\troot\t_\tNER=B-ARM\t_\tARG0\n"
    assert spans(row) == [("Jets", [("ARM", "Jets")])]
    assert told(row) == [("column", "11", "not_read", Weight.CHANGED, 1)]


ONTONOTES = (
    "#begin document (bc/cctv/00/cctv_0000); part 000\n"
    "bc/cctv/00/cctv_0000   0   0   In      IN   (TOP(S(PP*  -       -  -  Speaker#1  *       *       *      -\n"
    "bc/cctv/00/cctv_0000   0   1   the     DT   (NP(NP*     -       -  -  Speaker#1  (DATE*  *       *      -\n"
    "bc/cctv/00/cctv_0000   0   2   summer  NN   *)          summer  -  1  Speaker#1  *)      *       *      -\n"
    "bc/cctv/00/cctv_0000   0   3   China   NNP  (NP*)       -       -  -  Speaker#1  (GPE)   (ARG0*) (V*)   (12)\n\n"
    "bc/cctv/00/cctv_0000   0   0   It      PRP  (TOP(S(NP*) -       -  -  Speaker#1  *       (12)\n\n"
    "#end document\n#begin document (bc/cctv/00/cctv_0000); part 001\n"
    "bc/cctv/00/cctv_0000   1   0   Oslo    NNP  (TOP(S(NP*) -       -  -  Speaker#1  (GPE)   -\n\n#end document\n"
)


def test_names_of_ontonotes_are_brackets():
    found = read(Conll2003(), ONTONOTES.encode(), None, losses := [])
    assert [(each.document.id, each.document.text) for each in found] == [
        ("bc-cctv-00-cctv_0000", "In the summer China\nIt"),
        ("bc-cctv-00-cctv_0000-1", "Oslo"),
    ]
    assert [[(span.label, span.quote) for span in each.sets[0].spans] for each in found] == [
        [("DATE", "the summer"), ("GPE", "China"), ("mention", "China"), ("mention", "It")],
        [("GPE", "Oslo")],
    ]
    assert [(link.from_id, link.role, link.to_id) for link in found[0].sets[0].links] == [("s3", "coreference", "s4")]
    assert not [loss for loss in losses if loss.kind == "column"]


@pytest.mark.parametrize("cell", ["(DATE", "DATE*", "*))", "(X(Y*)", "x", "(GPE))"])
def test_a_bracket_that_is_none_costs_its_sentence(cell):
    losses = []
    found = read(Conll2003(), ONTONOTES.replace("(GPE)   (ARG0*)", f"{cell} (ARG0*)").encode(), None, losses)
    assert found[0].document.text == "It"
    assert [(loss.reason, loss.line) for loss in losses if loss.kind == "record"] == [("tag", 5)]
    assert "with its sentence DATE “the summer” is left out" in next(each.detail for each in losses if each.line == 5)


@pytest.mark.parametrize(
    ("data", "options"),
    [
        ("US\tNNP\tB-x\nman\tNN\tI-x\n", {}),
        ("US NNP B-x\nman NN I-x\n", {}),
        ("B-x US NNP\nI-x man NN\n", {"word": "2", "tag": "1"}),
        ("7 US B-x O\n8 man I-x O\n", {"word": "2", "tag": "-2"}),
    ],
)
def test_words_and_tags_stand_in_any_column(data, options):
    assert spans(data, **options) == [("US man", [("x", "US man")])]


def test_with_tabs_words_and_labels_may_have_spaces():
    assert spans("10 000\tB-armed group\nmen\tI-armed group\n\nx\tO\n") == [
        ("10 000 men\nx", [("armed group", "10 000 men")])
    ]


def test_several_columns_of_tags_are_layers():
    data = "the B-x O\nUS I-x B-y\nman I-x O\n"
    assert spans(data, tag="2,3") == [("the US man", [("x", "the US man"), ("y", "US")])]


@pytest.mark.parametrize("options", [{"tag": "0"}, {"tag": "x"}, {"word": "1.5"}, {"tag": "2,"}])
def test_what_is_no_number_of_a_column_is_refused(options):
    with pytest.raises(InvalidInput) as error:
        spans("a O\n", **options)
    assert error.value.rule == "option"


def test_a_column_that_is_not_there_is_a_fault_of_each_row():
    with pytest.raises(InvalidInput) as error:
        spans("a O\n", tag="5")
    assert (error.value.rule, error.value.line) == ("columns", 1)


def test_conllu_is_read_with_the_text_and_the_tags_of_its_last_column():
    (found,) = read(Iob2(), CONLLU.encode())
    assert (found.document.id, found.document.text) == ("news-1", "Vámonos al Mar Rojo.")
    assert [(span.label, span.quote) for span in found.sets[0].spans] == [("LOC", "al Mar Rojo")]


def test_conllu_without_a_text_is_put_together_by_the_spaces_after_its_words():
    data = CONLLU.replace("# text = Vámonos al Mar Rojo.\n", "").replace("Gloss=sea", r"SpacesAfter=\s\s")
    assert spans(data) == [("Vámonos al Mar  Rojo.", [("LOC", "al Mar  Rojo")])]


def test_conllu_plus_says_itself_where_its_columns_are():
    data = "# global.columns = ID NER FORM MISC\n1\tB-LOC\tOz\t_\n2\tO\tfell\t_\n"
    assert spans(data) == [("Oz fell", [("LOC", "Oz")])]
    assert told("# global.columns = id form ner PARSEME:MWE\n1\tOz\tB-LOC\t*\n") == [
        ("column", "PARSEME:MWE", "not_read", Weight.CHANGED, None)
    ]
    assert spans("# global.columns = ID FORM MISC\n1\tOz\tname=B-LOC\n2\tfell\t_\n") == [("Oz fell", [("LOC", "Oz")])]


def test_a_text_that_its_words_do_not_make_up_is_told_and_not_taken():
    data = "# text = Something else\nUS B-x\nleft O\n\n# text = They  died\nThey O\ndied B-x\n"
    losses = []
    assert spans(data, losses) == [("US left\nThey  died", [("x", "US"), ("x", "died")])]
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [("text", "words", 2)]


def test_comments_that_are_not_read_are_told_once():
    data = "# source = wire\n# a remark\na O\n\n# source = wire\nb O\n"
    assert told(data) == [
        ("note", "source", "not_read", Weight.CHANGED, 1),
        ("note", None, "not_read", Weight.CHANGED, 2),
    ]


def test_a_word_that_looks_like_a_comment_is_a_word():
    assert spans("# O\n7 B-x\n\n#news O\n") == [("# 7\n#news", [("x", "7")])]


def test_documents_have_the_ids_that_their_first_lines_say():
    data = (
        "-DOCSTART- -DOCSTART- (1 EU)\n\na O\n\n-DOCSTART- -X- -X- O\n\nb O\n\n-DOCSTART- wire/7 O\n\nc O\n\n"
        "# newdoc id = n1\nd O\n\n# newdoc id = n1\ne O\n"
    )
    losses = []
    found = read(Conll2003(), data.encode(), None, losses)
    assert [each.document.text for each in found] == ["a", "b", "c", "d", "e"]
    ids = [each.document.id for each in found]
    assert (ids[0], ids[2:]) == ("1-EU", ["wire-7", "n1", "n1-2"])
    assert ids[1].startswith("text-")
    assert [(loss.document, loss.kind, loss.reason) for loss in losses] == [
        ("wire-7", "ids", "document_id"),
        ("n1-2", "ids", "duplicate"),
    ]
    assert all(loss.weight is Weight.CHANGED for loss in losses)


def test_a_new_document_behind_the_mark_of_one_is_the_same():
    assert [text for text, _ in spans("-DOCSTART- O\n\n# newdoc id = n1\na O\n\n# newdoc id = n2\nb O\n")] == ["a", "b"]


def test_files_of_the_case_tasks_have_marks_of_their_own():
    data = "SAMPLE_START\tO\nGreve\tB-trigger\n.\tO\n[SEP]\tO\nFim\tO\n\nSAMPLE_START\tO\n[SEP]\tO\nOutra\tB-trigger\n"
    assert spans(data) == [("Greve .\nFim", [("trigger", "Greve")]), ("Outra", [("trigger", "Outra")])]
    assert spans("a O\nSAMPLE_START O\n[SEP] O\n") == [("a SAMPLE_START [SEP]", [])]


def test_a_sentence_that_cannot_be_read_is_told_and_left_out():
    data = "a B-x\nb I-x\n\nc O\nd NN O\ne O O O\n\nf Q\n\ng B-x\n\n-DOCSTART- O\n\nh\n"
    losses = []
    assert spans(data, losses) == [("a b\ng", [("x", "a b"), ("x", "g")])]
    assert [(loss.kind, loss.reason, loss.line, loss.file) for loss in losses] == [
        ("record", "columns", 5, "corpus"),
        ("record", "tag", 8, "corpus"),
        ("record", "columns", 14, "corpus"),
    ]
    assert all(loss.weight is Weight.LOST for loss in losses)


def test_a_sentence_that_is_left_out_is_told_with_the_spans_in_it():
    losses = []
    spans("EU B-ORG\nrejects\nGerman B-MISC\nlamb I-MISC\n\nok O\n", losses)
    [lost] = [loss for loss in losses if loss.kind == "record"]
    assert (lost.line, lost.reason) == (2, "columns")
    assert lost.detail.endswith("with its sentence ORG “EU”, MISC “German lamb” are left out")


def test_what_else_the_last_column_of_conllu_says_is_told():
    assert told(CONLLU) == [("column", "gloss", "not_read", Weight.CHANGED, 11)]
    data = CONLLU.replace("NER=B-LOC", "_").replace("NER=I-LOC", "Bridge=1<2")
    assert {about for _, about, *_ in told(data)} == {"bridge", "gloss"}


def test_bytes_that_are_no_utf8_cost_their_sentence_and_a_nul_its_document():
    losses = []
    data = b"a O\n\n\xff O\n\n-DOCSTART- O\n\nb\x00 O\n\n-DOCSTART- O\n\nc O\n"
    assert spans(data, losses) == [("a", []), ("c", [])]
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [("record", "encoding", 3), ("record", "nul", 5)]


def test_the_tag_for_what_did_not_fit_is_told():
    losses = []
    assert spans("US -\nman O\n", losses) == [("US man", [])]
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [("span", "misaligned", 1)]
    with pytest.raises(InvalidInput) as error:
        spans("US -\nman O\n")
    assert error.value.rule == "misaligned"


def test_an_encoding_is_told_by_a_byte_order_mark_or_said():
    data = "Köln B-x\nfiel O\n"
    assert spans(data.encode("utf-16")) == [("Köln fiel", [("x", "Köln")])]
    assert spans(data.encode("latin-1"), encoding="latin-1") == [("Köln fiel", [("x", "Köln")])]
    for options, said in (({}, "not UTF-8"), ({"encoding": "ascii"}, "no ascii"), ({"encoding": "x9"}, "no encoding")):
        with pytest.raises(InvalidInput, match=said):
            spans(data.encode("latin-1"), **options)


def test_a_number_that_no_sentence_has_hides_no_words():
    data = f"1-{'9' * 5000}\tA\t_\t_\t_\t_\t_\t_\t_\t_\n1\tB\t_\t_\t_\t_\t_\t_\t_\tNER=B-X\n"
    assert spans(data) == [("A B", [("X", "B")])]


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_words():
    assert spans(b"\xef\xbb\xbfUS B-x\r\nman I-x\r\n\r\nleft O\r\n") == [("US man\nleft", [("x", "US man")])]
