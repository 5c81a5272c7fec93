"""Releases of a project: the same again is the same to the byte, and whatever is changed in one is found."""

import json
import random
import re
import shutil
import tracemalloc
from dataclasses import replace

import pytest

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment
from annotator.domain.documents import Document
from annotator.domain.errors import Conflict, Forbidden, InvalidInput, NotFound
from annotator.releases.plan import plan_of
from annotator.releases.steps import result_of
from annotator.services import releases
from annotator.services.documents import import_documents
from annotator.settings import Settings
from tests import factories
from tests.releases.stories import REF, edited, marked, story

PEOPLE = ("Wilhelmina Okonjo", "Zebulon Quist", "Philippa Marchetti")
SPLIT = {"shares": {"train": 60, "dev": 20, "test": 20}}


@pytest.fixture
def settings(tmp_path):
    found = Settings(data=tmp_path / "data", secret_key="k" * 32)
    found.data.mkdir()
    return found


@pytest.fixture
def project(sqlite_database):
    with sqlite_database.write() as session:
        project = factories.add_project(session, "war", guideline="# Mark what is there")
        for name in PEOPLE:
            factories.add_member(session, project, factories.add_user(session, name))
        return project


def fill(database, project, records):
    with database.write() as session:
        list(import_documents(session, project, records))


def people_s(text, key, number):
    """A document that so many people have submitted; the second one flags it."""
    sets = []
    for name in PEOPLE[:number]:
        words = re.match(rf"(?:\S+\s+){{{1 + len(sets)}}}\S+", text)[0]
        annotations = marked(text, ("actor", words), annotator=name, layer="annotator")
        if sets:
            said = Comment("c1", f"See what {PEOPLE[0]} wrote.", name, "2024-05-06T10:00:00Z", "other")
            annotations = replace(annotations, comments=(said,))
        sets.append(annotations)
    gold = marked(text, ("actor", text.split()[0]), annotator=PEOPLE[2])
    meta = {"source": "Demo wire", "licence": "CC0-1.0", "published": "2024-05-06", "language": "en"}
    return AnnotatedDocument(Document(key, text, meta), (*sets, gold))


def corpus(number=30, copies=6):
    lots = random.Random(5)
    stories = [story(lots, 6) for _ in range(number)]
    stories += [edited(lots, each) for each in stories[:copies]]
    return [people_s("\n".join(each), f"doc-{at}", 1 + at % 2) for at, each in enumerate(stories)]


@pytest.fixture
def filled(sqlite_database, project):
    fill(sqlite_database, project, corpus())
    return project


@pytest.fixture
def cut(sqlite_database, settings):
    def run(name="v1", store=None, *, show=lambda _: None, settings_=settings, **said):
        how = {key: said.pop(key) for key in ("resume", "strict", "dry_run") if key in said}
        plan = plan_of({"name": name, "split": SPLIT, **said})
        steps = releases.cut_release(sqlite_database.read, settings_, "war", plan, store=store, **how)
        return result_of(steps, show)

    return run


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def folder_of(settings, name="v1"):
    return releases.store_of(settings, "war") / name


def faults(folder):
    return [f"{each.file}: {each.what}" for each in releases.verify(folder)]


FORMATS = ["iob2", "spacy", "label_studio", "events"]


@pytest.mark.slow
def test_the_same_data_under_the_same_plan_are_the_same_bytes(cut, filled, settings, tmp_path):
    for sets in ("gold", "submitted", "majority", "all"):
        one, other = tmp_path / f"{sets}-one", tmp_path / f"{sets}-other"
        found = cut(store=one, sets=sets, formats=FORMATS)
        assert cut(store=other, sets=sets, formats=FORMATS) == found
        assert contents(one) == contents(other)
        assert faults(one / "v1") == []


def test_a_release_has_its_corpus_in_splits_and_all_that_is_to_be_known_of_it(cut, filled, settings):
    found = cut(formats=["iob2"])
    assert {split: each["documents"] for split, each in found["splits"].items()} == {"train": 22, "dev": 7, "test": 7}
    assert set(contents(folder_of(settings))) == {
        *("manifest.json", "README.md", "croissant.json", "documents.csv", "ties.csv", "left-out.csv"),
        *("schemas/conflict-events-1.json", "guidelines/conflict-events-1.md"),
        *("plots/labels.svg", "plots/span-lengths.svg"),
        *(f"data/native/{split}.jsonl" for split in SPLIT["shares"]),
        *(f"data/iob2/{split}.iob2" for split in SPLIT["shares"]),
    }
    assert found["groups"] == {"number": 6, "documents": 12, "largest": 2, "ties": found["groups"]["ties"]}
    assert sum(found["groups"]["ties"].values()) == 6
    assert found["schemas"][0]["guideline_file"] == "guidelines/conflict-events-1.md"
    losses = {(each["kind"], each["reason"]): each for each in found["formats"][1]["losses"]}
    assert losses["text", "words"]["number"] == 36
    assert len(losses["text", "words"]["examples"]) == 3
    assert found["formats"][0]["losses"] == []


def test_people_are_named_nowhere_in_a_release(cut, filled, settings):
    for name, sets in (("a", "all"), ("s", "submitted"), ("m", "majority"), ("g", "gold")):
        cut(name, sets=sets, formats=FORMATS)
    cut("one", sets="annotator", annotator=PEOPLE[1])
    written = b"\n".join(contents(releases.store_of(settings, "war")).values()).lower()
    for name in PEOPLE:
        for part in name.lower().split():
            assert part.encode() not in written


def test_the_same_person_has_another_pseudonym_in_another_release_or_installation(cut, filled, settings):
    first = set(cut("v1", sets="all")["statistics"]["annotators"])
    second = set(cut("v2", sets="all")["statistics"]["annotators"])
    elsewhere = settings.model_copy(update={"secret_key": type(settings.secret_key)("x" * 32)})
    third = set(cut("v1", store=settings.data / "other", sets="all", settings_=elsewhere)["statistics"]["annotators"])
    assert len(first) == len(second) == len(third) == 3
    assert not first & second
    assert not first & third


def test_the_sets_that_are_asked_for_are_taken_and_what_has_none_is_told(cut, filled, sqlite_database, settings):
    text = "Nobody has read this story yet."
    skipped = AnnotationSet(PEOPLE[0], REF, "annotator", "skipped", skip_reason="too long")
    suggested = AnnotationSet("model", REF, "suggestion", "submitted")
    fill(
        sqlite_database,
        filled,
        [
            AnnotatedDocument(Document("unread", text)),
            AnnotatedDocument(Document("skipped", text + " Skipped."), (skipped,)),
            AnnotatedDocument(Document("suggested", text + " Suggested."), (suggested,)),
        ],
    )

    def sets_of(name, **said):
        found = cut(name, **said)
        return sum(each["sets"] for each in found["splits"].values()), found["left_out"]

    assert sets_of("gold", sets="gold") == (36, {"no_set": 2, "skipped": 1})
    assert sets_of("submitted", sets="submitted") == (54, {"no_set": 2, "skipped": 1})
    assert sets_of("majority", sets="majority") == (36, {"no_set": 2, "skipped": 1})
    assert sets_of("one", sets="annotator", annotator=PEOPLE[1]) == (18, {"no_set": 20, "skipped": 1})
    assert sets_of("all", sets="all") == (91, {"no_set": 2})
    left = (folder_of(settings, "gold") / "left-out.csv").read_text().splitlines()
    assert left == ["document,why", "unread,no_set", "skipped,skipped", "suggested,no_set"]


def test_flagged_documents_and_comments_are_kept_or_left_out(cut, filled):
    kept = cut("kept", sets="submitted")
    assert sum(each["flags"] for each in kept["splits"].values()) == 18
    careful = cut("careful", sets="submitted", flagged="leave_out")
    assert careful["left_out"] == {"flagged": 18}
    assert cut("merged", sets="majority", flagged="leave_out")["left_out"] == {"flagged": 18}
    silent = cut("silent", sets="submitted", comments="leave_out")
    assert sum(each["comments"] for each in silent["splits"].values()) == 0


def test_agreement_is_that_of_the_documents_that_two_submitted(cut, filled):
    found = cut(sets="gold")["agreement"]
    assert (found["documents"], found["spans"], found["f1_exact"], found["f1_overlap"]) == (18, 36, 0.0, 1.0)
    assert len(found["pairs"]) == 1


def test_a_name_that_is_taken_is_refused_and_nothing_of_the_release_changes(cut, filled, settings):
    cut()
    before = contents(folder_of(settings))
    with pytest.raises(Conflict, match="never changed"):
        cut(seed=3)
    assert contents(folder_of(settings)) == before


def test_a_release_appears_whole_or_not_at_all(cut, filled, settings):
    store = releases.store_of(settings, "war")
    seen = []
    cut(show=lambda progress: seen.append((progress.step, (store / "v1").exists())), formats=["iob2"])
    assert not any(exists for _, exists in seen)
    assert {step.split()[0] for step, _ in seen} >= {"gathering", "reading", "splitting", "writing", "counting"}
    assert [path.name for path in store.iterdir()] == ["v1"], "and nothing of the making is left"
    with pytest.raises(InvalidInput, match="no document has such a set"):
        cut("v2", sets="annotator", annotator="nobody")
    assert [each.name for each in releases.list_releases(settings)] == ["v1"]


@pytest.mark.slow
def test_a_cut_that_was_stopped_anywhere_goes_on_and_comes_to_the_same(cut, filled, settings, tmp_path):
    cut(store=tmp_path / "whole", formats=["iob2"])
    wanted = contents(tmp_path / "whole")

    class Killed(Exception):
        pass

    steps = []
    cut("count", show=steps.append, formats=["iob2"])
    for stop in range(1, len(steps), 9):
        store = tmp_path / f"stopped-{stop}"
        left = [stop]

        def kill(_, left=left):
            left[0] -= 1
            if left[0] == 0:
                raise Killed

        with pytest.raises(Killed):
            cut(store=store, show=kill, formats=["iob2"])
        assert not (store / "v1").exists()
        cut(store=store, resume=True, formats=["iob2"])
        assert contents(store) == wanted


def test_another_plan_does_not_go_on_with_what_was_begun_under_one(cut, filled, settings, tmp_path):
    class Killed(Exception):
        pass

    def kill(progress):
        if progress.step == "splitting":
            raise Killed

    with pytest.raises(Killed):
        cut(store=tmp_path, show=kill, sets="gold")
    assert cut(store=tmp_path, resume=True, sets="all")["plan"]["sets"] == "all"
    assert faults(tmp_path / "v1") == []


def test_while_a_release_is_cut_nobody_else_cuts_it(cut, filled):
    def meddle(progress):
        if progress.step == "splitting":
            with pytest.raises(Conflict, match="is being cut"):
                cut()
            raise InvalidInput("seen", rule="seen")

    with pytest.raises(InvalidInput, match="seen"):
        cut(show=meddle)
    cut()


def test_a_dry_run_tells_what_would_be_and_leaves_nothing(cut, filled, settings):
    told = cut(dry_run=True)
    assert releases.list_releases(settings) == []
    assert cut() == told


def test_nothing_may_be_lost_where_that_is_asked_for(cut, filled, settings):
    with pytest.raises(InvalidInput, match="iob2 loses"):
        cut(formats=["iob2"], strict=True)
    assert releases.list_releases(settings) == []
    cut(formats=["label_studio"], strict=True)


def test_the_day_that_stands_in_it_is_that_of_the_newest_change_or_given(cut, filled, settings, sqlite_database):
    assert cut("a", date="2020-02-29")["date"] == "2020-02-29"
    with sqlite_database.write() as session:
        document = factories.add_document(session, filled, "A story that came late.", position=900)
        document.created_at = 4102444800000
        session.add(document)
    assert cut("b")["date"] == "2100-01-01"
    card = (folder_of(settings, "b") / "README.md").read_text()
    assert "| Date | 2100-01-01 |" in card


# ---------------------------------------------------------------- verify


@pytest.fixture
def folder(cut, filled, settings, tmp_path):
    """A copy of a release that may be spoilt."""
    cut(formats=["iob2"], sets="all")
    return shutil.copytree(folder_of(settings), tmp_path / "copy")


def changed(folder, path, spoil):
    """Change a file and let the manifest say so: only what it means can tell."""
    from annotator.releases import manifest

    file = folder / path
    file.write_bytes(spoil(file.read_bytes()))
    said = json.loads((folder / "manifest.json").read_bytes())
    entries = [manifest.entry(folder, folder / each["path"]) for each in said["files"]]
    said["files"], said["digest"] = [each.as_json() for each in entries], manifest.digest_of(entries)
    (folder / "manifest.json").write_bytes(manifest.pretty(said))


def test_a_byte_that_changed_is_found_with_its_file(folder):
    file = folder / "data/iob2/test.iob2"
    file.write_bytes(file.read_bytes().replace(b"O", b"0", 1))
    [found] = faults(folder)
    assert found.startswith("data/iob2/test.iob2: has the checksum ")


def test_a_file_that_is_missing_added_cut_or_a_link_is_found(folder):
    (folder / "README.md").unlink()
    (folder / "extra.txt").write_text("x")
    (folder / "left-out.csv").write_bytes(b"document")
    (folder / "ties.csv").rename(folder.parent / "ties.csv")
    (folder / "ties.csv").symlink_to(folder.parent / "ties.csv")
    found = faults(folder)
    assert "README.md: is missing" in found
    assert "extra.txt: is not in the manifest" in found
    assert "left-out.csv: has 8 bytes, not 13" in found
    assert "ties.csv: is a link, and no file" in found


def test_a_quote_that_is_not_at_its_place_is_found_with_its_line(folder):
    changed(folder, "data/native/test.jsonl", lambda data: data.replace(b'"start": 0', b'"start": 1', 1))
    [found] = faults(folder)
    assert found.startswith("data/native/test.jsonl: test.jsonl, line 1, document doc-")
    assert "[quote]" in found


def test_a_label_that_the_schema_does_not_have_is_found(folder):
    changed(folder, "data/native/test.jsonl", lambda data: data.replace(b'"actor"', b'"singer"', 1))
    assert any("data/native/test.jsonl: document" in each and "singer" in each for each in faults(folder))


def test_numbers_that_are_others_are_found(folder):
    said = json.loads((folder / "manifest.json").read_bytes())
    said["splits"]["test"]["spans"] += 1
    said["statistics"]["languages"] = {}
    (folder / "manifest.json").write_text(json.dumps(said))
    [spans, statistics] = faults(folder)
    now = said["splits"]["test"]["spans"]
    assert spans == f"manifest.json: test: spans are {now - 1}, not {now}"
    assert statistics == "manifest.json: the statistics are others: languages"


def test_documents_that_belong_together_in_different_splits_are_found_though_the_tables_say_nothing(folder):
    """Somebody moves one of two near-copies into another split, and mends everything that counts."""
    from annotator.releases import manifest
    from annotator.releases.corpus import read_file
    from annotator.releases.statistics import Statistics
    from annotator.releases.verifying import _Check

    native = folder / "data/native"
    lines = {split: (native / f"{split}.jsonl").read_bytes().splitlines(keepends=True) for split in SPLIT["shares"]}
    groups = {}
    for row in (folder / "documents.csv").read_text().splitlines()[1:]:
        key, split, group, *_ = row.split(",")
        if group:
            groups.setdefault(group, []).append((key, split))
    [(key, split), _] = next(iter(groups.values()))
    other = next(each for each in lines if each != split)
    [moved] = [line for line in lines[split] if f'"id": "{key}"'.encode() in line]
    lines[split].remove(moved)
    lines[other].append(moved)
    for name, each in lines.items():
        (native / f"{name}.jsonl").write_bytes(b"".join(each))
    (folder / "ties.csv").write_text("document,other,why\n")
    table = (folder / "documents.csv").read_text().replace(f"{key},{split},", f"{key},{other},")
    (folder / "documents.csv").write_text(table)
    check, statistics = _Check(folder, manifest.read(folder)), Statistics()
    assert list(check._schemas()) == []
    for name in SPLIT["shares"]:
        for annotated in read_file(native / f"{name}.jsonl"):
            statistics.add(name, annotated, check.schemas)
    said = json.loads((folder / "manifest.json").read_bytes())
    said["splits"] = {name: statistics.splits[name].as_json() for name in SPLIT["shares"]}
    (folder / "manifest.json").write_bytes(manifest.pretty(said))
    changed(folder, "ties.csv", lambda data: data)
    found = faults(folder)
    assert len(found) == 1
    assert "belong together" in found[0]
    assert key in found[0]


def test_the_table_of_documents_is_held_against_the_documents(folder):
    rows = (folder / "documents.csv").read_text().splitlines()
    first = rows[1].split(",")
    first[1] = "elsewhere"
    second = rows[2].replace(rows[2].split(",")[0], "doc-unknown", 1)
    changed(
        folder, "documents.csv", lambda _: ("\n".join([rows[0], ",".join(first), second, *rows[3:]]) + "\n").encode()
    )
    found = [each for each in faults(folder) if each.startswith("documents.csv")]
    assert len(found) == 3
    assert "not in elsewhere" in found[0]
    assert "doc-unknown is in no split" in found[1]
    assert "has no row" in found[2]


def test_what_is_no_manifest_is_a_fault_and_no_folder_is_an_error(folder, tmp_path):
    (folder / "manifest.json").write_text("{")
    assert faults(folder)[0].startswith("manifest.json: no manifest that can be read")
    (folder / "manifest.json").write_text("[]")
    assert faults(folder) == ["manifest.json: no manifest of the format annotator-release/1"]
    with pytest.raises(NotFound):
        faults(tmp_path)


# ---------------------------------------------------------------- diff


def test_two_releases_are_compared_document_by_document(cut, filled, settings, sqlite_database):
    cut("v1", sets="all")
    assert list(releases.differences(folder_of(settings, "v1"), folder_of(settings, "v1"))) == []
    cut("v2", sets="all")
    assert list(releases.differences(folder_of(settings, "v1"), folder_of(settings, "v2"))) == [], (
        "that people are called otherwise is no difference"
    )
    fill(sqlite_database, filled, [people_s("A new story of something else.", "new", 1)])
    cut("v3", sets="gold", split={"by": "none"})
    found = {each.document: each for each in releases.differences(folder_of(settings, "v2"), folder_of(settings, "v3"))}
    assert found["new"].as_json() == {"document": "new", "state": "added", "split": [None, "all"]}
    assert found["doc-0"].split[1] == "all"
    assert found["doc-0"].sets.as_json() == {"added": 0, "removed": 1, "changed": 0}
    back = {each.document: each for each in releases.differences(folder_of(settings, "v3"), folder_of(settings, "v2"))}
    assert back["new"].state == "removed"


def test_what_is_said_otherwise_is_counted_by_kind(cut, filled, settings, tmp_path):
    from annotator.releases.comparing import differences

    cut("v1", sets="gold")
    other = shutil.copytree(folder_of(settings), tmp_path / "v2")
    file = other / "data/native/train.jsonl"
    first, *rest = file.read_bytes().splitlines(keepends=True)
    record = json.loads(first)
    [gold] = record["annotation_sets"]
    words = record["text"].split()
    at = len(words[0]) + 1
    gold["spans"].append(
        {"id": "n1", "label": "action", "start": at, "end": at + len(words[1]), "quote": words[1], "attributes": {}}
    )
    gold["links"] = [{"id": "l9", "role": "agent", "from": "n1", "to": gold["spans"][0]["id"]}]
    gold["attributes"] = {"relevance": "yes"}
    gold["spans"][0]["attributes"] = {"individual": "yes"}
    record["meta"]["source"] = "Another wire"
    file.write_bytes(json.dumps(record).encode() + b"\n" + b"".join(rest))
    [found] = differences(folder_of(settings), other)
    assert (found.state, found.text, found.meta) == ("changed", False, True)
    assert found.spans.as_json() == {"added": 1, "removed": 0, "changed": 1}
    assert found.links.as_json() == {"added": 1, "removed": 0, "changed": 0}
    assert found.attributes.as_json() == {"added": 1, "removed": 0, "changed": 0}


# ---------------------------------------------------------------- who, where, how much


def test_a_release_is_found_by_name_by_project_or_as_a_folder(cut, filled, settings, sqlite_database):
    cut()
    folder = folder_of(settings)
    assert releases.find_release(settings, "v1") == folder
    assert releases.find_release(settings, "v1", "war") == folder
    assert releases.find_release(settings, str(folder)) == folder
    for name, slug in (("v2", None), ("v1", "peace"), ("../war/v1", "war"), (str(folder), "war")):
        with pytest.raises(NotFound):
            releases.find_release(settings, name, slug)
    shutil.copytree(folder, settings.data / "releases/peace/v1")
    with pytest.raises(Conflict, match="name the project"):
        releases.find_release(settings, "v1")


def test_releases_are_for_those_who_may_take_the_corpus_out(cut, filled, settings, sqlite_database):
    cut()
    with sqlite_database.write() as session:
        lead, annotator = factories.add_person(session), factories.add_person(session)
        factories.add_member(session, filled, lead, "lead")
        factories.add_member(session, filled, annotator, "annotator")
        _, found = releases.of_project(session, settings, lead, "war")
        assert [(each.name, each.documents, each.sets) for each in found] == [("v1", 36, "gold")]
        file = releases.file_of(session, settings, lead, "war", "v1", "data/native/train.jsonl")
        assert file.is_file()
        for name, path in (("v1", "../../../secret-key"), ("v1", "data"), ("v2", "README.md"), ("..", "manifest.json")):
            with pytest.raises(NotFound):
                releases.file_of(session, settings, lead, "war", name, path)
        with pytest.raises(Forbidden):
            releases.of_project(session, settings, annotator, "war")
        with pytest.raises(Forbidden):
            releases.read_release(session, settings, annotator, "war", "v1")


def test_both_databases_come_to_the_same_bytes(database, sqlite_database, settings, tmp_path):
    plan = plan_of({"name": "v1", "split": SPLIT, "date": "2024-01-01", "sets": "submitted"})
    found = []
    for number, each in enumerate(dict.fromkeys((database, sqlite_database))):
        with each.write() as session:
            project = factories.add_project(session, "war")
        fill(each, project, corpus(8, 2))
        store = tmp_path / str(number)
        result_of(releases.cut_release(each.read, settings, "war", plan, store=store))
        found.append(contents(store))
    assert all(each == found[0] for each in found)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_texts(cut, filled, sqlite_database, settings):
    def peak(name):
        tracemalloc.start()
        cut(name, formats=["iob2"])
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    lots = random.Random(8)

    def long_stories(number):
        return [people_s("\n".join(story(lots, 110)), f"long-{lots.random()}", 1) for _ in range(number)]

    # Both have documents of the same length: a batch of them is held at a time.
    fill(sqlite_database, filled, long_stories(50))
    cut("warm", formats=["iob2"])
    small = peak("small")
    more = long_stories(100)
    fill(sqlite_database, filled, more)
    grown = peak("large") - small
    assert grown < sum(len(each.document.text) for each in more) / 2
