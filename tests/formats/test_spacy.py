"""spaCy reads what we write: the text, the entities, the span group; and learns from it."""

import io
import random
import sys
import zlib

import pytest
from hypothesis import given

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput, Unavailable
from annotator.formats.options import configured
from annotator.formats.records.selection import chosen
from annotator.formats.spacy import docbin
from annotator.formats.spacy.format import SpacyDocBin
from tests.formats.support import read, written, written_with_losses
from tests.strategies import SCHEMA, annotated_documents, examples

spacy = pytest.importorskip("spacy")
SPACY = SpacyDocBin()


def document(text, *places, document_id="d1", **meta):
    spans = tuple(
        Span(f"s{number}", label, start, end, text[start:end])
        for number, (label, start, end) in enumerate(places, start=1)
    )
    return AnnotatedDocument(
        Document(document_id, text, meta), (AnnotationSet("A1", SchemaRef("x", 1), status="submitted", spans=spans),)
    )


def docs(data):
    return list(spacy.tokens.DocBin().from_bytes(data).get_docs(spacy.blank("xx").vocab))


def docbin_of(*made):
    return spacy.tokens.DocBin(docs=made, store_user_data=True).to_bytes()


def test_spacy_sees_flat_entities_and_all_spans():
    text = "The U.S. and its allies left Oz."
    annotated = document(text, ("party", 0, 23), ("party", 4, 8), ("deed", 24, 28), ("place", 29, 31))
    (doc,) = docs(written(SPACY, [annotated]))
    assert doc.text == text
    assert [token.text for token in doc][:3] == ["The", "U.S.", "and"]
    assert [(span.text, span.label_) for span in doc.ents] == [
        ("The U.S. and its allies", "party"),
        ("left", "deed"),
        ("Oz", "place"),
    ]
    assert [(span.text, span.label_, span.id_) for span in doc.spans["sc"]] == [
        ("The U.S. and its allies", "party", "s1"),
        ("U.S.", "party", "s2"),
        ("left", "deed", "s3"),
        ("Oz", "place", "s4"),
    ]


def test_id_metadata_and_whose_the_set_is_stand_in_the_user_data():
    (doc,) = docs(written(SPACY, [document("They left", document_id="news-7", source="wire")]))
    corner = doc.user_data["annotator"]
    assert (corner["id"], corner["meta"]) == ("news-7", {"source": "wire"})
    assert (corner["set"]["annotator"], corner["set"]["schema"]["name"]) == ("A1", "x")


@examples(50)
@given(annotated_documents())
def test_no_span_is_misaligned_whatever_the_text(annotated):
    annotations = chosen(annotated)
    if annotations is None:
        return
    (doc,) = docs(written(SPACY, [annotated]))
    assert doc.text == annotated.document.text
    assert [(span.start_char, span.end_char, span.label_, span.text) for span in doc.spans["sc"]] == [
        (span.start, span.end, span.label, span.quote) for span in annotations.spans
    ]
    assert {(span.start_char, span.end_char) for span in doc.ents} <= {(s.start, s.end) for s in annotations.spans}
    for span in doc.spans["sc"]:
        assert doc.char_span(span.start_char, span.end_char) is not None


def test_what_is_only_in_the_group_is_told():
    annotated = document("An US man", ("x", 3, 6), ("x", 3, 9), ("y", 4, 9))
    _, losses = written_with_losses(SPACY, [annotated])
    told = [(loss.kind, loss.id, loss.reason) for loss in losses if loss.reason in ("not_in_ents", "cut")]
    assert told == [
        ("span", "s1", "not_in_ents"),
        ("overlap", "s3", "not_in_ents"),
        ("token", "s3", "cut"),
    ]
    with pytest.raises(InvalidInput) as error:
        written(configured(SPACY, {"overlap": "refuse"}), [annotated])
    assert (error.value.rule, error.value.document) == ("overlap", "d1")


def test_a_docbin_of_others_is_read_entities_and_spans():
    nlp = spacy.blank("en")
    doc = nlp("Troops left Oz at last")
    doc.ents = [spacy.tokens.Span(doc, 2, 3, label="place"), spacy.tokens.Span(doc, 0, 1, label="party")]
    doc.spans["sc"] = [spacy.tokens.Span(doc, 0, 2, label="deed"), spacy.tokens.Span(doc, 0, 1, label="party")]
    doc.spans["other"] = [spacy.tokens.Span(doc, 3, 5, label="deed")]
    doc.cats = {"news": 1.0}
    losses = []
    (annotated,) = read(SPACY, docbin_of(doc), SCHEMA, losses)
    annotations = annotated.sets[0]
    assert [(span.id, span.label, span.quote) for span in annotations.spans] == [
        ("s1", "deed", "Troops left"),
        ("s2", "party", "Troops"),
        ("s3", "place", "Oz"),
    ]
    assert (annotations.annotator, annotations.schema) == ("import", SchemaRef("example", 3))
    assert annotated.document.id.startswith("text-")
    assert [(loss.kind, loss.id) for loss in losses] == [("span_group", "other"), ("category", "news")]


def test_other_span_groups_are_read_when_they_are_asked_for():
    doc = spacy.blank("en")("Troops left Oz at last")
    doc.spans["sc"] = [spacy.tokens.Span(doc, 0, 1, label="party")]
    doc.spans["places"] = [spacy.tokens.Span(doc, 2, 3), spacy.tokens.Span(doc, 0, 1, label="party")]
    doc.spans["deeds"] = [spacy.tokens.Span(doc, 1, 2, label="deed")]
    losses = []
    for groups, expected, unread in (
        ("places", [("party", "Troops"), ("places", "Oz")], ["deeds"]),
        ("deeds, places", [("party", "Troops"), ("places", "Oz"), ("deed", "left")], []),
        ("all", [("party", "Troops"), ("places", "Oz"), ("deed", "left")], []),
    ):
        losses.clear()
        (annotated,) = read(configured(SPACY, {"groups": groups}), docbin_of(doc), None, losses)
        assert [(span.label, span.quote) for span in annotated.sets[0].spans] == expected
        assert [loss.id for loss in losses if loss.kind == "span_group"] == unread


def test_the_tokenizer_can_be_chosen_and_the_text_stays_as_it_is():
    text = "(US)  men's raid"
    expected = {"spaces": ["(US)", " ", "men", "'s", "raid"], "words": ["(", "US", ")", " ", "men", "'s", "raid"]}
    for tokenizer, words in expected.items():
        # A word is cut for a span whatever the tokenizer is.
        (doc,) = docs(written(configured(SPACY, {"tokenizer": tokenizer}), [document(text, ("party", 0, 9))]))
        assert (doc.text, [token.text for token in doc]) == (text, words)
        assert [(span.text, span.label_) for span in doc.ents] == [("(US)  men", "party")]
    (doc,) = docs(written(configured(SPACY, {"tokenizer": "graphemes"}), [document("Oz 👍🏽")]))
    assert [token.text for token in doc] == ["O", "z", "👍🏽"]


def test_labels_that_the_schema_lacks_are_an_error_or_a_loss():
    doc = spacy.blank("en")("Troops left")
    doc.ents = [spacy.tokens.Span(doc, 0, 1, label="ORG")]
    with pytest.raises(InvalidInput) as error:
        read(SPACY, docbin_of(doc), SCHEMA)
    assert (error.value.rule, error.value.file) == ("label", "corpus")
    losses = []
    assert read(SPACY, docbin_of(doc), SCHEMA, losses)[0].sets[0].spans == ()
    assert [(loss.kind, loss.reason) for loss in losses] == [("span", "label")]


@pytest.mark.parametrize(
    ("rule", "corner"),
    [
        ("type", {"id": 7}),
        ("document_id", {"id": "a b"}),
        ("type", {"id": "a", "meta": []}),
        ("type", {"id": "a", "set": {"annotator": "A", "schema": {"name": "x", "version": 1}, "layer": "golden"}}),
    ],
)
def test_user_data_that_breaks_a_rule_is_an_error(rule, corner):
    doc = spacy.blank("en")("Troops left")
    doc.user_data["annotator"] = corner
    with pytest.raises(InvalidInput) as error:
        read(SPACY, docbin_of(doc))
    assert error.value.rule == rule


def test_numbers_that_a_docbin_cannot_hold_are_refused():
    with pytest.raises(InvalidInput) as error:
        written(SPACY, [document("x", number=2**70)])
    assert (error.value.rule, error.value.document) == ("number", "d1")


def test_a_file_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(docbin, "LARGEST", 2**21)
    with pytest.raises(InvalidInput) as error:
        read(SPACY, zlib.compress(bytes(2**22)))
    assert error.value.rule == "too_large"


def test_without_spacy_the_extra_to_install_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy.tokens", None)
    with pytest.raises(Unavailable, match=r'pip install "annotator\[nlp\]"'):
        written(SPACY, [])
    with pytest.raises(Unavailable, match="needs spaCy"):
        read(SPACY, b"")


def invented(number):
    """A little story whose parties and deeds are easy to learn."""
    chance = random.Random(number)
    party = chance.choice(["Rebels", "Soldiers", "Gunmen", "Troops"])
    deed = chance.choice(["shelled", "stormed", "left", "seized"])
    place = chance.choice(["Oz", "Ur", "Karatepe"])
    text = f"{party} {deed} {place} on Monday."
    end = len(party)
    return document(
        text,
        ("party", 0, end),
        ("deed", end + 1, end + 1 + len(deed)),
        ("event", 0, end + 1 + len(deed)),
        document_id=f"story-{number}",
    )


@pytest.mark.slow
def test_spacy_learns_from_it():
    stream = io.BytesIO()
    list(SPACY.write((invented(number) for number in range(40)), stream))
    nlp = spacy.blank("xx")
    nlp.add_pipe("ner")
    suggester = {"@misc": "spacy.ngram_range_suggester.v1", "min_size": 1, "max_size": 2}
    nlp.add_pipe("spancat", config={"suggester": suggester})
    examples = [spacy.training.Example(nlp.make_doc(doc.text), doc) for doc in docs(stream.getvalue())]
    spacy.util.fix_random_seed(1)
    optimizer = nlp.initialize(lambda: examples)
    losses = []
    for _ in range(8):
        step = {}
        for batch in spacy.util.minibatch(examples, size=8):
            nlp.update(batch, sgd=optimizer, losses=step)
        losses.append(step)
    assert losses[-1]["ner"] < losses[0]["ner"] / 4
    assert losses[-1]["spancat"] < losses[0]["spancat"]
    found = nlp("Gunmen seized Ur on Monday.")
    assert [(span.text, span.label_) for span in found.ents] == [("Gunmen seized", "event")]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")
@pytest.mark.parametrize("pipe", ["ner", "spancat"])
def test_spacy_train_takes_it_for_an_epoch(pipe, tmp_path, capsys):
    from spacy.cli.train import train

    for name, numbers in (("train", range(40)), ("dev", range(40, 50))):
        assert {loss.kind for loss in SPACY.write(map(invented, numbers), tmp_path / f"{name}.spacy")} <= {
            "origin",
            "overlap",
        }
    nlp = spacy.blank("xx")
    suggester = {"@misc": "spacy.ngram_range_suggester.v1", "min_size": 1, "max_size": 2}
    nlp.add_pipe(pipe, config={"suggester": suggester} if pipe == "spancat" else {})
    config = nlp.config
    config["paths"] |= {name: str(tmp_path / f"{name}.spacy") for name in ("train", "dev")}
    config["training"] |= {"max_epochs": 1, "eval_frequency": 1, "seed": 1}
    config.to_disk(tmp_path / "config.cfg")
    train(tmp_path / "config.cfg", tmp_path / "model", use_gpu=-1)
    assert "Saved pipeline" in capsys.readouterr().out
    trained = spacy.load(tmp_path / "model" / "model-last")
    # Parties and deeds lie in events, which ner takes for the longest.
    labels, measure = ({"event"}, "ents_f") if pipe == "ner" else ({"party", "deed", "event"}, "spans_sc_f")
    assert set(trained.get_pipe(pipe).labels) == labels
    assert measure in trained.meta["performance"]
