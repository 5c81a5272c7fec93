"""`annotator import`, `export` and `project`: real files in and out, every fault told by name."""

import json
import zipfile

import pytest

RECORD = {
    "format": "annotator/1",
    "id": "d1",
    "text": "US strike killed three.",
    "annotation_sets": [
        {
            "annotator": "A1",
            "layer": "gold",
            "status": "submitted",
            "schema": {"name": "conflict-events", "version": 1},
            "guideline": 1,
            "spans": [
                {"id": "s1", "label": "actor", "start": 0, "end": 2, "quote": "US"},
                {"id": "s2", "label": "action", "start": 3, "end": 9, "quote": "strike"},
            ],
            "links": [{"id": "l1", "role": "agent", "from": "s2", "to": "s1"}],
        }
    ],
}

LAYERS = ("annotator", "gold")


@pytest.fixture
def project(annotator):
    assert annotator("project", "create", "war", "--schema", "conflict-events", "--title", "War").code == 0
    return annotator


def written(path, *records):
    path.write_text("".join(json.dumps(each) + "\n" for each in records), "utf-8")
    return path


def documents(project):
    return project("project", "list", "--json").json[0]["documents"]


def test_a_corpus_comes_out_as_it_went_in(project, tmp_path):
    source = written(tmp_path / "corpus.jsonl", RECORD)
    assert project("import", source, "--project", "war").code == 0
    out = tmp_path / "out.jsonl"
    said = project("export", "--project", "war", "--format", "native", "--sets", "gold", "--out", out)
    assert said.code == 0
    assert json.loads(out.read_text("utf-8")) == RECORD


def test_a_folder_goes_in_file_by_file_and_what_nobody_reads_is_named(project, tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    written(folder / "a.jsonl", RECORD)
    (folder / "b.txt").write_text("Nine killed\n\nBAGHDAD, Feb. 8, 2024 (Demo) - Nine.", "utf-8")
    (folder / "c.csv").write_text("id,text\nc1,Ten killed\n", "utf-8")
    (folder / "notes.md").write_text("# Notes", "utf-8")
    said = project("import", folder, "--project", "war")
    assert said.code == 0
    assert documents(project) == 3
    assert "notes.md: left out" in said.err


def test_a_bad_line_is_named_nothing_of_its_file_is_stored_and_the_other_files_go_in(project, tmp_path):
    bad = written(tmp_path / "bad.jsonl", {**RECORD, "id": "d2", "text": "x"}, {**RECORD, "id": "d3"})
    good = written(tmp_path / "good.jsonl", RECORD)
    said = project("import", bad, good, "--project", "war")
    assert said.code == 1
    assert f"{bad}, line 1, document d2" in said.err
    assert documents(project) == 1


def test_what_is_sound_of_a_file_with_faults_goes_in_when_that_is_asked_for(project, tmp_path):
    bad = written(tmp_path / "bad.jsonl", {**RECORD, "id": "d2", "text": "x"}, {**RECORD, "id": "d3"}, {"id": 7})
    losses = tmp_path / "losses.jsonl"
    said = project("import", bad, "--project", "war", "--keep-going", "--losses", losses)
    assert said.code == 1
    assert f"{bad}, line 1, document d2" in said.err
    assert f"{bad}, line 3" in said.err
    assert "2 fault(s); what is sound was taken" in said.err
    assert documents(project) == 1
    assert [json.loads(line)["line"] for line in losses.read_text("utf-8").splitlines()] == [1, 3]


def columns(path, *rows):
    path.write_text("-DOCSTART-\n\n" + "".join(f"{row}\n" for row in rows) + "\n", "utf-8")
    return path


def test_a_foreign_corpus_is_refused_with_a_way_out_and_goes_in_by_the_map_that_was_proposed(project, tmp_path):
    corpus = columns(tmp_path / "c.iob2", "Iraq B-GPE", "struck B-Attack", "today O")
    said = project("import", corpus, "--project", "war")
    assert said.code == 1
    assert "2 fault(s); nothing of it was taken" in said.err
    assert "--propose-map FILE" in said.err
    assert documents(project) == 0
    proposal = tmp_path / "names.toml"
    assert project("import", corpus, "--project", "war", "--propose-map", proposal).code == 0
    assert documents(project) == 0
    text = proposal.read_text("utf-8")
    assert '"GPE" = "location"  # 1 ×' in text
    text = text.replace('"GPE" = "location"', '"GPE" = "actor"').replace('"Attack" = ""', '"Attack" = "action"')
    proposal.write_text(text)
    said = project("import", corpus, "--project", "war", "--map", proposal)
    assert (said.code, documents(project)) == (0, 1)
    assert f"{corpus}: changed: 2 × label (renamed)\n" in said.err
    assert "with 2 spans" in said.out


def test_a_map_that_is_wrong_names_its_key(project, tmp_path):
    bad = tmp_path / "names.toml"
    bad.write_text('[labels]\nGPE = "nothing"\n')
    said = project("import", columns(tmp_path / "c.iob2", "Iraq B-GPE"), "--project", "war", "--map", bad)
    assert said.code == 1
    assert "labels.GPE: the schema has no label 'nothing'" in said.err
    missing = project("import", tmp_path / "c.iob2", "--project", "war", "--map", tmp_path / "no.toml")
    assert (missing.code, "no.toml" in missing.err) == (1, True)


def test_a_project_can_be_made_with_the_schema_of_a_corpus_and_takes_it_whole(annotator, tmp_path):
    corpus = columns(tmp_path / "c.iob2", "Iraq B-GPE", "struck B-Org-Aff", "today O")
    out = tmp_path / "schema.toml"
    said = annotator("project", "create", "theirs", "--schema-from", corpus, "--schema-out", out)
    assert said.code == 0
    assert "labels gpe, org_aff; roles none" in said.err
    assert 'also = ["Org-Aff"]' in out.read_text("utf-8")
    said = annotator("import", corpus, "--project", "theirs")
    assert said.code == 0
    assert "with 2 spans" in said.out
    assert annotator("project", "create", "x").code == 2
    assert annotator("project", "create", "x", "--schema", "conflict-events", "--schema-from", corpus).code == 2
    empty = tmp_path / "story.txt"
    empty.write_text("Nothing is marked here.")
    said = annotator("project", "create", "x", "--schema-from", empty)
    assert (said.code, "there is no label to read off" in said.err) == (1, True)
    faulty = tmp_path / "latin.iob2"
    faulty.write_bytes("Köln B-LOC\n".encode("latin-1"))
    said = annotator("project", "create", "x", "--schema-from", faulty)
    assert (said.code, f"{faulty}, line 1: not UTF-8" in said.err) == (1, True)
    assert annotator("project", "create", "x", "--schema-from", faulty, "--option", "encoding=latin-1").code == 0


COUNT = {"text": "three", "value": 3, "op": "exact", "lower": 3, "upper": 3, "best": 3, "by": "human"}


@pytest.mark.parametrize(("format_id", "options"), [("label_studio", []), ("native", ["--map", "auto"])])
def test_an_export_goes_into_a_project_that_is_made_with_the_schema_read_off_it(project, tmp_path, format_id, options):
    (whole,) = RECORD["annotation_sets"]
    toll = {"id": "s3", "label": "casualty", "start": 17, "end": 22, "quote": "three", "attributes": {"count": COUNT}}
    spans = [*whole["spans"], toll | {"attributes": {"count": COUNT, "victim": "civilian"}}]
    corpus = written(tmp_path / "ours.jsonl", RECORD | {"annotation_sets": [whole | {"spans": spans}]})
    assert project("import", corpus, "--project", "war").code == 0
    out = tmp_path / ("out.jsonl" if format_id == "native" else "out.json")
    assert project("export", "--project", "war", "--format", format_id, "--sets", "all", "--out", out).code == 0
    assert project("project", "create", "other", "--schema-from", out).code == 0
    assert project("import", out, "--project", "other", *options).code == 0
    back = tmp_path / "back.jsonl"
    assert project("export", "--project", "other", "--format", "native", "--sets", "all", "--out", back).code == 0
    (found,) = json.loads(back.read_text("utf-8"))["annotation_sets"]
    assert found["schema"] == {"name": "other", "version": 1}
    assert found["links"] == whole["links"]
    assert found["spans"] == spans


def test_a_zip_archive_goes_in_file_by_file_like_a_folder(project, tmp_path):
    archive = tmp_path / "news.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("a.jsonl", json.dumps(RECORD))
        out.writestr("sub/b.txt", "Nine killed\n\nBAGHDAD, Feb. 8, 2024 (Demo) - Nine.")
        out.writestr("notes.md", "# Notes")
    said = project("import", archive, "--project", "war")
    assert said.code == 0
    assert documents(project) == 2
    assert f"{archive}/notes.md: left out" in said.err


def test_a_dry_run_says_what_would_happen_and_stores_nothing(project, tmp_path):
    said = project("import", written(tmp_path / "c.jsonl", RECORD), "--project", "war", "--dry-run")
    assert "Would import 1 documents" in said.out
    assert documents(project) == 0


def test_stdin_is_read_when_its_format_is_named(project):
    assert project("import", "-", "--project", "war", "--format", "text", stdin="Ten killed").code == 0
    assert project("import", "-", "--project", "war").code == 2
    assert documents(project) == 1


def test_text_in_another_encoding_is_declared(project, tmp_path):
    file = tmp_path / "story.txt"
    file.write_bytes("Zehn getötet".encode("latin-1"))
    refused = project("import", file, "--project", "war")
    assert (refused.code, documents(project)) == (1, 0)
    assert "line 1" in refused.err
    assert project("import", file, "--project", "war", "--encoding", "latin-1").code == 0


def test_a_file_that_is_not_there_is_an_error_and_not_a_format(project, tmp_path):
    said = project("import", tmp_path / "nothing.at.all", "--project", "war")
    assert said.code == 1
    assert "there is no such file" in said.err


def test_an_export_in_which_there_is_nothing_says_why(project, tmp_path):
    project("import", written(tmp_path / "c.jsonl", RECORD), "--project", "war")
    said = project("export", "--project", "war", "--format", "native", "--out", tmp_path / "out.jsonl")
    assert "Exported 0 documents" in said.err
    assert "No document has a set that is submitted; --sets says which are taken." in said.err


def test_losses_are_counted_and_listed_one_by_one(project, tmp_path):
    project("import", written(tmp_path / "c.jsonl", RECORD), "--project", "war")
    out, losses = tmp_path / "out.iob", tmp_path / "losses.jsonl"
    arguments = ("export", "--project", "war", "--format", "iob2", "--sets", "gold", "--out", out)
    said = project(*arguments, "--losses", losses, "--json")
    listed = [json.loads(line) for line in losses.read_text("utf-8").splitlines()]
    assert {"document": "d1", "kind": "link", "id": "l1"}.items() <= next(
        each.items() for each in listed if each["kind"] == "link"
    )
    assert sum(each["number"] for each in said.json["losses"]) == len(listed)
    out.unlink()
    tried = project(*arguments, "--dry-run", "--json")
    assert (tried.json["losses"], tried.json["dry_run"], out.exists()) == (said.json["losses"], True, False)


@pytest.mark.parametrize(
    ("format_id", "sets", "said"),
    [
        ("native", "all", "Exported 2 documents with 2 annotation sets"),
        ("iob2", "all", "Exported 1 documents with 1 annotation sets"),
        ("spacy", "gold", "Exported 1 documents with 1 annotation sets"),
        ("iob2", "submitted", "Exported 1 documents with 1 annotation sets"),
    ],
)
def test_what_an_export_leaves_out_is_not_counted(project, tmp_path, format_id, sets, said):
    twice = {**RECORD, "annotation_sets": [{**RECORD["annotation_sets"][0], "layer": each} for each in LAYERS]}
    bare = {"format": "annotator/1", "id": "d2", "text": "Nobody has read this."}
    project("import", written(tmp_path / "c.jsonl", twice, bare), "--project", "war")
    out = tmp_path / "out"
    arguments = ("export", "--project", "war", "--format", format_id, "--sets", sets, "--out", out)
    assert said in project(*arguments).err
    counted = project(*arguments, "--json").json
    assert f"{counted['documents']} documents with {counted['sets']} annotation sets" in said


def test_strict_writes_nothing_when_something_would_be_lost(project, tmp_path):
    project("import", written(tmp_path / "c.jsonl", RECORD), "--project", "war")
    out = tmp_path / "out.iob"
    arguments = ("export", "--project", "war", "--format", "iob2", "--sets", "gold", "--out", out, "--strict")
    losses = tmp_path / "losses.jsonl"
    said = project(*arguments, "--losses", losses)
    assert (said.code, out.exists()) == (1, False)
    assert f"{len(losses.read_text('utf-8').splitlines())} loss(es), nothing is written; the first: " in said.err
    assert list(tmp_path.glob(".*")) == []


def test_an_export_to_stdout_is_the_corpus_and_nothing_else(project, tmp_path):
    project("import", written(tmp_path / "c.jsonl", RECORD), "--project", "war")
    said = project("export", "--project", "war", "--format", "native", "--sets", "gold", "--out", "-")
    assert said.code == 0
    assert json.loads(said.out) == RECORD


def test_an_unknown_project_is_named(annotator, tmp_path):
    said = annotator("export", "--project", "peace", "--format", "native", "--out", tmp_path / "x")
    assert (said.code, "peace" in said.err) == (1, True)


def test_a_schema_whose_guideline_is_missing_is_refused(annotator, tmp_path):
    schema = tmp_path / "mine.toml"
    mark = 'mark = { letter = "A", pattern = "solid", light = ["#000000", "#111111"], dark = ["#000000", "#111111"] }'
    schema.write_text(f'name = "mine"\nversion = 1\nguideline = "gone.md"\n[[labels]]\nname = "a"\n{mark}\n', "utf-8")
    said = annotator("project", "create", "mine", "--schema", schema)
    assert (said.code, "gone.md" in said.err) == (1, True)


def test_members_are_listed_with_what_they_are(project):
    project("user", "add", "ann", "--no-password")
    assert project("project", "member", "war", "ann", "lead").code == 0
    assert project("project", "members", "war", "--json").json == [{"name": "ann", "role": "lead"}]


def test_a_database_without_tables_says_what_to_do(bare):
    said = bare("project", "list")
    assert said.code == 1
    assert "run `annotator db upgrade`" in said.err
