"""`annotator convert`: any format to any other, losses told, nothing half written."""

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator import cli
from annotator.domain.annotations import AnnotatedDocument
from annotator.formats.iob2 import Iob2
from annotator.formats.plain_text import PlainText
from tests.cli.conftest import Run

GOLDEN = Path(__file__).parent.parent / "formats" / "golden"
NATIVE = GOLDEN / "native" / "corpus.jsonl"


def test_formats_are_known_by_their_names(bare: Run, tmp_path: Path) -> None:
    out = tmp_path / "corpus.iob2"
    said = bare("convert", NATIVE, out)
    assert said.code == 0
    assert said.out == ""
    told = said.err.splitlines()
    assert [line for line in told if line.startswith("lost: ")][:2] == [
        "lost: 3 × annotation_set (one set)",
        "lost: 16 × attribute (not carried)",
    ]
    # Under each kind the first three of them.
    assert [line[:4] for line in told[:8]] == ["lost", *["    "] * 3, "lost", *["    "] * 3]
    # The third has no set that counts, and is left out.
    assert said.err.endswith("--losses FILE lists each of them.\nConverted 2 documents with 2 annotation sets.\n")
    assert out.read_bytes() == (GOLDEN / "iob2" / "corpus.iob2").read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name != "data"] == ["corpus.iob2"]


def test_losses_are_written_one_a_line(bare: Run, tmp_path: Path) -> None:
    losses = tmp_path / "losses.jsonl"
    said = bare("convert", NATIVE, tmp_path / "x", "--to", "conll2003", "--losses", losses, "--json")
    assert said.code == 0
    assert losses.read_text("utf-8") == (GOLDEN / "conll2003" / "losses.jsonl").read_text("utf-8")
    assert (said.json["from"], said.json["to"]) == ("native", "conll2003")
    assert (said.json["documents"], said.json["sets"]) == (2, 2)
    [links] = [each for each in said.json["losses"] if (each["kind"], each["reason"]) == ("link", "not_carried")]
    assert (links["number"], len(links["examples"])) == (9, 3)
    assert sum(each["number"] for each in said.json["losses"]) == len(losses.read_text("utf-8").splitlines())


@pytest.mark.parametrize("format_id", ["iob2", "rams"])
def test_what_would_be_lost_is_said_before_anything_is_written(bare: Run, tmp_path: Path, format_id: str) -> None:
    said = bare("convert", NATIVE, tmp_path / "corpus", "--to", format_id, "--dry-run")
    assert said.code == 0
    assert "would be lost: " in said.err
    assert "Nothing is written: there are " in said.err
    assert [path.name for path in tmp_path.iterdir() if path.name != "data"] == []


def test_a_dash_is_stdin_and_stdout(bare: Run) -> None:
    said = bare("convert", "-", "-", "--from", "native", "--to", "label_studio", stdin=NATIVE.read_text("utf-8"))
    assert (said.code, said.err) == (0, "Converted 3 documents with 5 annotation sets.\n")
    assert said.out == (GOLDEN / "label_studio" / "corpus.json").read_text("utf-8")
    assert bare("convert", NATIVE, "-", "--to", "native").out == NATIVE.read_text("utf-8")


def test_there_and_back_is_the_same(bare: Run, tmp_path: Path) -> None:
    there, back = tmp_path / "there.json", tmp_path / "back.jsonl"
    assert bare("convert", NATIVE, there).code == 0
    assert bare("convert", there, back).code == 0
    assert back.read_text("utf-8") == (GOLDEN / "label_studio" / "read.jsonl").read_text("utf-8")
    assert bare("convert", NATIVE, tmp_path / "x.spacy").code == 0
    assert bare("convert", tmp_path / "x.spacy", tmp_path / "x.jsonl").code == 0
    assert (tmp_path / "x.jsonl").read_text("utf-8") == (GOLDEN / "spacy" / "read.jsonl").read_text("utf-8")


def test_a_bad_file_leaves_what_was_there(bare: Run, tmp_path: Path) -> None:
    source, out, losses = tmp_path / "bad.jsonl", tmp_path / "out.iob2", tmp_path / "losses.jsonl"
    source.write_bytes(NATIVE.read_bytes() + b'{"format": "annotator/1", "id": "d4", "text": 5}\n')
    out.write_text("as it was")
    said = bare("convert", source, out, "--losses", losses)
    assert said.code == 1
    assert said.err == (
        f"Error: {source}, line 4, document d4: text must be a string, not 5 [type]\n"
        f"{source}: 1 fault(s); nothing is written (see --keep-going)\n"
    )
    assert out.read_text() == "as it was"
    assert {path.name for path in tmp_path.iterdir()} - {"data"} == {"bad.jsonl", "out.iob2", "losses.jsonl"}
    assert json.loads(losses.read_text("utf-8").splitlines()[-1])["line"] == 4
    assert bare("convert", source, "-", "--to", "iob2").out == ""
    source.write_bytes(b"nonsense")
    assert bare("convert", source, out).err.startswith(
        f"Error: {source}, line 1: not JSON: Expecting value at character 1 [json]\n"
    )


def test_every_fault_of_a_corpus_is_told_before_anything_is_written(bare: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "rows.doccano.jsonl", tmp_path / "out.iob2"
    source.write_text('{"text": "They left.", "label": [[0, 4, "crowd"], [50, 60, "crowd"]]}\nnonsense\n')
    said = bare("convert", source, out)
    assert (said.code, out.exists()) == (1, False)
    assert [line.split(":")[1].split(",")[1].strip() for line in said.err.splitlines()[:2]] == ["line 1", "line 2"]
    assert said.err.endswith(f"{source}: 2 fault(s); nothing is written (see --keep-going)\n")
    as_json = bare("convert", source, out, "--json")
    assert (as_json.code, len(as_json.json["errors"]), as_json.json["documents"]) == (1, 2, 0)
    assert bare("convert", source, out, "--dry-run").code == 1
    assert bare("convert", source, out, "--keep-going").code == 0
    assert out.read_text() == "-DOCSTART- O\n\nThey B-crowd\nleft O\n. O\n\n"


def test_what_is_sound_of_a_bad_file_is_taken_when_that_is_asked_for(bare: Run, tmp_path: Path) -> None:
    source, out, losses = tmp_path / "bad.jsonl", tmp_path / "out.jsonl", tmp_path / "losses.jsonl"
    lines = NATIVE.read_bytes().splitlines(keepends=True)
    source.write_bytes(lines[0] + b"{}\n" + lines[1])
    said = bare("convert", source, out, "--keep-going", "--losses", losses)
    assert said.code == 0
    assert "lost: 1 × record (format)\n    " + f"{source}, line 2: " in said.err
    assert out.read_bytes() == lines[0] + lines[1]
    assert json.loads(losses.read_text("utf-8"))["line"] == 2


def test_what_was_only_changed_is_not_called_lost(bare: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "rows.doccano.jsonl", tmp_path / "out.jsonl"
    row = {"text": "They left.", "entities": [{"id": 1, "label": "crowd", "start_offset": 1, "end_offset": 4}]}
    twice = {"id": 1, "from_id": 1, "to_id": 1, "type": "is"}
    source.write_text(json.dumps({**row, "relations": [twice, {**twice, "id": 2}]}))
    assert "changed: 1 × link (duplicate)\n" in bare("convert", source, out).err
    assert "would be changed: 1 × link (duplicate)\n" in bare("convert", source, out, "--dry-run").err
    (row_told,) = bare("convert", source, out, "--json").json["losses"]
    assert (row_told["reason"], row_told["number"], row_told["weight"]) == ("duplicate", 1, "changed")


def test_what_is_no_file_is_written_into_and_not_replaced(bare: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    # Opened for both ends, so that neither waits for the other; what goes through fits into the pipe.
    with open(os.open(pipe, os.O_RDWR), "rb") as reader:  # noqa: PTH123  # of a number, not of a name
        assert bare("convert", NATIVE, pipe).code == 0
        assert pipe.is_fifo()
        size = len(NATIVE.read_bytes())
        assert reader.read(size) == NATIVE.read_bytes()


def test_strict_takes_no_losses_but_tells_them(bare: Run, tmp_path: Path) -> None:
    out, losses = tmp_path / "out.iob2", tmp_path / "losses.jsonl"
    said = bare("convert", NATIVE, out, "--losses", losses, "--strict")
    assert said.code == 1
    number = len((GOLDEN / "iob2" / "losses.jsonl").read_text("utf-8").splitlines())
    assert f"{number} loss(es), nothing is written; the first: annotation_set A1/annotator" in said.err
    assert not out.exists()
    assert len(losses.read_text("utf-8").splitlines()) == number
    assert bare("convert", NATIVE, tmp_path / "out.json", "--strict").code == 0


def test_the_schema_that_the_corpus_names_is_kept_to(bare: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(NATIVE.read_bytes().replace(b'"label": "location"', b'"label": "planet"', 1))
    assert "[label]" in bare("convert", bad, tmp_path / "x.iob2").err
    unknown = tmp_path / "unknown.jsonl"
    unknown.write_bytes(NATIVE.read_bytes().replace(b'"name": "conflict-events"', b'"name": "mine"'))
    said = bare("convert", unknown, tmp_path / "x.iob2")
    assert said.code == 0
    assert "schema mine 1 is not here" in said.err


def test_a_schema_can_be_named_or_given_as_a_file(bare: Run, tmp_path: Path) -> None:
    rows = tmp_path / "rows.iob2"
    rows.write_text("They B-crowd\nleft O\n")
    said = bare("convert", rows, tmp_path / "x.jsonl", "--schema", "conflict-events", "--strict")
    assert (said.code, "no label 'crowd'" in said.err) == (1, True)
    said = bare("convert", rows, tmp_path / "x.jsonl", "--schema", "conflict-events")
    assert (said.code, "no label 'crowd'" in said.err) == (1, True)
    said = bare("convert", rows, tmp_path / "x.jsonl", "--schema", "conflict-events", "--keep-going")
    assert said.code == 0
    assert said.err.startswith("lost: 1 × span (label)\n")
    schema = tmp_path / "mine.toml"
    mark = 'mark = { letter = "C", pattern = "solid", light = ["#FFFFFF", "#000000"], dark = ["#000000", "#FFFFFF"] }'
    schema.write_text(f'name = "mine"\nversion = 2\n[[labels]]\nname = "crowd"\n{mark}\n')
    assert bare("convert", rows, tmp_path / "x.jsonl", "--schema", schema).code == 0
    (made,) = json.loads((tmp_path / "x.jsonl").read_text())["annotation_sets"]
    assert made["schema"] == {"name": "mine", "version": 2}
    assert "no schema 'nobody'" in bare("convert", rows, tmp_path / "y", "--to", "iob2", "--schema", "nobody").err


def test_a_corpus_is_read_once_for_its_names_and_once_for_what_it_holds(
    bare: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    for fmt in (Iob2, PlainText):
        monkeypatch.setattr(fmt, "read", _counted(fmt.read, fmt.id, read))
    rows, story = tmp_path / "rows.iob2", tmp_path / "story.txt"
    rows.write_text("They B-crowd\nleft O\n")
    story.write_text("They left.")
    assert bare("convert", rows, tmp_path / "x.jsonl").code == 0
    assert bare("convert", story, tmp_path / "y.jsonl").code == 0
    assert read == ["iob2", "iob2", "text"]


def _counted(read: Callable[..., Iterator[AnnotatedDocument]], name: str, times: list[str]) -> Callable[..., object]:
    def counted(*arguments: object, **named: object) -> Iterator[AnnotatedDocument]:
        times.append(name)
        return read(*arguments, **named)

    return counted


def test_options_of_both_formats_can_be_set(bare: Run, tmp_path: Path) -> None:
    rows = tmp_path / "rows.iob2"
    rows.write_text("They B-x\n")
    assert bare("convert", rows, tmp_path / "x.jsonl", "--from-option", "annotator=A7").code == 0
    assert json.loads((tmp_path / "x.jsonl").read_text())["annotation_sets"][0]["annotator"] == "A7"
    said = bare("convert", NATIVE, tmp_path / "y.iob2", "--to-option", "overlap=refuse")
    assert (said.code, "[overlap]" in said.err, (tmp_path / "y.iob2").exists()) == (1, True, False)
    assert "has no option" in bare("convert", NATIVE, tmp_path / "y.iob2", "--to-option", "colour=red").err


@pytest.mark.parametrize(
    "arguments",
    [
        ("-", "x.jsonl"),
        ("x.jsonl", "-"),
        ("x.what", "x.jsonl"),
        ("x.jsonl", "-", "--to", "native", "--losses", "-"),
        ("x.jsonl", "-", "--to", "native", "--json"),
        ("x.jsonl", "x.iob2", "--to-option", "overlap"),
    ],
)
def test_wrong_usage_exits_with_2(bare: Run, arguments: tuple[str, ...]) -> None:
    assert bare("convert", *arguments).code == 2


def test_what_cannot_be_read_or_written_is_named(bare: Run, tmp_path: Path) -> None:
    said = bare("convert", tmp_path / "no.jsonl", tmp_path / "x.iob2")
    assert (said.code, said.err) == (
        1,
        f"Error: {tmp_path}/no.jsonl: cannot be read: No such file or directory [file]\n",
    )
    there = tmp_path / "no" / "x.iob2"
    said = bare("convert", NATIVE, there)
    assert (said.code, said.err) == (1, f"Error: {there}: cannot be written: No such file or directory [file]\n")
    said = bare("convert", NATIVE, tmp_path / "x.txt")
    assert (said.code, "can be read, but not written" in said.err) == (1, True)
    said = bare("convert", NATIVE, tmp_path / "x", "--to", "brat2")
    assert (said.code, "there are: native" in said.err) == (1, True)


def test_formats_says_what_each_carries(bare: Run) -> None:
    said = bare("formats", "--json")
    assert said.code == 0
    listed = {fmt["id"]: fmt for fmt in said.json}
    assert list(listed)[:2] == ["native", "label_studio"]
    assert all(listed["native"]["carries"].values())
    assert not listed["iob2"]["carries"]["links"]
    assert (listed["text"]["reads"], listed["text"]["writes"]) == (True, False)
    assert {"overlap", "annotator", "layer"} <= {option["name"] for option in listed["conll2003"]["options"]}
    table = bare("formats").out
    for fmt in listed.values():
        assert f"{fmt['id']} ({fmt['suffix']}): " in table
        assert fmt["title"] in table
    assert max(map(len, table.splitlines())) <= 120


def test_formats_shows_the_options_of_those_that_are_named(bare: Run) -> None:
    said = bare("formats", "iob2", "warc").out
    heads = [line for line in said.splitlines() if line and not line.startswith(" ")]
    assert heads == ["iob2 (.iob2): read and written", "warc (.warc.gz): read"]
    assert "  overlap, writing: " in said
    assert "longest, first, refuse, layers" in said
    (shown,) = bare("formats", "warc", "--json").json
    assert (shown["id"], shown["writes"]) == ("warc", False)
    said = bare("formats", "tea")
    assert (said.code, "there are: native" in said.err) == (1, True)


def test_what_is_piped_in_may_be_any_bytes(
    bare: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((GOLDEN / "spacy" / "corpus.spacy").read_bytes())))
    assert cli.run(["convert", "-", "-", "--from", "spacy", "--to", "native"]) == 0
    assert capsys.readouterr().out == (GOLDEN / "spacy" / "read.jsonl").read_text("utf-8")
