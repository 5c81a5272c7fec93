"""Mentions in brackets, as OntoNotes, GUM and CorefUD have them: spans, and links along their chains."""

import io

import pytest

from annotator.formats import readers
from annotator.formats.base import Weight
from annotator.formats.conll2003 import Conll2003
from annotator.formats.sources.recognition import recognised
from tests.formats.support import read

FORMAT = Conll2003()
#: As CorefUD has it, with an empty node, a word of two parts, and mentions that nest.
ENTITIES = (
    "# global.Entity = eid-etype-head-other\n# newdoc id = raid\n# sent_id = 1\n# text = Rebels hit the old port.\n"
    "1\tRebels\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-org-1-armed)\n"
    "2\thit\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "3\tthe\t_\t_\t_\t_\t_\t_\t_\tEntity=(e2-place-3-(e3-place-2-|Gloss=x\n"
    "4\told\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "5\tport\t_\t_\t_\t_\t_\t_\t_\tEntity=e3)e2)|SpaceAfter=No\n"
    "6\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
    "# sent_id = 2\n# text = They left it.\n"
    "1\tThey\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-org-1-)\n"
    "2\tleft\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "3\tit\t_\t_\t_\t_\t_\t_\t_\tEntity=(e2-place-1-)|SpaceAfter=No\n"
    "4\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
)


def told(data, losses=None):
    (annotated,) = read(FORMAT, data.encode(), None, losses)
    found = annotated.sets[0]
    by_id = {span.id: span.quote for span in found.spans}
    links = [(by_id[link.from_id], link.role, by_id[link.to_id]) for link in found.links]
    return annotated, [(span.label, span.quote) for span in found.spans], links


def test_entities_in_the_last_column_of_conllu_are_spans_and_their_chains_links():
    annotated, spans, links = told(ENTITIES)
    assert annotated.document.text == "Rebels hit the old port.\nThey left it."
    assert spans == [
        ("org", "Rebels"),
        ("place", "the old port"),
        ("place", "the old port"),
        ("org", "They"),
        ("place", "it"),
    ]
    assert annotated.sets[0].spans[0].attributes == {"head": "1", "other": "armed"}
    assert links == [("Rebels", "coreference", "They"), ("the old port", "coreference", "it")]


def test_what_stands_beside_entities_is_told_and_entities_are_not():
    losses = []
    told(ENTITIES, losses)
    assert [(loss.kind, loss.id) for loss in losses] == [("column", "gloss")]


def test_a_mention_on_words_that_are_one_is_on_all_of_them_and_one_without_words_is_reported():
    losses = []
    _, spans, _ = told(
        "1-2\tdel\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\t_\t_\t_\t_\t_\t_\t_\t_\n"
        "2\tel\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-place-2-\n3\tMar\t_\t_\t_\t_\t_\t_\t_\tEntity=e1)\n"
        "3.1\t_\t_\t_\t_\t_\t_\t_\t_\tEntity=(e2-person-1-)\n4\tcae\t_\t_\t_\t_\t_\t_\t_\t_\n\n",
        losses,
    )
    assert spans == [("place", "del Mar")]
    assert [(loss.kind, loss.reason, loss.weight, loss.line) for loss in losses] == [
        ("span", "brackets", Weight.LOST, 1)
    ]


def test_the_pieces_of_a_mention_are_joined_and_that_is_told():
    losses = []
    _, spans, links = told(
        "1\tHe\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1[1/2]-person-1-)\n2\tsaid\t_\t_\t_\t_\t_\t_\t_\t_\n"
        "3\thimself\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1[2/2]-person-1-)\n4\the\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-person-1-)\n\n",
        losses,
    )
    assert spans == [("person", "He said himself"), ("person", "he")]
    assert links == [("He said himself", "coreference", "he")]
    assert [(loss.reason, loss.weight) for loss in losses] == [("joined", Weight.CHANGED)]


def test_entities_without_a_chain_are_called_by_their_type_and_not_linked():
    annotated, spans, links = told(
        "# global.Entity = etype-identity\n1\tPaul\t_\t_\t_\t_\t_\t_\t_\tEntity=(person-Paul_the_Apostle)\n"
        "2\tmet\t_\t_\t_\t_\t_\t_\t_\t_\n3\told\t_\t_\t_\t_\t_\t_\t_\tEntity=(person\n"
        "4\tPeter\t_\t_\t_\t_\t_\t_\t_\tEntity=person)\n\n"
    )
    assert spans == [("person", "Paul"), ("person", "old Peter")]
    assert links == []
    assert annotated.sets[0].spans[0].attributes == {"identity": "Paul_the_Apostle"}


def test_entities_whose_fields_nobody_names_are_told_by_their_look():
    row = "{0}\t{1}\t_\t_\t_\t_\t_\t_\t_\tEntity={2}\n"
    typed = ["(place-1", "(place-2)place-1)", "(person-3)"]
    plain = ["(e1-place-2-x", "(e2-place-1-y)e1)", "(e3-person-1-z)"]
    for cells in (typed, plain):
        data = "".join(row.format(at, word, cell) for at, word, cell in zip((1, 2, 3), "abc", cells, strict=True))
        assert told(data + "\n")[1] == [("place", "a b"), ("place", "b"), ("person", "c")]


@pytest.mark.parametrize("cell", ["(e1-place-1-", "e1)"])
def test_a_bracket_without_the_other_is_reported_with_its_sentence(cell):
    losses = []
    _, spans, _ = told(
        f"1\tA\t_\t_\t_\t_\t_\t_\t_\tEntity=(e7-x-1-)\n2\tB\t_\t_\t_\t_\t_\t_\t_\tEntity={cell}\n\n", losses
    )
    assert spans == [("x", "A")]
    assert [(loss.kind, loss.reason, loss.line) for loss in losses] == [("span", "brackets", 1)]


GUM = (
    "# begin document raid\n0\tTroops\t(person-1)\n1\tleft\t_\n2\tthe\t(place-2\n3\tport\t(object-3)place-2)\n4\t.\t_\n"
    "5\tThey\t(person-1)\n6\tcame\t_\n# end document\n\n"
)


def test_brackets_with_a_type_are_spans_of_it():
    annotated, spans, links = told(GUM)
    assert annotated.document.id == "raid"
    assert spans == [("person", "Troops"), ("place", "the port"), ("object", "port"), ("person", "They")]
    assert links == [("Troops", "coreference", "They")]


def test_brackets_that_cross_are_told_apart_by_their_names():
    _, spans, _ = told("a\t(x-1\nb\t(y-2\nc\tx-1)\nd\ty-2)\n\n")
    assert spans == [("x", "a b c"), ("y", "b c d")]


def test_files_of_semeval_number_their_words_first():
    rows = [("Troops", "(1)"), ("left", "_"), ("their", "(2|(1)"), ("base", "2)")]
    lines = [f"{at}\t{word}" + "\t_" * 11 + f"\t{cell}" for at, (word, cell) in enumerate(rows, start=1)]
    annotated, spans, links = told("#begin document raid-7\n" + "\n".join(lines) + "\n\n#end document raid-7\n", [])
    assert annotated.document.text == "Troops left their base"
    assert spans == [("mention", "Troops"), ("mention", "their base"), ("mention", "their")]
    assert links == [("Troops", "coreference", "their")]


def test_columns_of_ontonotes_may_stand_empty():
    rows = ("the\t(5", "guests\t5)", "left\t")
    lines = [f"novel\t0\t{at}\t" + row.replace("\t", "\t_" * 8 + "\t") for at, row in enumerate(rows)]
    _, spans, _ = told("#begin document (novel); part 0\n" + "\n".join(lines) + "\n\n#end document\n")
    assert spans == [("mention", "the guests")]


def test_a_file_of_brackets_is_known_by_its_first_line():
    assert recognised(io.BytesIO(GUM.encode()), readers()).id == "conll2003"
