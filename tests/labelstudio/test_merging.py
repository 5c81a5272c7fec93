"""Two changed forms of one annotation come together, and what differs is told and kept on both sides."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.labelstudio.canonical import Form, Mark, form_of, read_form
from annotator.labelstudio.losing import lost_to_rules
from annotator.labelstudio.merging import Side, common, merge
from tests.strategies import SCHEMA, annotated_documents

IDS = st.sampled_from("abcd")
VALUES = st.sampled_from([2, "x", True, ["y"]])
SAID = st.dictionaries(st.sampled_from("pq"), VALUES, max_size=2)
MARKS = st.builds(lambda start, label, said: Mark(start, start + 2, label, said), st.integers(0, 3), IDS, SAID)


@st.composite
def forms(draw):
    marks = draw(st.dictionaries(IDS, MARKS, max_size=4))
    ends = st.sampled_from(sorted(marks)) if marks else st.nothing()
    ties = draw(st.lists(st.tuples(ends, ends, st.sampled_from("rs")), max_size=4, unique=True)) if marks else []
    return Form(marks, tuple(sorted(ties)), draw(SAID), draw(st.booleans()), draw(st.booleans()), draw(SAID))


BASE = Form(
    {"a": Mark(0, 2, "actor", {"kind": "state"}), "b": Mark(3, 5, "action"), "c": Mark(6, 8, "toll")},
    (("b", "a", "agent"),),
    {"relevance": "yes"},
)


def without(form, *names):
    marks = {name: mark for name, mark in form.marks.items() if name not in names}
    return replace(form, marks=marks, ties=tuple(tie for tie in form.ties if not {tie[0], tie[1]} & set(names)))


def changed(form, name, **fields):
    return replace(form, marks={**form.marks, name: replace(form.marks[name], **fields)})


@given(forms(), forms())
def test_what_one_side_changed_the_other_takes_over(base, after):
    for merged in (merge(base, after, base), merge(base, base, after), merge(base, after, after)):
        assert merged.conflicts == ()
        assert merged.local == merged.remote == merged.base
        assert merged.local.digest == after.digest


@given(forms(), forms(), forms())
def test_a_side_whose_word_counts_leaves_no_conflict(base, local, remote):
    for prefer in Side:
        merged = merge(base, local, remote, prefer)
        assert merged.conflicts == ()
        assert merged.local == merged.remote == merged.base


@given(forms(), forms(), forms())
def test_no_link_is_ever_left_dangling_and_a_second_merge_changes_nothing(base, local, remote):
    merged = merge(base, local, remote)
    for form in (merged.local, merged.remote, merged.base):
        assert all(one in form.marks and other in form.marks for one, other, _ in form.ties)
    again = merge(merged.base, merged.local, merged.remote)
    assert (again.local, again.remote, again.base) == (merged.local, merged.remote, merged.base)
    assert {(each.about, each.field) for each in again.conflicts} == {
        (each.about, each.field) for each in merged.conflicts
    }


@given(forms(), forms(), forms())
def test_it_does_not_matter_which_side_is_which(base, local, remote):
    one, other = merge(base, local, remote), merge(base, remote, local)
    assert (one.local, one.remote, one.base) == (other.remote, other.local, other.base)


@given(forms(), forms(), forms())
def test_nothing_that_either_side_has_is_lost_to_both(base, local, remote):
    merged = merge(base, local, remote)
    for side, form in ((local, merged.local), (remote, merged.remote)):
        for name, mark in side.marks.items():
            other = remote if side is local else local
            if name not in form.marks:
                # It was removed on the other side, and this side had left it as it was.
                assert name not in other.marks
                assert base.marks[name] == mark
    assert bool(merged.conflicts) == (merged.local != merged.remote)


def test_changes_to_different_spans_and_fields_come_together():
    local = changed(changed(BASE, "a", attributes={"kind": "rebels"}), "c", label="place")
    remote = replace(changed(BASE, "a", start=1), ties=(*BASE.ties, ("b", "c", "toll")))
    merged = merge(BASE, local, remote)
    assert merged.conflicts == ()
    assert merged.local.marks["a"] == Mark(1, 2, "actor", {"kind": "rebels"})
    assert merged.local.marks["c"].label == "place"
    assert ("b", "c", "toll") in merged.remote.ties


def test_the_same_attribute_changed_on_both_sides_is_a_conflict_and_both_keep_theirs():
    local = changed(BASE, "a", attributes={"kind": "rebels"})
    remote = changed(changed(BASE, "a", attributes={"kind": "other"}), "c", label="place")
    merged = merge(BASE, local, remote)
    (conflict,) = merged.conflicts
    assert (conflict.about, conflict.field) == ("a", "kind")
    assert (conflict.base, conflict.local, conflict.remote) == ("state", "rebels", "other")
    assert merged.local.marks["a"].attributes == {"kind": "rebels"}
    assert merged.remote.marks["a"].attributes == {"kind": "other"}
    assert merged.local.marks["c"].label == "place"
    assert merge(BASE, local, remote, Side.REMOTE).local.marks["a"].attributes == {"kind": "other"}


@pytest.mark.parametrize("is_local", [True, False])
def test_a_span_removed_here_and_changed_there_is_a_conflict(is_local):
    removed, edited = without(BASE, "c"), changed(BASE, "c", end=9)
    merged = merge(BASE, *((removed, edited) if is_local else (edited, removed)))
    (conflict,) = merged.conflicts
    assert (conflict.kind, conflict.about, conflict.field) == ("span", "c", "")
    assert ("c" in merged.local.marks) is not is_local


def test_a_span_removed_here_takes_its_links_with_it_there():
    merged = merge(BASE, without(BASE, "a"), BASE)
    assert merged.conflicts == ()
    assert "a" not in merged.remote.marks
    assert merged.remote.ties == ()


def test_a_span_removed_here_that_there_has_a_new_link_is_a_conflict():
    remote = replace(BASE, ties=(*BASE.ties, ("b", "c", "toll")))
    merged = merge(BASE, without(BASE, "c"), remote)
    assert [(each.about, each.field) for each in merged.conflicts] == [("c", "")]
    assert ("b", "c", "toll") in merged.remote.ties
    assert ("b", "c", "toll") not in merged.local.ties


@given(annotated_documents(SCHEMA, max_sets=2))
def test_a_form_is_the_content_of_a_set_and_comes_back_from_its_json(annotated):
    for annotations in annotated.sets:
        form = form_of(annotations)
        assert read_form(form.as_json()) == form
        assert read_form(form.as_json()).digest == form.digest
        reordered = replace(annotations, spans=annotations.spans[::-1], links=annotations.links[::-1])
        assert form_of(reordered).digest == form.digest


def test_a_whole_number_is_the_same_however_an_editor_writes_it():
    one, other = (Form({"a": Mark(0, 1, "x", {"n": number})}) for number in (3, 3.0))
    assert one.digest == other.digest
    assert one.digest != Form({"a": Mark(0, 1, "x", {"n": 4})}).digest


def test_one_and_true_are_two_values():
    base, local, remote = (Form(attributes={"p": value}) for value in ("x", 1, True))
    assert len(merge(base, local, remote).conflicts) == 1


@given(forms(), forms(), forms())
def test_what_both_say_is_in_common_and_the_rest_is_as_it_was(base, local, remote):
    assert common(base, local, local).digest == local.digest
    assert common(base, local, base).digest == base.digest
    assert common(base, local, remote) == common(base, remote, local)


@given(forms(), forms(), forms())
def test_what_is_in_common_leaves_the_changes_of_both_sides_what_they_are(base, local, remote):
    merged = merge(base, local, remote)
    half = common(base, merged.local, remote)
    whole = merge(half, merged.local, remote)
    assert (whole.local, whole.remote) == (merged.local, merged.remote)


@given(forms(), forms(), forms(), st.sets(IDS))
def test_spans_that_are_kept_apart_stay_as_they_are_on_both_sides(base, local, remote, apart):
    apart = frozenset(apart & base.marks.keys() & local.marks.keys() & remote.marks.keys())
    merged = merge(base, local, remote, apart=apart)
    for side, form in ((local, merged.local), (remote, merged.remote), (base, merged.base)):
        assert {name: side.marks[name] for name in apart} == {name: form.marks[name] for name in apart}
    assert {each.about for each in merged.conflicts if each.kind == "span" and not each.field} >= apart


def test_what_is_carried_on_a_span_goes_with_it_and_is_one_conflict_with_it():
    item = {"id": "c", "type": "rating", "from_name": "stars", "value": {"start": 6, "end": 8, "rating": 4}}
    base = replace(BASE, carried={"item:c:stars:rating": item, "meta:c": {"remark": "sic"}, "p": 1})
    gone = merge(base, replace(without(base, "c"), carried=base.carried), base)
    assert gone.local.carried == gone.remote.carried == gone.base.carried == {"p": 1}
    assert gone.conflicts == ()
    rated = replace(base, carried={**base.carried, "item:c:stars:rating": {**item, "score": 1}})
    differs = merge(base, replace(without(base, "c"), carried=base.carried), rated)
    assert [(each.kind, each.about) for each in differs.conflicts] == [("span", "c")]
    assert differs.remote == rated


def test_a_value_or_a_link_that_the_rules_take_away_keeps_its_span_apart():
    said = changed(BASE, "a", attributes={"kind": "rebel"})
    linked = replace(BASE, ties=(*BASE.ties, ("b", "a", "target")))
    called = changed(BASE, "a", label="place", attributes={})
    for new, lost in ((said, replace(said, marks=called.marks)), (linked, replace(linked, ties=()))):
        merged = replace(new, marks={**new.marks, "a": replace(new.marks["a"], label="place")})
        after = replace(lost, marks={**lost.marks, "a": called.marks["a"]})
        assert lost_to_rules(BASE, new, called, merged, after) == {"a"}
        assert lost_to_rules(BASE, called, new, merged, after) == {"a"}
    # What was there before goes with the label: that is meant.
    assert lost_to_rules(BASE, called, BASE, replace(BASE, marks=called.marks), called) == frozenset()
