"""`annotator import --create`: a whole project of another tool becomes a project here, in one command."""

import json

import pytest
from sqlmodel import select

from annotator.store.tables import SchemaVersion

TEXT = "Rebels shelled Aleppo."
WHO, ACT = (0, 6), (7, 14)


def jsonl(*objects):
    return "".join(json.dumps(each) + "\n" for each in objects)


BRAT = {
    "raid.txt": TEXT,
    "raid.ann": "T1\tActor 0 6\tRebels\nT2\tAttack 7 14\tshelled\nE1\tAttack:T2 By:T1\nA1\tSure E1\n",
    "annotation.conf": "[entities]\nActor\n[relations]\n[events]\nAttack\tBy:Actor\n[attributes]\nSure\tArg:Attack\n",
}
DOCCANO_ENTITIES = [
    {"id": 1, "label": "Actor", "start_offset": 0, "end_offset": 6},
    {"id": 2, "label": "Attack", "start_offset": 7, "end_offset": 14},
]
DOCCANO_EXAMPLE = {
    "id": 7,
    "text": TEXT,
    "entities": DOCCANO_ENTITIES,
    "relations": [{"id": 1, "from_id": 2, "to_id": 1, "type": "By"}],
}
DOCCANO = {
    "ada.jsonl": jsonl(DOCCANO_EXAMPLE),
    "bo.jsonl": jsonl({**DOCCANO_EXAMPLE, "relations": []}),
    "label_config.json": json.dumps([{"text": "Actor"}, {"text": "Attack"}]),
}
PRODIGY_SPANS = [
    {"start": 0, "end": 6, "token_start": 0, "token_end": 0, "label": "Actor"},
    {"start": 7, "end": 14, "token_start": 1, "token_end": 1, "label": "Attack"},
]
PRODIGY_TASK = {
    "text": TEXT,
    "tokens": [
        {"text": "Rebels", "start": 0, "end": 6, "id": 0, "ws": True},
        {"text": "shelled", "start": 7, "end": 14, "id": 1, "ws": True},
        {"text": "Aleppo.", "start": 15, "end": 22, "id": 2, "ws": False},
    ],
    "spans": PRODIGY_SPANS,
    "relations": [
        {"head": 1, "child": 0, "label": "By", "head_span": PRODIGY_SPANS[1], "child_span": PRODIGY_SPANS[0]}
    ],
    "answer": "accept",
    "_annotator_id": "set-ada",
    "_session_id": "set-ada",
}
PRODIGY = {"tasks.jsonl": jsonl(PRODIGY_TASK)}
CONFIG = (
    '<View><Relations><Relation value="By"/></Relations><Labels name="l" toName="t"><Label value="Actor"/>'
    '<Label value="Attack"/></Labels><Text name="t" value="$text"/></View>'
)


def region(name, label, start, end):
    value = {"start": start, "end": end, "text": TEXT[start:end], "labels": [label]}
    return {"id": name, "type": "labels", "from_name": "l", "to_name": "t", "value": value}


RESULT = [
    region("a", "Actor", *WHO),
    region("b", "Attack", *ACT),
    {"type": "relation", "from_id": "b", "to_id": "a", "direction": "right", "labels": ["By"]},
]
ANNOTATION = {"id": 5, "completed_by": {"id": 2, "email": "ada@example.org"}, "result": RESULT}
LABEL_STUDIO = {
    "tasks.json": json.dumps([{"id": 3, "data": {"text": TEXT}, "annotations": [ANNOTATION]}]),
    "project.json": json.dumps({"id": 9, "label_config": CONFIG, "expert_instruction": "Mark who fights."}),
}


def laid(folder, files):
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("files", "whose"),
    [
        (BRAT, {"import"}),
        (DOCCANO, {"ada", "bo"}),
        (PRODIGY, {"set-ada"}),
        (LABEL_STUDIO, {"ada@example.org"}),
    ],
    ids=["brat", "doccano", "prodigy", "label-studio"],
)
def test_a_project_of_another_tool_comes_whole_with_one_command(annotator, tmp_path, files, whose):
    said = annotator("import", laid(tmp_path / "theirs", files), "--project", "theirs", "--create")
    assert said.code == 0, said.err
    out = tmp_path / "out.jsonl"
    annotator("export", "--project", "theirs", "--format", "native", "--sets", "all", "--out", out)
    (record,) = map(json.loads, out.read_text("utf-8").splitlines())
    sets = {each["annotator"]: each for each in record["annotation_sets"]}
    assert sets.keys() == whose
    (first, *_) = sets.values()
    assert [(span["label"], span["quote"]) for span in first["spans"]] == [("actor", "Rebels"), ("attack", "shelled")]
    assert [(link["role"], link["from"], link["to"]) for link in first["links"]] == [
        ("by", first["spans"][1]["id"], first["spans"][0]["id"])
    ]


def test_the_guideline_comes_along(annotator, tmp_path, sqlite_database):
    folder = laid(tmp_path / "theirs", LABEL_STUDIO)
    assert annotator("import", folder, "--project", "theirs", "--create").code == 0
    with sqlite_database.read() as session:
        assert [each.guideline for each in session.exec(select(SchemaVersion))] == ["Mark who fights."]


def test_a_corpus_with_a_fault_makes_no_project_unless_what_is_sound_is_asked_for(annotator, tmp_path):
    beyond = [{**DOCCANO_ENTITIES[0], "end_offset": 90}]
    bad = jsonl(DOCCANO_EXAMPLE, {"id": 8, "text": "They left.", "entities": beyond, "relations": []})
    source = tmp_path / "rows.doccano.jsonl"
    source.write_text(bad, "utf-8")
    said = annotator("import", source, "--project", "theirs", "--create")
    assert (said.code, f"{source}, line 2" in said.err, "theirs is not made" in said.err) == (1, True, True)
    assert annotator("project", "list", "--json").json == []
    said = annotator("import", source, "--project", "theirs", "--create", "--keep-going")
    assert (said.code, "Made theirs." in said.err) == (1, True)
    assert annotator("project", "list", "--json").json[0]["documents"] == 2


def test_a_project_that_is_there_is_not_made_again(annotator, tmp_path):
    folder = laid(tmp_path / "theirs", BRAT)
    assert annotator("import", folder, "--project", "theirs", "--create").code == 0
    said = annotator("import", folder, "--project", "theirs", "--create")
    assert (said.code, "there is a project 'theirs' already" in said.err) == (1, True)
    # Told before the corpus is read.
    assert "Read off" not in said.err
    assert annotator("import", folder, "--project", "other", "--create", "--map", "auto").code == 2
