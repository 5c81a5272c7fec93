"""The manifest: what is in a release, in numbers, with a checksum of every other file."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.domain.errors import InvalidInput, NotFound
from annotator.domain.json import Json

FORMAT = "annotator-release/1"
FILE = "manifest.json"
README, CROISSANT, DOCUMENTS, TIES, LEFT_OUT = (
    "README.md",
    "croissant.json",
    "documents.csv",
    "ties.csv",
    "left-out.csv",
)
DATA, SCHEMAS, GUIDELINES, PLOTS = "data", "schemas", "guidelines", "plots"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a release: its path below the folder, with slashes."""

    path: str
    size: int
    sha256: str

    def as_json(self) -> dict[str, Json]:
        return {"path": self.path, "size": self.size, "sha256": self.sha256}


def entry(folder: Path, file: Path) -> FileEntry:
    """The file as it is now."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return FileEntry(file.relative_to(folder).as_posix(), file.stat().st_size, digest.hexdigest())


def files_in(folder: Path) -> list[Path]:
    """Every file below the folder, by path."""
    found = [path for path in folder.rglob("*") if path.is_file() or path.is_symlink()]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def digest_of(entries: Iterable[FileEntry]) -> str:
    """One checksum for all: that of their list as `sha256sum` writes it."""
    listed = "".join(f"{each.sha256}  {each.path}\n" for each in sorted(entries, key=lambda each: each.path))
    return f"sha256:{hashlib.sha256(listed.encode()).hexdigest()}"


def pretty(value: Mapping[str, Json]) -> bytes:
    """JSON for people too."""
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8")


def read(folder: Path) -> dict[str, Any]:
    """The manifest of a release; raises NotFound where there is none, InvalidInput for one that is none."""
    file = folder / FILE
    try:
        found = json.loads(file.read_bytes())
    except FileNotFoundError:
        raise NotFound(f"{folder} is no release: it has no {FILE}") from None
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidInput(f"no manifest that can be read: {error}", rule="manifest", file=FILE) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise InvalidInput(f"no manifest of the format {FORMAT}", rule="manifest", file=FILE)
    return found


def entries(manifest: Mapping[str, Any]) -> list[FileEntry]:
    """The files that a manifest lists; raises InvalidInput where it lists none that could be."""
    try:
        return [FileEntry(str(each["path"]), int(each["size"]), str(each["sha256"])) for each in manifest["files"]]
    except (KeyError, TypeError, ValueError):
        raise InvalidInput("the list of files is none", rule="manifest", file=FILE) from None


def native_files(folder: Path, splits: Sequence[str]) -> dict[str, Path]:
    """The native copy of each split that holds anything."""
    found = {name: folder / DATA / "native" / f"{name}.jsonl" for name in splits}
    return {name: path for name, path in found.items() if path.is_file()}
