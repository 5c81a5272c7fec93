import pytest

from annotator.domain.errors import InvalidInput
from annotator.releases.asked import days, options, shares
from annotator.releases.plan import Plan, Tie, plan_of, read_toml


def test_a_plan_is_read_from_a_file_whole():
    said = read_toml(
        """
        name = "2024.1"
        sets = "annotator"
        annotator = "ana"
        formats = ["iob2", "native"]
        seed = 7
        date = 2024-06-30
        flagged = "leave_out"
        [options.iob2]
        overlap = "first"
        [split]
        by = "date"
        first = "train"
        since = { test = 2024-06-01, dev = 2024-05-01 }
        [ties]
        by = ["near"]
        similarity = 0.7
        [about]
        licence = "CC-BY-4.0"
        """,
        "plan.toml",
    )
    plan = plan_of(said)
    assert plan.format_ids == ("native", "iob2")
    assert [writer.options.overlap for writer in plan.writers()[1:]] == ["first"]
    assert plan.split.names == ["train", "dev", "test"]
    assert (plan.ties.by, plan.ties.similarity, plan.about.licence) == ((Tie.NEAR,), 0.7, "CC-BY-4.0")
    told = plan.told()
    assert "ana" not in str(told)
    assert told["split"] == {
        "by": "date",
        "since": {"test": "2024-06-01", "dev": "2024-05-01"},
        "first": "train",
        "undated": "",
    }


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "name: Field required"),
        ({"name": "../x"}, "name: "),
        ({"name": ".x"}, "name: "),
        ({"name": "x", "colour": "red"}, "colour: Extra inputs are not permitted"),
        ({"name": "x", "sets": "silver"}, "sets: "),
        ({"name": "x", "sets": "annotator"}, "an annotator is named for the sets of one annotator"),
        ({"name": "x", "annotator": "ana"}, "an annotator is named for the sets of one annotator"),
        ({"name": "x", "formats": ["tea"]}, "tea"),
        ({"name": "x", "formats": ["text"]}, "can be read, but not written"),
        ({"name": "x", "options": {"iob2": {"overlap": "first"}}}, "options for iob2, which is not written"),
        ({"name": "x", "formats": ["iob2"], "options": {"iob2": {"colour": "red"}}}, "iob2 has no option 'colour'"),
        ({"name": "x", "split": {"shares": {"train": 0}}}, "split.shares.train: "),
        ({"name": "x", "split": {"shares": {"../x": 1}}}, "split.shares"),
        ({"name": "x", "split": {"by": "date"}}, "needs the first day of each split"),
        ({"name": "x", "split": {"by": "given"}}, "a split that is given names documents"),
        ({"name": "x", "ties": {"similarity": 0.2}}, "ties.similarity: "),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_its_key(said, why):
    with pytest.raises(InvalidInput) as error:
        plan_of(said, "plan.toml")
    assert why in error.value.message


def test_another_plan_has_another_digest_and_the_same_one_the_same():
    assert Plan(name="x").digest == Plan(name="x").digest != Plan(name="x", seed=1).digest


def test_given_documents_are_told_by_their_checksum():
    told = plan_of({"name": "x", "split": {"by": "given", "given": {"secret-1": "train", "b": "test"}}}).told()
    assert told["split"]["given"]["documents"] == 2
    assert "secret-1" not in str(told)


def test_words_of_a_command_are_read_or_refused():
    assert shares("train=80, test=20") == {"train": 80.0, "test": 20.0}
    assert days("old,dev=2024-05-01") == {"first": "old", "since": {"dev": "2024-05-01"}}
    assert options(["iob2.overlap=first"]) == {"iob2": {"overlap": "first"}}
    for read, words in ((shares, "train"), (shares, "train=much"), (days, "train"), (days, "train=1,b=2")):
        with pytest.raises(InvalidInput):
            read(words)
    for words in ("overlap=first", "iob2.overlap"):
        with pytest.raises(InvalidInput):
            options([words])


def test_a_file_that_is_no_toml_says_so():
    with pytest.raises(InvalidInput, match="not TOML") as error:
        read_toml("name = ", "plan.toml")
    assert error.value.file == "plan.toml"
