"""What the guides say is what the program does: tables are compared with the code, examples are run."""

import ast
import json
import re
import shlex
import subprocess
import textwrap
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import click
import pytest
from pydantic_core import PydanticUndefined

from annotator import cli, formats
from annotator.cli import users as user_commands
from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment, Link, SchemaRef, Span
from annotator.domain.attributes import problem_with
from annotator.domain.changes import Change, Kind
from annotator.domain.documents import Document
from annotator.domain.errors import InvalidInput, InvalidSchema
from annotator.domain.meanings import About, Part
from annotator.domain.people import Person
from annotator.domain.permissions import FREE, TABLE, Action, Role
from annotator.domain.schema import Attribute, AttributeType, Meaning
from annotator.domain.schema_reader import read_toml
from annotator.formats.base import Reader, Writer
from annotator.formats.native import record as native_record
from annotator.services import tokens
from annotator.services.demo import load_demo
from annotator.services.installation import EXTRAS
from annotator.settings import PREFIX, Settings
from annotator.store.session import Database
from annotator.web import Application, create_app
from annotator.web.health import Metrics
from annotator.web.permissions import ENDPOINTS
from tests import factories
from tests.cli.conftest import Run, annotator, bare
from tests.fixtures import sqlite_database
from tools.javascript import MISSING, find_node

__all__ = ["annotator", "bare", "sqlite_database"]

ROOT = Path(__file__).parents[2]
WORKBENCH = ROOT / "annotator/web/static/workbench"
PASSWORD = "correct horse battery"


def guides() -> dict[str, str]:
    """Every Markdown file that people read, by its path in the repository."""
    files = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "seeds/README.md"]
    return {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in sorted(files)}


GUIDES = guides()
ANNOTATORS, LEADS = GUIDES["docs/annotators.md"], GUIDES["docs/leads.md"]
ENGINEERS, OPERATORS = GUIDES["docs/engineers.md"], GUIDES["docs/operators.md"]
README, CONTRIBUTING = GUIDES["README.md"], GUIDES["CONTRIBUTING.md"]


# ---------------------------------------------------------------- reading Markdown


def section(text: str, title: str) -> str:
    """What stands under a heading, up to the next one."""
    found = re.search(rf"^##+ {re.escape(title)}\n(.*?)(?=^##+ |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"there is no section {title!r}"
    return found[1]


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a text, each as its rows behind the head, each as its cells."""
    found: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
            found[-1].append([cell.strip() for cell in cells])
        elif found[-1]:
            found.append([])
    return [rows[2:] for rows in found if rows]


def table_behind(text: str, words: str) -> list[list[str]]:
    """The first table behind these words."""
    assert words in text, f"nothing says {words!r}"
    return tables(text.partition(words)[2])[0]


@dataclass(frozen=True)
class Block:
    language: str
    content: str


def blocks(text: str) -> list[Block]:
    # Indented ones stand in lists.
    found = re.findall(r"^( *)```(\w+)\n(.*?)^\1```$", text, re.MULTILINE | re.DOTALL)
    return [Block(language, textwrap.dedent(content)) for _, language, content in found]


def block(text: str, language: str) -> str:
    return next(each.content for each in blocks(text) if each.language == language)


def bare_word(cell: str) -> str:
    return cell.strip("`")


# ---------------------------------------------------------------- links, pictures, paths


def anchors(text: str) -> set[str]:
    """The anchors of headings, as they are made on the web."""
    headings = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", GUIDES)
def test_every_relative_link_leads_somewhere(name: str) -> None:
    text = re.sub(r"```.*?```", "", GUIDES[name], flags=re.DOTALL)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        if not file.exists() or (anchor and anchor not in anchors(file.read_text("utf-8"))):
            broken.append(target)
    assert broken == []


def test_every_picture_is_shown_somewhere() -> None:
    pictures = {file.relative_to(ROOT).as_posix() for file in (ROOT / "docs/pictures").iterdir()}
    shown = {
        (ROOT / name).parent.joinpath(target).relative_to(ROOT).as_posix()
        for name, text in GUIDES.items()
        for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    }
    assert pictures == shown


@pytest.mark.parametrize("name", GUIDES)
def test_no_guide_names_a_folder_of_somebody_s_machine(name: str) -> None:
    assert re.findall(r"(?<![\w.])/(?:home|root|tmp|work|Users|mnt)\b\S*", GUIDES[name]) == []


def test_the_index_lists_every_guide() -> None:
    here = {name for name in GUIDES if name.startswith("docs/")} - {"docs/README.md"}
    listed = {f"docs/{target}" for target in re.findall(r"\]\(([\w-]+\.md)\)", GUIDES["docs/README.md"])}
    assert listed == here


def test_the_changelog_has_one_section_of_what_is_not_released() -> None:
    assert re.findall(r"^## .*$", GUIDES["CHANGELOG.md"], re.MULTILINE)[0] == "## Unreleased"
    assert GUIDES["CHANGELOG.md"].count("## Unreleased") == 1


# ---------------------------------------------------------------- the command line


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with the words that call it."""
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from leaves(found, (*path, name))


COMMANDS = dict(leaves(cli.cli))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_a_guide_with_all_its_options(name: str) -> None:
    said = [text for text in GUIDES.values() if re.search(rf"annotator {name}\b", text)]
    assert said, f"no guide names `annotator {name}`"
    options = [max(each.opts, key=len) for each in COMMANDS[name].params if isinstance(each, click.Option)]
    assert [each for each in options if not any(re.search(rf"`?{each}\b", text) for text in said)] == []


def command_lines(text: str) -> list[list[str]]:
    """Every call of the program in the shell examples of a guide, as words without the program."""
    fenced = [each.content for each in blocks(text) if each.language == "sh"]
    indented = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    lines = re.findall(r"^(?:\S+/)?annotator .*$", "\n".join(fenced), re.MULTILINE)
    lines += re.findall(r"^    (?:\S+/)?annotator .*$", indented, re.MULTILINE)
    # What is behind these signs is the shell's.
    return [shlex.split(re.split(r" [<>|] ", line)[0])[1:] for line in lines]


def resolved(words: Sequence[str]) -> tuple[click.Command, list[str]]:
    """The command that these words call, and what it is called with."""
    command: click.Command = cli.cli
    rest = list(words)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        found = command.get_command(click.Context(command), rest[0])
        assert found is not None, f"`annotator {' '.join(words)}`: there is no {rest[0]}"
        command = found
        del rest[0]
    return command, rest


@pytest.mark.parametrize("name", [name for name in GUIDES if command_lines(GUIDES[name])])
def test_every_command_in_an_example_is_one_that_the_program_takes(name: str) -> None:
    for words in command_lines(GUIDES[name]):
        command, rest = resolved(words)
        # Parses and checks the words, and calls nothing.
        command.make_context("annotator", rest)


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_in_a_sentence_is_one_that_there_is(name: str) -> None:
    text = re.sub(r"```.*?```", "", GUIDES[name], flags=re.DOTALL)
    for words in re.findall(r"`annotator ([^`]+)`", text):
        resolved(words.split())


@pytest.fixture
def typed(bare: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Types the examples of a guide in an empty folder; what is asked for is a password."""
    choose = user_commands.choose_password
    monkeypatch.setattr(
        user_commands,
        "choose_password",
        lambda file, generate: choose(file, generate=generate) if file or generate else PASSWORD,
    )
    monkeypatch.chdir(tmp_path)
    assert bare("db", "upgrade").code == 0

    def run(text: str) -> None:
        for words in command_lines(text):
            if words[0] == "serve":
                continue
            stdin = f"{PASSWORD}\n" if "--password-file" in words else block(ENGINEERS, "jsonl")
            said = bare(*words, stdin=stdin)
            # An example further up may have made it.
            assert said.code == 0 or "already" in said.err, f"annotator {' '.join(words)}\n{said.err}"

    return run


def test_the_examples_for_leads_run(typed: Callable[[str], None], tmp_path: Path) -> None:
    for folder in ("articles", "letters"):
        (tmp_path / folder).mkdir()
    (tmp_path / "articles/one.txt").write_text("Two killed\n\nTwo men were killed in Tarsa.\n")
    (tmp_path / "letters/two.txt").write_bytes("Four wounded in Köln.\n".encode("cp1252"))
    (tmp_path / "news.csv").write_text("id\tbody\nn1\tNobody was hurt.\n")
    protests = block(LEADS, "toml")
    (tmp_path / "protests.toml").write_text(protests)
    (tmp_path / "actors.csv").write_text(block(LEADS, "csv"))
    revised = protests.replace("version = 1", "version = 2", 1).replace('"group"', '"movement"')
    (tmp_path / "protests-2.toml").write_text(revised.replace('"organiser"', '"called_by"'))
    typed(LEADS)


@pytest.mark.slow
def test_the_examples_for_operators_run(typed: Callable[[str], None]) -> None:
    typed(OPERATORS)


def test_the_examples_for_engineers_run(
    typed: Callable[[str], None], bare: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "corpus.jsonl").write_text(block(ENGINEERS, "jsonl"))
    for folder in ("news", "their-brat-folder"):
        (tmp_path / folder).mkdir()
    (tmp_path / "news/one.txt").write_text("Two killed\n\nTwo men were killed in Tarsa.\n")
    (tmp_path / "their-brat-folder/a.txt").write_text("Rebels took Tarsa.\n")
    (tmp_path / "their-brat-folder/a.ann").write_text("T1\tPER 0 6\tRebels\n")
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("two.txt", "Nobody was hurt in Halia.\n")
    assert bare("user", "add", "ana", "--generate").code == 0
    assert bare("project", "create", "sahel", "--schema", "conflict-events").code == 0
    assert bare("convert", "corpus.jsonl", "tasks.json").code == 0
    typed(ENGINEERS)
    for each in blocks(section(ENGINEERS, "From Python")):
        exec(compile(each.content, "docs/engineers.md", "exec"), {})
    assert "('struck', 'action')" in capsys.readouterr().out


def test_the_export_in_the_readme_runs_on_the_demo(annotator: Run, sqlite_database: Database, tmp_path: Path) -> None:
    with sqlite_database.write() as session:
        load_demo(session)
    [words] = command_lines(README)
    assert words[:3] == ["export", "--project", "demo"]
    words = [str(tmp_path / word) if word.endswith((".spacy", ".jsonl")) else word for word in words]
    assert annotator(*words).code == 0
    assert {file.name for file in tmp_path.iterdir()} >= {"demo.spacy", "losses.jsonl"}


# ---------------------------------------------------------------- formats, settings, make, tests


def test_every_format_is_in_the_guide_of_formats() -> None:
    text = GUIDES["docs/formats.md"]
    for fmt in formats.FORMATS:
        assert f"`{fmt.id}`" in text
        assert f"`{fmt.suffix}`" in text


def test_the_table_of_settings_is_that_of_the_program() -> None:
    said = {bare_word(row[0]): row[1:3] for row in tables(section(OPERATORS, "Settings"))[0]}
    wanted = {}
    for name, field in Settings.model_fields.items():
        variable = str(field.validation_alias or PREFIX + name.upper())
        default = field.get_default()
        # Where the data are depends on the installation; the guide says how.
        shown = "`var/`" if default is PydanticUndefined or name == "data" else "none"
        if default not in (None, "", PydanticUndefined) and name != "data":
            shown = f"`{str(default).lower() if isinstance(default, bool) else default}`"
        wanted[variable] = shown
    assert {variable: row[0] for variable, row in said.items()} == wanted
    for name, field in Settings.model_fields.items():
        allowed = said[str(field.validation_alias or PREFIX + name.upper())][1]
        for limit in field.metadata:
            for kind in ("ge", "le", "min_length"):
                assert str(getattr(limit, kind, "")) in allowed


def test_the_operators_know_every_extra_metric_and_address_of_health(app: Application) -> None:
    for extra in EXTRAS:
        assert f"`{extra}`" in OPERATORS
    ours = [name for name in Metrics().exposition().decode().split() if name.startswith("annotator_")]
    assert {name for name in ours if name.endswith(("_total", "seconds"))} == {
        bare_word(row[0]) for row in table_behind(OPERATORS, "an admin's token |")
    }
    served = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("health.")}
    assert {bare_word(row[0]) for row in tables(section(OPERATORS, "Is it well?"))[0]} == served


def test_the_table_of_targets_is_that_of_the_makefile() -> None:
    targets = re.findall(r"^([a-z-]+):.*## (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    said = tables(section(CONTRIBUTING, "Targets of the Makefile"))[0]
    assert [(bare_word(name), does) for name, does in said] == [(f"make {name}", does) for name, does in targets]
    for name in re.findall(r"^(check-[a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE):
        assert f"`{name}`" in CONTRIBUTING


@pytest.mark.parametrize("name", GUIDES)
def test_every_target_that_a_guide_names_is_in_the_makefile(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    said = re.findall(r"(?:`|^)make ([a-z-]+)", GUIDES[name], re.MULTILINE)
    assert set(said) <= targets


def test_every_folder_of_tests_is_in_contributing() -> None:
    folders = {f"tests/{file.parent.name}" for file in (ROOT / "tests").glob("[!_]*/[!_]*.*")}
    assert {bare_word(row[0]) for row in tables(section(CONTRIBUTING, "Tests"))[0]} == folders


def test_the_format_that_contributing_shows_is_one() -> None:
    names: dict[str, Any] = {"__name__": "shown"}
    exec(compile(block(CONTRIBUTING, "python"), "CONTRIBUTING.md", "exec"), names)
    shown = names["SpanTable"]()
    assert isinstance(shown, Writer)
    assert not isinstance(shown, Reader)
    annotated = full_document()
    stream = BytesIO()
    losses = list(shown.write([annotated, AnnotatedDocument(Document("empty", "Nothing."))], stream))
    assert stream.getvalue() == b"d1\taction\t0\t6\tstruck\nd1\taction\t7\t12\ttwice\n"
    assert {loss.kind for loss in losses} >= {"text", "link", "attribute", "comment", "document"}
    assert shown.keep(annotated).sets[0].links == ()


# ---------------------------------------------------------------- annotators: keys and saved states

#: What the guide calls physical keys; letters and digits are called by themselves.
KEY_NAMES = {
    "BracketLeft": "[",
    "BracketRight": "]",
    "ArrowLeft": "←",
    "ArrowRight": "→",
    "ArrowUp": "↑",
    "ArrowDown": "↓",
    "Comma": ",",
    "Period": ".",
    "Slash": "/",
    "Backquote": "`",
    "Digit": "0–9",
    "Escape": "Esc",
}


@pytest.fixture(scope="module")
def node() -> Callable[[str], Any]:
    """Runs a module in the workbench's folder; what it leaves as `said`, as JSON."""
    found = find_node()
    if found is None:
        pytest.skip(MISSING)

    def run(script: str) -> Any:
        command = [found, "--input-type=module", "--eval", f"{script}\nconsole.log(JSON.stringify(said));"]
        done = subprocess.run(command, cwd=WORKBENCH, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def stroke(binding: dict[str, Any]) -> str:
    key = KEY_NAMES.get(binding["code"], re.sub(r"^(Key|Digit)", "", binding["code"]))
    return f"{binding['chord']}+{key}" if binding["chord"] else key


def test_the_table_of_keys_is_that_of_the_workbench(node: Callable[[str], Any]) -> None:
    schema = factories.shipped_schema()
    bindings = node(
        f"""
        import {{ keymap }} from "./model/keymap.js";
        const said = keymap({json.dumps(schema.as_json())}).bindings;
        """
    )
    wanted: dict[tuple[str, str], list[str]] = {}
    for binding in bindings:
        titles = [schema.role(name).title for name in binding["args"].get("roles", ())]
        does = " or ".join(titles) or binding["help"]
        wanted.setdefault((binding["group"], does), []).append(stroke(binding))
    rows = [[" or ".join(strokes), does] for (_, does), strokes in wanted.items()]
    assert [row for table in tables(section(ANNOTATORS, "All keys")) for row in table] == rows


def test_the_saved_states_are_told_in_the_words_of_the_page(node: Callable[[str], Any]) -> None:
    words = node(
        """
        import { savedWords } from "./view/status-line.js";
        const said = ["saved", "local", "offline", "sign_in", "problem"].map((state) =>
            savedWords({ state, waiting: state === "offline" ? 3 : 1, detail: state === "problem" ? "…" : "" }));
        """
    )
    assert [row[0] for row in tables(section(ANNOTATORS, "Is it saved?"))[0]] == words


# ---------------------------------------------------------------- leads: schemas and roles


def keys_that_the_reader_takes() -> set[str]:
    """Every key that schema_reader asks a table for."""
    tree = ast.parse((ROOT / "annotator/domain/schema_reader.py").read_text("utf-8"))
    readers = {"text", "number", "flag", "one_of", "items", "table", "each", "strings", "take", "one_of_or_none"}
    found = set()
    for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
        arguments = call.args
        if isinstance(call.func, ast.Name) and call.func.id == "_colours":
            arguments = arguments[1:]
        elif not (isinstance(call.func, ast.Attribute) and call.func.attr in readers):
            continue
        if arguments and isinstance(arguments[0], ast.Constant):
            found.add(str(arguments[0].value))
    return found


def test_every_key_of_a_schema_is_in_the_guide_for_leads() -> None:
    wanted = keys_that_the_reader_takes()
    assert len(wanted) > 20
    said = {bare_word(row[0]) for table in tables(section(LEADS, "Schema")) for row in table}
    explained = {str(each) for kind in (AttributeType, Meaning, About, Part) for each in kind}
    assert said == wanted | explained


def test_the_schema_that_the_guide_shows_is_one_and_its_fault_is_told_as_it_says() -> None:
    shown = block(LEADS, "toml")
    assert read_toml(shown, "protests.toml").name == "protests"
    with pytest.raises(InvalidSchema) as error:
        read_toml(shown.replace('"solid"', '"zigzag"', 1), "protests.toml")
    assert f"`{error.value}`" in LEADS


@pytest.mark.parametrize("guide", ["docs/leads.md", "docs/engineers.md"])
def test_the_keys_of_every_kind_of_value_are_told(guide: str) -> None:
    titles = {"docs/leads.md": "Schema", "docs/engineers.md": "Attribute values"}
    rows = [row for table in tables(section(GUIDES[guide], titles[guide])) for row in table]
    for kind in AttributeType:
        problem = problem_with(Attribute("it", "it", kind), None) or ""
        keys = problem.partition("with the keys ")[2]
        told = " ".join(row[1] for row in rows if bare_word(row[0]) == kind)
        assert set(re.findall(r"`(\w+)`", told)) >= set(keys.split(", ") if keys else ())


def test_the_table_of_roles_is_that_of_the_program() -> None:
    [rows] = tables(section(LEADS, "People and what they may do"))
    said = {bare_word(row[0]): row[1:] for row in rows}
    yes = {True: "yes", False: "no"}
    assert said == {
        str(action): [yes[role in allowed or role is Role.ADMIN] for role in Role] for action, allowed in TABLE.items()
    }
    for action in FREE:
        assert f"`{action}`" in LEADS
    assert set(TABLE) | FREE == set(Action)


# ---------------------------------------------------------------- engineers: the native format


def full_document() -> AnnotatedDocument:
    """A document in which every key of the native format has something to say."""
    annotations = AnnotationSet(
        annotator="ana",
        schema=SchemaRef("conflict-events", 1),
        attributes={"relevance": "yes"},
        spans=(
            Span("s1", "action", 0, 6, "struck", {"event_class": "attack"}, "import"),
            Span("s2", "action", 7, 12, "twice"),
        ),
        links=(Link("l1", "same_event", "s2", "s1"),),
        comments=(
            Comment("c1", "Really?", "ben", "2024-02-08T10:00:00+00:00", "other", span="s1"),
            Comment("c2", "Twice?", "ben", "2024-02-08T10:00:00+00:00", "other", start=7, end=12),
        ),
        skip_reason="too long",
    )
    return AnnotatedDocument(Document("d1", "struck twice", {"title": "Twice"}), (annotations,))


def test_the_tables_of_the_native_format_have_its_keys_in_its_order() -> None:
    record: Any = native_record.record(full_document())
    [annotations] = record["annotation_sets"]
    # A comment stands in one place: two of them have all keys.
    comment = annotations["comments"][0] | annotations["comments"][1]
    parts = [record, annotations, annotations["spans"][0], annotations["links"][0], comment]
    said = [[bare_word(row[0]) for row in table] for table in tables(section(ENGINEERS, "Native format"))]
    assert said == [list(part) for part in parts]
    allowed = (
        native_record._KEYS,
        native_record._SET_KEYS,
        native_record._SPAN_KEYS,
        native_record._LINK_KEYS,
        native_record._COMMENT_KEYS,
    )
    assert [set(keys) for keys in said] == [set(keys) for keys in allowed]


def test_a_key_without_a_default_is_needed_and_one_with_a_default_is_not() -> None:
    def refused(record: Any) -> bool:
        try:
            native_record.read_record(record)
        except InvalidInput:
            return True
        return False

    whole = json.dumps(native_record.record(full_document()))
    paths: list[list[Any]] = [
        [],
        ["annotation_sets", 0],
        ["annotation_sets", 0, "spans", 0],
        ["annotation_sets", 0, "links", 0],
        ["annotation_sets", 0, "comments", 1],
    ]
    for path, table in zip(paths, tables(section(ENGINEERS, "Native format")), strict=True):
        for name, default, *_ in table:
            record = part = json.loads(whole)
            for step in path:
                part = part[step]
            part.pop(bare_word(name), None)
            # Without its spans a set's links lead nowhere and its comments stand nowhere.
            if name == "`spans`":
                del part["links"], part["comments"]
            # Words have a start and an end.
            if path[2:3] == ["comments"] and name in ("`start`", "`end`"):
                part = {key: value for key, value in part.items() if key not in ("start", "end")}
                record["annotation_sets"][0]["comments"][1] = part
            assert refused(record) == (default == "needed"), f"{path}: {name}"


def test_the_record_that_the_guide_shows_is_one() -> None:
    schema = factories.shipped_schema()
    [shown] = block(ENGINEERS, "jsonl").splitlines()
    annotated = native_record.read_record(json.loads(shown), schema)
    assert json.dumps(native_record.record(annotated), ensure_ascii=False) == shown


# ---------------------------------------------------------------- engineers: changes and rules


def rules_in(*modules: str) -> set[str]:
    """The rule words that these modules break a change, a set or a file with."""
    found = set()
    for module in modules:
        for each in ast.walk(ast.parse((ROOT / "annotator" / module).read_text("utf-8"))):
            if not isinstance(each, ast.Call):
                continue
            name = each.func.id if isinstance(each.func, ast.Name) else ""
            said = [each.args[0]] if name in {"Violation", "Refusal", "_span", "_link"} and each.args else []
            said += [keyword.value for keyword in each.keywords if keyword.arg == "rule"]
            found |= {str(word.value) for word in said if isinstance(word, ast.Constant)}
    return found


def rules_told(title: str) -> set[str]:
    return {bare_word(row[0]) for row in tables(section(ENGINEERS, title))[0]}


def test_every_refusal_is_in_the_guide_for_engineers() -> None:
    modules = [
        f"domain/{name}.py" for name in ("rules", "comments", "acts", "changes", "items", "completion", "workspace")
    ]
    assert rules_told("Refusals") == rules_in(*modules)


def test_every_rule_of_submitting_is_in_the_guide_for_engineers() -> None:
    assert rules_told("What is listed at submit") == rules_in("domain/checks.py")


def test_every_rule_of_the_native_format_and_of_imports_is_in_the_guide_for_engineers() -> None:
    modules = (*("native/format", "native/record", "sources/json_text", "records/checking", "options", "__init__"),)
    wanted = rules_in(*(f"formats/{name}.py" for name in modules), "domain/documents.py", "services/documents.py")
    assert rules_told("Rules of files") == wanted - rules_told("Refusals")


def test_every_kind_of_change_and_every_key_of_one_is_told() -> None:
    keys, kinds = tables(section(ENGINEERS, "Changes"))[:2]
    assert [bare_word(row[0]) for row in keys] == list(Change("c", "a", Kind.ADD_SPAN, None, None).as_json())
    assert [bare_word(row[0]) for row in kinds] == [str(kind) for kind in Kind]


# ---------------------------------------------------------------- engineers: the API


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Application:
    return create_app(Settings(data=tmp_path / "data", demo=False), sqlite_database)


def operations(app: Application) -> dict[str, str]:
    """Every operation of the API, with the action that it needs."""
    found = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api_"):
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                found[f"{method} {path}"] = str(ENDPOINTS[rule.endpoint])
    return found


def test_every_operation_of_the_api_is_in_the_guide_with_its_action(app: Application) -> None:
    described = app.test_client().get("/api/v1/openapi.json").json["paths"]
    wanted = operations(app)
    assert {f"{method.upper()} {path}" for path, methods in described.items() for method in methods} == set(wanted)
    rows = table_behind(ENGINEERS, "Every operation:")
    assert {bare_word(row[0]): bare_word(row[2]) for row in rows} == wanted
    for operation, does, _ in rows:
        method, path = bare_word(operation).split()
        for parameter in described[path][method.lower()].get("parameters", ()):
            if parameter["in"] == "query":
                assert f"`{parameter['name']}`" in does


@dataclass
class Curl:
    """Runs the curl commands of a guide against the application."""

    app: Application
    values: dict[str, str]
    folder: Path

    def run(self, script: str) -> Any:
        """The answer to the last command, as JSON; each must have gone well."""
        answer: Any = None
        for name, value in self.values.items():
            script = script.replace(f"${name}", value)
        for words in split_at("curl", shlex.split(script)):
            answer = self._send(words)
            if isinstance(answer, dict) and "task" in answer and "document" in answer:
                script = script.replace("$TASK", str(answer["task"]["id"]))
                self.values["TASK"] = str(answer["task"]["id"])
        return answer

    def _send(self, words: list[str]) -> Any:
        method, headers, data, out = "", {}, None, None
        [url] = [word for word in words if word.startswith("/") or "$" in word]
        rest = iter(word for word in words if word != url)
        for option in rest:
            value = next(rest)
            if option == "-X":
                method = value
            elif option == "-H":
                name, _, content = value.partition(": ")
                headers[name] = content
            elif option in ("-d", "--data-binary"):
                data = (self.folder / value[1:]).read_bytes() if value.startswith("@") else value.encode()
            elif option == "-o":
                out = self.folder / value
            else:
                raise AssertionError(f"this reader does not know {option}")
        url = url.replace("$TASK", self.values.get("TASK", ""))
        response = self.app.test_client().open(
            url, method=method or ("POST" if data else "GET"), headers=headers, data=data, buffered=True
        )
        assert response.status_code < 400, f"{url}: {response.status_code} {response.text}"
        if out is not None:
            out.write_bytes(response.data)
        return response.json if response.is_json else None


def split_at(word: str, words: list[str]) -> list[list[str]]:
    starts = [index for index, each in enumerate(words) if each == word]
    return [words[start + 1 : end] for start, end in zip(starts, [*starts[1:], None], strict=True)]


@pytest.mark.slow
def test_every_example_of_the_api_is_answered_as_the_guide_says(
    app: Application, sqlite_database: Database, tmp_path: Path
) -> None:
    with sqlite_database.write() as session:
        lead: Person = factories.add_person(session, "ana")
        factories.add_member(session, factories.add_project(session, "sahel"), lead, "lead")
        token = tokens.create_token(session, lead, "a guide")
    (tmp_path / "corpus.jsonl").write_text(block(ENGINEERS, "jsonl"))
    (tmp_path / "actors.csv").write_text(block(LEADS, "csv"))
    curl = Curl(app, {"URL": "", "TOKEN": token}, tmp_path)
    answer, compared, asked = None, 0, 0
    for each in blocks(section(ENGINEERS, "HTTP API")):
        if each.language == "sh" and each.content.startswith("curl"):
            answer = curl.run(each.content)
            asked += each.content.count("curl ")
        elif each.language == "json":
            assert answer == json.loads(each.content)
            compared += 1
    assert (asked, compared) == (ENGINEERS.count("\ncurl "), 1)
    assert answer["preferences"]["keys"] == {"KeyB": "label:actor", "KeyA": None}
    assert (tmp_path / "gold.spacy").stat().st_size > 100
