"""Foreign corpora: described, a map proposed, brought under a schema of ours, or a schema read off them."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import resources
from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput
from annotator.domain.meanings import Part
from annotator.domain.schema import Meaning
from annotator.domain.schema_reader import NAME, read_toml
from annotator.formats.base import Weight
from annotator.formats.maps.corpus_map import CorpusMap, LabelRule, RoleRule, check_map, read_map
from annotator.formats.maps.description import Description, described
from annotator.formats.maps.map_proposal import map_text, proposed, same_names
from annotator.formats.maps.mapping import mapped
from annotator.formats.maps.schema_proposal import fit_name, schema_of
from annotator.formats.records.checking import UNKNOWN_SCHEMA

MARK = 'mark = { letter = "A", pattern = "solid", light = ["#FFFFFF", "#000000"], dark = ["#FFFFFF", "#000000"] }'
SCHEMA = read_toml(
    f"""
name = "small"
version = 3
[[labels]]
name = "party"
also = ["PER", "ORG"]
{MARK}
[[labels.attributes]]
name = "kind"
type = "choice"
values = ["army", {{ value = "rebels", also = ["NSAG"] }}]
[[labels.attributes]]
name = "size"
type = "count"
[[labels]]
name = "deed"
trigger = true
{MARK}
[[labels.attributes]]
name = "class"
type = "choice"
about = "event_class"
values = [
  {{ value = "raid", codes = {{ ace = "Conflict.Attack" }} }},
  {{ value = "talks", codes = {{ ace = "Contact.Meet" }} }},
]
[[roles]]
name = "doer"
from = ["deed"]
to = ["party"]
meaning = "filler"
[[document.attributes]]
name = "relevance"
type = "choice"
values = ["yes", "no"]
""",
    "small.toml",
)
TEXT = "Army raids camp."


def span(id_, label, start, end, **attributes):
    return Span(id_, label, start, end, TEXT[start:end], attributes, "import")


def corpus(spans=(), links=(), attributes=None, comments=()):
    annotations = AnnotationSet(
        "A",
        UNKNOWN_SCHEMA,
        spans=tuple(spans),
        links=tuple(links),
        attributes=attributes or {},
        comments=tuple(comments),
    )
    return [AnnotatedDocument(Document("d1", TEXT), (annotations,))]


def bring(documents, rules):
    told = []
    (annotated,) = mapped(documents, rules, SCHEMA, told.append)
    return annotated.sets[0], told


def faults(told):
    return [(loss.kind, loss.id, loss.reason) for loss in told if loss.weight is Weight.LOST]


def test_labels_roles_attributes_and_values_are_called_what_the_map_says():
    rules = read_map(
        """
        [labels]
        Force = { label = "party", attributes = { kind = "army" } }
        Attack = { label = "deed", attributes = { class = "raid" } }
        [roles]
        "By-Whom" = { role = "doer", reverse = true }
        [attributes]
        "Force.number" = "size"
        [document_attributes]
        useful = { attribute = "relevance", values = { "1" = "yes" } }
        """,
        "x.map.toml",
    )
    documents = corpus(
        [span("a", "Force", 0, 4, number="12"), span("b", "Attack", 5, 10)],
        [Link("l", "By-Whom", "a", "b")],
        {"useful": 1},
    )
    annotations, told = bring(documents, rules)
    assert annotations.schema == SchemaRef("small", 3)
    assert [(each.label, dict(each.attributes)) for each in annotations.spans] == [
        (
            "party",
            {"kind": "army", "size": {"value": 12, "op": "exact", "lower": 12, "upper": 12, "best": 12, "by": "human"}},
        ),
        ("deed", {"class": "raid"}),
    ]
    assert annotations.links == (Link("l", "doer", "b", "a"),)
    assert annotations.attributes == {"relevance": "yes"}
    assert faults(told) == []
    assert {loss.reason for loss in told} == {"renamed"}


def test_what_the_map_leaves_out_is_told_as_wanted_and_its_links_and_comments_do_not_dangle():
    rules = CorpusMap({"Attack": LabelRule("")})
    comment = Comment("k", "?", "A", "2024-01-01T00:00:00Z", span="b")
    documents = corpus(
        [span("a", "party", 0, 4), span("b", "Attack", 5, 10)], [Link("l", "doer", "b", "a")], comments=[comment]
    )
    annotations, told = bring(documents, rules)
    assert [each.id for each in annotations.spans] == ["a"]
    assert annotations.links == ()
    assert annotations.comments[0].span is None
    assert {(loss.kind, loss.id, loss.weight) for loss in told} == {
        ("span", "b", Weight.UNWANTED),
        ("link", "l", Weight.UNWANTED),
    }


def test_what_neither_map_nor_schema_knows_is_a_fault_each():
    annotations, told = bring(corpus([span("a", "Weather", 0, 4)], attributes={"mood": "good"}), CorpusMap())
    assert annotations.spans == ()
    assert [(kind, about) for kind, about, _ in faults(told)] == [("document_attribute", "mood"), ("span", "a")]


def test_what_is_called_the_same_or_so_by_the_schema_is_the_same():
    description = described(
        corpus([span("a", "PER", 0, 4, KIND="NSAG"), span("b", "Deed", 5, 10)], [Link("l", "DOER", "b", "a")])
    )
    rules = same_names(description, SCHEMA)
    annotations, told = bring(
        corpus([span("a", "PER", 0, 4, KIND="NSAG"), span("b", "Deed", 5, 10)], [Link("l", "DOER", "b", "a")]), rules
    )
    assert [(each.label, each.attributes) for each in annotations.spans] == [
        ("party", {"kind": "rebels"}),
        ("deed", {}),
    ]
    assert [each.role for each in annotations.links] == ["doer"]
    assert faults(told) == []


CONFLICT = read_toml(resources.schema_text("conflict-events") or "", "conflict-events.toml")
DETENTION = read_toml(resources.schema_text("detention-reports") or "", "detention-reports.toml")


def test_what_well_known_corpora_call_parties_and_places_is_proposed_by_what_our_labels_mean():
    names = ["PER", "Organisation", "GPE", "PER.Police", "MISC"]
    description = described(corpus([span(name, name, 0, 4) for name in names]))
    assert same_names(description, CONFLICT).labels == {}
    assert {name: rule.label for name, rule in proposed(description, CONFLICT).labels.items()} == {
        "PER": "actor",
        "Organisation": "actor",
        "GPE": "location",
        "PER.Police": "actor",
    }
    assert {rule.label for rule in proposed(description, DETENTION).labels.values()} == {"authority", "facility"}


def test_roles_of_well_known_corpora_are_proposed_and_turned_round_where_they_lead_to_the_event():
    spans = [span("e", "Conflict:Attack", 0, 4), span("p", "PER", 5, 10)]
    links = [Link("a", "Attacker", "e", "p"), Link("b", "Victim", "p", "e"), Link("c", "Kin", "p", "p")]
    description = described(corpus(spans, links))
    description.label("Conflict:Attack").is_trigger = True
    assert proposed(description, CONFLICT).roles == {
        "Attacker": RoleRule("agent"),
        "Victim": RoleRule("target", reverse=True),
    }


def test_a_label_that_may_be_two_of_ours_is_not_proposed():
    description = described(corpus([span("a", "PER", 0, 4)]))
    two = replace(CONFLICT, labels=(*CONFLICT.labels, replace(CONFLICT.label("actor"), name="other")))
    assert proposed(description, two).labels == {}


def test_types_of_events_are_proposed_by_their_codes_and_entities_are_not():
    description = described(corpus([span("b", "Contact:Meet", 5, 10), span("a", "Raid", 0, 4)]))
    description.label("Contact:Meet").is_trigger = True
    assert same_names(description, SCHEMA).labels == {}
    assert proposed(description, SCHEMA).labels == {"Contact:Meet": LabelRule("deed", {"class": "talks"})}


def test_a_type_written_as_label_and_class_is_both():
    description = described(corpus([span("b", "deed:talks", 5, 10)]))
    assert same_names(description, SCHEMA).labels == {"deed:talks": LabelRule("deed", {"class": "talks"})}


def test_a_proposed_map_can_be_read_back_and_names_every_name_of_the_corpus():
    documents = corpus(
        [span("a", "PER", 0, 4, KIND="x"), span("b", 'We"ird', 5, 10)], [Link("l", "?", "b", "a")], {"useful": "y"}
    )
    description = described(documents)
    rules = proposed(description, SCHEMA)
    back = read_map(map_text(rules, description), "x.map.toml")
    assert back.labels == {"PER": LabelRule("party"), 'We"ird': LabelRule("")}
    assert set(back.roles) == {"?"}
    assert set(back.document_attributes) == {"useful"}
    check_map(back, SCHEMA, "x.map.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[labels]\nA = 3", "labels.A: is a name, or a table with label"),
        ('[labels]\nA = { label = "x", colour = 1 }', "labels.A.colour"),
        ("[label]\nA = 'x'", "label: is none of"),
        ("labels = 3", "labels: is a table"),
        ("[labels", "not TOML"),
        ('[attributes]\na = { attribute = "x", values = { b = 3 } }', "attributes.a.values"),
    ],
)
def test_a_map_that_breaks_a_rule_names_the_key(text, said):
    with pytest.raises(InvalidInput) as error:
        read_map(text, "x.map.toml")
    assert said in str(error.value)
    assert "x.map.toml" in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "[labels]\nA = 'nothing'",
        "[roles]\nA = 'nothing'",
        "[attributes]\nA = 'nothing'",
        "[document_attributes]\nA = 'no'",
    ],
)
def test_a_map_that_leads_to_what_the_schema_lacks_is_refused(text):
    with pytest.raises(InvalidInput, match="the schema has no"):
        check_map(read_map(text, "m"), SCHEMA, "m")


def test_a_schema_read_off_a_corpus_takes_the_corpus_whole():
    documents = corpus(
        [
            span("a", "Org-Aff", 0, 4, Polarity="Very Positive", n=3, tags=["x", "y"]),
            span("b", "org aff", 5, 10),
            span("c", "Überfall", 11, 15, note="long words of somebody", flag=True),
        ],
        [Link("l", "By", "c", "a"), Link("m", "By", "a", "b")],
        {"Topic": "war"},
    )
    description = described(documents)
    description.label("Überfall").is_trigger = True
    text, schema = schema_of(description, "My Corpus")
    assert read_toml(text, "again") == schema
    assert [label.name for label in schema.labels] == ["org_aff", "org_aff_2", "uberfall"]
    assert schema.is_trigger("uberfall")
    assert schema.meaning("by") is Meaning.FILLER
    rules = same_names(described(documents), schema)
    told = []
    (annotated,) = mapped(documents, rules, schema, told.append)
    assert faults(told) == []
    assert len(annotated.sets[0].spans) == 3
    assert len(annotated.sets[0].links) == 2
    assert annotated.sets[0].attributes == {"topic": "war"}
    assert annotated.sets[0].spans[0].attributes == {"polarity": "Very_Positive", "n": 3, "tags": ["x", "y"]}


NAMES = st.text(min_size=1, max_size=12).filter(lambda name: not any("\ud800" <= char <= "\udfff" for char in name))
VALUES = st.one_of(NAMES, st.integers(-5, 5), st.booleans(), st.lists(NAMES, max_size=2, unique=True))


@given(
    st.lists(st.tuples(NAMES, st.dictionaries(NAMES, VALUES, max_size=2)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), NAMES), max_size=4),
)
def test_any_corpus_fits_the_schema_that_was_read_off_it(labelled, linked):
    spans = [Span(f"s{at}", label, 0, 4, "Army", said, "import") for at, (label, said) in enumerate(labelled)]
    seen = {(each.label): each for each in spans}
    spans = list(seen.values())
    links = [
        Link(f"l{at}", role, spans[one % len(spans)].id, spans[other % len(spans)].id)
        for at, (one, other, role) in enumerate(linked)
        if one % len(spans) != other % len(spans)
    ]
    documents = corpus(spans, links)
    description = described(documents)
    _, schema = schema_of(description, "any")
    assert all(NAME.fullmatch(label.name) for label in schema.labels)
    told = []
    (annotated,) = mapped(documents, same_names(description, schema), schema, told.append)
    assert [loss for loss in told if loss.weight is Weight.LOST and loss.kind != "link"] == []
    assert len(annotated.sets[0].spans) == len(spans)


@given(st.lists(NAMES, unique=True, max_size=8))
def test_names_are_made_fit_and_told_apart(names):
    taken = []
    for name in names:
        taken.append(fit_name(name, taken))
    assert len(set(taken)) == len(taken)
    assert all(NAME.fullmatch(each) for each in taken)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("MilitaryPlatform", "military_platform"), ("ORG", "org"), ("Life:Die", "life_die"), ("agentOf", "agent_of")],
)
def test_names_that_run_words_together_are_parted_at_their_capitals(theirs, ours):
    assert fit_name(theirs) == ours


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("人物", "ren_wu"), ("Персона", "persona"), ("مكان", "mkn"), ("Événement", "evenement"), ("Straße", "strasse")],
)
def test_names_in_other_scripts_are_written_as_they_are_said(theirs, ours):
    assert fit_name(theirs) == ours


def test_a_schema_that_is_read_off_says_what_fillers_are_whose_roles_are_well_known():
    spans = [span("e", "Raid", 0, 4), span("p", "PER", 5, 10)]
    description = described(corpus(spans, [Link("a", "Attacker", "e", "p"), Link("b", "Reason", "e", "p")]))
    assert [role.part for role in schema_of(description, "any")[1].roles] == [None, None]
    description.label("Raid").is_trigger = True
    assert [role.part for role in schema_of(description, "any")[1].roles] == [Part.AGENT, None]


def test_an_empty_description_is_no_schema():
    with pytest.raises(InvalidInput):
        schema_of(Description(), "none")


def test_a_description_counts_what_is_used_and_by_whom_roles_are_joined():
    description = described(corpus([span("a", "x", 0, 4, k="v"), span("b", "x", 5, 10)], [Link("l", "r", "a", "b")]))
    assert description.labels["x"].number == 2
    assert description.labels["x"].attributes["k"].values == {"v": 1}
    assert json.dumps(list(description.roles["r"].ends)) == '[["x", "x"]]'
