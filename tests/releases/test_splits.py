from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import InvalidInput
from annotator.releases.joined import Joined
from annotator.releases.plan import Split
from annotator.releases.splits import told_apart


@st.composite
def corpora(draw):
    """Documents with days, some of which belong together."""
    number = draw(st.integers(1, 60))
    joined = Joined(number)
    for _ in range(draw(st.integers(0, number))):
        joined.join(draw(st.integers(0, number - 1)), draw(st.integers(0, number - 1)), "near")
    days = [f"2024-{draw(st.integers(1, 12)):02}-01" for _ in range(number)]
    return [f"d{each}" for each in range(number)], days, joined


SHARES = st.dictionaries(st.sampled_from(["train", "dev", "test", "extra"]), st.integers(1, 90), min_size=1)
DATES = Split(by="date", since={"dev": date(2024, 5, 1), "test": date(2024, 9, 1)})


def crossing(splits, joined):
    return [group for group in joined.groups().values() if len({splits.of[each] for each in group} - {None}) > 1]


@given(corpora(), SHARES, st.integers(0, 99))
def test_no_group_ever_crosses_and_the_ratio_holds_as_far_as_groups_allow(corpus, shares, seed):
    keys, days, joined = corpus
    splits = told_apart(Split(shares=shares), seed, keys, days, joined)
    assert crossing(splits, joined) == []
    assert None not in splits.of
    largest = max(map(len, joined.groups().values()))
    whole = sum(shares.values())
    for name, share in shares.items():
        wanted = len(keys) * share / whole
        assert splits.of.count(name) < wanted + largest
        assert splits.of.count(name) > wanted - (len(shares) - 1) * largest - 1e-9 or len(shares) == 1


@given(corpora(), st.integers(0, 99), st.randoms())
def test_the_same_documents_are_told_apart_alike_in_whatever_order_they_come(corpus, seed, lots):
    keys, days, _ = corpus
    alone = Joined(len(keys))
    first = told_apart(Split(), seed, keys, days, alone)
    order = list(range(len(keys)))
    lots.shuffle(order)
    again = told_apart(Split(), seed, [keys[each] for each in order], [days[each] for each in order], alone)
    assert dict(zip(keys, first.of, strict=True)) == dict(zip([keys[each] for each in order], again.of, strict=True))


def test_another_seed_draws_otherwise():
    keys, alone = [f"d{each}" for each in range(100)], Joined(100)
    drawn = {tuple(told_apart(Split(), seed, keys, [""] * 100, alone).of) for seed in range(5)}
    assert len(drawn) == 5
    assert {each.count("train") for each in drawn} == {80}
    assert {each.count("dev") for each in drawn} == {10}


@given(corpora())
def test_by_date_a_group_goes_with_its_newest_document(corpus):
    keys, days, joined = corpus
    splits = told_apart(DATES, 0, keys, days, joined)
    assert crossing(splits, joined) == []
    for group in joined.groups().values():
        newest = max(days[each] for each in group)
        wanted = "test" if newest >= "2024-09-01" else "dev" if newest >= "2024-05-01" else "train"
        assert {splits.of[each] for each in group} == {wanted}


def test_a_document_without_a_date_is_an_error_or_goes_where_such_go():
    with pytest.raises(InvalidInput, match="no date") as error:
        told_apart(DATES, 0, ["a", "b"], ["2024-05-02", ""], Joined(2))
    assert (error.value.rule, error.value.document) == ("undated", "b")
    split = DATES.model_copy(update={"undated": "rest"})
    assert split.names == ["train", "dev", "test", "rest"]
    assert told_apart(split, 0, ["a", "b"], ["2024-05-02", ""], Joined(2)).of == ["dev", "rest"]


def test_given_splits_are_kept_and_what_crosses_is_refused_or_left_out():
    given_ = {"a": "train", "b": "test", "c": "train"}
    joined = Joined(3)
    joined.join(0, 1, "near")
    with pytest.raises(InvalidInput, match="is given train, and belongs together with b") as error:
        told_apart(Split(by="given", given=given_), 0, ["a", "b", "c"], [""] * 3, joined)
    assert error.value.document == "a"
    careful = Split(by="given", given=given_, crossing="leave_out")
    assert told_apart(careful, 0, ["a", "b", "c"], [""] * 3, joined).of == [None, "test", "train"]
    assert told_apart(careful, 0, ["a", "b", "c"], [""] * 3, Joined(3)).of == ["train", "test", "train"]
    with pytest.raises(InvalidInput, match="no split is given") as error:
        told_apart(careful, 0, ["a", "x"], [""] * 2, Joined(2))
    assert error.value.document == "x"


def test_without_splits_all_stand_together():
    assert told_apart(Split(by="none"), 0, ["a", "b"], ["", ""], Joined(2)).of == ["all", "all"]
