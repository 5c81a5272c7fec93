"""FoLiA as its documentation describes it; documents of our own in the form in which its library writes them."""

import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.domain.errors import InvalidInput
from annotator.formats.base import Weight
from annotator.formats.folia.format import Folia, FoliaOptions
from tests.formats.support import archived, read
from tests.strategies import examples

FORMAT = Folia()
HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<FoLiA xmlns="http://ilk.uvt.nl/folia" xml:id="{id}" version="2.5.3">\n'
    '<metadata type="native"><annotations><token-annotation/></annotations>'
    '<meta id="title">Harbour</meta><meta id="language">en</meta></metadata>\n'
)


def folia(body, name="example"):
    return (HEAD.format(id=name) + f'<text xml:id="t">{body}</text></FoLiA>').encode()


def words(text, prefix="w"):
    """Words with ids; what ends in a tie has no space behind it."""
    spaces = {True: ' space="no"', False: ""}
    return "".join(
        f'<w xml:id="{prefix}.{at}"{spaces[word.endswith("~")]}><t>{word.rstrip("~")}</t></w>'
        for at, word in enumerate(text.split(), start=1)
    )


def over(*numbers, prefix="w"):
    return "".join(f'<wref id="{prefix}.{number}" t="…"/>' for number in numbers)


def told(data, fmt=FORMAT, losses=None):
    (annotated,) = read(fmt, data, None, losses)
    return annotated


def spans(annotated):
    return [(span.label, span.quote) for span in annotated.sets[0].spans]


def links(annotated):
    by_id = {span.id: span.quote for span in annotated.sets[0].spans}
    return [(by_id[link.from_id], link.role, by_id[link.to_id]) for link in annotated.sets[0].links]


EXAMPLE = folia(
    f'<p xml:id="p"><s xml:id="s1">{words("Rebels shelled the old port~ .")}'
    f'<entities><entity class="org" xml:id="e1">{over(1)}<feat subset="kind" class="armed"/></entity>'
    f'<entity class="place" xml:id="e2">{over(4, 5)}<relation class="hit by"><xref id="e1" type="entity"/></relation>'
    f'</entity></entities><semroles><predicate class="attack"><semrole class="agent">{over(1)}</semrole>{over(2)}'
    f'<semrole class="target">{over(3, 4, 5)}</semrole></predicate></semroles></s>'
    f'<s xml:id="s2">{words("They fled~ .", "v")}</s></p><p xml:id="q"><s>{words("Night fell.", "x")}</s></p>'
    f'<coreferences><coreferencechain class="ident"><coreferencelink>{over(1)}</coreferencelink>'
    f"<coreferencelink>{over(1, prefix='v')}</coreferencelink></coreferencechain></coreferences>"
)


def test_text_is_made_of_words_with_a_space_between_sentences_and_a_line_a_paragraph():
    document = told(EXAMPLE).document
    assert document.text == "Rebels shelled the old port. They fled.\nNight fell."
    assert document.id == "example"
    assert document.meta == {"title": "Harbour", "language": "en"}


def test_annotations_are_spans_and_what_they_name_are_links():
    annotated = told(EXAMPLE)
    assert set(spans(annotated)) == {
        ("org", "Rebels"),
        ("place", "old port"),
        ("attack", "shelled"),
        ("agent", "Rebels"),
        ("target", "the old port"),
        ("ident", "Rebels"),
        ("ident", "They"),
    }
    assert set(links(annotated)) == {
        ("shelled", "agent", "Rebels"),
        ("shelled", "target", "the old port"),
        ("Rebels", "ident", "They"),
        ("old port", "hit by", "Rebels"),
    }
    assert [span.attributes for span in annotated.sets[0].spans if span.label == "org"] == [{"kind": "armed"}]


def test_a_predicate_that_names_no_words_stands_on_those_of_its_roles():
    roles = f'<semrole class="by">{over(1)}</semrole><semrole class="at">{over(3)}</semrole>'
    body = f'<s xml:id="s">{words("Jets hit Homs")}<semroles><predicate class="raid">{roles}</predicate></semroles></s>'
    losses = []
    annotated = told(folia(body), losses=losses)
    assert set(spans(annotated)) == {("raid", "Jets hit Homs"), ("by", "Jets"), ("at", "Homs")}
    assert set(links(annotated)) == {("Jets hit Homs", "by", "Jets"), ("Jets hit Homs", "at", "Homs")}
    assert [(loss.reason, loss.weight) for loss in losses][:1] == [("no_words", Weight.CHANGED)]


def test_who_says_something_and_of_whom_are_linked_to_what_is_said():
    parts = f"<source>{over(1)}</source><relation>{over(2)}</relation><hd>{over(3, 4)}</hd>"
    feeling = f'<sentiment class="fear" polarity="negative"><hd>{over(4)}</hd><target>{over(3)}</target></sentiment>'
    body = (
        f'<s xml:id="s">{words("They say Homs burns")}<statements><statement class="claim">{parts}</statement>'
        f"</statements><sentiments>{feeling}</sentiments></s>"
    )
    annotated = told(folia(body))
    assert set(links(annotated)) == {
        ("Homs burns", "source", "They"),
        ("Homs burns", "relation", "say"),
        ("burns", "target", "Homs"),
    }
    assert {span.label: span.attributes for span in annotated.sets[0].spans}["fear"] == {"polarity": "negative"}
    described = FORMAT.describe(io.BytesIO(folia(body)))
    assert {name for name, use in described.labels.items() if use.is_trigger} == {"claim", "fear"}


def test_what_is_on_the_structure_and_not_on_words_is_told():
    losses = []
    told(folia(f'<event class="chat"><s xml:id="s">{words("Homs fell")}</s></event>'), losses=losses)
    assert [(loss.kind, loss.id, loss.weight) for loss in losses] == [("layer", "event", Weight.UNWANTED)]


def test_relations_that_leave_the_text_are_attributes_and_those_that_join_no_annotations_are_told():
    out = '<relation class="wiki" xlink:href="https://example.org/Homs" xlink:type="simple"/>'
    between = '<spanrelation><relation class="same"><xref id="w.1" type="w"/></relation></spanrelation>'
    body = (
        f'<s xml:id="s">{words("Homs fell")}<entities><entity class="place">{out}{over(1)}</entity></entities>'
        f"<spanrelations>{between}</spanrelations></s>"
    )
    losses = []
    annotated = told(
        folia(body).replace(b"<FoLiA ", b'<FoLiA xmlns:xlink="http://www.w3.org/1999/xlink" '), losses=losses
    )
    assert annotated.sets[0].spans[0].attributes == {"wiki": "https://example.org/Homs"}
    assert [(loss.kind, loss.reason, loss.weight) for loss in losses] == [("link", "ends", Weight.UNWANTED)]


def test_alignments_of_earlier_versions_are_relations():
    to = '<alignment class="near"><aref id="e1" type="entity"/></alignment>'
    entities = f'<entity xml:id="e1" class="town">{over(1)}</entity><entity class="town">{over(2)}{to}</entity>'
    annotated = told(folia(f'<s xml:id="s">{words("Homs Hama")}<entities>{entities}</entities></s>'))
    assert links(annotated) == [("Hama", "near", "Homs")]


def test_the_text_above_the_words_is_taken_where_it_is_theirs():
    text = '<t>It  fell ,<t-style class="b"> at</t-style><br/>night.</t>'
    body = f'<p xml:id="p">{text}<s xml:id="s">{words("It fell , at night.")}'
    annotated = told(folia(f'{body}<entities><entity class="x">{over(4, 5)}</entity></entities></s></p>'))
    assert annotated.document.text == "It  fell , at\nnight."
    assert spans(annotated) == [("x", "at\nnight.")]


def test_the_words_decide_where_the_text_above_them_is_another():
    losses = []
    annotated = told(folia(f'<s xml:id="s"><t>Something else</t>{words("It fell")}</s>'), losses=losses)
    assert annotated.document.text == "It fell"
    assert [(loss.kind, loss.id, loss.reason, loss.weight) for loss in losses] == [
        ("text", "s", "rebuilt", Weight.CHANGED)
    ]


def test_a_text_without_words_is_a_text():
    body = "<head><t>Title</t></head><p><t>One.</t></p><p><t>Two.</t></p>"
    assert told(folia(body)).document.text == "Title\nOne.\nTwo."


def test_what_was_corrected_and_other_readings_are_no_part_of_the_text():
    body = (
        '<s xml:id="s"><w xml:id="w.1"><t class="OCR">ln</t><t>In</t><alt><t>An</t></alt></w><correction>'
        '<new><w xml:id="w.2"><t>town</t></w></new><original auth="no"><w xml:id="w.9"><t>twon</t></w></original>'
        '</correction><w xml:id="w.3"><correction><new><t>now</t></new><original><t>nwo</t></original></correction></w>'
        "</s>"
    )
    assert told(folia(body)).document.text == "In town now"


GAP = folia(
    f'<s xml:id="s">{words("He gave it up")}<entities><entity class="x" xml:id="e">{over(2, 4)}</entity></entities></s>'
)


@pytest.mark.parametrize(
    ("how", "found", "reason"),
    [
        ("join", [("x", "gave it up")], "joined"),
        ("split", [("x", "gave"), ("x", "up")], "split"),
        ("report", [], "discontinuous"),
    ],
)
def test_a_span_with_a_gap_is_joined_split_or_reported(how, found, reason):
    losses = []
    assert spans(told(GAP, Folia(FoliaOptions(discontinuous=how)), losses)) == found
    assert [(loss.kind, loss.reason) for loss in losses] == [("span", reason)]


def test_syntax_is_only_read_when_asked_for():
    data = folia(f'<s xml:id="s">{words("It fell")}<chunking><chunk class="NP">{over(1)}</chunk></chunking></s>')
    losses = []
    assert spans(told(data, losses=losses)) == []
    assert [(loss.kind, loss.id, loss.weight) for loss in losses] == [("layer", "chunk", Weight.UNWANTED)]
    assert spans(told(data, Folia(FoliaOptions(types="chunk")))) == [("NP", "It")]


def test_a_word_that_is_not_there_is_reported():
    data = folia(f'<s xml:id="s">{words("It fell")}<entities><entity class="x">{over(7)}</entity></entities></s>')
    losses = []
    assert spans(told(data, losses=losses)) == []
    assert [(loss.kind, loss.reason) for loss in losses] == [("span", "dangling")]
    assert losses[0].line is not None


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "xml"),
        (b"<FoLiA", "xml"),
        (b"<TEI/>", "format"),
        (b'<!DOCTYPE FoLiA [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><FoLiA>&b;</FoLiA>', "doctype"),
        (b'<!DOCTYPE FoLiA SYSTEM "http://example.org/x.dtd"><FoLiA/>', "doctype"),
        (b"<a>" * 1000, "depth"),
        ("<FoLiA>\ud800</FoLiA>".encode("utf-8", "surrogatepass"), "xml"),
    ],
)
def test_what_is_no_folia_is_named(data, rule):
    with pytest.raises(InvalidInput) as error:
        read(FORMAT, data)
    assert (error.value.rule, error.value.file) == (rule, "corpus")


def test_a_file_that_cannot_be_read_does_not_stop_the_others():
    losses = []
    data = archived({"a.folia.xml": b"<TEI/>", "b.folia.xml": EXAMPLE, "c.txt": b"x"})
    assert [each.document.id for each in read(FORMAT, data, None, losses)] == ["example"]
    assert [(loss.kind, loss.file) for loss in losses] == [("record", "corpus/a.folia.xml")]
    with pytest.raises(InvalidInput, match="no file in it"):
        read(FORMAT, archived({"a.txt": b"x", "b.txt": b"y"}))


@examples(100)
@given(data=st.data())
def test_a_damaged_file_is_no_surprise(data):
    whole = bytearray(EXAMPLE)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        wrong = st.binary(max_size=3) | st.sampled_from([b"<w/>", b"<t>", b"</s>", b'"', b"xml:id", b"&amp;", b"&x;"])
        whole[place : place + data.draw(st.integers(0, 6))] = data.draw(wrong)
    # An archive is opened before there is any file to report.
    assume(not whole.startswith(b"PK"))
    losses = []
    read(FORMAT, bytes(whole), None, losses)
    assert all(loss.file == "corpus" for loss in losses)
