"""The files of the pages: under an address that changes with their content, so that browsers keep them for ever."""

import re
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
_IMPORT = re.compile(r"""^\s*(?:import|export)\b[^"';]*["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)


def address() -> str:
    """The path under which the static files of this version are served."""
    return f"/static/{version('annotator')}-{fingerprint(FOLDER)}"


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
