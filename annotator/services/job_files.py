"""The files of jobs: a folder for each in the data folder, with what it was given and what it has made.

    jobs/<key>/given/    files that came with it, until it has ended
    jobs/<key>/made/     what people may download, until the job is forgotten

Where several machines work on one database, all of them need the same `jobs` folder.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from annotator.domain.errors import NotFound
from annotator.services import data_folder
from annotator.settings import Settings

_KEY = re.compile(r"[0-9a-f]{16}")
#: What may not stand in a file's name on one system or another, or means a folder.
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_LONGEST_NAME = 120


def new_key() -> str:
    """A name for a job that nobody has had or will have."""
    return token_hex(8)


def is_key(word: str) -> bool:
    return _KEY.fullmatch(word) is not None


@dataclass(frozen=True, slots=True)
class Room:
    """The folder of one job."""

    path: Path

    @property
    def given(self) -> Path:
        return self.path / "given"

    @property
    def made(self) -> Path:
        return self.path / "made"

    def prepare(self) -> None:
        """Make the folders, for their owner alone."""
        for folder in (self.path.parent, self.path, self.given, self.made):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def files(self) -> list[Path]:
        """What was made, by name; nothing once it is forgotten, be it at this moment."""
        try:
            return sorted(path for path in self.made.iterdir() if path.is_file() and not path.name.startswith("."))
        except FileNotFoundError:
            return []

    def sizes(self) -> tuple[tuple[str, int], ...]:
        """The names of what was made, each with its size in bytes."""
        try:
            return tuple((path.name, path.stat().st_size) for path in self.files())
        except FileNotFoundError:
            return ()

    def file(self, name: str) -> Path:
        """One of them; raises NotFound."""
        for path in self.files():
            if path.name == name:
                return path
        raise NotFound(f"there is no file {name!r}")

    def end(self) -> None:
        """Keep what was made, and nothing else."""
        shutil.rmtree(self.given, ignore_errors=True)
        for path in self.made.glob(".*"):
            path.unlink(missing_ok=True)

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def room(settings: Settings, key: str) -> Room:
    """The folder of the job of that key; raises NotFound for what cannot be one."""
    if not is_key(key):
        raise NotFound(f"there is no job {key!r}")
    return Room(folder(settings) / key)


def new_room(settings: Settings, key: str) -> Room:
    """As `room`, made where it is missing; raises Unavailable where that cannot be."""
    data_folder.prepare(settings)
    found = room(settings, key)
    found.prepare()
    return found


def folder(settings: Settings) -> Path:
    return settings.data / "jobs"


def keys(settings: Settings, before: float) -> Iterator[str]:
    """The keys of all folders that are older than that moment, in seconds since 1970."""
    if not folder(settings).is_dir():
        return
    for path in folder(settings).iterdir():
        if is_key(path.name) and path.stat().st_mtime < before:
            yield path.name


def safe_name(name: str, taken: frozenset[str] = frozenset()) -> str:
    """A file's name as it came, without what leads elsewhere or no system takes; another one where it is taken."""
    bare = _UNFIT.sub("-", name.replace("\\", "/").rpartition("/")[2]).strip(" .")[-_LONGEST_NAME:] or "file"
    if bare not in taken:
        return bare
    return next(each for number in range(2, len(taken) + 3) if (each := f"{number}-{bare}") not in taken)
