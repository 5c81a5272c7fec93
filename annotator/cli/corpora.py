"""What commands that write a corpus share: whole files or none, and every loss told."""

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, TypeVar

import click

from annotator.cli.output import say
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.formats.base import Loss

F = TypeVar("F", bound=Callable[..., Any])

STDIO = Path("-")


def loss_options(command: F) -> F:
    """What is to be done with what a format cannot carry."""
    path = click.Path(path_type=Path, dir_okay=False)
    for option in (
        click.option("--losses", type=path, help="Write every loss into FILE, a JSON object a line."),
        click.option("--strict", is_flag=True, help="Write nothing when anything would be lost."),
    ):
        command = option(command)
    return command


def format_settings(words: Iterable[str]) -> dict[str, str]:
    """The options of a format from NAME=VALUE words."""
    settings: dict[str, str] = {}
    for each in words:
        name, equals, value = each.partition("=")
        if not equals:
            raise click.UsageError(f"--option takes NAME=VALUE, not {each!r}")
        settings[name] = value
    return settings


@contextmanager
def whole_file(path: Path) -> Iterator[Path | BinaryIO]:
    """Where to write: stdout for `-`, else a file that takes the name only when all went well."""
    if path == STDIO:
        yield sys.stdout.buffer
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
    except OSError as error:
        raise InvalidInput(f"cannot be written: {error.strerror}", rule="file", file=str(path)) from None
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


class Losses:
    """Takes losses as they come: counts them, keeps them in a file, or (strict) stops at the first."""

    def __init__(self, path: Path | None, *, strict: bool) -> None:
        self.strict = strict
        self.numbers: Counter[tuple[str, str]] = Counter()
        self._stack = ExitStack()
        self._file: IO[str] | None = None
        if path is not None:
            target = self._stack.enter_context(whole_file(path))
            stream = target.open("w", encoding="utf-8") if isinstance(target, Path) else sys.stdout
            self._file = stream
            if isinstance(target, Path):
                self._stack.callback(stream.close)

    def __enter__(self) -> "Losses":
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    def take(self, loss: Loss) -> None:
        if self.strict:
            raise InvalidInput(
                f"{loss.kind} {loss.id or ''} would be lost: {loss.detail}", rule=loss.reason, document=loss.document
            )
        self.numbers[(loss.kind, loss.reason)] += 1
        if self._file is not None:
            self._file.write(json.dumps(loss.as_json(), ensure_ascii=False) + "\n")

    def as_json(self) -> list[Json]:
        return [
            {"kind": kind, "reason": reason, "number": number}
            for (kind, reason), number in sorted(self.numbers.items())
        ]

    def tell(self) -> None:
        """Say on stderr what was lost, by kind and reason."""
        for (kind, reason), number in sorted(self.numbers.items()):
            say(f"lost: {number} × {kind} ({reason.replace('_', ' ')})")
        if self.numbers and self._file is None:
            say("--losses FILE lists each of them.")


def _umask() -> int:
    """The mode that new files lose; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
