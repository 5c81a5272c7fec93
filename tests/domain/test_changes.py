"""Acts: whole or not at all, refused with the rule, undone to the letter."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.acts import apply_act
from annotator.domain.annotations import Comment, Link, Span
from annotator.domain.changes import Change, Kind, Refusal, undo
from annotator.domain.comments import comment_violation
from annotator.domain.events import frames
from annotator.domain.rules import span_violation
from annotator.domain.workspace import Workspace
from tests.domain.schemas import conflict

TEXT = "US strike kills over 40 fighters; 👨\u200d👩\u200d👧 fled, e\u0301lite hit again."


def spanned(span_id, label, words, text=TEXT, **rest):
    start = text.index(words)
    return Span(span_id, label, start, start + len(words), words, **rest)


def add(item, act="act", number=[0]):  # noqa: B006  # one counter for the module is what is wanted
    number[0] += 1
    kind = Kind.ADD_SPAN if isinstance(item, Span) else Kind.ADD_LINK
    return Change(f"c{number[0]}", act, kind, None, item.as_json())


def remove(item):
    kind = Kind.REMOVE_SPAN if isinstance(item, Span) else Kind.REMOVE_LINK
    return Change("gone", "removal", kind, item.as_json(), None)


@pytest.fixture
def workspace():
    ours = Workspace(TEXT, conflict())
    spans = [
        spanned("us", "actor", "US"),
        spanned("strike", "action", "strike"),
        spanned("kills", "action", "kills"),
        spanned("hit", "action", "hit"),
        spanned("toll", "toll", "over 40 fighters"),
    ]
    links = [
        Link("l1", "agent", "strike", "us"),
        Link("l2", "same_event", "kills", "strike"),
        Link("l3", "same_event", "hit", "strike"),
        Link("l4", "casualty", "kills", "toll"),
    ]
    apply_act(ours, [add(each) for each in (*spans, *links)])
    return ours


def state(workspace):
    return dict(workspace.spans), dict(workspace.links), dict(workspace.attributes), dict(workspace.comments)


def refusal(workspace, *changes):
    before = state(workspace)
    with pytest.raises(Refusal) as error:
        apply_act(workspace, changes)
    assert state(workspace) == before, "a refused act leaves no trace"
    return error.value


def test_an_act_is_refused_whole_when_its_last_change_does_not_fit(workspace):
    good = add(spanned("again", "action", "again"))
    bad = add(Link("l9", "agent", "again", "nobody"))
    assert refusal(workspace, good, bad).rule == "unknown"


@pytest.mark.parametrize(
    ("span", "rule"),
    [
        (Span("n", "actor", 0, 2, "UK"), "quote"),
        (Span("n", "actor", 2, 2, ""), "range"),
        (Span("n", "actor", -1, 2, ""), "range"),
        (Span("n", "actor", 0, 10_000, TEXT), "range"),
        (Span("n", "person", 0, 2, "US"), "label"),
        (Span("n", "actor", 0, 2, "US"), "equal_span"),
        (Span("us", "actor", 3, 9, "strike"), "id"),
        (Span("a b", "actor", 3, 9, "strike"), "id"),
        (Span("n", "actor", 3, 9, "strike", {"colour": "red"}), "attribute"),
        (Span("n", "actor", 3, 9, "strike", {"kind": "martian"}), "value"),
        (spanned("n", "actor", "👨"), "grapheme"),
        (spanned("n", "actor", "e"), "grapheme")
        if TEXT[TEXT.index("e") + 1] == "\u0301"
        else (Span("n", "actor", TEXT.index("\u0301") - 1, TEXT.index("\u0301"), "e"), "grapheme"),
    ],
)
def test_a_span_that_breaks_a_rule_is_refused_by_name(workspace, span, rule):
    assert refusal(workspace, add(span)).rule == rule


@pytest.mark.parametrize(
    ("link", "rule"),
    [
        (Link("n", "culprit", "strike", "us"), "role"),
        (Link("n", "agent", "strike", "ghost"), "unknown"),
        (Link("n", "agent", "us", "strike"), "ends"),
        (Link("n", "agent", "strike", "us"), "duplicate_link"),
        (Link("n", "same_event", "strike", "strike"), "self_link"),
        (Link("n", "same_event", "strike", "hit"), "star"),
        (Link("n", "same_event", "hit", "kills"), "star"),
        (Link("l1", "target", "strike", "us"), "id"),
    ],
)
def test_a_link_that_breaks_a_rule_is_refused_by_name(workspace, link, rule):
    assert refusal(workspace, add(link)).rule == rule


def test_a_role_takes_no_more_fillers_than_the_schema_allows(workspace):
    more = [spanned(word, "actor", word) for word in ("fighters", "fled", "again")]
    links = [Link(f"t{each.id}", "target", "strike", each.id) for each in more]
    assert refusal(workspace, *map(add, [*more, *links])).rule == "max"


def test_an_imported_span_may_cut_a_grapheme(workspace):
    span = spanned("n", "actor", "👨", origin="import")
    assert span_violation(workspace, span) is None


def test_one_word_may_head_two_events(workspace):
    apply_act(workspace, [add(spanned("second", "action", "strike"))])
    assert len(frames(workspace.spans.values(), workspace.links.values(), workspace.schema)) == 2


def test_the_fence_refuses_what_somebody_else_has_changed(workspace):
    stale = spanned("us", "actor", "US", attributes={"kind": "state"})
    refused = refusal(workspace, remove(stale))
    assert refused.rule == "fence"
    assert refused.current == workspace.spans["us"].as_json()


def test_removing_what_is_gone_is_refused(workspace):
    assert refusal(workspace, remove(spanned("ghost", "actor", "again"))).rule == "unknown"


def test_removing_the_main_trigger_passes_the_event_to_the_next_in_the_text(workspace):
    apply_act(workspace, [remove(workspace.spans["strike"])])
    (frame,) = frames(workspace.spans.values(), workspace.links.values(), workspace.schema)
    assert frame.main.id == "kills"
    assert [trigger.id for trigger in frame.triggers] == ["kills", "hit"]
    assert {(filler.role, filler.span.id) for filler in frame.fillers} == {("agent", "us"), ("casualty", "toll")}


def test_the_heir_takes_over_what_was_said_of_the_event(workspace):
    main = workspace.spans["strike"]
    richer = {**main.as_json(), "attributes": {"event_class": "attack"}}
    apply_act(workspace, [Change("x", "x", Kind.CHANGE_SPAN, main.as_json(), richer)])
    apply_act(workspace, [remove(workspace.spans["strike"])])
    assert workspace.spans["kills"].attributes == {"event_class": "attack"}


def test_a_relabelled_span_loses_the_links_and_attributes_it_may_not_have(workspace):
    toll = workspace.spans["toll"]
    counted = {**toll.as_json(), "attributes": {"kind": "unknown", "count": {"op": "exact", "by": "human"}}}
    apply_act(workspace, [Change("x", "x", Kind.CHANGE_SPAN, toll.as_json(), counted)])
    apply_act(workspace, [Change("y", "y", Kind.CHANGE_SPAN, counted, {**counted, "label": "actor"})])
    assert workspace.spans["toll"].attributes == {"kind": "unknown"}
    assert "l4" not in workspace.links


def test_a_document_attribute_is_set_checked_and_unset(workspace):
    def setting(before, after):
        return Change(
            f"s{after}", "s", Kind.SET_ATTRIBUTE, *({"name": "relevance", "value": v} for v in (before, after))
        )

    apply_act(workspace, [setting(None, "yes")])
    assert refusal(workspace, setting(None, "no")).rule == "fence"
    assert refusal(workspace, setting("yes", "maybe")).rule == "value"
    apply_act(workspace, [setting("yes", None)])
    assert workspace.attributes == {}


@given(data=st.data())
def test_undoing_any_acts_in_reverse_brings_the_first_state_back(data):
    workspace = Workspace(TEXT, conflict())
    first = state(workspace)
    history = []
    for number in range(data.draw(st.integers(1, 12))):
        act = data.draw(random_act(workspace, number))
        try:
            history.append(apply_act(workspace, act))
        except Refusal:
            continue
    last = state(workspace)
    undone = [apply_act(workspace, undo(act, f"u{index}")) for index, act in enumerate(reversed(history))]
    assert state(workspace) == first
    for index, act in enumerate(reversed(undone)):
        apply_act(workspace, undo(act, f"r{index}"))
    assert state(workspace) == last


@st.composite
def random_act(draw, workspace, number):
    """One act on what stands: it may well be refused, which must leave no trace."""
    spans, links = list(workspace.spans.values()), list(workspace.links.values())
    comments = list(workspace.comments.values())
    kinds = ["add", "add"] + (["remove", "relabel", "link", "link"] if spans else []) + (["unlink"] if links else [])
    kinds += ["comment"] + (["reword", "uncomment"] if comments else [])
    kind = draw(st.sampled_from(kinds))
    if kind in ("comment", "reword", "uncomment"):
        before = None if kind == "comment" else draw(st.sampled_from(comments))
        after = None if kind == "uncomment" else draw(comment_on(spans, f"k{number}", before))
        of_kind = {"comment": Kind.ADD_COMMENT, "reword": Kind.CHANGE_COMMENT, "uncomment": Kind.REMOVE_COMMENT}
        shapes = (each and each.as_json() for each in (before, after))
        return [Change(f"k{number}", f"a{number}", of_kind[kind], *shapes)]
    if kind == "add":
        start = draw(st.integers(0, 40))
        end = start + draw(st.integers(1, 8))
        label = draw(st.sampled_from(["actor", "action", "action", "toll"]))
        return [add(Span(f"s{number}", label, start, end, TEXT[start:end]), f"a{number}")]
    if kind == "link":
        role = draw(st.sampled_from([role.name for role in workspace.schema.roles]))
        ends = draw(st.sampled_from(spans)).id, draw(st.sampled_from(spans)).id
        return [add(Link(f"l{number}", role, *ends), f"a{number}")]
    if kind == "unlink":
        return [Change(f"u{number}", f"a{number}", Kind.REMOVE_LINK, draw(st.sampled_from(links)).as_json(), None)]
    span = draw(st.sampled_from(spans))
    if kind == "remove":
        return [Change(f"r{number}", f"a{number}", Kind.REMOVE_SPAN, span.as_json(), None)]
    label = draw(st.sampled_from(["actor", "action", "toll"]))
    after = {**span.as_json(), "label": label}
    return [Change(f"x{number}", f"a{number}", Kind.CHANGE_SPAN, span.as_json(), after)]


@st.composite
def comment_on(draw, spans, comment_id, before):
    """A comment on a span, on some words or on the document, or the one before said otherwise."""
    words = draw(st.sampled_from(["Sure?", "", "👩‍👩‍👦"]))
    reason = draw(st.sampled_from([None, "other", "no reason"]))
    if before is not None:
        return replace(before, text=words, reason=reason)
    span = draw(st.sampled_from([None, *(each.id for each in spans)]))
    start = draw(st.sampled_from([None, 0, 35]))
    end = None if start is None else start + draw(st.integers(0, 20))
    return Comment(comment_id, words, "ann", "2024-02-08T10:00:00Z", reason, span, start, end)


@given(data=st.data())
def test_no_act_leaves_a_comment_on_a_span_that_is_gone(data):
    workspace = Workspace(TEXT, conflict(), writer="ann")
    for number in range(data.draw(st.integers(1, 15))):
        try:
            apply_act(workspace, data.draw(random_act(workspace, number)))
        except Refusal:
            continue
    for comment in workspace.comments.values():
        assert comment_violation(comment, len(TEXT), workspace.spans) is None
        assert comment.reason in (None, "other")


@given(data=st.data())
def test_no_act_leaves_a_link_dangling_or_a_star_broken(data):
    workspace = Workspace(TEXT, conflict())
    for number in range(data.draw(st.integers(1, 15))):
        try:
            apply_act(workspace, data.draw(random_act(workspace, number)))
        except Refusal:
            continue
    for link in workspace.links.values():
        role = workspace.schema.role(link.role)
        assert role.joins(workspace.spans[link.from_id].label, workspace.spans[link.to_id].label)
        if role.meaning == "same_event":
            assert not any(workspace.says_same_event(each) for each in workspace.links_from(link.to_id))
    said = [(link.role, link.from_id, link.to_id) for link in workspace.links.values()]
    assert len(said) == len(set(said))
