"""The files of the pages: under an address that changes with their content, so that browsers keep them for ever."""

import gzip
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from flask import Response, request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

#: All style sheets as one: a page fetches it once, and every page after it has it already.
STYLESHEET = "annotator.css"
#: The order in which they stand in it; whatever is not named comes after.
SHEETS = ("tokens", "base", "header", "controls", "text", "cards", "bar", "dialogs", "pages")
#: What is worth packing; pictures are packed already.
_PACKED = re.compile(r"text/|/(javascript|json)|\+(xml|json)")

FOLDER = Path(__file__).parent / "static"
#: What a module needs before it runs; what it fetches later, by `import("…")`, is none of it.
_IMPORT = re.compile(r"""^(?:import|export)\b(?:[\s\w*{},$]*\bfrom)?\s*["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)


def address() -> str:
    """The path under which the static files of this version are served."""
    return f"/static/{version('annotator')}-{fingerprint(FOLDER)}"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it goes out, and how it goes out to those who take it packed."""

    kind: str
    data: bytes
    packed: bytes | None


def answer(name: str) -> Response:
    """The file of that name below the static folder; raises NotFound."""
    file = static_file(name)
    if file.packed is None or not request.accept_encodings.quality("gzip"):
        response = Response(file.data, mimetype=file.kind)
    else:
        response = Response(file.packed, mimetype=file.kind)
        response.content_encoding = "gzip"
    if file.packed is not None:
        response.vary.add("Accept-Encoding")
    return response


@lru_cache(maxsize=512)
def static_file(name: str) -> StaticFile:
    """Read and packed once: under its address a file never changes."""
    data = _stylesheet() if name == STYLESHEET else _read(name)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return StaticFile(kind, data, gzip.compress(data, mtime=0) if _PACKED.search(kind) else None)


def _read(name: str) -> bytes:
    path = safe_join(str(FOLDER), name)
    if path is None or not Path(path).is_file():
        raise NotFound
    return Path(path).read_bytes()


def _stylesheet() -> bytes:
    sheets = sorted((FOLDER / "css").glob("*.css"))
    sheets.sort(key=lambda path: SHEETS.index(path.stem) if path.stem in SHEETS else len(SHEETS))
    return b"".join(path.read_bytes() for path in sheets)


def fingerprint(folder: Path) -> str:
    """Twelve characters that change when any file of the folder does."""
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def modules(entry: Path) -> list[Path]:
    """A script's module and all that it imports, directly or not, in the order they are met.

    A browser that is told of all at once need not discover them one layer after the other.
    """
    found: list[Path] = []
    waiting = [entry.resolve()]
    while waiting:
        module = waiting.pop(0)
        if module in found or not module.is_file():
            continue
        found.append(module)
        imported = _IMPORT.findall(module.read_text("utf-8"))
        waiting.extend((module.parent / relative).resolve() for relative in imported)
    return found
